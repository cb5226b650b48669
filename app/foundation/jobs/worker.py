"""The worker: the second process, which alone writes the index and reads uploaded files."""

import logging
import os
import secrets
import socket
import traceback
from collections.abc import Sequence

from app.foundation.db import db
from app.foundation.jobs import lease, queue
from app.foundation.jobs.handler import Arguments, Handler, Handlers
from app.foundation.jobs.models import Job
from app.foundation.jobs.queue import Lane
from app.foundation.outage import ThrottledLog, outage_of
from app.foundation.signals import Stop
from app.foundation.transactions import read_only_transaction, transaction

PAUSE = 0.2
log = logging.getLogger("guildhall.worker")
seldom = ThrottledLog(log)
Work = Sequence[tuple[int, Arguments]]


def drain(handlers: Handlers) -> int:
    """Do all due jobs and return how many were taken."""
    worker, done = _Worker(handlers), 0
    while (taken := worker.take_turn()) is not None:
        done += taken
    return done


def run(handlers: Handlers, *, stop: Stop) -> None:
    """Do jobs as they come until told to stop; failed ones are kept for a retry."""
    worker = _Worker(handlers)
    while not stop.is_requested:
        try:
            taken = worker.take_turn()
        except Exception as error:
            _tell(error, "the table of work could not be read")
            db.session.close()
            taken = None
        if taken is None:
            db.session.remove()
            stop.wait(PAUSE)


class _Worker:
    """One worker process: its name on its leases, and which lane was last."""

    def __init__(self, handlers: Handlers) -> None:
        self._handlers = handlers
        self._name = f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(4)}"
        self._last: Lane | None = None

    def take_turn(self) -> int | None:
        """Do one batch of the next lane; returns how many jobs were taken, None if none is due.

        It may be 0, where another worker was faster.
        """
        with read_only_transaction():
            lane = self._next(queue.lanes())
        if lane is None:
            return None
        handler = self._handlers.get(lane.kind, _UNKNOWN)
        with transaction():
            jobs = queue.claim(self._name, lane=lane, limit=handler.batch)
            work = [(job.id, job.arguments) for job in jobs]
        with lease.renewed(self._name, [job_id for job_id, _ in work]):
            self._do(handler, work)
        return len(work)

    def _next(self, lanes: Sequence[Lane]) -> Lane | None:
        later = [lane for lane in lanes if self._last is not None and lane > self._last]
        self._last = next(iter(later or lanes), None)
        return self._last

    def _do(self, handler: Handler, work: Work) -> None:
        """Do the jobs together, or one by one if that fails, so that only the failing one fails."""
        try:
            if work:
                self._attempt(handler, work)
        except Exception as error:
            ids = [job_id for job_id, _ in work]
            _tell(error, f"job {ids} failed")
            if len(work) == 1:
                self._give_back(ids[0], traceback.format_exc(limit=-3))
                return
            for single in work:
                self._do(handler, [single])

    def _attempt(self, handler: Handler, work: Work) -> None:
        ids = [job_id for job_id, _ in work]
        with read_only_transaction():
            prepared = handler.prepare([arguments for _, arguments in work])
        with transaction(rest=handler.rest):
            if queue.still_leased(self._name, ids):
                handler.finish(prepared)
                queue.remove(ids)
            else:
                log.info("job %s was done elsewhere meanwhile", ids)

    def _give_back(self, job_id: int, error: str) -> None:
        with transaction():
            job = db.session.get(Job, job_id)
            if job is not None and job.claimed_by == self._name:
                queue.release([job], error=error)


def _refuse(_batch: list[Arguments]) -> None:
    raise LookupError("There is no handler for this kind of job.")


def _tell(error: Exception, what: str) -> None:
    """Log an error with its traceback; an outage of the database in one line a minute."""
    if outage := outage_of(error):
        seldom.warn(outage)
    else:
        log.error(what, exc_info=error)


_UNKNOWN = Handler(prepare=_refuse, finish=lambda prepared: None)
