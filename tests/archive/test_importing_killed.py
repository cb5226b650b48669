"""A computer that stops in the middle of an import leaves whole files in or out."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.archive.invented import PACK

pytestmark = pytest.mark.long
ROOT = Path(__file__).resolve().parents[2]
FILES = 6
COUNTED = (
    *("imported_file", "document", "document_version", "blob", "board", "person", "seat"),
    *("meeting", "agenda", "agenda_item", "publication", "report", "section", "appendix"),
    *("minutes", "minute", "resolution", "action", "attendance", "imported_thing"),
)


def environment(instance: Path) -> dict[str, str]:
    """An installation of its own."""
    instance.mkdir()
    wanted = {
        "GUILDHALL_ENV": "development",
        "GUILDHALL_INSTANCE": str(instance),
        "DATABASE_URL": f"sqlite:///{instance / 'guildhall.sqlite3'}",
        "SECRET_KEY": "only for this test",
    }
    return os.environ | wanted


def command(*words: str) -> list[str]:
    """A command of the installation."""
    return [sys.executable, "-m", "flask", "--app", "wsgi", *words]


def counts(instance: Path) -> dict[str, int]:
    """How many rows each table holds."""
    with sqlite3.connect(instance / "guildhall.sqlite3") as base:
        return {
            table: base.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in COUNTED
        }


def papers(folder: Path) -> Path:
    """Packs of several meetings of one board."""
    folder.mkdir()
    for day in range(1, FILES + 1):
        text = PACK.replace("4<sup>th</sup> March", f"{day} March").replace(
            "4 March", f"{day} March"
        )
        (folder / f"{day}.txt").write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize("delay", [0.0, 0.5])
def test_a_killed_import_leaves_whole_files_and_the_next_run_the_rest(
    tmp_path: Path, delay: float
) -> None:
    folder = papers(tmp_path / "papers")
    wanted, killed = tmp_path / "wanted", tmp_path / "killed"
    for instance in (wanted, killed):
        at_home = environment(instance)
        subprocess.run(command("db", "upgrade"), env=at_home, cwd=ROOT, check=True)
        if instance == killed:
            kill_in_the_middle(command("archive", "import", str(folder)), at_home, delay)
            held = counts(killed)
            assert 0 < held["imported_file"] < FILES
            assert held["imported_file"] == held["document"] == held["agenda"]
        done = subprocess.run(
            command("archive", "import", str(folder), "--no-wait"),
            env=at_home,
            cwd=ROOT,
            check=True,
            capture_output=True,
            text=True,
        )
    outcomes = [line.split()[0] for line in done.stdout.splitlines()[:-1]]
    assert set(outcomes) == {"created", "unchanged"}
    assert counts(killed) == counts(wanted)


def kill_in_the_middle(words: list[str], at_home: dict[str, str], delay: float) -> None:
    """Wait for the first file, then a moment more, and pull the plug."""
    with subprocess.Popen(
        words, env=at_home | {"PYTHONUNBUFFERED": "1"}, cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline().startswith("created")
        time.sleep(delay)
        process.send_signal(signal.SIGKILL)
