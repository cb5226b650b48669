"""The roll of a meeting: what may be pressed for a seat, what is said of others, the quorum."""

from datetime import timedelta

import pytest

from app.boards.models import Seat, SeatRole
from app.foundation import clock
from app.meetings.events import RecordKept
from app.meetings.forms import SeatChange
from app.meetings.models import Attendance, How, Meeting, MeetingState
from app.meetings.queries import Quorum
from app.meetings.views import roll
from app.meetings.views.attendance_page import AttendancePage
from app.people.models import Person, PersonKind

SOME = Quorum(present=2, members=7, needed=3)


def person(name):
    return Person(name=name, kind=PersonKind.COUNCILLOR, honorific="")


def seat(seat_id, role=SeatRole.MEMBER, who=7):
    return Seat(id=seat_id, role=role, person_id=who)


def page_at(days, *, rows=(), seats=(), published=False, agreed=False, may_record=True):
    """The page of a meeting some days from now."""
    meeting = Meeting(on_date=clock.today() + timedelta(days=days), state=MeetingState.PLANNED)
    kept = RecordKept(is_published=published, is_agreed=agreed)
    return AttendancePage(meeting, list(rows), list(seats), SOME, kept, may_record=may_record)


def test_before_the_day_only_apologies_can_be_pressed():
    assert [one.value for one in page_at(3).choices] == ["none", "apologies"]
    assert [one.value for one in page_at(0).choices] == [
        "present",
        "remote",
        "apologies",
        "absent",
    ]


def test_a_seat_says_what_is_recorded_what_is_pressed_and_what_was_there():
    mine, other = seat(1), seat(2, SeatRole.VICE_CHAIR, who=8)
    row = Attendance(person_id=7, how=How.REMOTE)
    first, second = roll.roll_of([mine, other, seat(3, SeatRole.SUBSTITUTE, 9)], [row], [])
    assert (first.before, first.chosen, first.role) == ("remote", "remote", "")
    assert first.how == "Present by remote link"
    assert (second.before, second.chosen, second.role) == ("none", "", "Vice-chair")
    assert second.how == "Not recorded"
    press = SeatChange(mine, How.ABSENT, How.REMOTE, row)
    first, second = roll.roll_of([mine, other], [row], [press], unrecorded="present")
    assert (first.before, first.chosen) == ("remote", "absent")
    assert second.chosen == "present"


def test_somebody_else_is_named_with_where_from_for_whom_and_how():
    row = Attendance(person=person("Ann Frost"), name="", organisation="Police", how=How.REMOTE)
    row.for_person = person("Mo Barker")
    assert roll.words_for(row) == (
        "Ann Frost, Police (substitute for Mo Barker): present by remote link"
    )
    plain = Attendance(name="A. Frost", organisation="", how=How.PRESENT)
    assert roll.words_for(plain) == "A. Frost"


def test_those_without_a_seat_stand_among_the_others():
    seated, other = Attendance(person_id=7), Attendance(name="A. Frost", organisation="")
    other.how = How.PRESENT
    seats = roll.roll_of([seat(1)], [], [])
    page = page_at(-1, rows=[seated, other], seats=seats)
    assert page.others == [(other, "A. Frost")]


@pytest.mark.parametrize(
    ("days", "rows", "lead"),
    [(3, [], "The meeting is still to come"), (-1, [], "Nobody is recorded yet"), (-1, [1], "")],
)
def test_the_form_opens_with_what_to_do(days, rows, lead):
    rows = [Attendance(how=How.PRESENT) for _ in rows]
    assert page_at(days, rows=rows).lead.startswith(lead)
    assert bool(page_at(days, rows=rows).lead) == bool(lead)


def test_what_stands_in_published_minutes_is_corrected_and_in_agreed_ones_left():
    page = page_at(-1, published=True)
    assert page.is_correction
    assert page.labels.save == "Correct the attendance"
    assert not page_at(-1, published=True, may_record=False).is_correction
    agreed = page_at(-1, published=True, agreed=True)
    assert not agreed.may_run
    assert not agreed.is_correction
    assert page_at(-1).labels.save == "Save attendance"


def test_nobody_is_recorded_at_what_was_called_off():
    page = page_at(3)
    assert page.empty_state.words == "The clerk records attendance at the meeting."
    page.meeting.state = MeetingState.POSTPONED
    assert page.empty_state.words == "This meeting was postponed."


def test_the_quorum_is_said_as_far_as_it_is_known():
    sent = Attendance(how=How.APOLOGIES)
    assert page_at(-1).quorum_needed == "Quorum is 3 of 7 voting members."
    assert page_at(3).quorum_needed == "Quorum is 3 of 7 voting members."
    assert page_at(3, rows=[sent]).quorum_needed.endswith("voting members. 1 apology so far.")
    page = page_at(-1, rows=[sent])
    assert page.quorum_needed == ""
    assert page.quorum_reached.kind == "warning"
    assert page.quorum_reached.words.endswith("not met. The meeting is inquorate.")
    met = roll.quorum_reached(Quorum(present=3, members=7, needed=3))
    assert (met.kind, met.words) == (
        "",
        "3 of 7 voting members present. Quorum is 3: met.",
    )
