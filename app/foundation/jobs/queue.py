"""Putting work on the table, claiming it, and letting go of it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Integer, bindparam, delete, func, insert, select, update

from app.foundation import clock
from app.foundation.db import ArrayParam, db, in_array
from app.foundation.jobs.models import Job

ATTEMPTS = 6
FIRST_PAUSE = timedelta(seconds=5)
DAY = timedelta(days=1)
LEASE = timedelta(seconds=30)
"""How long a claim holds without being renewed; then its worker is taken for dead."""
BEHIND = timedelta(minutes=10)
KILLED = "The worker ended, or was ended, every time while it did this."


def enqueue(kind: str, *, run_after: datetime | None = None, **arguments: Any) -> None:
    """Ask for work in the present transaction; it is done only if the transaction commits."""
    now = clock.now()
    db.session.add(
        Job(kind=kind, arguments=arguments, made_at=now, run_after=run_after or now, attempts=0)
    )


def enqueue_all(kind: str, arguments: Sequence[dict[str, Any]]) -> None:
    """Ask for much work of one kind in one statement."""
    now = clock.now()
    facts = {"kind": kind, "made_at": now, "run_after": now, "attempts": 0}
    db.session.execute(insert(Job), [facts | {"arguments": each} for each in arguments])


def due_now() -> None:
    """What was asked for while the clock was held still is asked for at this moment."""
    now = clock.now()
    db.session.execute(update(Job).where(Job.run_after < now).values(made_at=now, run_after=now))


@dataclass(frozen=True, order=True)
class Lane:
    """Due jobs of one kind, those tried before apart; lanes take turns, so that none waits long."""

    kind: str
    is_retried: bool


def lanes() -> list[Lane]:
    """Every lane in which something is due; asking takes no lock."""
    found = db.session.execute(select(Job.kind, Job.attempts > 0).where(_due()).distinct())
    return sorted(Lane(kind, bool(is_retried)) for kind, is_retried in found)


def claim(worker: str, *, lane: Lane, limit: int) -> list[Job]:
    """Lease the jobs of a lane that have been due longest to this worker, in one UPDATE.

    What was tried before is taken alone: should it end its worker, it ends nothing else with it.
    What has done so every time is given up.
    """
    now = clock.now()
    _give_up_killed(now)
    chosen = (
        select(Job.id)
        .where(_due(), Job.kind == lane.kind, (Job.attempts > 0) == lane.is_retried)
        .order_by(Job.run_after, Job.id)
        .limit(1 if lane.is_retried else limit)
    )
    taken = db.session.scalars(
        update(Job)
        .where(Job.id.in_(chosen.with_for_update(skip_locked=True)))
        .values(claimed_by=worker, claimed_at=now, attempts=Job.attempts + 1)
        .returning(Job)
        .execution_options(synchronize_session=False, populate_existing=True)
    )
    return sorted(taken, key=lambda job: job.id)


def renew(worker: str, ids: Sequence[int]) -> None:
    """Go on with these jobs: the lease of what is still this worker's begins anew."""
    mine = select(Job.id).where(Job.id.in_(ids), Job.claimed_by == worker)
    db.session.execute(
        update(Job)
        .where(Job.id.in_(mine.with_for_update(skip_locked=True)))
        .values(claimed_at=clock.now())
        .execution_options(synchronize_session=False)
    )


def still_leased(worker: str, ids: Sequence[int]) -> bool:
    """Whether these jobs may be finished: none was done, or taken, by another worker meanwhile.

    Those whose work a new index has done may be gone.
    """
    held = select(Job.claimed_by).where(Job.id.in_(ids)).order_by(Job.id)
    return set(db.session.scalars(held.with_for_update())) == {worker}


def remove(ids: Sequence[int]) -> None:
    """Remove these jobs: they are done, or a new index has done their work."""
    named = in_array(Job.id, bindparam("ids", ids, ArrayParam(Integer)))
    locked = select(Job.id).where(named).order_by(Job.id).with_for_update()
    db.session.execute(
        delete(Job).where(Job.id.in_(locked)), execution_options={"synchronize_session": False}
    )


def release(jobs: list[Job], *, error: str) -> None:
    """Give failed work back with a growing pause, or give it up after the last attempt."""
    now = clock.now()
    for job in jobs:
        job.claimed_by = job.claimed_at = None
        job.error = error[:2000]
        job.run_after = now + FIRST_PAUSE * 4 ** (job.attempts - 1)
        if job.attempts >= ATTEMPTS:
            job.failed_at = now


def keep_coming(kinds: Collection[str]) -> None:
    """See that work of these kinds waits for the day after it was done last."""
    asked = set(db.session.scalars(select(Job.kind).where(Job.kind.in_(kinds))))
    for kind in sorted(set(kinds) - asked):
        enqueue(kind, run_after=clock.now() + DAY)


def waiting() -> int:
    """How many jobs are still to be done; those of another day are not counted."""
    return db.session.scalar(select(func.count(Job.id)).where(_is_open())) or 0


@dataclass(frozen=True)
class JobCounts:
    """How the table of work stands."""

    waiting: int
    """How many are to be done, those included that a worker is at."""
    leased: int
    given_up: int
    oldest: datetime | None
    """When the work was asked for that waits longest and is due."""

    def is_behind(self, now: datetime) -> bool:
        """Due work has waited so long that the worker seems not to run."""
        return self.oldest is not None and now - self.oldest > BEHIND


def counts(*kinds: str) -> JobCounts:
    """How much work waits and how much was given up, of these kinds or of all."""
    open_jobs = _is_open()
    leased = open_jobs & (Job.claimed_at >= clock.now() - LEASE)
    chosen = select(
        func.count(Job.id).filter(open_jobs),
        func.count(Job.id).filter(leased),
        func.count(Job.id).filter(Job.failed_at.is_not(None)),
        func.min(Job.run_after).filter(open_jobs),
    )
    counted = chosen.where(Job.kind.in_(kinds)) if kinds else chosen
    waits, leases, given_up, oldest = db.session.execute(counted).one()
    return JobCounts(waits, leases, given_up, oldest)


def failed(*, limit: int = 200) -> list[Job]:
    """What was given up after the last attempt, newest first."""
    chosen = select(Job).where(Job.failed_at.is_not(None))
    return list(db.session.scalars(chosen.order_by(Job.failed_at.desc(), Job.id).limit(limit)))


def next_waiting(*, limit: int) -> list[Job]:
    """What is to be done next; those of another day are left out, as they are of the count."""
    chosen = select(Job).where(_is_open()).order_by(Job.run_after, Job.id)
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


def _is_open() -> ColumnElement[bool]:
    """To be done today: due, or tried before and waiting for its next turn."""
    return Job.failed_at.is_(None) & ((Job.attempts > 0) | (Job.run_after <= clock.now()))


def _due() -> ColumnElement[bool]:
    now = clock.now()
    is_free = Job.claimed_at.is_(None) | (Job.claimed_at < now - LEASE)
    return Job.failed_at.is_(None) & (Job.run_after <= now) & is_free


def _give_up_killed(now: datetime) -> None:
    """Give up what has ended its worker at every attempt."""
    db.session.execute(
        update(Job)
        .where(Job.failed_at.is_(None), Job.attempts >= ATTEMPTS, Job.claimed_at < now - LEASE)
        .values(failed_at=now, claimed_by=None, claimed_at=None, error=KILLED)
        .execution_options(synchronize_session=False)
    )
