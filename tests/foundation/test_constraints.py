"""What breaks a constraint of the database ends in its sentence; what stood before, stands."""

from datetime import date

import pytest
from sqlalchemy.exc import IntegrityError

from app.foundation.constraints import refused_on_violation
from app.foundation.db import add_once, db
from app.foundation.errors import Refused
from app.meetings.models import Attendance, ClosedDay, How
from tests.factories import agendas

DAY = date(2030, 12, 24)
ONE_A_DAY = "uq_closed_day_on_date"


def close(name):
    db.session.add(ClosedDay(on_date=DAY, name=name))


def closed():
    return list(db.session.scalars(db.select(ClosedDay.name).where(ClosedDay.on_date == DAY)))


def test_the_second_of_its_kind_is_refused_with_the_sentence(app, transaction):
    with transaction():
        close("Christmas Eve")
    with transaction():
        close_other = ClosedDay(on_date=date(2030, 12, 25), name="Christmas Day")
        db.session.add(close_other)
        with (
            pytest.raises(Refused) as refused,
            refused_on_violation(ONE_A_DAY, "It is listed.", field="on_date"),
        ):
            close("Twice")
        assert (refused.value.sentence, refused.value.field) == ("It is listed.", "on_date")
    assert closed() == ["Christmas Eve"]
    assert db.session.scalar(db.select(db.func.count(ClosedDay.id))) == 2


def test_another_constraint_is_not_taken_for_this_one(cast, transaction):
    with transaction():
        meeting = agendas.a_meeting(cast)
    with pytest.raises(IntegrityError), transaction(), refused_on_violation(ONE_A_DAY, "Not this."):
        db.session.add(Attendance(meeting_id=meeting.id, name="", how=How.PRESENT))


def test_a_check_is_named_too(cast, transaction):
    with transaction():
        meeting = agendas.a_meeting(cast)
    with (
        pytest.raises(Refused, match="Name somebody"),
        transaction(),
        refused_on_violation("ck_attendance_somebody", "Name somebody."),
    ):
        db.session.add(Attendance(meeting_id=meeting.id, name="", how=How.PRESENT))


def test_what_is_added_once_says_whether_it_was(app, transaction):
    with transaction():
        facts = {"name": "Christmas Eve", "is_bank_holiday": True}
        added = [add_once(ClosedDay, unique=("on_date",), on_date=DAY, **facts) for _ in range(2)]
    assert added == [True, False] and closed() == ["Christmas Eve"]
