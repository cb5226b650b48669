"""Clerks plan, change, postpone and cancel meetings, and record who came."""

from datetime import date, time, timedelta

import pytest

from app.foundation import audit, clock
from app.foundation.db import db
from app.foundation.errors import Conflict, Refused
from app.meetings import policy, queries, services
from app.meetings.models import How, MeetingState

DAY = date(2031, 3, 18)


@pytest.fixture
def meeting(cast, app, transaction):
    with transaction():
        return services.plan_meeting(cast.board, by=cast.person("Clare"), on=DAY)


def test_a_meeting_is_planned_at_the_usual_time_and_place(meeting):
    assert meeting.starts_at == time(18, 30)
    assert meeting.venue == "Council Chamber, Town Hall"
    assert meeting.state == MeetingState.PLANNED


def test_planning_leaves_a_line_of_history(meeting, cast):
    lines = db.session.scalars(audit.history_of(meeting)).all()
    assert [line.tag for line in lines] == ["meeting:plan"]
    assert lines[0].person_id == cast.person("Clare").id


def test_a_second_meeting_on_the_day_is_asked_about(meeting, cast, transaction):
    """R1.12: and then planned."""
    with pytest.raises(Refused, match="meets on this day already"), transaction():
        services.plan_meeting(cast.board, by=cast.person("Clare"), on=DAY, is_sure=False)
    with transaction():
        services.plan_meeting(cast.board, by=cast.person("Clare"), on=DAY, is_sure=True)


def test_a_cancelled_meeting_keeps_its_reason_and_can_be_reinstated(meeting, cast, transaction):
    with transaction():
        services.cancel(meeting, by=cast.person("Clare"), reason="The hall is flooded.")
    assert (meeting.state, meeting.state_reason) == (
        MeetingState.CANCELLED,
        "The hall is flooded.",
    )
    with transaction():
        services.reinstate(meeting, by=cast.person("Clare"))
    assert meeting.state == MeetingState.PLANNED


def test_calling_off_without_a_reason_is_refused(meeting, cast, transaction):
    with pytest.raises(Refused, match="Give the reason"), transaction():
        services.cancel(meeting, by=cast.person("Clare"), reason="  ")


def test_a_postponed_meeting_names_the_new_one(meeting, cast, transaction):
    with transaction():
        later = services.postpone(
            meeting, by=cast.person("Clare"), reason="Snow.", to_on=DAY + timedelta(days=7)
        )
    assert meeting.state == MeetingState.POSTPONED
    assert meeting.postponed_to_id == later.id
    assert later.starts_at == meeting.starts_at


def test_a_meeting_to_come_cannot_be_recorded_as_held(meeting, cast, transaction):
    with pytest.raises(Refused, match="has not taken place"), transaction():
        services.hold(meeting, by=cast.person("Clare"))


def test_a_change_made_from_an_old_page_is_refused(meeting, cast, transaction):
    new = {"on": DAY, "at": time(19), "venue": "Library"}
    with transaction():
        services.change_meeting(meeting, by=cast.person("Clare"), version=1, **new)
    with pytest.raises(Conflict), transaction():
        services.change_meeting(meeting, by=cast.person("Clare"), version=1, **new)


def test_only_the_boards_clerk_runs_its_meetings(meeting, cast):
    who = {name: policy.run(cast.scope(name), meeting) for name in ("Clare", "Chi", "Mo", "Adi")}
    assert who == {"Clare": True, "Chi": False, "Mo": False, "Adi": False}


def test_the_quorum_counts_voting_members_in_the_room(meeting, cast, transaction):
    """R7.8: the quorum counts voting members in the room."""
    with transaction(), clock.stopped(clock.moment(DAY)):
        services.put_rest_present(meeting, by=cast.person("Clare"))
    rows, seats = queries.attendance_of(meeting), queries.voting_seats(meeting)
    found = queries.quorum_at(meeting, rows, seats)
    assert (found.present, found.members, found.needed) == (2, 2, 3)
    with transaction(), clock.stopped(clock.moment(DAY)):
        services.record_attendance(
            meeting, by=cast.person("Clare"), how=How.REMOTE, person=cast.person("Mo")
        )
    found = queries.quorum_at(meeting, queries.attendance_of(meeting), seats)
    assert found.present == 1, "a member on a remote link does not count"


@pytest.mark.parametrize(("members", "quorum"), [(3, 3), (11, 3), (12, 3), (13, 4), (56, 14)])
def test_a_quarter_and_never_under_three_make_a_quorum(cast, app, members, quorum):
    assert queries.quorum_of(cast.board, members=members) == quorum


