"""What people announce to the modules above them."""

from dataclasses import dataclass


@dataclass(frozen=True)
class PersonMerged:
    """Two entries of the directory were merged: whatever names the one now names the other."""

    gone_id: int
    kept_id: int
