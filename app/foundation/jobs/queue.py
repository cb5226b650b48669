"""The queue of jobs: enqueue, claim, renew, remove, retry."""

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
"""How long a claim holds without being renewed; after that its worker is taken for dead."""
BEHIND = timedelta(minutes=10)
KILLED = "The worker ended, or was ended, every time while it did this."


def enqueue(kind: str, *, run_after: datetime | None = None, **arguments: Any) -> None:
    """Enqueue a job in the present transaction; it is done only if that commits."""
    now = clock.now()
    db.session.add(
        Job(kind=kind, arguments=arguments, made_at=now, run_after=run_after or now, attempts=0)
    )


def enqueue_all(kind: str, arguments: Sequence[dict[str, Any]]) -> None:
    """Enqueue many jobs of one kind in one statement."""
    now = clock.now()
    facts = {"kind": kind, "made_at": now, "run_after": now, "attempts": 0}
    db.session.execute(insert(Job), [facts | {"arguments": each} for each in arguments])


def due_now() -> None:
    """Let due jobs count as enqueued now, after past business was entered with a stopped clock."""
    now = clock.now()
    db.session.execute(update(Job).where(Job.run_after < now).values(made_at=now, run_after=now))


@dataclass(frozen=True, order=True)
class Lane:
    """The due jobs of one kind, or its due retries; lanes take turns, so that none waits long."""

    kind: str
    is_retried: bool


def lanes() -> list[Lane]:
    """Every lane that has due jobs; read without locks."""
    found = db.session.execute(select(Job.kind, Job.attempts > 0).where(_due()).distinct())
    return sorted(Lane(kind, bool(is_retried)) for kind, is_retried in found)


def claim(worker: str, *, lane: Lane, limit: int) -> list[Job]:
    """Lease the jobs of a lane that have been due longest to this worker, in one UPDATE.

    A retry is taken alone, so that if it kills its worker no other job fails with it. One that has
    done so at every attempt is given up.
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
    """Renew the lease of those of these jobs that are still this worker's."""
    mine = select(Job.id).where(Job.id.in_(ids), Job.claimed_by == worker)
    db.session.execute(
        update(Job)
        .where(Job.id.in_(mine.with_for_update(skip_locked=True)))
        .values(claimed_at=clock.now())
        .execution_options(synchronize_session=False)
    )


def still_leased(worker: str, ids: Sequence[int]) -> bool:
    """Whether this worker may finish these jobs: none was done or taken by another meanwhile.

    Those that a rebuild of the index has superseded may be gone.
    """
    held = select(Job.claimed_by).where(Job.id.in_(ids)).order_by(Job.id)
    return set(db.session.scalars(held.with_for_update())) == {worker}


def remove(ids: Sequence[int]) -> None:
    """Remove these jobs: they are done, or superseded by a rebuild of the index."""
    named = in_array(Job.id, bindparam("ids", ids, ArrayParam(Integer)))
    locked = select(Job.id).where(named).order_by(Job.id).with_for_update()
    db.session.execute(
        delete(Job).where(Job.id.in_(locked)), execution_options={"synchronize_session": False}
    )


def release(jobs: list[Job], *, error: str) -> None:
    """Release failed jobs to be retried after a growing pause, or give them up."""
    now = clock.now()
    for job in jobs:
        job.claimed_by = job.claimed_at = None
        job.error = error[:2000]
        job.run_after = now + FIRST_PAUSE * 4 ** (job.attempts - 1)
        if job.attempts >= ATTEMPTS:
            job.failed_at = now


def bring_forward(kinds: Collection[str]) -> None:
    """Let a job of each of these kinds be due now: the one that waits, or a new one."""
    now = clock.now()
    waits = Job.kind.in_(kinds) & (Job.run_after > now)
    db.session.execute(update(Job).where(waits).values(made_at=now, run_after=now))
    waiting = set(db.session.scalars(select(Job.kind).where(Job.kind.in_(kinds))))
    for kind in sorted(set(kinds) - waiting):
        enqueue(kind)


def keep_coming(kinds: Collection[str]) -> None:
    """Enqueue a job of each of these kinds for the day after the last, unless one waits already."""
    waiting = set(db.session.scalars(select(Job.kind).where(Job.kind.in_(kinds))))
    for kind in sorted(set(kinds) - waiting):
        enqueue(kind, run_after=clock.now() + DAY)


def waiting() -> int:
    """How many jobs are to be done today; those due on another day are not counted."""
    return db.session.scalar(select(func.count(Job.id)).where(_is_open())) or 0


@dataclass(frozen=True)
class JobCounts:
    """Figures of the queue."""

    waiting: int
    """How many are to be done, including those that a worker is doing."""
    leased: int
    given_up: int
    oldest: datetime | None
    """When the due job that has waited longest was enqueued."""

    def is_behind(self, now: datetime) -> bool:
        """Whether due jobs have waited so long that no worker seems to run."""
        return self.oldest is not None and now - self.oldest > BEHIND


def counts(*kinds: str) -> JobCounts:
    """How many jobs wait and how many were given up, of these kinds or of all."""
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
    """The jobs given up after the last attempt, newest first."""
    chosen = select(Job).where(Job.failed_at.is_not(None))
    return list(db.session.scalars(chosen.order_by(Job.failed_at.desc(), Job.id).limit(limit)))


def next_waiting(*, limit: int) -> list[Job]:
    """The next jobs to be done; those due on another day are left out, as in the count."""
    chosen = select(Job).where(_is_open()).order_by(Job.run_after, Job.id)
    return list(db.session.scalars(chosen.limit(limit)))


def try_again(job_id: int | None = None) -> int:
    """Retry jobs that were given up: one, or all; returns how many."""
    given_up = Job.failed_at.is_not(None)
    chosen = given_up if job_id is None else given_up & (Job.id == job_id)
    jobs = db.session.scalars(select(Job).where(chosen)).all()
    for job in jobs:
        job.failed_at, job.attempts, job.run_after = None, 0, clock.now()
    db.session.flush()
    return len(jobs)


def _is_open() -> ColumnElement[bool]:
    """To be done today: due now, or waiting for a retry."""
    return Job.failed_at.is_(None) & ((Job.attempts > 0) | (Job.run_after <= clock.now()))


def _due() -> ColumnElement[bool]:
    now = clock.now()
    is_free = Job.claimed_at.is_(None) | (Job.claimed_at < now - LEASE)
    return Job.failed_at.is_(None) & (Job.run_after <= now) & is_free


def _give_up_killed(now: datetime) -> None:
    """Give up the jobs that have killed their worker at every attempt."""
    db.session.execute(
        update(Job)
        .where(Job.failed_at.is_(None), Job.attempts >= ATTEMPTS, Job.claimed_at < now - LEASE)
        .values(failed_at=now, claimed_by=None, claimed_at=None, error=KILLED)
        .execution_options(synchronize_session=False)
    )
