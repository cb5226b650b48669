"""Waiting until the index holds what came in, with the worker's help or without it."""

from time import sleep

from app.foundation.db import db
from app.foundation.jobs import queue, worker
from app.foundation.registry import registry

_PAUSE = 0.2
_PATIENCE = 10
"""So many pauses without progress, and no worker seems to run."""


def until_found() -> int:
    """Wait while a worker does the work, else do it here; how many jobs are still to be done."""
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
    """How much waits, read anew each time."""
    db.session.rollback()
    return queue.waiting()
