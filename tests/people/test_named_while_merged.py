"""A row written while the entry it names is merged never names the entry that goes."""

from datetime import date, timedelta

import pytest

from app.actions import services as actions
from app.boards import services as boards
from app.boards.models import SeatRole
from app.foundation import clock
from app.foundation.db import Base, db
from app.foundation.outage import Outage, Overtaken, outage_of
from app.meetings import services as meetings
from app.meetings.models import Attendance, How
from app.people import services
from app.people.models import Person, PersonKind

pytestmark = pytest.mark.postgres
FIRST = date(2026, 5, 1)


def attend(meeting, twin, _board):
    meetings.record_attendance(meeting, by=None, how=How.PRESENT, person=twin)


def stand_in(meeting, twin, _board):
    mo = db.session.scalar(db.select(Person).where(Person.name == "Chi Anand"))
    meetings.record_attendance(meeting, by=None, how=How.PRESENT, person=mo, for_person=twin)


def preside(meeting, twin, _board):
    meetings.set_times(meeting, by=None, started=None, ended=None, chair=twin)


def sit(_meeting, twin, board):
    boards.give_seat(board, person=twin, by=None, role=SeatRole.MEMBER, from_on=FIRST)


def clerk(_meeting, twin, board):
    boards.name_clerk(board, person=twin, by=None, from_on=FIRST)


def promise(meeting, twin, board):
    actions.add_action(by=None, board=board, text="Lamps.", person=twin, made_on=meeting.on_date)


DEEDS = [attend, stand_in, preside, sit, clerk, promise]


@pytest.fixture
def rows(cast, transaction):
    """A meeting of yesterday, a second entry of Mo, and a board on which Mo has no part."""
    with transaction():
        meeting = meetings.plan_meeting(cast.board, by=None, on=clock.today() - timedelta(days=1))
        twin = services.add_person(by=None, name="M. Barker", kind=PersonKind.COUNCILLOR)
    return [meeting, twin, cast.other_board]


def merge(_meeting, twin, _board):
    mo = db.session.scalar(db.select(Person).where(Person.name == "Mo Barker"))
    services.merge(twin, into=mo, by=mo)


def naming(person_id):
    """Every column that names this entry."""
    columns = [
        column
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if any(key.column is Person.__table__.c.id for key in column.foreign_keys)
    ]
    db.session.rollback()
    return {
        str(one) for one in columns if db.session.scalar(db.select(one).where(one == person_id))
    }


@pytest.mark.parametrize("name", DEEDS)
def test_what_is_written_after_the_merge_began_is_taken_back(rows, race, name):
    twin_id = rows[1].id
    first, second = race(rows, merge, name)
    assert first is None
    assert second is not None, "it wrote a row of the entry that has gone"
    assert naming(twin_id) == set()


@pytest.mark.parametrize("name", DEEDS)
def test_what_was_written_before_goes_with_the_merge(rows, cast, race, name):
    twin_id = rows[1].id
    assert race(rows, name, merge) == [None, None]
    assert naming(twin_id) == set()
    assert naming(cast.person("Mo").id)


def test_whoever_is_overtaken_is_done_once_more():
    assert outage_of(Overtaken()) is Outage.BUSY
    assert outage_of(Overtaken()).passes


def test_a_clerk_who_names_the_entry_meanwhile_is_asked_again(rows, cast, race, visit):
    """The whole request is done once more; by then nobody of this number can be chosen."""
    meeting, twin, _ = rows
    clare = visit("Clare")
    clare.open(f"/meetings/{meeting.id}/attendance")
    said, pages = {"person_id": str(twin.id)}, []

    def add(*_rows):
        pages.append(clare.send(said, button="Add", status=422))

    assert race(rows, merge, add) == [None, None]
    assert "Choose the person from the list" in pages[0].words
    assert db.session.scalar(db.select(Attendance).where(Attendance.person_id == twin.id)) is None
