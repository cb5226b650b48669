"""What is changed while the index is written is not lost, and never followed by something older."""

import threading

import pytest

from app.documents.models import Document
from app.foundation import indexing
from app.foundation.db import db
from app.foundation.jobs import queue, worker
from app.foundation.registry import registry
from app.foundation.search.whoosh.engine import WhooshEngine
from app.foundation.transactions import transaction
from tests.factories.documents import a_document


@pytest.fixture
def indexed(cast, transaction, drain):
    """Documents that the index holds."""
    with transaction():
        for number in range(3):
            a_document(cast.board, title=f"Paper {number}", text="Lamps.")
    drain()


def change(text):
    """The newest document says something else."""
    document = db.session.scalars(db.select(Document).order_by(Document.id.desc())).first()
    document.text, document.version = text, document.version + 1


def elsewhere(app, write):
    """Do something in another transaction, as another process would, and wait for it."""

    def _there():
        with app.app_context(), transaction():
            write()

    thread = threading.Thread(target=_there)
    thread.start()
    thread.join()


def test_a_change_that_comes_while_the_index_is_rebuilt_is_still_to_be_done(
    app, indexed, transaction, drain, monkeypatch
):
    read = indexing._entries_for_rebuild

    def _read_and_be_overtaken():
        entries = read()
        yield next(entries)
        elsewhere(app, lambda: change("Lanterns."))
        yield from entries

    with transaction():
        change("Lights.")
    monkeypatch.setattr(indexing, "_entries_for_rebuild", _read_and_be_overtaken)
    indexing.rebuild()
    assert queue.counts(indexing.JOB).waiting == 1, "the one enqueued before is superseded"
    assert len(indexing.not_indexed_yet()) == 1
    drain()
    assert indexing.differences() == set()


def test_things_are_read_once_it_is_their_turn_to_be_written(
    app, indexed, transaction, monkeypatch
):
    applied, apply = [], WhooshEngine.apply

    def noted(self, changes):
        applied.extend(entry.version for entries in changes.values() for entry in entries)
        apply(self, changes)

    monkeypatch.setattr(WhooshEngine, "apply", noted)
    with transaction():
        change("Lights.")
    work = threading.Thread(target=_drain, args=(app,))
    other = WhooshEngine(indexing.engine()._store._directory)
    with other.writing():
        work.start()
        _wait_until_leased()
        work.join(0.3)
        with transaction():
            change("Lanterns.")
        db.session.rollback()
    work.join(30)
    assert applied == [3, 3], "the first job found the second change already"
    assert indexing.differences() == set()


def _drain(app):
    with app.app_context():
        worker.drain(registry(app).job_handlers)


def _wait_until_leased():
    while not queue.counts(indexing.JOB).leased:
        db.session.rollback()
    db.session.rollback()
