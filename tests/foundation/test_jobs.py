"""Work that follows a commit: leased, renewed, taken again; none is lost, doubled or starved."""

import threading
import time
from datetime import timedelta

import pytest

from app.foundation import clock, transactions
from app.foundation.db import db
from app.foundation.jobs import lease, queue, worker
from app.foundation.jobs.handler import Handler
from app.foundation.jobs.models import Job
from app.foundation.jobs.queue import Lane
from app.foundation.registry import registry

FRESH, RETRIED = Lane("documents.read", False), Lane("documents.read", True)


@pytest.fixture(autouse=True)
def nothing_else(cast, transaction):
    with transaction():
        db.session.execute(db.delete(Job))


def claimed_and_killed(attempts, number=1):
    """A job whose worker has ended so many times, the last time long enough ago."""
    job = Job(
        kind="documents.read", arguments={"document": number}, made_at=clock.now(),
        run_after=clock.now() - timedelta(hours=1), attempts=attempts, claimed_by="gone:1",
        claimed_at=clock.now() - queue.LEASE - timedelta(seconds=1),
    )  # fmt: skip
    db.session.add(job)
    db.session.flush()


def put(*numbers, kind="documents.read"):
    for number in numbers:
        queue.enqueue(kind, document=number)


def numbers(jobs):
    return [job.arguments["document"] for job in jobs]


def noting(done, *, poison=()):
    """A handler that notes what it finished, and cannot do some of it."""

    def prepare(batch):
        asked = [arguments["document"] for arguments in batch]
        if set(asked) & set(poison):
            raise ValueError("poison")
        return asked

    return Handler(prepare=prepare, finish=done.extend, batch=10)


def test_a_lease_is_less_than_a_minute():
    assert queue.LEASE + timedelta(seconds=worker.PAUSE) < timedelta(minutes=1)
    assert timedelta(seconds=lease.RENEWAL) * 2 < queue.LEASE


def test_a_job_whose_worker_ended_is_taken_again(transaction):
    with transaction():
        claimed_and_killed(queue.ATTEMPTS - 1)
    with transaction():
        assert queue.lanes() == [RETRIED]
        taken = queue.claim("next", lane=RETRIED, limit=5)
        assert [job.attempts for job in taken] == [queue.ATTEMPTS]
    with transaction():
        assert queue.lanes() == []


def test_what_was_tried_before_is_taken_alone(transaction):
    with transaction():
        claimed_and_killed(1, number=1)
        claimed_and_killed(1, number=2)
        put(3, 4, 5)
    with transaction():
        assert numbers(queue.claim("next", lane=RETRIED, limit=9)) == [1]
    with transaction():
        assert numbers(queue.claim("next", lane=FRESH, limit=9)) == [3, 4, 5]


def test_a_job_that_ends_its_worker_every_time_is_given_up_and_said_so(transaction, visit):
    with transaction():
        claimed_and_killed(queue.ATTEMPTS)
    with transaction():
        assert queue.claim("next", lane=RETRIED, limit=5) == []
    (job,) = queue.failed()
    assert job.error == queue.KILLED
    assert queue.KILLED in visit("Adi").open("/administration/jobs").words
    with transaction():
        assert queue.try_again() == 1
    with transaction():
        assert len(queue.claim("next", lane=FRESH, limit=5)) == 1


def test_one_of_a_batch_that_fails_fails_alone_and_is_given_up_in_the_end(transaction):
    done = []
    with transaction():
        put(1, 2, 3)
    for attempt in range(1, queue.ATTEMPTS + 1):
        assert worker.drain({"documents.read": noting(done, poison={2})})
        assert done == [1, 3]
        job = db.session.scalars(db.select(Job)).one()
        assert (job.attempts, job.claimed_by) == (attempt, None)
        assert "poison" in job.error
        with transaction():
            job.run_after = clock.now()
    assert numbers(queue.failed()) == [2]
    assert queue.counts("documents.read") == queue.JobCounts(0, 0, 1, None)
    assert worker.drain({"documents.read": noting(done)}) == 0


