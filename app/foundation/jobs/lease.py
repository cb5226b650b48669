"""Renews a worker's lease on its jobs while it works; if the worker dies, the lease expires."""

import logging
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from flask import Flask, current_app
from sqlalchemy.exc import SQLAlchemyError

from app.foundation.jobs import queue
from app.foundation.transactions import transaction

RENEWAL = queue.LEASE.total_seconds() / 3
log = logging.getLogger("guildhall.worker")


@contextmanager
def renewed(worker: str, ids: Sequence[int]) -> Iterator[None]:
    """Keep these jobs leased to this worker for the length of the block."""
    ended = threading.Event()
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    thread = threading.Thread(target=_renew, args=(app, worker, ids, ended), daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def _renew(app: Flask, worker: str, ids: Sequence[int], ended: threading.Event) -> None:
    while not ended.wait(RENEWAL):
        with app.app_context():
            try:
                with transaction():
                    queue.renew(worker, ids)
            except SQLAlchemyError:
                log.warning("the lease of job %s could not be renewed", list(ids), exc_info=True)