def test_a_substitute_stands_in_and_the_member_has_sent_apologies(meeting, cast, transaction):
    with transaction(), clock.stopped(clock.moment(DAY)):
        services.put_rest_present(meeting, by=cast.person("Clare"))
        services.record_attendance(
            meeting,
            by=cast.person("Clare"),
            how=How.PRESENT,
            person=cast.person("Nora"),
            for_person=cast.person("Mo"),
        )
    how = {row.person_id: row for row in queries.attendance_of(meeting)}
    assert how[cast.person("Mo").id].how == How.APOLOGIES
    assert how[cast.person("Nora").id].for_person_id == cast.person("Mo").id


def test_the_clerk_plans_a_meeting_through_the_page(app, visit, cast):
    clare = visit("Clare")
    clare.open("/meetings/new")
    day = {"on_date": ["18", "3", "2031"]}
    page = clare.send({"board_id": str(cast.board.id), **day}, button="Plan the meeting")
    assert "Safer Communities Board" in page.heading
    assert "6.30pm" in page.words


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (date(2031, 3, 22), "is a Saturday"),
        (date(2031, 12, 25), "is a closed day (Christmas Day)"),
        (date(2020, 3, 17), "is in the past"),
    ],
)
def test_an_unlikely_day_is_asked_about_once_and_then_let_through(
    app, cast, transaction, visit, day, why
):
    with transaction():
        services.fill_bank_holidays(first_year=2031, last_year=2031, nation="ENG")
    clare = visit("Clare")
    clare.open("/meetings/new")
    typed = {
        "board_id": str(cast.board.id),
        "on_date": [str(day.day), str(day.month), str(day.year)],
    }
    page = clare.send(typed, button="Plan the meeting", status=422)
    assert why in page.words
    assert queries.meeting_of(cast.board, on=day) is None
    clare.send({"is_sure": "y"}, button="Plan the meeting")
    assert queries.meeting_of(cast.board, on=day) is not None


def test_an_ordinary_day_is_not_asked_about(app, visit):
    assert "all the same" not in visit("Clare").open("/meetings/new").words


def test_a_move_to_a_day_on_which_its_board_meets_is_asked_about(meeting, cast, transaction):
    with transaction():
        other = services.plan_meeting(cast.board, by=None, on=DAY + timedelta(days=7))
        services.cancel(other, by=None, reason="Snow.")
        services.plan_meeting(cast.board, by=None, on=DAY + timedelta(days=7))
    with pytest.raises(Refused, match="meets on this day already"), transaction():
        services.change_meeting(
            meeting,
            by=cast.person("Clare"),
            on=DAY + timedelta(days=7),
            at=time(19),
            venue="Library",
            version=1,
            is_sure=False,
        )


def test_a_meeting_is_postponed_to_a_later_day_only(meeting, cast, transaction):
    with pytest.raises(Refused, match="to a later day"), transaction():
        services.postpone(meeting, by=None, reason="Snow.", to_on=DAY - timedelta(days=7))
    with (
        clock.stopped(clock.moment(DAY + timedelta(days=9))),
        pytest.raises(Refused, match="is past"),
        transaction(),
    ):
        services.postpone(meeting, by=None, reason="Snow.", to_on=DAY + timedelta(days=7))
    assert meeting.state == MeetingState.PLANNED


def test_postponing_to_a_saturday_is_asked_about_and_changes_nothing_yet(meeting, visit):
    clare = visit("Clare")
    clare.open(f"/meetings/{meeting.id}/postpone")
    typed = {"reason": "Snow.", "on_date": ["22", "3", "2031"]}
    page = clare.send(typed, button="Postpone the meeting", status=422)
    assert "22 March 2031 is a Saturday" in page.words
    assert "Snow." in page.text
    db.session.expire_all()
    assert meeting.state == MeetingState.PLANNED
    clare.send({"is_sure": "y"}, button="Postpone the meeting")
    db.session.expire_all()
    assert meeting.state == MeetingState.POSTPONED


def test_a_bad_date_gets_a_sentence_and_keeps_what_was_typed(app, visit, cast):
    clare = visit("Clare")
    clare.open("/meetings/new")
    typed = {"board_id": str(cast.board.id), "on_date": ["31", "2", "2031"], "venue": "Library"}
    page = clare.send(typed, button="Plan the meeting", status=422)
    assert "must be a real date" in page.words
    assert 'value="Library"' in page.text


def test_whoever_does_not_clerk_the_board_cannot_change_its_meeting(meeting, visit):
    visit("Mo").open(f"/meetings/{meeting.id}/change", status=403)
    visit("Clare").open(f"/meetings/{meeting.id}/change")


def test_the_calendar_shows_the_meeting_and_the_day_to_publish(meeting, visit):
    page = visit("Nora").open("/meetings?month=2031-03")
    assert "Safer Communities Board" in page.words
    assert "Publish Safer Communities Board" in page.words


def test_no_time_is_read_but_from_the_clock():
    with clock.stopped(clock.moment(date(2030, 1, 1))):
        assert clock.today() == date(2030, 1, 1)
