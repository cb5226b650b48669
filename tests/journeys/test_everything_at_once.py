"""Saves, sign-ins, an import, and the index built anew, all at once: nobody waits, nothing is lost.

Two web processes, the worker and the import, as in an installation, on one database.
"""

import re
import shutil
import socket
import sqlite3
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from contextlib import contextmanager
from datetime import date, timedelta
from http.cookiejar import CookieJar

import pytest

import config
from app.documents.jobs import SWEEP
from app.meetings.bank_holidays import JOB as BANK_HOLIDAYS
from app.operations.demo import words
from app.operations.demo.settle import sign_ins
from benchmarks.busy_council import papers
from tests.journeys.test_killed import environment, wait_for

pytestmark = [pytest.mark.long, pytest.mark.sqlite]
FILES, SAVERS, LEAST_SAVES = 16, 2, 30
ACCOUNTS = {role: rest for role, *rest in sign_ins(words.council())}


@contextmanager
def processes(folder, port):
    """Web and worker until the end of the test."""
    web = ["gunicorn", "--workers", "2", "--bind", f"127.0.0.1:{port}", "wsgi:app"]
    work = ["flask", "--app", "wsgi", "jobs", "run"]
    running = [
        subprocess.Popen(
            [sys.executable, "-m", *command], env=environment(folder), cwd=config.ROOT,
            stderr=subprocess.DEVNULL, start_new_session=True,
        )
        for command in (web, work)
    ]  # fmt: skip
    try:
        yield
        assert [process.poll() for process in running] == [None, None]
    finally:
        for process in running:
            process.terminate()
        for process in running:
            process.wait(20)


class Visitor:
    """Somebody at a browser, without the browser; every answer is noted."""

    def __init__(self, address, answers):
        self.address, self.answers = address, answers
        jar = urllib.request.HTTPCookieProcessor(CookieJar())
        self.opener = urllib.request.build_opener(jar)

    def open(self, path, fields=None):
        body = urllib.parse.urlencode(fields).encode() if fields else None
        try:
            with self.opener.open(self.address + path, body, timeout=60) as answer:
                self.answers.append(answer.status)
                return answer.read().decode()
        except urllib.error.HTTPError as error:
            self.answers.append(error.code)
            return error.read().decode()

    def send(self, path, *fields):
        """Fill in the form of a page and send it; whether the answer was good."""
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', self.open(path))
        self.open(path, [("csrf_token", token[1]), *fields])
        return self.answers[-1] == 200

    def sign_in(self, role):
        email, password = ACCOUNTS[role]
        return self.send("/sign-in", ("email", email), ("password", password))


def save(visitor, number, until, saved):
    """Save one thing after another, each of its own day."""
    assert visitor.sign_in("administrator")
    day = date(2040 + 20 * number, 1, 1)
    while not until.is_set() or len(saved) < LEAST_SAVES:
        day += timedelta(days=1)
        parts = [("on_date", part) for part in (day.day, day.month, day.year)]
        if visitor.send("/administration/closed-days", *parts, ("name", f"Closed by {number}")):
            saved.append(day.isoformat())


def come_and_go(address, until, answers):
    """Sign in anew and look at exempt papers, which writes what was seen."""
    while not until.is_set():
        visitor = Visitor(address, answers)
        assert visitor.sign_in("member")
        for path in ("/", "/reports", "/actions", "/search?q=budget"):
            visitor.open(path)


def ask_rebuilds(visitor, until):
    """Have the index built anew again and again."""
    assert visitor.sign_in("administrator")
    while not until.is_set():
        page = visitor.open("/administration/search")
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
        visitor.open("/administration/search/rebuild", {"csrf_token": token[1]})
        until.wait(3)


def test_everything_at_once_answers_everybody_and_loses_nothing(demo_folder, tmp_path):
    folder = tmp_path / "instance"
    shutil.copytree(demo_folder, folder)
    papers(tmp_path / "papers", FILES)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address, until, answers = f"http://127.0.0.1:{port}", threading.Event(), []
    saved = [[] for _ in range(SAVERS)]
    with processes(folder, port):
        wait_for(address)
        threads = [
            *(
                threading.Thread(target=save, args=(Visitor(address, answers), n, until, saved[n]))
                for n in range(SAVERS)
            ),
            threading.Thread(target=come_and_go, args=(address, until, answers)),
            threading.Thread(target=ask_rebuilds, args=(Visitor(address, answers), until)),
        ]
        for thread in threads:
            thread.start()
        flask = [sys.executable, "-m", "flask", "--app", "wsgi"]
        imported = subprocess.run(
            [*flask, "archive", "import", "--no-wait", tmp_path / "papers"],
            env=environment(folder), cwd=config.ROOT, capture_output=True, text=True, check=False,
        )  # fmt: skip
        until.set()
        for thread in threads:
            thread.join()
        _until_done(folder)
    assert imported.returncode == 0, imported.stderr
    totals = re.search(r"(\d+) created, .* 0 refused(?:, (\d+) proposed)?", imported.stdout)
    assert totals and sum(int(count or 0) for count in totals.groups()) == FILES
    assert not [status for status in answers if status >= 400], sorted(set(answers))
    assert all(len(days) >= LEAST_SAVES for days in saved)
    with sqlite3.connect(folder / "guildhall.sqlite3") as base:
        kept = {day for (day,) in base.execute("SELECT on_date FROM closed_day")}
    assert {day for days in saved for day in days} <= kept
    checked = subprocess.run(
        [*flask, "search", "check"], env=environment(folder), cwd=config.ROOT, check=False
    )
    assert checked.returncode == 0


def _until_done(folder):
    """Wait until the worker has nothing left to do."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        with sqlite3.connect(folder / "guildhall.sqlite3") as base:
            waits = "SELECT count(*) FROM job WHERE kind NOT IN (?, ?)"
            if base.execute(waits, [SWEEP, BANK_HOLIDAYS]).fetchone() == (0,):
                return
        time.sleep(0.2)
    raise AssertionError("the worker has not done its work")
