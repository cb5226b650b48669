"""Two clerks writing at once get different numbers, on both databases."""

import contextvars
from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import select

from app.foundation.db import db
from app.foundation.transactions import transaction
from app.minutes import services
from app.minutes.models import Minute, Minutes
from tests.factories.minutes import past_meeting

WRITERS = 4
EACH = 3


def _write(app, minutes_id: int) -> None:
    with app.app_context():
        for _ in range(EACH):
            with transaction():
                minutes = db.session.get_one(Minutes, minutes_id)
                services.add_minute(minutes, by=None, heading="Urgent business")
        db.session.remove()


def test_writers_at_the_same_time_never_share_a_number(app, cast, deed):
    with deed():
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


def test_a_number_given_out_and_taken_back_is_not_given_out_again(cast, deed):
    with deed():
        minutes = services.begin_minutes(past_meeting(cast.board), by=None, from_agenda=False)
        first = services.add_minute(minutes, by=None, heading="A slip")
        db.session.delete(first)
        second = services.add_minute(minutes, by=None, heading="What was meant")
    assert (first.printed, second.printed) == ("SAF1", "SAF2")
