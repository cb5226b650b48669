"""Two workers on one PostgreSQL database take turns at the index, and no job is done twice."""

import threading

import pytest

import config
from app import create_app
from app.documents.models import Document
from app.foundation import indexing
from app.foundation.db import db
from app.foundation.jobs import queue, worker
from app.foundation.jobs.handler import Handler
from app.foundation.registry import registry
from tests.factories.documents import a_document

pytestmark = pytest.mark.postgres
DOCUMENTS, ROUNDS, COUNTED = 30, 6, 60


def test_two_workers_do_every_job_once_and_leave_the_newest_in_the_index(app, cast, transaction):
    with transaction():
        for number in range(DOCUMENTS):
            a_document(cast.board, title=f"Paper {number}", text="Lamps.")
        for number in range(COUNTED):
            queue.enqueue("counted", number=number)
    together, until, counted = threading.Barrier(3), threading.Event(), []
    threads = [
        threading.Thread(target=_work, args=(create_app(config.Testing), together, until, counted))
        for _ in range(2)
    ]
    for thread in threads:
        thread.start()
    together.wait()
    for number in range(ROUNDS):
        _change_everything(transaction, number)
    until.set()
    for thread in threads:
        thread.join(120)
    assert (queue.waiting(), queue.failed()) == (0, [])
    assert sorted(counted) == list(range(COUNTED))
    assert indexing.differences() == set()


def _change_everything(transaction, number):
    with transaction():
        for document in db.session.scalars(db.select(Document).order_by(Document.id)):
            document.text, document.version = f"Lanterns {number}.", document.version + 1
        if number % 3 == 0:
            indexing.request_rebuild()


def _work(app, together, until, counted):
    """A worker in a thread, with an engine of its own as if in another process."""
    count = Handler(prepare=lambda batch: [one["number"] for one in batch], finish=counted.extend)
    handlers = {**registry(app).job_handlers, "counted": count}
    with app.app_context():
        together.wait()
        while not until.is_set():
            worker.drain(handlers)
        worker.drain(handlers)
        db.session.remove()
        db.engine.dispose()
