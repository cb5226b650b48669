"""The worker: the second process, which alone writes the index and reads uploaded files."""

import logging
import os
import socket
import traceback
from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import delete

from app.foundation.db import db
from app.foundation.jobs import queue
from app.foundation.jobs.models import Job
from app.foundation.outage import Seldom, outage_of
from app.foundation.stopping import Stop
from app.foundation.unit import unit_of_work

BATCH = 50
PAUSE = 0.2
log = logging.getLogger("guildhall.worker")
seldom = Seldom(log)
Handlers = Mapping[str, Callable[[list[dict[str, Any]]], None]]


def drain(handlers: Handlers) -> int:
    """Do all work that is due now and return how many jobs were taken."""
    done = 0
    while taken := _one_batch(handlers):
        done += taken
    return done


def run(handlers: Handlers, *, stop: Stop) -> None:
    """Do work as it comes until told to stop; whatever fails is kept and tried again."""
    while not stop.asked:
        try:
            taken = _one_batch(handlers)
        except Exception as error:
            _tell(error, "the table of work could not be read")
            db.session.close()
            taken = 0
        if not taken:
            db.session.remove()
            stop.wait(PAUSE)


def _one_batch(handlers: Handlers) -> int:
    with unit_of_work():
        jobs = queue.claim(_name(), limit=BATCH)
        work = [(job.id, job.kind, job.arguments) for job in jobs]
    if work and not _attempt(handlers, work) and len(work) > 1:
        for single in work:
            _attempt(handlers, [single])
    return len(work)


def _attempt(handlers: Handlers, work: list[tuple[int, str, dict[str, Any]]]) -> bool:
    ids = [job_id for job_id, _, _ in work]
    try:
        with unit_of_work():
            handlers[work[0][1]]([arguments for _, _, arguments in work])
            db.session.execute(delete(Job).where(Job.id.in_(ids)))
    except Exception as error:
        _tell(error, f"job {ids} ({work[0][1]}) failed")
        _give_back(ids, traceback.format_exc(limit=-3))
        return False
    return True


def _give_back(ids: list[int], error: str) -> None:
    with unit_of_work():
        jobs = db.session.query(Job).where(Job.id.in_(ids)).all()
        queue.let_go(jobs, error=error)


def _tell(error: Exception, what: str) -> None:
    """A fault with where it was met; that the database is away, in one line a minute."""
    if outage := outage_of(error):
        seldom.warn(outage)
    else:
        log.error(what, exc_info=error)


def _name() -> str:
    return f"{socket.gethostname()}:{os.getpid()}"
