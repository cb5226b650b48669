"""From publishing to being found, with the worker in a process of its own."""

import os
import subprocess
import sys
import time

import pytest

import config
from app.foundation import indexing
from app.foundation.db import db
from app.foundation.search.port import Query
from app.pages import finding
from app.pages.finding import ANY_OFFICER
from tests.factories import agendas

SOON = 2.0
PATIENCE = 30.0


@pytest.fixture
def worker_process(app):
    """`flask jobs run` beside the test; it builds the missing index first."""
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "jobs", "run"]
    environment = os.environ | {"GUILDHALL_ENV": "testing"}
    with subprocess.Popen(command, env=environment, cwd=config.ROOT) as process:
        _wait(lambda: not indexing.engine().health().needs_rebuild)
        yield process
        process.terminate()
        assert process.wait(PATIENCE) == 0


def _wait(until):
    """How many seconds it took."""
    began = time.perf_counter()
    while not until():
        assert time.perf_counter() - began < PATIENCE
        time.sleep(0.02)
    return time.perf_counter() - began


def _finds(app, text):
    db.session.rollback()
    with app.test_request_context():
        return finding.find(Query(text=text, keys=frozenset()), ANY_OFFICER).total > 0


@pytest.mark.long
def test_what_is_published_is_found_in_less_than_two_seconds(
    app, cast, transaction, worker_process
):
    took = []
    for number in range(5):
        with transaction():
            agenda = agendas.an_agenda(cast, days=40 + 7 * number)
            agendas.placed(cast, agendas.an_item(agenda, f"Lanterns {number}"), title="Quays")
            agendas.published(cast, agenda)
        took.append(_wait(lambda number=number: _finds(app, f'title:"lanterns" {number}')))
    assert sorted(took)[len(took) // 2] < SOON, took
