"""The store of rate limits counts right: by many at once, to the end of its span, and no longer."""

import threading
from datetime import timedelta

import pytest
from limits import parse

from app.foundation import clock, rate_limits
from app.foundation.db import db
from app.foundation.rate_limits import DatabaseStorage, RateLimit

FIVE = parse("5 per 15 minutes")


def test_counts_begin_anew_after_their_span(app):
    store = DatabaseStorage("database://")
    assert [store.incr("a", 60) for _ in range(3)] == [1, 2, 3]
    assert store.get("a") == 3 and store.get("b") == 0
    assert 0 < store.get_expiry("a") - clock.now().timestamp() <= 60
    with clock.stopped(clock.now() + timedelta(seconds=61)):
        assert store.get("a") == 0
        assert store.incr("a", 60) == 1
    store.clear("a")
    assert store.get("a") == 0
    store.incr("b", 60)
    assert store.check() and store.reset() == 1


def test_what_is_over_is_removed(app):
    store = DatabaseStorage("database://")
    for number in range(20):
        store.incr(f"old-{number}", 60)
    with clock.stopped(clock.now() + timedelta(minutes=2)):
        store.incr("new", 60)
        assert db.session.scalars(db.select(RateLimit.key)).all() == ["new"]


def test_many_at_once_are_all_counted(app):
    outcomes = []

    def try_it():
        with app.app_context():
            outcomes.append(rate_limits.hit([FIVE], "account", "x"))
            db.session.remove()

    threads = [threading.Thread(target=try_it) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(wait is None for wait in outcomes) == 5
    assert all(timedelta() < wait <= timedelta(minutes=15) for wait in outcomes if wait)
    assert db.session.scalar(db.select(RateLimit.count)) == 12


def test_a_count_stands_outside_the_requests_transaction(app):
    rate_limits.hit([FIVE], "account", "x")
    db.session.rollback()
    assert db.session.scalar(db.select(RateLimit.count)) == 1


def test_a_name_and_what_begins_with_it_is_forgotten_and_no_other(app, transaction):
    for name in (("a", "x"), ("a", "x", "1"), ("a", "xy"), ("a_x",), ("ab", "x")):
        rate_limits.hit([FIVE], *name)
    with transaction():
        rate_limits.forget("a", "x")
    assert len(db.session.scalars(db.select(RateLimit.key)).all()) == 3


@pytest.mark.parametrize("times", [4, 5, 6])
def test_what_is_refused_is_told_with_its_end(app, times):
    for _ in range(times):
        rate_limits.hit([FIVE], "account", "x", "somewhere")
    found = rate_limits.exceeded("account")
    assert set(found) == ({"x"} if times >= 5 else set())


def test_while_the_store_is_busy_this_process_counts_alone(app, monkeypatch):
    def busy(*_args, **_named):
        raise db.exc.OperationalError("", {}, Exception("locked"))

    monkeypatch.setattr(rate_limits, "short_transaction", busy)
    name = ("account", "only in memory", str(id(app)))
    assert [rate_limits.hit([FIVE], *name) is None for _ in range(7)] == [True] * 5 + [False] * 2
