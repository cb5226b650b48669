"""Reading a pack of past papers: seed 003 where the shared papers are, else a pack as long."""

import os
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import config
from app.archive.commands import read_paper

LIMIT_SECONDS = 5.0
RUNS = 3


def measure() -> dict[str, object]:
    """The best of three whole readings, sandbox included, against five seconds."""
    with TemporaryDirectory() as scratch:
        path = _pack(Path(scratch))
        value = min(_once(path) for _ in range(RUNS))
    return {
        "name": "reading a pack of past papers (s, limit in s)",
        "value": value,
        "baseline": 1.0,
        "ratio": value,
        "limit": LIMIT_SECONDS,
        "ok": value < LIMIT_SECONDS,
    }


def _once(path: Path) -> float:
    begun = time.perf_counter()
    read_paper(path)
    return time.perf_counter() - begun


def _pack(scratch: Path) -> Path:
    shared = Path(os.environ.get("GUILDHALL_SHARED") or config.ROOT.parent / "shared")
    found = sorted((shared / "seeds").glob("003*"))
    if found:
        return found[0]
    made = scratch / "pack.txt"
    made.write_text(_REPORT * 60, "utf-8")
    return made


_REPORT = """
REPORT TO: Harbour Board
DATE: 20 September 2011
REPORTING OFFICER: Harbour Master
SUBJECT: Moorings
WARD(S): All

1.0 PURPOSE OF REPORT

1.1 To report on the moorings.

2.0 RECOMMENDATION: That the report be noted.

3.0 SUPPORTING INFORMATION

3.1 The moorings were inspected in the spring, and twelve were found to be worn.
"""
