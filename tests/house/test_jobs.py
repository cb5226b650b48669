"""No job holds a lock while it works: every registered handler is watched while it does one."""

import dataclasses
import io

import pytest
from sqlalchemy import event, insert, select
from sqlalchemy.exc import DBAPIError

from app.archive import services as archive
from app.documents import jobs
from app.documents import services as documents
from app.foundation import clock, indexing
from app.foundation.db import db, writing
from app.foundation.exports import word
from app.foundation.exports.blocks import WordPaper
from app.foundation.jobs import queue, worker
from app.foundation.jobs.handler import Handler
from app.foundation.jobs.models import Job
from app.foundation.reading import sandbox
from app.foundation.registry import registry
from app.foundation.transactions import transaction
from app.meetings import bank_holidays
from app.minutes import jobs as minutes
from tests.archive import invented
from tests.factories import minutes as taken
from tests.factories.documents import a_document

PAPER = WordPaper(title="Lamps", blocks=(), author="The council", written_at=clock.now())
WRITES = ("INSERT", "UPDATE", "DELETE")
ROW = {
    "kind": "x",
    "arguments": {},
    "made_at": clock.now(),
    "run_after": clock.now(),
    "attempts": 0,
}


def _change(cast):
    a_document(cast.board, text="Lamps.")


def _rename(cast):
    a_document(cast.board, text="Lamps.")
    indexing.request_rebuild()


def _upload(cast):
    a_document(cast.board)


def _send_in(cast):
    by = cast.person("Clare")
    archive.receive(io.BytesIO(invented.PACK.encode()), by=by, name="pack.txt")


def _publish(cast):
    """Minutes published before publications were kept."""
    record = taken.begun(cast, "Lamps")
    record.published_at = clock.now()
    queue.enqueue(minutes.JOB)


def _leave_a_file(cast):
    """An upload that was broken off."""
    documents.keep_file(io.BytesIO(b"Nothing names this."), name="left.txt")
    queue.enqueue(jobs.SWEEP)


def _start_the_worker(cast):
    """It fills in the bank holidays first."""
    queue.bring_forward([bank_holidays.JOB])


ASKED = {
    bank_holidays.JOB: _start_the_worker,
    indexing.JOB: _change,
    indexing.REBUILD: _rename,
    documents.READ: _upload,
    archive.JOB: _send_in,
    jobs.SWEEP: _leave_a_file,
    minutes.JOB: _publish,
}
"""How each kind of job comes to be asked for."""


class Watched:
    """A handler that tries, at every step, what it must not be able to do."""

    def __init__(self, handler, path):
        self.handler, self.path, self.steps = handler, path, []

    def prepare(self, batch):
        self.steps.append("prepare")
        self._is_refused_every_write()
        done = []
        with _statements(done):
            prepared = self.handler.prepare(batch)
        assert not [one for one in done if one.lstrip().upper().startswith(WRITES)], done
        assert not writing.get()
        self._is_refused_every_write()
        return prepared

    def finish(self, prepared):
        self.steps.append("finish")
        db.session.scalar(select(Job.id).limit(1))
        self._is_refused_slow_work()
        self.handler.finish(prepared)
        self._is_refused_slow_work()

    def _is_refused_every_write(self):
        with pytest.raises(DBAPIError):
            db.session.execute(insert(Job).values(**ROW))
        db.session.rollback()
        db.session.add(Job(**ROW))
        with pytest.raises(DBAPIError):
            db.session.flush()
        db.session.rollback()
        with pytest.raises(RuntimeError), transaction():
            pass
        db.session.scalar(select(Job.id).limit(1))
        self._is_refused_slow_work()
        db.session.rollback()

    def _is_refused_slow_work(self):
        with pytest.raises(RuntimeError, match="takes long"):
            sandbox.read(self.path)
        with pytest.raises(RuntimeError, match="takes long"):
            word.render(PAPER)
        with pytest.raises(RuntimeError, match="takes long"), indexing.engine().writing():
            pass


class _statements:
    """What is sent to the database meanwhile."""

    def __init__(self, into):
        self.into = into

    def _note(self, _connection, _cursor, statement, *_):
        self.into.append(statement)

    def __enter__(self):
        event.listen(db.engine, "before_cursor_execute", self._note)

    def __exit__(self, *_):
        event.remove(db.engine, "before_cursor_execute", self._note)


@pytest.mark.sqlite
def test_every_kind_of_job_is_watched_here(app):
    assert set(ASKED) == set(registry(app).job_handlers), "say how this kind is asked for"
    for handler in registry(app).job_handlers.values():
        assert isinstance(handler, Handler)
        assert {field.name for field in dataclasses.fields(handler)} == {
            "prepare",
            "finish",
            "batch",
            "words",
            "rest",
        }


@pytest.mark.sqlite
def test_every_kind_of_job_says_what_it_does(app):
    for kind, handler in registry(app).job_handlers.items():
        assert handler.words, (
            f"{kind}: give its Handler words, which Administration, Jobs shows while it waits"
        )


@pytest.mark.parametrize("kind", ASKED)
def test_a_job_prepares_without_a_lock_and_finishes_without_slow_work(
    kind, app, cast, transaction, drain, tmp_path
):
    with transaction():
        a_document(cast.board, text="An index to begin with.")
    drain()
    with transaction():
        db.session.execute(db.delete(Job))
        ASKED[kind](cast)
        db.session.execute(db.delete(Job).where(Job.kind != kind))
    path = tmp_path / "paper.txt"
    path.write_text("Lamps.")
    handlers = registry(app).job_handlers
    watched = Watched(handlers[kind], path)
    spied = dataclasses.replace(handlers[kind], prepare=watched.prepare, finish=watched.finish)
    worker.drain({**handlers, kind: spied})
    assert watched.steps == ["prepare", "finish"]
    assert (queue.waiting(), queue.failed()) == (0, [])
    assert indexing.differences() == set()
