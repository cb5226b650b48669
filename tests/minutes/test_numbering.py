"""Two clerks writing at once get different numbers, on both databases."""

import contextvars
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import select

from app.foundation import clock
from app.foundation.db import db
from app.foundation.transactions import transaction
from app.minutes import services
from app.minutes.models import Minute, Minutes
from tests.factories.minutes import past_meeting
from tests.racing import until_waiting

WRITERS = 4
EACH = 3


def _write(app, minutes_id: int) -> None:
    with app.app_context():
        for _ in range(EACH):
            with transaction():
                minutes = db.session.get_one(Minutes, minutes_id)
                services.add_minute(minutes, by=None, heading="Urgent business")
        db.session.remove()


def test_writers_at_the_same_time_never_share_a_number(app, cast, transaction):
    with transaction():
        minutes = services.begin_minutes(past_meeting(cast.board), by=None, from_agenda=False)
    minutes_id = minutes.id
    db.session.rollback()
    with ThreadPoolExecutor(WRITERS) as pool:
        runs = [
            pool.submit(contextvars.Context().run, _write, app, minutes_id) for _ in range(WRITERS)
        ]
        for run in runs:
            run.result()
    rows = db.session.scalars(select(Minute).order_by(Minute.number)).all()
    assert [row.number for row in rows] == list(range(1, WRITERS * EACH + 1))
    assert sorted(row.position for row in rows) == [row.number for row in rows]


def test_a_number_given_out_and_taken_back_is_not_given_out_again(cast, transaction):
    with transaction():
        minutes = services.begin_minutes(past_meeting(cast.board), by=None, from_agenda=False)
        first = services.add_minute(minutes, by=None, heading="A slip")
        db.session.delete(first)
        second = services.add_minute(minutes, by=None, heading="What was meant")
    assert (first.printed, second.printed) == ("SAF1", "SAF2")


@pytest.mark.postgres
def test_a_number_that_was_given_out_meanwhile_is_seen_as_taken(cast, transaction, race):
    """A past paper whose number a clerk is just being given comes in without it, not broken."""
    with transaction():
        records = [
            services.begin_minutes(past_meeting(cast.board, on=day), by=None, from_agenda=False)
            for day in (clock.today() - timedelta(days=7), clock.today() - timedelta(days=14))
        ]
    seen = []

    def the_clerk(record, _past):
        services.add_minute(record, by=None, heading="Urgent business")

    def a_past_paper(_record, past):
        adding = services.MinutesBeingAdded(past, by=None)
        seen.append(adding.is_taken(1, period=""))
        adding.add(heading="A matter", number=2)
        adding.settle()

    assert race(records, the_clerk, a_past_paper) == [None, None]
    assert seen == [True]


@pytest.mark.postgres
def test_numbers_that_are_being_brought_in_are_not_given_out(app, cast, transaction):
    """Between the first number of a past paper and the last a clerk waits."""
    with transaction():
        records = [
            services.begin_minutes(past_meeting(cast.board, on=day), by=None, from_agenda=False)
            for day in (clock.today() - timedelta(days=7), clock.today() - timedelta(days=14))
        ]
        clerk_id, past_id = (record.id for record in records)

    def the_clerk() -> str:
        with app.app_context(), transaction():
            record = db.session.get_one(Minutes, clerk_id)
            return services.add_minute(record, by=None, heading="Urgent business").printed

    with ThreadPoolExecutor(1) as pool:
        with transaction():
            adding = services.MinutesBeingAdded(db.session.get_one(Minutes, past_id), by=None)
            adding.add(heading="A matter", number=1)
            waits = pool.submit(contextvars.Context().run, the_clerk)
            until_waiting(waits.done)
            adding.add(heading="Another", number=2)
            adding.settle()
        assert waits.result() == "SAF3"
