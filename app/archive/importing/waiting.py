"""Waiting until everything imported is in the search index."""

from time import sleep

from app.foundation.db import db
from app.foundation.jobs import queue, worker
from app.foundation.registry import registry

_PAUSE = 0.2
_PATIENCE = 10
"""After so many pauses without progress no worker seems to run."""


def until_found() -> int:
    """Wait while a worker does the jobs, or do them here; returns how many are left."""
    left, idle = _left(), 0
    while left and idle < _PATIENCE:
        sleep(_PAUSE)
        now = _left()
        idle = 0 if now < left else idle + 1
        left = now
    if left:
        worker.drain(registry().job_handlers)
    return _left()


def _left() -> int:
    """How many jobs wait, in a fresh transaction."""
    db.session.rollback()
    return queue.waiting()
