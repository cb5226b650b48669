"""Attendance is what happened: nobody has come before the day, nobody to what was called off."""

from datetime import timedelta

import pytest

from app.boards import services as boards
from app.boards.models import SeatRole
from app.foundation import clock
from app.foundation.db import db
from app.foundation.errors import Refused
from app.meetings import queries, services
from app.meetings.models import How, Meeting
from app.minutes import services as minutes


def planned(cast, days):
    return services.plan_meeting(
        cast.board, by=cast.person("Clare"), on=clock.today() + timedelta(days=days)
    )


@pytest.fixture
def ahead(cast, app, transaction):
    with transaction():
        return planned(cast, 30)


def how_of(meeting):
    return {row.person.name: row.how for row in queries.attendance_of(meeting)}


def test_only_apologies_and_substitutes_are_recorded_before_the_day(ahead, cast, transaction):
    mo, nora, clare = (cast.person(who) for who in ("Mo", "Nora", "Clare"))
    with transaction(), pytest.raises(Refused, match="only apologies and substitutes"):
        services.record_attendance(ahead, by=clare, how=How.PRESENT, person=mo)
    with transaction():
        services.record_attendance(ahead, by=clare, how=How.PRESENT, person=nora, for_person=mo)
    assert how_of(ahead) == {"Mo Barker": How.APOLOGIES, "Nora Vale": How.PRESENT}


def test_the_clerk_records_apologies_ahead_and_takes_them_back(ahead, visit):
    clare = visit("Clare")
    page = clare.open(f"/meetings/{ahead.id}/attendance")
    assert "Not recorded" in page.words
    assert "By link" not in page.words
    assert "Began at" not in page.words
    seats = {seat.person.name: f"seat-{seat.id}" for seat in queries.voting_seats(ahead)}
    clare.send({seats["Mo Barker"]: "apologies"}, button="Save attendance")
    assert how_of(ahead) == {"Mo Barker": How.APOLOGIES}
    page = clare.send({seats["Mo Barker"]: "none"}, button="Save attendance")
    assert how_of(ahead) == {}


def test_an_officer_cannot_have_attended_a_meeting_to_come(ahead, cast, visit):
    clare = visit("Clare")
    clare.open(f"/meetings/{ahead.id}/attendance")
    page = clare.send({"person_id": str(cast.person("Olu").id)}, button="Add", status=422)
    assert "only apologies and substitutes" in page.words
    assert how_of(ahead) == {}


def test_apologies_sent_ahead_stand_when_the_meeting_is_held(ahead, cast, transaction):
    with transaction():
        services.record_attendance(
            ahead, by=cast.person("Clare"), how=How.APOLOGIES, person=cast.person("Mo")
        )
        with clock.stopped(clock.moment(ahead.on_date)):
            services.hold(ahead, by=cast.person("Clare"))
            services.put_rest_present(ahead, by=cast.person("Clare"))
    assert how_of(ahead) == {"Mo Barker": How.APOLOGIES, "Chi Anand": How.PRESENT}


def test_minutes_begun_ahead_put_nobody_down(ahead, cast, transaction):
    """R6.1: a skeleton of the minutes says nothing of who came."""
    with transaction():
        minutes.begin_minutes(ahead, by=cast.person("Clare"))
    assert queries.attendance_of(ahead) == []


def test_no_attendance_is_recorded_of_a_meeting_that_was_called_off(cast, transaction, visit):
    with transaction():
        meeting = planned(cast, -3)
        services.cancel(meeting, by=cast.person("Clare"), reason="Snow.")
    clare = visit("Clare")
    page = clare.open(f"/meetings/{meeting.id}/attendance")
    assert "Save attendance" not in page.buttons()
    assert "This meeting was cancelled." in page.words
    with transaction(), pytest.raises(Refused, match="is cancelled"):
        services.record_attendance(
            db.session.get(Meeting, meeting.id), by=None, how=How.PRESENT, person=cast.person("Mo")
        )


def test_the_chair_who_is_present_is_preset_and_then_the_vice_chair(cast, transaction, visit):
    with transaction():
        meeting = planned(cast, -3)
        boards.give_seat(
            cast.board,
            person=cast.person("Nora"),
            by=None,
            role=SeatRole.VICE_CHAIR,
            from_on=meeting.on_date,
        )
        services.put_rest_present(meeting, by=None)
    assert queries.likely_chair(meeting) == cast.person("Chi")
    page = visit("Clare").open(f"/meetings/{meeting.id}/attendance")
    assert f'<option selected value="{cast.person("Chi").id}">' in page.text
    assert "Vice-chair" in page.words
    with transaction():
        services.record_attendance(meeting, by=None, how=How.APOLOGIES, person=cast.person("Chi"))
    assert queries.likely_chair(meeting) == cast.person("Nora")
