"""Killed at any moment, the house loses nothing that it acknowledged."""

import http.client
import os
import random
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from http.cookiejar import CookieJar
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

import config
from app.documents.jobs import SWEEP
from app.meetings.bank_holidays import JOB as BANK_HOLIDAYS
from app.operations.demo import words
from app.operations.demo.settle import sign_ins

pytestmark = [pytest.mark.long, pytest.mark.sqlite]
FIRST = date(2040, 1, 1)


def environment(folder: Path) -> dict[str, str]:
    return os.environ | {
        "GUILDHALL_ENV": "development",
        "GUILDHALL_INSTANCE": str(folder),
        "DATABASE_URL": f"sqlite:///{folder / 'guildhall.sqlite3'}",
        "SECRET_KEY": "tests only",
    }


@contextmanager
def web(folder: Path) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    """The web process, as in production, until it is killed."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}", "wsgi:app"]
    process = subprocess.Popen(
        command, env=environment(folder), cwd=config.ROOT, start_new_session=True,
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        yield process, f"http://127.0.0.1:{port}"
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


class Clerk:
    """Somebody at a browser, without the browser."""

    def __init__(self, address: str) -> None:
        self.address = address
        handlers = urllib.request.HTTPCookieProcessor(CookieJar())
        self.opener = urllib.request.build_opener(handlers)

    def post(self, path: str, fields: list[tuple[str, str]]) -> bool:
        """Send the page's form; true only when the answer came back and was good."""
        try:
            with self.opener.open(self.address + path, timeout=10) as page:
                found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page.read().decode())
            assert found
            body = urllib.parse.urlencode([("csrf_token", found[1]), *fields]).encode()
            with self.opener.open(self.address + path, body, timeout=10) as answer:
                return answer.status == 200
        except (OSError, http.client.HTTPException):
            return False


def wait_for(address: str) -> None:
    for _ in range(200):
        try:
            urllib.request.urlopen(f"{address}/sign-in", timeout=2).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError("the web process did not start")


@pytest.mark.parametrize("seed", range(4))
def test_no_acknowledged_write_is_lost(seed, demo_folder, tmp_path):
    folder = tmp_path / "instance"
    shutil.copytree(demo_folder, folder)
    email, password = next(
        (email, password)
        for role, email, password in sign_ins(words.council())
        if role == "administrator"
    )
    acknowledged: list[str] = []
    chance = random.Random(seed)
    with web(folder) as (process, address):
        wait_for(address)
        clerk = Clerk(address)
        assert clerk.post("/sign-in", [("email", email), ("password", password)])
        killer = subprocess.Popen(
            ["sh", "-c", f"sleep {chance.uniform(0.5, 3)}; kill -9 -{process.pid}"]
        )
        for number in range(500):
            day = FIRST + timedelta(days=number)
            fields = [("on_date", str(part)) for part in (day.day, day.month, day.year)]
            if not clerk.post(
                "/administration/closed-days", [*fields, ("name", f"Closed {number}")]
            ):
                break
            acknowledged.append(day.isoformat())
        killer.wait()
    assert acknowledged
    engine = create_engine(f"sqlite:///{folder / 'guildhall.sqlite3'}")
    with engine.connect() as connection:
        assert connection.scalar(text("PRAGMA integrity_check")) == "ok"
        kept = set(connection.scalars(text("SELECT on_date FROM closed_day")))
    engine.dispose()
    assert set(acknowledged) <= kept


RUN = [sys.executable, "-m", "flask", "--app", "wsgi", "jobs", "run"]


@contextmanager
def much_to_index(demo_folder, tmp_path):
    """An installation in which every minute is to be indexed, and its database."""
    folder = tmp_path / "instance"
    shutil.copytree(demo_folder, folder)
    engine = create_engine(f"sqlite:///{folder / 'guildhall.sqlite3'}")
    with engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO job (kind, arguments, made_at, run_after, attempts) "
                "SELECT 'search.index', json_object('thing', 'minute', 'id', id), "
                "'2020-01-01 00:00:00', '2020-01-01 00:00:00', 0 FROM minute"
            )
        )
    yield folder, engine
    engine.dispose()


def waiting(engine):
    with engine.connect() as connection:
        waits = f"SELECT count(*) FROM job WHERE kind NOT IN ('{SWEEP}', '{BANK_HOLIDAYS}')"
        return connection.scalar(text(waits))


def agrees(folder):
    """Whether index and database say the same."""
    check = [sys.executable, "-m", "flask", "--app", "wsgi", "search", "check"]
    return subprocess.run(check, env=environment(folder), cwd=config.ROOT, check=False).returncode


@pytest.mark.parametrize("seed", range(4))
def test_a_killed_worker_finishes_its_work_when_it_comes_back(seed, demo_folder, tmp_path):
    with much_to_index(demo_folder, tmp_path) as (folder, engine):
        worker = subprocess.Popen(RUN, env=environment(folder), cwd=config.ROOT)
        time.sleep(random.Random(seed).uniform(1, 3))
        worker.kill()
        worker.wait()
        with engine.begin() as connection:
            connection.execute(text("UPDATE job SET claimed_at = '2020-01-01 00:00:00'"))
        done = subprocess.run(
            [*RUN, "--once"], env=environment(folder), cwd=config.ROOT, check=False
        )
        assert (done.returncode, waiting(engine), agrees(folder)) == (0, 0, 0)


def test_the_jobs_of_a_killed_worker_are_taken_again_within_a_minute(demo_folder, tmp_path):
    leased = text("SELECT count(*) FROM job WHERE claimed_by IS NOT NULL")
    with much_to_index(demo_folder, tmp_path) as (folder, engine):
        worker = subprocess.Popen(RUN, env=environment(folder), cwd=config.ROOT)
        held = 0
        while not held:
            with engine.connect() as connection:
                held = connection.scalar(leased)
        worker.kill()
        worker.wait()
        killed = time.monotonic()
        worker = subprocess.Popen(RUN, env=environment(folder), cwd=config.ROOT)
        while waiting(engine) and time.monotonic() < killed + 60:
            time.sleep(0.2)
        assert waiting(engine) == 0
        worker.terminate()
        assert (worker.wait(20), agrees(folder)) == (0, 0)
