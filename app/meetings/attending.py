"""Recording who came: the row of one person, in what capacity, and what keeps a record closed."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import time

from sqlalchemy import delete, select, update

from app.boards.models import Seat, SeatRole
from app.foundation import events
from app.foundation.alone import alone_with
from app.foundation.db import db
from app.foundation.errors import Conflict, Refused
from app.meetings import queries
from app.meetings.events import RecordAsked, RecordChanged, RecordChanging
from app.meetings.models import Attendance, Capacity, How, Meeting
from app.meetings.workflow import called_off, not_yet_begun
from app.people import services as people
from app.people.events import PersonMerged
from app.people.models import Person, PersonKind


@contextmanager
def record_of(meeting: Meeting, *, by: Person | None, reason: str = "") -> Iterator[None]:
    """Change who came, when it began and ended and who presided; nobody else does meanwhile.

    Published minutes say all this too: they ask for a reason, and are published anew with it.
    """
    alone_with(meeting)
    events.announce(RecordChanging(meeting, by, reason))
    yield
    db.session.flush()
    events.announce(RecordChanged(meeting, by, reason))


def is_kept(meeting_id: int) -> bool:
    """The record of this meeting stands in published minutes."""
    asked = RecordAsked(meeting_id)
    events.announce(asked)
    return asked.is_published


def set_times(
    meeting: Meeting, *, started: time | None, ended: time | None, chair: Person | None
) -> None:
    """When it began and ended and who presided; whoever still has the former on screen is told."""
    if started and ended and ended < started:
        raise Refused("The meeting cannot end before it began.", field="ended_at")
    wanted = (started, ended, chair.id if chair else None)
    if (meeting.started_at, meeting.ended_at, meeting.chair_id) != wanted:
        meeting.started_at, meeting.ended_at, meeting.chair_id = wanted
        meeting.times_version += 1
    db.session.flush()


def can_be_recorded(meeting: Meeting, *, how: How, is_substitute: bool) -> None:
    """Nobody has come to a meeting before its day; who will not come can be known."""
    if trouble := called_off(meeting):
        raise Refused(f"{trouble} Nobody’s attendance is recorded.")
    if not_yet_begun(meeting) and how != How.APOLOGIES and not is_substitute:
        raise Refused(
            "Before the meeting only apologies and substitutes are recorded.",
            field="for_person_id",
        )


def not_recorded_since(meeting: Meeting, person: Person | None, *, version: int) -> None:
    """What another has recorded of this person since is not overwritten unseen."""
    row = row_of(meeting, person)
    if row is not None and meeting.attendance_version != version:
        raise Conflict(theirs=row.how.value, yours="", version=meeting.attendance_version)


def row_of(meeting: Meeting, person: Person | None) -> Attendance | None:
    """What is recorded of somebody at this meeting."""
    if person is None:
        return None
    rows = queries.attendance_of(meeting)
    return next((row for row in rows if row.person_id == person.id), None)


def attendance_row(meeting: Meeting, *, person: Person | None, name: str) -> Attendance:
    """The row of one person, a new one at the end if there is none."""
    standing = row_of(meeting, person)
    if standing is not None:
        return standing
    row = Attendance(
        meeting_id=meeting.id,
        person_id=person.id if person else None,
        name=name.strip(),
        position=len(queries.attendance_of(meeting)) + 1,
    )
    db.session.add(row)
    return row


def recorded(row: Attendance) -> tuple[object, ...]:
    """What a row says, to compare."""
    return row.how, row.capacity, row.seat_id, row.for_person_id, row.organisation


def capacity_of(
    said: Capacity | None, *, seat: Seat | None, person: Person | None, for_person: Person | None
) -> Capacity:
    """In what capacity somebody came: for another, as was said, on their seat, or in attendance."""
    if for_person is not None:
        return Capacity.SUBSTITUTE
    if said is not None:
        return said
    if seat is not None:
        return Capacity.MEMBER
    is_officer = person is not None and person.kind == PersonKind.OFFICER
    return Capacity.OFFICER if is_officer else Capacity.OTHER


def seat_of(meeting: Meeting, person: Person | None) -> Seat | None:
    """The seat on which somebody comes as a member; that of a substitute is only held ready."""
    seats = queries.voting_seats(meeting) if person else []
    own = (seat for seat in seats if person and seat.person_id == person.id)
    return next((seat for seat in own if seat.role != SeatRole.SUBSTITUTE), None)


def follow_merge(merged: PersonMerged) -> None:
    """Where the entry that was merged came or presided, the one that stays did; it came but once.

    Where published minutes name both, both rows stay as they were published.
    """
    both = set(
        db.session.scalars(
            select(Attendance.meeting_id).where(
                Attendance.person_id == merged.gone_id,
                Attendance.meeting_id.in_(
                    select(Attendance.meeting_id).where(Attendance.person_id == merged.kept_id)
                ),
            )
        )
    )
    twice = [meeting_id for meeting_id in both if not is_kept(meeting_id)]
    gone = Attendance.person_id == merged.gone_id
    db.session.execute(delete(Attendance).where(gone, Attendance.meeting_id.in_(twice)))
    db.session.execute(
        update(Attendance)
        .where(gone, Attendance.meeting_id.not_in(both))
        .values(person_id=merged.kept_id)
    )
    db.session.expire_all()
    people.hand_over(merged, Attendance.for_person_id, Meeting.chair_id)
