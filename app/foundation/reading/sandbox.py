"""Reads an uploaded file in a limited process of its own, so that no parser runs beside us."""

import dataclasses
import json
import os
import select
import signal
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, Literal, cast, get_args

from app.foundation.reading.limits import LIMITS, Limits
from app.foundation.reading.lines import Line
from app.foundation.transactions import outside_transaction

Status = Literal["ok", "refused", "killed"]

_WORKER = Path(__file__).with_name("worker.py")
_CLEAN = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"}
_STOPPED = "Reading this file took too much time or memory, so it was stopped."


@dataclass(frozen=True)
class Reading:
    """What came of reading one file; kept and shown, whichever way it went."""

    status: Status
    reason: str | None = None
    """A sentence for the reader when there are no lines."""
    media_type: str | None = None
    lines: list[Line] = field(default_factory=list)


def read(path: Path, *, name: str | None = None, limits: Limits = LIMITS) -> Reading:
    """Read one file as lines; a hostile or broken file costs its own process and nothing else."""
    outside_transaction("Reading a file")
    with path.open("rb") as source, tempfile.TemporaryFile() as answer:
        arguments = (json.dumps(dataclasses.asdict(limits)), name or "")
        has_ended_well = run_confined(
            _WORKER, source, answer, arguments, seconds=limits.wall_seconds
        )
        answer.seek(0)
        said = answer.read(limits.answer_bytes) if has_ended_well else b""
    return _reading(said)


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
    process = subprocess.Popen(
        [sys.executable, "-I", "-X", "utf8", str(worker), *arguments],
        stdin=source,
        stdout=answer,
        stderr=subprocess.DEVNULL,
        cwd="/",
        env=_CLEAN,
        start_new_session=True,
    )
    try:
        _wait(process.pid, seconds=seconds)
    finally:
        os.killpg(process.pid, signal.SIGKILL)
    return process.wait() == 0


def _wait(pid: int, *, seconds: float) -> None:
    """Wait on the process itself rather than on its output, which it may never close.

    It is taken away only after its whole group has been stopped, so that the group's number
    cannot meanwhile belong to somebody else.
    """
    handle = os.pidfd_open(pid)
    try:
        select.select([handle], [], [], seconds)
    finally:
        os.close(handle)


def _reading(said: bytes) -> Reading:
    """Believe nothing of the shape: a parser that was taken over could have written it."""
    try:
        answer = json.loads(said)
        return Reading(
            status=_status(answer["status"]),
            reason=_words(answer["reason"]),
            media_type=_words(answer["media_type"]),
            lines=[_line(*row) for row in answer["lines"]],
        )
    except (ValueError, TypeError, KeyError, RecursionError):
        return Reading("killed", _STOPPED)


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
