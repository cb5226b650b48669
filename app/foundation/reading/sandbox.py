"""Reads an uploaded file in a limited process of its own, so that no parser runs beside us."""

import dataclasses
import json
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, Literal, cast, get_args

from app.foundation.reading import converting
from app.foundation.reading.container import NO_WORDS
from app.foundation.reading.limits import LIMITS, Limits
from app.foundation.reading.lines import Line
from app.foundation.reading.processes import run
from app.foundation.reading.sniff import MEDIA_TYPES
from app.foundation.transactions import outside_transaction

Status = Literal["ok", "refused", "killed"]

_WORKER = Path(__file__).with_name("worker.py")
_CLEAN = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"}
_OLD = {MEDIA_TYPES[kind]: kind for kind in converting.MODERN}
NOT_OPENED = (
    "This old Office file could not be opened. Save it as .docx, .xlsx or .pptx and send that."
)
_STOPPED = "Reading this file took too much time or memory, so it was stopped."


@dataclass(frozen=True)
class Reading:
    """What came of reading one file; kept and shown, whichever way it went."""

    status: Status
    reason: str | None = None
    """A sentence for the reader when there are no lines."""
    media_type: str | None = None
    lines: list[Line] = field(default_factory=list)
    pictures: tuple[int, ...] = ()
    """The pages that are pictures and were not read."""
    recognised: tuple[int, ...] = ()
    """The pages that are pictures and were read by text recognition."""

    @property
    def note(self) -> str:
        """What whoever reads the words should know of them; empty where all is plain."""
        told = (
            self.reason or "",
            _told(self.recognised, "a picture read by text recognition, so words may be wrong"),
            _told(self.pictures, "a picture, whose words were not read"),
        )
        return " ".join(filter(None, told))


def read(path: Path, *, name: str | None = None, limits: Limits = LIMITS) -> Reading:
    """Read one file as lines; a hostile or broken file costs its own process and nothing else.

    Old Office files and pages that are pictures are first made readable, where the machine has a
    program for it.
    """
    outside_transaction("Reading a file")
    reading = _read_confined(path, name=name, limits=limits)
    if reading.media_type in _OLD:
        return _read_old(path, reading, limits=limits)
    return _read_pictures(path, reading, limits=limits) if reading.pictures else reading


def _read_confined(path: Path, *, name: str | None, limits: Limits) -> Reading:
    with path.open("rb") as source, tempfile.TemporaryFile() as answer:
        arguments = (json.dumps(dataclasses.asdict(limits)), name or "")
        has_ended_well = run_confined(
            _WORKER, source, answer, arguments, seconds=limits.wall_seconds
        )
        answer.seek(0)
        said = answer.read(limits.answer_bytes) if has_ended_well else b""
    return _reading(said)


def _read_old(path: Path, old: Reading, *, limits: Limits) -> Reading:
    with _scratch() as folder:
        made = converting.as_modern(path, _OLD[old.media_type or ""], folder=folder)
        if made is None:
            return dataclasses.replace(old, status="refused", reason=NOT_OPENED)
        reading = _read_confined(made, name=None, limits=limits)
    return dataclasses.replace(reading, media_type=old.media_type)


def _read_pictures(path: Path, bare: Reading, *, limits: Limits) -> Reading:
    """Read the pages that are pictures; where that cannot be, what there is, which may be nothing.

    Of a very long scan the first pages are read.
    """
    wanted = bare.pictures[: converting.MOST_PICTURES]
    with _scratch() as folder:
        made = converting.with_words(path, wanted, folder=folder)
        read = _read_confined(made, name=None, limits=limits) if made else None
    if read is not None and read.status == "ok":
        return dataclasses.replace(read, recognised=wanted, pictures=bare.pictures[len(wanted) :])
    if bare.lines:
        return bare
    return dataclasses.replace(bare, status="refused", reason=NO_WORDS)


@contextmanager
def _scratch() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="guildhall-", ignore_cleanup_errors=True) as folder:
        yield Path(folder)


def run_confined(
    worker: Path,
    source: IO[bytes],
    answer: IO[bytes],
    arguments: Sequence[str],
    *,
    seconds: float,
) -> bool:
    """Run a worker on one file, with neither our modules nor our surroundings; whether it ended
    well."""
    return run(
        [sys.executable, "-I", "-X", "utf8", str(worker), *arguments],
        seconds=seconds,
        environment=_CLEAN,
        source=source,
        answer=answer,
    )


def _reading(said: bytes) -> Reading:
    """Believe nothing of the shape: a parser that was taken over could have written it."""
    try:
        answer = json.loads(said)
        return Reading(
            status=_status(answer["status"]),
            reason=_words(answer["reason"]),
            media_type=_words(answer["media_type"]),
            lines=[_line(*row) for row in answer["lines"]],
            pictures=tuple(int(page) for page in answer["pictures"]),
        )
    except (ValueError, TypeError, KeyError, RecursionError):
        return Reading("killed", _STOPPED)


def _told(pages: Sequence[int], what: str) -> str:
    """A sentence about pages that are pictures: "Pages 3, 4: read from pictures …"."""
    if not pages:
        return ""
    shown = ", ".join(str(page) for page in pages[:20])
    more = f" and {len(pages) - 20} more" if len(pages) > 20 else ""
    return f"Page{'s' if len(pages) > 1 else ''} {shown}{more}: {what}."


def _status(said: Any) -> Status:
    if said not in get_args(Status):
        raise ValueError(said)
    return cast(Status, said)


def _words(said: Any) -> str | None:
    return None if said is None else str(said)


def _line(
    number: Any, text: Any, level: Any, bold: Any, indent: Any, cells: Any, page_break: Any,
    page: Any, size: Any, underlined: Any, centred: Any,
) -> Line:  # fmt: skip
    return Line(
        number=int(number),
        text=str(text),
        level=None if level is None else int(level),
        bold=bool(bold),
        indent=int(indent),
        cells=tuple(str(cell) for cell in cells),
        page_break=bool(page_break),
        page=int(page),
        size=float(size),
        underlined=bool(underlined),
        centred=bool(centred),
    )
