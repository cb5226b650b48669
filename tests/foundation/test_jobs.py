"""Work that follows a commit: what ends its worker every time is given up, and said so."""

from datetime import timedelta

from app.foundation import clock
from app.foundation.db import db
from app.foundation.jobs import queue
from app.foundation.jobs.models import Job


def claimed_and_killed(attempts):
    """A job whose worker has ended so many times, the last time long enough ago."""
    queue.put("documents.read", document=1)
    db.session.flush()
    job = db.session.scalars(db.select(Job)).one()
    job.attempts, job.claimed_by = attempts, "gone:1"
    job.claimed_at = clock.now() - queue.STALE - timedelta(minutes=1)
    return job


def test_a_job_whose_worker_ended_is_taken_again(cast, deed):
    with deed():
        db.session.execute(db.delete(Job))
        claimed_and_killed(queue.ATTEMPTS - 1)
    with deed():
        assert [job.attempts for job in queue.claim("next", limit=5)] == [queue.ATTEMPTS]


def test_what_was_tried_before_is_taken_alone(cast, deed):
    with deed():
        db.session.execute(db.delete(Job))
        claimed_and_killed(1)
        for document in range(2, 5):
            queue.put("documents.read", document=document)
    with deed():
        assert [job.arguments["document"] for job in queue.claim("next", limit=9)] == [1]
    with deed():
        assert [job.arguments["document"] for job in queue.claim("next", limit=9)] == [2, 3, 4]


def test_a_job_that_ends_its_worker_every_time_is_given_up_and_said_so(cast, deed):
    with deed():
        db.session.execute(db.delete(Job))
        claimed_and_killed(queue.ATTEMPTS)
    with deed():
        assert queue.claim("next", limit=5) == []
    (job,) = queue.failed()
    assert job.error == queue.KILLED
    with deed():
        assert queue.try_again() == 1
    with deed():
        assert len(queue.claim("next", limit=5)) == 1
