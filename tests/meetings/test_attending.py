"""Who came: two hands at one list, seats found by themselves, and each member counted once."""

from datetime import time, timedelta

import pytest

from app.boards import services as boards
from app.boards.models import Seat, SeatRole
from app.foundation import clock
from app.foundation.audit import history_of
from app.foundation.db import db
from app.foundation.errors import Conflict, Refused
from app.meetings import queries, services
from app.meetings.models import Capacity, How, Meeting
from app.people import services as people
from app.people.models import Person, PersonKind
from tests.cast import SINCE
from tests.racing import at_once

REST = "Save, and everybody else was present"
RIGHT = "The attendance is right"
SAVE = "Save attendance"


@pytest.fixture
def meeting(cast, transaction):
    """A meeting of yesterday whose attendance list is begun: Chi and Mo are there."""
    with transaction():
        day = clock.today() - timedelta(days=1)
        held = services.plan_meeting(cast.board, by=None, on=day)
        services.hold(held, by=None)
        services.put_rest_present(held, by=None)
    return held


def how(meeting, cast):
    """How everybody of the cast stood to the meeting, by name."""
    db.session.rollback()
    rows = queries.attendance_of(db.session.get_one(Meeting, meeting.id))
    return {row.person.name.split()[0]: row.how for row in rows if row.person}


def quorum(meeting):
    return queries.quorum_at(meeting, queries.attendance_of(meeting), queries.voting_seats(meeting))


def seat_of(meeting, person):
    return next(one for one in queries.voting_seats(meeting) if one.person_id == person.id)


def told(meeting):
    """The lines of history about this meeting, the newest first."""
    db.session.rollback()
    return [(one.tag, one.facts) for one in db.session.scalars(history_of(meeting))]


def test_a_seat_that_was_left_alone_keeps_what_another_recorded(meeting, cast, visit):
    chi, mo = (f"seat-{seat_of(meeting, cast.person(who)).id}" for who in ("Chi", "Mo"))
    first, second = visit("Clare"), visit("Clare")
    first.open(f"/meetings/{meeting.id}/attendance")
    second.open(f"/meetings/{meeting.id}/attendance")
    first.send({mo: "apologies"}, button=SAVE)
    second.send({chi: "absent"}, button=SAVE)
    assert how(meeting, cast) == {"Chi": How.ABSENT, "Mo": How.APOLOGIES}


def test_two_who_record_one_seat_otherwise_see_both(meeting, cast, visit):
    mo = f"seat-{seat_of(meeting, cast.person('Mo')).id}"
    first, second = visit("Clare"), visit("Clare")
    first.open(f"/meetings/{meeting.id}/attendance")
    second.open(f"/meetings/{meeting.id}/attendance")
    first.send({mo: "apologies"}, button=SAVE)
    page = second.send({mo: "absent"}, button=SAVE, status=409)
    assert ["Councillor Mo Barker", "Apologies", "Absent"] in page.rows()
    assert how(meeting, cast)["Mo"] == How.APOLOGIES
    second.send({}, button=SAVE)
    assert how(meeting, cast)["Mo"] == How.ABSENT


def test_nobody_is_present_before_somebody_says_so(cast, transaction, visit):
    """R6.1: a list that is saved as it stands records nobody; one press records the others."""
    with transaction():
        day = clock.today() - timedelta(days=1)
        meeting = services.plan_meeting(cast.board, by=None, on=day)
    clare = visit("Clare")
    page = clare.open(f"/meetings/{meeting.id}/attendance")
    assert not page.tree.xpath("//input[@type='radio'][@checked]")
    clare.send({}, button=SAVE)
    assert how(meeting, cast) == {}
    clare.open(f"/meetings/{meeting.id}/attendance")
    mo = f"seat-{seat_of(meeting, cast.person('Mo')).id}"
    page = clare.send({mo: "absent"}, button=REST)
    assert how(meeting, cast) == {"Chi": How.PRESENT, "Mo": How.ABSENT}
    assert REST not in page.buttons()


def test_recording_a_meeting_as_held_puts_nobody_down(cast, transaction, visit):
    """R6.1: that it took place says nothing of who came."""
    with transaction():
        meeting = services.plan_meeting(cast.board, by=None, on=clock.today())
    clare = visit("Clare")
    clare.open(f"/meetings/{meeting.id}")
    page = clare.send(button="Record as held")
    assert "Record who came." in page.words
    assert how(meeting, cast) == {}


def test_that_the_attendance_is_right_holds_until_it_changes(meeting, cast, transaction, visit):
    """R6.1: somebody has read it as it stands; what is recorded later is read again."""
    clare = visit("Clare")
    clare.open(f"/meetings/{meeting.id}/attendance")
    older = visit("Clare")
    older.open(f"/meetings/{meeting.id}/attendance")
    page = clare.send(button=RIGHT)
    assert "The attendance is checked." in page.words
    assert RIGHT not in page.buttons()
    with transaction():
        services.record_attendance(meeting, by=None, how=How.APOLOGIES, person=cast.person("Mo"))
    assert not meeting.attendance_is_checked
    assert "changed this since" in older.send(button=RIGHT).words
    assert not meeting.attendance_is_checked
    with transaction():
        ahead = services.plan_meeting(cast.board, by=None, on=clock.today() + timedelta(days=3))
        with pytest.raises(Refused, match="not taken place"):
            services.check_attendance(ahead, by=cast.person("Clare"))