def test_a_kind_nobody_knows_is_given_back_and_keeps_nobody_up(transaction):
    done = []
    with transaction():
        put(1, kind="aaa.of-another-version")
        put(2)
    assert worker.drain({"documents.read": noting(done)}) == 2
    assert done == [2]
    assert "no handler" in db.session.scalars(db.select(Job)).one().error


def test_what_is_tried_again_and_again_starves_nothing(transaction):
    order = []
    with transaction():
        for number in range(20):
            claimed_and_killed(1, number)
        put(*range(100, 130))
        put(1000, kind="search.index")
    worker.drain({"documents.read": noting(order), "search.index": noting(order)})
    assert sorted(order) == [*range(20), *range(100, 130), 1000]
    assert order.index(1000) <= 11, "another kind waits for one turn of each lane"
    assert order.index(129) <= 35, "new work of the same kind takes every other turn"


def test_the_lease_of_a_long_job_is_renewed_so_that_nobody_else_takes_it(
    app, transaction, monkeypatch
):
    monkeypatch.setattr(queue, "LEASE", timedelta(seconds=0.6))
    monkeypatch.setattr(lease, "RENEWAL", 0.1)
    others, done = [], []

    def prepare(batch):
        time.sleep(1.5)
        others.extend(queue.lanes())
        return [arguments["document"] for arguments in batch]

    with transaction():
        put(1)
    worker.drain({"documents.read": Handler(prepare=prepare, finish=done.extend)})
    assert (others, done, queue.waiting()) == ([], [1], 0)


def test_what_another_worker_took_meanwhile_is_not_finished_twice(app, transaction):
    """A worker that was stopped for longer than its lease and goes on."""
    done = []

    def prepare(batch):
        thread = threading.Thread(target=_overtake, args=(app, done))
        thread.start()
        thread.join()
        return ["too late"]

    with transaction():
        put(1, 2)
    handlers = {"documents.read": Handler(prepare=prepare, finish=done.extend, batch=2)}
    worker.drain(handlers)
    assert done == [1, 2]
    assert queue.waiting() == 0


def _overtake(app, done):
    with app.app_context():
        gone = clock.now() - queue.LEASE * 2
        with worker.transaction():
            db.session.execute(db.update(Job).values(claimed_at=gone))
        worker.drain({"documents.read": noting(done)})


@pytest.mark.parametrize("moment", ["prepare", "finish"])
def test_a_worker_that_dies_at_any_moment_leaves_its_job_to_the_next(moment, transaction):
    class Killed(BaseException):
        pass

    def die(_):
        raise Killed

    done, steps = [], {"prepare": lambda batch: batch, "finish": lambda prepared: None}
    with transaction():
        put(1)
    with pytest.raises(Killed):
        worker.drain({"documents.read": Handler(**{**steps, moment: die})})
    assert queue.counts("documents.read").leased == 1
    with transaction():
        db.session.scalars(db.select(Job)).one().claimed_at -= queue.LEASE * 2
    worker.drain({"documents.read": noting(done)})
    assert (done, queue.waiting()) == ([1], 0)


def test_while_nothing_is_due_no_lock_is_taken(app, transaction, monkeypatch):
    monkeypatch.setattr(worker, "transaction", lambda: pytest.fail("a write transaction"))
    assert worker.drain({}) == 0


def test_the_worker_rests_after_work_that_others_wait_for(transaction, monkeypatch):
    rested, done = [], []
    monkeypatch.setattr(transactions, "sleep", rested.append)
    with transaction():
        put(1, 2)

    def finish(prepared):
        done.extend(prepared)
        time.sleep(0.02)

    handler = Handler(prepare=noting(done).prepare, finish=finish, rest=5)
    worker.drain({"documents.read": handler})
    assert done == [1, 2]
    is_sqlite = db.engine.dialect.name == "sqlite"
    assert [one >= 0.1 for one in rested] == ([True, True] if is_sqlite else [])


def test_an_import_gives_others_a_turn_between_two_files(app):
    assert registry(app).job_handlers["archive.import"].rest > 0
