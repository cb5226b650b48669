"""A year of meetings is planned at once: the days are shown first, then all are planned or none."""

from datetime import date, time

import pytest
from sqlalchemy import select

from app.foundation.db import db
from app.foundation.errors import Refused
from app.meetings import services
from app.meetings.models import Meeting

FIRST = {"first_on": ["26", "11", "2030"], "weeks": "4", "count": "3"}
"""26 November, then Christmas Eve and 21 January."""
DAYS = [date(2030, 11, 26), date(2030, 12, 24), date(2031, 1, 21)]


def planned():
    return db.session.scalars(select(Meeting.on_date).order_by(Meeting.on_date)).all()


@pytest.fixture
def asked(cast, app, visit):
    """The clerk has asked for the days."""
    clare = visit("Clare")
    clare.open(f"/meetings/several?board={cast.board.id}")
    return clare


def test_the_days_are_shown_before_anything_is_planned(asked, cast, transaction):
    with transaction():
        services.close_on(DAYS[1], by=cast.person("Clare"), name="Christmas closure")
        services.plan_meeting(cast.board, by=None, on=DAYS[2])
    page = asked.send(FIRST, button="Show the days")
    assert "Tuesday 26 November 2030" in page.words
    assert "is a closed day (Christmas closure)" in page.words
    assert "Safer Communities Board meets on this day already, at 6.30pm" in page.words
    assert planned() == [DAYS[2]]
    asked.send(button="Plan these meetings")
    assert planned() == [DAYS[0], DAYS[2]], "the closed day was not ticked"


def test_all_ticked_days_are_planned_at_the_usual_time_and_place(asked):
    asked.send(FIRST, button="Show the days")
    page = asked.send(button="Plan these meetings")
    assert "3 meetings planned" in page.words
    assert planned() == DAYS
    assert set(db.session.scalars(select(Meeting.venue))) == {"Council Chamber, Town Hall"}


def test_what_else_is_on_is_said_beside_each_day_before_many_are_planned(asked, cast, transaction):
    """R1.12: the day is not ticked, and may be."""
    with transaction():
        services.plan_meeting(
            cast.other_board, by=None, on=DAYS[2], at=time(19), venue="Council Chamber, Town Hall"
        )
    page = asked.send(FIRST, button="Show the days")
    assert "Council Chamber, Town Hall is taken by Harbour Board, at 7pm." in page.words
    asked.send(button="Plan these meetings")
    safer = select(Meeting.on_date).where(Meeting.board_id == cast.board.id)
    assert sorted(db.session.scalars(safer)) == DAYS[:2]


def test_planning_no_day_at_all_is_refused(cast, transaction):
    with pytest.raises(Refused, match="Tick the days"), transaction():
        services.plan_several(cast.board, by=None, days=[])


def test_only_boards_one_clerks_can_be_planned_for(cast, visit):
    page = visit("Clare").open("/meetings/several")
    offered = [one.text for one in page.tree.xpath("//option")]
    assert "Safer Communities Board" in offered
    assert "Harbour Board" not in offered


def test_who_clerks_no_board_plans_nothing(visit):
    mo = visit("Mo")
    mo.open("/meetings/several", status=403)
    mo.open("/meetings/new", status=403)
