"""The marked copy of a file, made in a limited process; None where its kind cannot be marked."""

import dataclasses
import json
import tempfile
from pathlib import Path

from app.foundation.reading.limits import MEBIBYTE, Limits
from app.foundation.reading.sandbox import run_confined
from app.foundation.reading.sniff import MEDIA_TYPES
from app.foundation.transactions import outside_transaction

STAMPED = frozenset({MEDIA_TYPES["docx"], MEDIA_TYPES["pdf"]})
"""The kinds of file whose pages have room for a mark."""
LIMITS = Limits(answer_bytes=96 * MEBIBYTE)
_WORKER = Path(__file__).with_name("worker.py")


def marked_copy(path: Path, *, media_type: str, mark: str, limits: Limits = LIMITS) -> bytes | None:
    """A copy of the file with this mark on every page; None if it cannot be made.

    An encrypted or damaged file, or one that takes too long, is not marked inside.
    """
    if media_type not in STAMPED:
        return None
    outside_transaction("Marking a file")
    arguments = (json.dumps(dataclasses.asdict(limits)), media_type, mark)
    with path.open("rb") as source, tempfile.TemporaryFile() as answer:
        done = run_confined(_WORKER, source, answer, arguments, seconds=limits.wall_seconds)
        answer.seek(0)
        return (answer.read(limits.answer_bytes) or None) if done else None
