"""The demo council while everything happens at once: an import, the index built anew, and saves.

Worker and import are processes of their own, as in an installation; saves come through the page.
The first file of a process is left out: its statements are compiled then, a tenth of a second once.
"""

import os
import re
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from statistics import quantiles
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, select

import config
from app import create_app
from app.foundation import indexing
from app.foundation.db import db
from app.foundation.transactions import transaction
from app.reports.models import Report, ReportState, Section
from benchmarks import demo_council
from benchmarks.write_locks import Held, read_kept, watched
from tests.archive import invented

FILES, SAVES, ALONE = 200, 300, 100
REBUILD_EVERY = 100
_CLAIM_AND_FIRST_FILE = 2
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August")


@dataclass
class Figures:
    """What was measured, in seconds."""

    alone: list[float] = field(default_factory=list)
    """Saves while nothing else happens."""
    busy: list[float] = field(default_factory=list)
    """Saves while everything else happens."""
    held: list[Held] = field(default_factory=list)
    """How long SQLite's write lock was held, and by which process."""
    imported: int = 0
    took: float = 0.0


@cache
def figures() -> Figures:
    """Measured once for all who ask."""
    return measure_with(files=FILES, saves=SAVES, alone=ALONE)


def measure_with(*, files: int, saves: int, alone: int) -> Figures:
    """Save alone, then while an import and rebuilds are under way."""
    found = Figures()
    with demo_council.folder() as scratch:
        papers(scratch / "papers", files)
        environment = _installation(scratch / "instance")
        with _editor(scratch / "instance") as editor, watched(editor.engine, "web", found.held):
            found.alone += [editor.save() for _ in range(alone)]
            found.held.clear()
            began = time.perf_counter()
            with _worker(scratch, environment):
                _everything_at_once(scratch, environment, editor, found, saves)
            found.took = time.perf_counter() - began
            found.imported = _count(scratch / "instance", "imported_file")
            assert editor.stands(), "a save was lost"
        found.held += read_kept(scratch / "worker.held")
        found.held += read_kept(scratch / "import.held")[_CLAIM_AND_FIRST_FILE:]
    return found


def p95(times: list[float]) -> float:
    """What only one in twenty exceeds."""
    return quantiles(times, n=20)[-1]