def test_what_is_recorded_stands_in_the_history_once(meeting, cast, transaction):
    mo = cast.person("Mo")
    with transaction():
        for _ in range(2):
            services.record_attendance(meeting, by=None, how=How.APOLOGIES, person=mo)
            services.set_times(
                meeting, by=None, started=clock.now().time(), ended=None, chair=cast.person("Chi")
            )
    tags = [tag for tag, _ in told(meeting)]
    assert tags.count("meeting:record-attendance") == 1
    assert ("meeting:record-attendance", {"attendee": mo.id, "how": "apologies"}) in told(meeting)
    assert ("meeting:set-times", {"chair": cast.person("Chi").id}) in told(meeting)


def test_the_history_says_who_came_in_a_sentence(meeting, cast, visit):
    mo = f"seat-{seat_of(meeting, cast.person('Mo')).id}"
    clare = visit("Clare")
    clare.open(f"/meetings/{meeting.id}/attendance")
    clare.send({mo: "apologies"}, button=SAVE)
    page = clare.open(f"/meetings/{meeting.id}/history")
    assert "Clare Dawson recorded somebody’s attendance: apologies" in page.words


def test_a_member_added_as_somebody_comes_on_the_seat_they_have(meeting, cast, transaction, visit):
    with transaction():
        services.forget_attendance(queries.attendance_of(meeting)[1], by=cast.person("Clare"))
    clare = visit("Clare")
    clare.open(f"/meetings/{meeting.id}/attendance")
    clare.send({"person_id": str(cast.person("Mo").id)}, button="Add")
    db.session.rollback()
    row = next(r for r in queries.attendance_of(meeting) if r.person_id == cast.person("Mo").id)
    assert row.capacity == Capacity.MEMBER
    assert row.seat_id == seat_of(meeting, cast.person("Mo")).id


def test_a_substitute_and_the_member_replaced_count_once(meeting, cast, transaction):
    assert quorum(meeting).present == 2
    with transaction():
        services.record_attendance(
            meeting,
            by=None,
            how=How.PRESENT,
            person=cast.person("Nora"),
            for_person=cast.person("Mo"),
        )
    assert quorum(meeting).present == 2
    with transaction():
        services.record_attendance(meeting, by=None, how=How.PRESENT, person=cast.person("Mo"))
    assert quorum(meeting).present == 2


def test_a_substitute_for_somebody_without_a_vote_does_not_count(meeting, cast, transaction):
    with transaction():
        boards.give_seat(
            cast.board,
            person=cast.person("Olu"),
            by=None,
            role=SeatRole.CO_OPTEE,
            from_on=SINCE,
            has_vote=False,
        )
        services.record_attendance(
            meeting,
            by=None,
            how=How.PRESENT,
            person=cast.person("Nora"),
            for_person=cast.person("Olu"),
        )
    assert quorum(meeting).present == 2


def test_where_a_merged_entry_came_and_presided_the_kept_one_did(meeting, cast, transaction):
    with transaction():
        gone = people.add_person(by=None, name="C. Anand", kind=PersonKind.COUNCILLOR)
        earlier = services.plan_meeting(cast.board, by=None, on=clock.today() - timedelta(days=30))
        services.hold(earlier, by=None, chair=gone)
        for one in (earlier, meeting):
            services.record_attendance(one, by=None, how=How.PRESENT, person=gone)
        people.merge(gone, into=cast.person("Chi"), by=cast.person("Adi"))
    assert earlier.chair_id == cast.person("Chi").id
    assert how(earlier, cast) == {"Chi": How.PRESENT}
    assert how(meeting, cast) == {"Chi": How.PRESENT, "Mo": How.PRESENT}


@pytest.mark.postgres
@pytest.mark.parametrize("what", ["member", "times", "somebody"])
def test_two_hands_at_the_same_thing_meet_a_conflict(app, cast, meeting, what):
    clerk, mo = cast.person("Clare").id, cast.person("Mo")
    seat_id, person_id = seat_of(meeting, mo).id, cast.person("Nora").id
    versions = (meeting.attendance_version, meeting.times_version)

    def load():
        return db.session.get_one(Meeting, meeting.id), db.session.get_one(Person, clerk)

    def press(how):
        def service(held, by):
            seat = db.session.get_one(Seat, seat_id)
            services.record_seats(held, [(seat, how)], by=by, before={seat_id: How.PRESENT})

        return service

    def set_end(hour):
        def service(held, by):
            services.set_times(
                held, by=by, started=None, ended=time(hour), chair=None, version=versions[1]
            )

        return service

    def add(organisation):
        def service(held, by):
            services.record_attendance(
                held,
                by=by,
                how=How.PRESENT,
                person=db.session.get_one(Person, person_id),
                organisation=organisation,
                version=versions[0],
            )

        return service

    first, second = {
        "member": (press(How.ABSENT), press(How.APOLOGIES)),
        "times": (set_end(20), set_end(21)),
        "somebody": (add("One"), add("Two")),
    }[what]
    outcomes = at_once(app, load, first, second)
    assert [type(one) for one in outcomes] == [type(None), Conflict]


def test_whoever_is_recorded_last_stands_last_also_after_others_were_taken_off(
    meeting, cast, transaction
):
    with transaction():
        for name in ("Ann", "Bea", "Cis"):
            services.record_attendance(meeting, by=None, how=How.PRESENT, name=name)
        for row in queries.attendance_of(meeting)[:-1]:
            services.forget_attendance(row, by=cast.person("Clare"))
        services.record_attendance(meeting, by=None, how=How.PRESENT, name="Dot")
        services.record_attendance(meeting, by=None, how=How.PRESENT, name="Eve")
    assert [row.name for row in queries.attendance_of(meeting)] == ["Cis", "Dot", "Eve"]
