"""How much of a file is read, and how much of the machine reading it may take."""

from dataclasses import dataclass

MEBIBYTE = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """The bounds of one reading; a file beyond them is refused or its reading is stopped."""

    file_bytes: int = 64 * MEBIBYTE
    members: int = 5_000
    """Files inside a zip container, which every modern office file is."""
    member_bytes: int = 32 * MEBIBYTE
    """One part once unpacked; pictures count only in `total_bytes`, for they are never unpacked."""
    total_bytes: int = 512 * MEBIBYTE
    ratio: int = 200
    """How far a part larger than a mebibyte may expand."""
    paragraphs: int = 60_000
    cpu_seconds: int = 20
    wall_seconds: float = 30
    memory_bytes: int = 1024 * MEBIBYTE
    answer_bytes: int = 16 * MEBIBYTE


LIMITS = Limits()
