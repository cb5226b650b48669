"""Once a day the files that no row names are cleared away, and no other."""

import io
import os
from datetime import timedelta

import pytest

from app import MODULES
from app.documents import jobs
from app.documents import services as documents
from app.foundation import clock, storage
from app.foundation.db import db
from app.foundation.jobs import queue
from app.foundation.jobs.models import Job
from app.foundation.worker_commands import Heartbeat
from tests.factories.documents import a_document


def path_of(kept):
    return storage.path_of(documents.files_folder(), kept.sha256)


def kept(text, *, days):
    """A file that was kept so long ago and that no row names."""
    found = documents.keep_file(io.BytesIO(text.encode()), name="left.txt")
    at = (clock.now() - timedelta(days=days)).timestamp()
    os.utime(path_of(found), (at, at))
    return found


def all_planned():
    return list(db.session.scalars(db.select(Job).where(Job.kind == jobs.SWEEP)))


def test_what_nothing_names_goes_after_a_day(cast, transaction, drain):
    with transaction():
        a_document(cast.board)
    drain()
    named = [path for path in documents.files_folder().glob("[0-9a-f][0-9a-f]/*")]
    for path in named:
        os.utime(path, (0, 0))
    old, new = kept("Broken off.", days=2), kept("Under way.", days=0)
    with transaction():
        queue.enqueue(jobs.SWEEP)
    drain()
    assert not path_of(old).exists()
    assert path_of(new).exists()
    assert named and all(path.exists() for path in named)


def test_a_sweep_that_was_ended_loses_nothing(cast, transaction, drain):
    new = kept("Under way.", days=0)
    aside = path_of(new).rename(path_of(new).with_name(path_of(new).name + ".old"))
    with transaction():
        queue.enqueue(jobs.SWEEP)
    drain()
    assert path_of(new).exists() and not aside.exists()


@pytest.mark.sqlite
def test_the_worker_has_it_done_every_day(app, cast, drain):
    beating = Heartbeat(app, stop=None)
    beating._beat()
    beating._beat()
    (planned,) = all_planned()
    assert planned.run_after > clock.now() + timedelta(hours=23)
    assert queue.waiting() == 0
    assert queue.counts().waiting == 0
    assert queue.next_waiting(limit=5) == []
    with clock.stopped(clock.now() + timedelta(days=1, minutes=1)):
        every_day = sum(len(module.daily) for module in MODULES)
        assert queue.waiting() == every_day
        assert drain() == every_day
        assert all_planned() == []