def papers(folder: Path, count: int) -> Path:
    """Past papers of a council that does not exist: packs, reports, minutes, agendas by turns."""
    folder.mkdir()
    pack = invented.FRONT_SHEET + invented.REPORT
    kinds = (pack, invented.REPORT, invented.BOARD_MINUTES, invented.LABELLED_AGENDA)
    for number in range(count):
        text = kinds[number % len(kinds)]
        day, month = 1 + number % 28, MONTHS[number // 28 % len(MONTHS)]
        text = re.sub(r"\b4(<sup>th</sup>)? March", f"{day} {month}", text)
        text = text.replace("21 October", f"{day} {month}").replace(
            "The hydraulic rams", f"The {number} hydraulic rams"
        )
        (folder / f"{number:03}.txt").write_text(text + f"\n\nPaper {number}.\n", encoding="utf-8")
    return folder


def _installation(instance: Path) -> dict[str, str]:
    """The demo council in a folder of its own, and what its processes are told."""
    with demo_council.application().app_context():
        db.session.remove()
        db.engine.dispose()
    shutil.copytree(demo_council.FOLDER, instance)
    told = {
        "GUILDHALL_ENV": "testing",
        "GUILDHALL_INSTANCE": str(instance),
        "DATABASE_URL": f"sqlite:///{instance / 'guildhall.sqlite3'}",
        "SECRET_KEY": "only for measuring",
    }
    return os.environ | told


class Editor:
    """An author at a section of a report, saving as the page does while somebody types."""

    def __init__(self, app: Flask, client: FlaskClient, address: str) -> None:
        self._app, self._client, self._address, self._saved = app, client, address, 0
        page = client.get(address).get_data(as_text=True)
        self._token = re.findall(r'name="csrf_token"[^>]*value="([^"]+)"', page)[0]
        self._version = int(re.findall(r'name="version"[^>]*value="(\d+)"', page)[0])

    @property
    def engine(self) -> Engine:
        """Of the web process."""
        with self._app.app_context():
            return db.engine

    def save(self) -> float:
        """How long one save takes."""
        self._saved += 1
        said = {
            "csrf_token": self._token, "version": self._version, "text": self._words(), "go": "save"
        }  # fmt: skip
        began = time.perf_counter()
        answer = self._client.post(self._address, data=said)
        took = time.perf_counter() - began
        assert answer.status_code in (302, 303), answer.status_code
        self._version += 1
        return took

    def ask_rebuild(self) -> None:
        """Ask for a new index, as renaming a board does."""
        with self._app.app_context(), transaction():
            indexing.request_rebuild()

    def stands(self) -> bool:
        """Whether the last save is what the page shows."""
        return self._words() in self._client.get(self._address).get_data(as_text=True)

    def _words(self) -> str:
        return f"The quay was inspected {self._saved} times."


@contextmanager
def _editor(instance: Path) -> Iterator[Editor]:
    os.environ |= {
        "GUILDHALL_INSTANCE": str(instance),
        "DATABASE_URL": f"sqlite:///{instance / 'guildhall.sqlite3'}",
    }
    app = create_app(config.Testing)
    client = demo_council.signed_in("author", app)
    yield Editor(app, client, _a_section_to_write(client, _sections_of_drafts(app)))
    with app.app_context():
        db.engine.dispose()


def _sections_of_drafts(app: Flask) -> list[str]:
    drafts = select(Report.id, Section.key).join(Section).where(Report.state == ReportState.DRAFT)
    with app.app_context():
        return [f"/reports/{one}/write/{key}" for one, key in db.session.execute(drafts)]


def _a_section_to_write(client: FlaskClient, addresses: list[str]) -> str:
    return next(one for one in addresses if client.get(one).status_code == 200)


@contextmanager
def _worker(scratch: Path, environment: dict[str, str]) -> Iterator[None]:
    with _process(scratch, environment, "worker") as process:
        yield
        process.terminate()
        process.wait()


def _everything_at_once(
    scratch: Path, environment: dict[str, str], editor: Editor, found: Figures, saves: int
) -> None:
    with _process(scratch, environment, "import", str(scratch / "papers")) as importing:
        while importing.poll() is None or len(found.busy) < saves:
            if len(found.busy) % REBUILD_EVERY == 0:
                editor.ask_rebuild()
            found.busy.append(editor.save())
            time.sleep(0.05)
        assert importing.returncode == 0, "the import failed"


def _process(scratch: Path, environment: dict[str, str], *words: str) -> "subprocess.Popen[Any]":
    command = [sys.executable, "-m", "benchmarks.write_locks", *words, scratch / f"{words[0]}.held"]
    return subprocess.Popen(command, env=environment, cwd=config.ROOT, stdout=subprocess.DEVNULL)


def _count(instance: Path, table: str) -> int:
    with sqlite3.connect(instance / "guildhall.sqlite3") as base:
        (count,) = base.execute(f"SELECT count(*) FROM {table}").fetchone()
    return int(count)


if __name__ == "__main__":
    measured = measure_with(files=int(sys.argv[1]), saves=int(sys.argv[2]), alone=50)
    print(f"{measured.imported} files, {len(measured.busy)} saves in {measured.took:.0f} s")
    print(f"save, 95th percentile: {p95(measured.alone):.3f} alone, {p95(measured.busy):.3f} busy")
    for one in sorted(measured.held, reverse=True)[:10]:
        print(f"{one.seconds:.3f} s of which processor {one.processor:.3f} s: {one.who}")
