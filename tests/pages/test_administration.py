"""Administration: the way to everything, and the work beside the pages."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.foundation import clock
from app.foundation.db import db
from app.foundation.jobs import queue
from app.foundation.jobs.models import Job
from tests.counting import statements


def test_an_administrator_finds_everything_that_is_looked_after(visit):
    adi = visit("Adi")
    page = adi.open("/administration")
    for title in ("People", "Accounts", "Posts", "Boards", "Closed days", "Jobs", "Search"):
        assert title in page.links()
    for where in page.links().values():
        if where.startswith("/administration"):
            adi.open(where)


@pytest.mark.sqlite
@pytest.mark.parametrize("who", ["Clare", "Chi", "Mo", "Olu", "Fin", "Nora"])
def test_nobody_else_gets_in_or_is_shown_the_way(visit, who):
    browsing = visit(who)
    for where in ("/administration", "/administration/jobs", "/administration/search"):
        browsing.open(where, status=403)
    assert "Administration" not in browsing.open("/people").links()


def test_nothing_waits_says_so(visit):
    page = visit("Adi").open("/administration/jobs")
    assert "0 jobs waiting, 0 given up" in page.words
    assert "Nothing was given up." in page.words
    assert "Nothing waits" in page.words


def test_work_that_was_given_up_is_tried_again(transaction, visit):
    with transaction():
        _given_up("RuntimeError: the file could not be read")
        _given_up("ValueError: nonsense")
    adi = visit("Adi")
    assert "2 jobs were given up." in adi.open("/administration").words
    page = adi.open("/administration/jobs")
    assert "RuntimeError: the file could not be read" in page.words
    number = db.session.scalars(select(Job.id).order_by(Job.id)).first()
    adi.send(button=f"Try again job {number}")
    assert "1 job waiting, 1 given up" in adi.open("/administration/jobs").words
    job = db.session.get(Job, number)
    assert (job.failed_at, job.attempts) == (None, 0)


def test_what_a_worker_is_at_is_said(transaction, visit):
    with transaction():
        queue.enqueue("search.index", thing="x", id=1)
        queue.enqueue("search.index", thing="x", id=2)
    with transaction():
        queue.claim("somebody", lane=queue.Lane("search.index", False), limit=1)
    words = visit("Adi").open("/administration/jobs").words
    assert "2 jobs waiting, 1 of them being done, 0 given up" in words
    assert words.count("Being done") == 1


def test_all_of_them_are_tried_again_at_once(transaction, visit):
    with transaction():
        _given_up("one")
        _given_up("two")
    adi = visit("Adi")
    adi.open("/administration/jobs")
    page = adi.send(button="Try all again")
    assert "2 jobs waiting, 0 given up" in page.words


def test_a_worker_that_does_not_run_is_noticed(transaction, visit):
    with transaction():
        queue.enqueue("search.index", run_after=clock.now() - timedelta(hours=1), thing="x", id=1)
    assert "does not seem to run" in visit("Adi").open("/administration/jobs").words


def test_the_page_of_jobs_takes_the_same_queries_however_many_wait(transaction, visit):
    adi = visit("Adi")
    with statements() as few:
        adi.open("/administration/jobs")
    with transaction():
        for _ in range(60):
            queue.enqueue("search.index", thing="x", id=1)
            _given_up("again")
    with statements() as many:
        page = adi.open("/administration/jobs")
    assert len(many) == len(few)
    assert "And 10 more." in page.words


def test_the_state_of_the_index_is_shown(visit):
    page = visit("Adi").open("/administration/search")
    assert page.heading == "Search index"
    assert "Entries" in page.words


def test_the_index_is_built_anew_when_an_administrator_asks(visit, drain):
    adi = visit("Adi")
    adi.open("/administration/search")
    page = adi.send(button="Build it anew")
    assert "It is being built anew." in page.words
    assert drain() == 1
    assert "The index is well." in adi.open("/administration/search").words


def _given_up(error):
    now = clock.now()
    db.session.add(
        Job(
            kind="search.index",
            arguments={},
            made_at=now,
            run_after=now,
            attempts=6,
            failed_at=now,
            error=f"Traceback (most recent call last):\n  somewhere\n{error}",
        )
    )
    db.session.flush()
