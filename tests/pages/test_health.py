"""`/health` says which part is down, with 503, in words that tell a stranger nothing."""

import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from app.foundation import clock, indexing, instances
from app.foundation.db import db
from app.foundation.jobs import queue
from app.foundation.jobs.models import Job


@pytest.fixture
def well(app):
    """Index built, nothing waiting."""
    indexing.rebuild()
    db.session.execute(db.delete(Job))
    db.session.commit()


def told(app, status):
    answer = app.test_client().get("/health", headers={"Accept": "application/json"})
    assert answer.status_code == status
    words = app.test_client().get("/health")
    assert (words.status_code, words.mimetype) == (status, "text/plain")
    lines = dict(line.split(": ", 1) for line in words.get_data(as_text=True).splitlines())
    assert lines == answer.get_json()
    return lines


def test_all_is_well(app, well):
    assert set(told(app, 200).values()) == {"well"}


def test_the_database_is_away(app, well, away):
    with away():
        parts = told(app, 503)
        assert (parts["database"] != "well", parts["index"]) == (True, "well")
        assert "guildhall" not in str(parts) and "sqlite" not in str(parts)
    assert set(told(app, 200).values()) == {"well"}


def test_the_index_is_missing(app, well):
    shutil.rmtree(Path(app.instance_path) / "index")
    parts = told(app, 503)
    assert (parts["database"], parts["index"] != "well") == ("well", True)
    assert app.instance_path not in str(parts)


def test_the_worker_is_behind(app, well, transaction):
    with transaction():
        queue.enqueue("documents.read", document=1)
    assert told(app, 200)["worker"] == "well"
    with clock.stopped(clock.now() + queue.BEHIND + timedelta(minutes=1)):
        assert told(app, 503)["worker"].startswith("behind")


def test_another_folder_has_taken_over(app, well, transaction):
    instances.claim()
    with transaction():
        db.session.execute(db.update(instances.Instance).values(stamp="another"))
    assert told(app, 503)["instance"].startswith("another folder")
