"""Putting work on the table, claiming it, and letting go of it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select, update

from app.foundation import clock
from app.foundation.db import db
from app.foundation.jobs.models import Job

ATTEMPTS = 6
FIRST_PAUSE = timedelta(seconds=5)
STALE = timedelta(minutes=10)
KILLED = "The worker ended, or was ended, every time while it did this."


def put(kind: str, *, run_after: datetime | None = None, **arguments: Any) -> None:
    """Ask for work in the present transaction; it is done only if the transaction commits."""
    now = clock.now()
    db.session.add(
        Job(kind=kind, arguments=arguments, made_at=now, run_after=run_after or now, attempts=0)
    )


def claim(worker: str, *, limit: int) -> list[Job]:
    """Take the oldest due job, and up to `limit` more of its kind, in one UPDATE.

    What was tried before is taken alone: should it end its worker, it ends nothing else with it.
    What has done so every time is given up.
    """
    now = clock.now()
    db.session.execute(
        update(Job)
        .where(Job.failed_at.is_(None), Job.attempts >= ATTEMPTS, Job.claimed_at < now - STALE)
        .values(failed_at=now, claimed_by=None, claimed_at=None, error=KILLED)
        .execution_options(synchronize_session=False)
    )
    due = (
        Job.failed_at.is_(None)
        & (Job.run_after <= now)
        & (Job.claimed_at.is_(None) | (Job.claimed_at < now - STALE))
    )
    oldest = select(Job.kind, Job.attempts).where(due).order_by(Job.id).limit(1)
    first = db.session.execute(oldest).one_or_none()
    if first is None:
        return []
    alike = due & (Job.kind == first.kind) & ((Job.attempts > 0) == (first.attempts > 0))
    most = 1 if first.attempts else limit
    chosen = select(Job.id).where(alike).order_by(Job.id).limit(most)
    taken = db.session.scalars(
        update(Job)
        .where(Job.id.in_(chosen.with_for_update(skip_locked=True)))
        .values(claimed_by=worker, claimed_at=now, attempts=Job.attempts + 1)
        .returning(Job)
        .execution_options(synchronize_session=False, populate_existing=True)
    )
    return sorted(taken, key=lambda job: job.id)


def let_go(jobs: list[Job], *, error: str) -> None:
    """Give failed work back with a growing pause, or give it up after the last attempt."""
    now = clock.now()
    for job in jobs:
        job.claimed_by = job.claimed_at = None
        job.error = error[:2000]
        job.run_after = now + FIRST_PAUSE * 4 ** (job.attempts - 1)
        if job.attempts >= ATTEMPTS:
            job.failed_at = now


def waiting() -> int:
    """How many jobs are still to be done."""
    return db.session.scalar(select(func.count(Job.id)).where(Job.failed_at.is_(None))) or 0


@dataclass(frozen=True)
class Tally:
    """How the table of work stands."""

    waiting: int
    given_up: int
    oldest: datetime | None
    """When the work was asked for that waits longest and is due."""

    def is_behind(self, now: datetime) -> bool:
        """Due work has waited so long that the worker seems not to run."""
        return self.oldest is not None and now - self.oldest > STALE


def tally(kind: str | None = None) -> Tally:
    """How much work waits and how much was given up, of one kind or of all."""
    open_jobs = Job.failed_at.is_(None)
    chosen = select(
        func.count(Job.id).filter(open_jobs),
        func.count(Job.id).filter(Job.failed_at.is_not(None)),
        func.min(Job.run_after).filter(open_jobs),
    )
    waits, given_up, oldest = db.session.execute(
        chosen.where(Job.kind == kind) if kind else chosen
    ).one()
    return Tally(waits, given_up, oldest)


def failed(*, limit: int = 200) -> list[Job]:
    """What was given up after the last attempt, newest first."""
    chosen = select(Job).where(Job.failed_at.is_not(None))
    return list(db.session.scalars(chosen.order_by(Job.failed_at.desc(), Job.id).limit(limit)))


def next_waiting(*, limit: int) -> list[Job]:
    """What is to be done next."""
    chosen = select(Job).where(Job.failed_at.is_(None)).order_by(Job.run_after, Job.id)
    return list(db.session.scalars(chosen.limit(limit)))


def try_again(job_id: int | None = None) -> int:
    """Give work that was given up its attempts back: one job, or all; how many there were."""
    given_up = Job.failed_at.is_not(None)
    chosen = given_up if job_id is None else given_up & (Job.id == job_id)
    jobs = db.session.scalars(select(Job).where(chosen)).all()
    for job in jobs:
        job.failed_at, job.attempts, job.run_after = None, 0, clock.now()
    db.session.flush()
    return len(jobs)
