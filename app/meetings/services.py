"""What the council does about meetings: plan, change, call off, hold, record who came."""

from datetime import date, time

import holidays
from sqlalchemy import select

from app.boards.models import Board, Seat, SeatRole
from app.boards.services import usual_time
from app.foundation import audit, clock
from app.foundation.alone import alone_with
from app.foundation.db import db
from app.foundation.errors import Refused
from app.meetings import queries
from app.meetings.models import (
    Attendance,
    Capacity,
    ClosedDay,
    How,
    Meeting,
    MeetingState,
)
from app.meetings.workflow import called_off, moves, not_yet_begun
from app.people.models import Person


def plan_meeting(
    board: Board,
    *,
    by: Person | None,
    on: date,
    at: time | None = None,
    venue: str | None = None,
    is_extraordinary: bool = False,
    is_sure: bool = True,
) -> Meeting:
    """Plan one meeting; time and venue are the board's usual ones unless given.

    Whoever is not sure is asked once more about a past day, a weekend and a closed day.
    """
    _can_meet(board, on, is_sure=is_sure)
    meeting = Meeting(
        board_id=board.id,
        on_date=on,
        starts_at=at or usual_time(board),
        venue=board.usual_venue if venue is None else venue.strip(),
        is_extraordinary=is_extraordinary,
        state=MeetingState.PLANNED,
    )
    db.session.add(meeting)
    audit.record(by, "plan", meeting)
    db.session.refresh(meeting)
    return meeting


def change_meeting(
    meeting: Meeting,
    *,
    by: Person,
    on: date,
    at: time,
    venue: str,
    version: int,
    is_sure: bool = True,
) -> None:
    """Move a planned meeting, or correct its time and place."""
    alone_with(meeting)
    if meeting.state != MeetingState.PLANNED:
        raise Refused("Only a planned meeting can be changed.")
    if meeting.version != version:
        raise Refused("Somebody else has changed this meeting meanwhile; look at it again.")
    before = meeting.on_date
    if on != before:
        _can_meet(meeting.board, on, is_sure=is_sure)
    meeting.on_date, meeting.starts_at, meeting.venue = on, at, venue.strip()
    meeting.version += 1
    audit.record(by, "change", meeting, before=before.isoformat())


def cancel(meeting: Meeting, *, by: Person | None, reason: str) -> None:
    """Call a meeting off, with the reason its page and its notice will give."""
    meeting.state_reason = _reason(reason)
    moves.make("cancel", meeting, by=by)


def postpone(
    meeting: Meeting,
    *,
    by: Person | None,
    reason: str,
    to_on: date,
    at: time | None = None,
    is_sure: bool = True,
) -> Meeting:
    """Put a meeting off to a later day; the new meeting stands by itself."""
    if to_on < meeting.on_date:
        raise Refused(
            f"A meeting is postponed to a later day; it was to be on {_day(meeting.on_date)}.",
            field="on_date",
        )
    if to_on < clock.today():
        raise Refused("This day is past; a meeting is postponed to a day to come.", field="on_date")
    meeting.state_reason = _reason(reason)
    moves.make("postpone", meeting, by=by)
    later = plan_meeting(
        meeting.board,
        by=by,
        on=to_on,
        at=at or meeting.starts_at,
        venue=meeting.venue,
        is_sure=is_sure,
    )
    meeting.postponed_to_id = later.id
    return later


def reinstate(meeting: Meeting, *, by: Person) -> None:
    """Take a cancellation back."""
    moves.make("reinstate", meeting, by=by)
    meeting.state_reason = ""


def hold(
    meeting: Meeting,
    *,
    by: Person | None,
    started: time | None = None,
    ended: time | None = None,
    chair: Person | None = None,
) -> None:
    """Record that a meeting took place, when it began and ended and who presided."""
    moves.make("hold", meeting, by=by)
    set_times(meeting, started=started, ended=ended, chair=chair)


def set_times(
    meeting: Meeting, *, started: time | None, ended: time | None, chair: Person | None
) -> None:
    """When the meeting began and ended, and who presided."""
    if trouble := not_yet_begun(meeting):
        raise Refused(trouble)
    if started and ended and ended < started:
        raise Refused("The meeting cannot end before it began.", field="ended_at")
    meeting.started_at, meeting.ended_at = started, ended
    meeting.chair_id = chair.id if chair else None
    db.session.flush()


def record_attendance(
    meeting: Meeting,
    *,
    by: Person | None,
    how: How,
    person: Person | None = None,
    name: str = "",
    organisation: str = "",
    seat: Seat | None = None,
    capacity: Capacity | None = None,
    for_person: Person | None = None,
) -> Attendance:
    """Record how one person stood to a meeting; recording again replaces what stood."""
    _can_be_recorded(meeting, how=how, is_substitute=for_person is not None)
    row = _attendance_row(meeting, person=person, name=name)
    row.how = how
    row.seat_id = seat.id if seat else None
    row.organisation = organisation.strip()
    row.capacity = capacity or (Capacity.MEMBER if seat else Capacity.OTHER)
    row.for_person_id = for_person.id if for_person else None
    if for_person is not None:
        row.capacity = Capacity.SUBSTITUTE
        record_attendance(
            meeting, by=by, how=How.APOLOGIES, person=for_person, seat=_seat_of(meeting, for_person)
        )
    db.session.flush()
    return row


def forget_attendance(row: Attendance, *, by: Person) -> None:
    """Take back what was recorded by mistake."""
    audit.record(by, "forget-attendance", row.meeting)
    db.session.delete(row)


def expect_everyone(meeting: Meeting, *, by: Person | None) -> None:
    """Complete the attendance list: every seat present of which nothing is recorded."""
    known = {row.person_id for row in queries.attendance_of(meeting)}
    expected = [
        seat
        for seat in queries.voting_seats(meeting)
        if seat.person_id not in known and seat.role not in (SeatRole.SUBSTITUTE, SeatRole.OBSERVER)
    ]
    for seat in expected:
        record_attendance(meeting, by=by, how=How.PRESENT, person=seat.person, seat=seat)
    if expected:
        audit.record(by, "begin-attendance", meeting)


def fill_bank_holidays(*, first_year: int, last_year: int, nation: str) -> int:
    """Store the nation's bank holidays of these years; days already stored are left alone."""
    stored = set(db.session.scalars(select(ClosedDay.on_date)))
    found = holidays.country_holidays(
        "GB", subdiv=nation, years=range(first_year, last_year + 1), language="en_GB"
    )
    new = {day: name for day, name in found.items() if day not in stored}
    for day, name in sorted(new.items()):
        db.session.add(ClosedDay(on_date=day, name=name, is_bank_holiday=True))
    db.session.flush()
    return len(new)


def close_on(day: date, *, by: Person, name: str) -> ClosedDay:
    """Add a day on which the offices are shut, such as a one-off bank holiday."""
    if day in queries.closed_days():
        raise Refused("This day is on the list already.", field="on_date")
    closed = ClosedDay(on_date=day, name=name.strip(), is_bank_holiday=False)
    db.session.add(closed)
    audit.record(by, "add", closed)
    return closed


def open_on(closed: ClosedDay, *, by: Person) -> None:
    """Take a day off the list."""
    audit.record(by, "remove", closed, day=closed.on_date.isoformat())
    db.session.delete(closed)


def _can_meet(board: Board, on: date, *, is_sure: bool) -> None:
    if queries.meets_on(board, on):
        raise Refused(f"{board.name} meets on this day already.", field="on_date")
    doubts = [] if is_sure else queries.doubts_about(on)
    if doubts:
        raise Refused(
            f"{_day(on)} {' and '.join(doubts)}. Tick the box if the meeting is on this day all "
            "the same.",
            field="is_sure",
        )


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _can_be_recorded(meeting: Meeting, *, how: How, is_substitute: bool) -> None:
    """Nobody has come to a meeting before its day; who will not come can be known."""
    if trouble := called_off(meeting):
        raise Refused(f"{trouble} Nobody’s attendance is recorded.")
    if not_yet_begun(meeting) and how != How.APOLOGIES and not is_substitute:
        raise Refused(
            "Before the meeting only apologies and substitutes are recorded.",
            field="for_person_id",
        )


def _reason(reason: str) -> str:
    if not reason.strip():
        raise Refused("Give the reason; it is shown on the meeting's page.", field="reason")
    return reason.strip()


def _attendance_row(meeting: Meeting, *, person: Person | None, name: str) -> Attendance:
    present = queries.attendance_of(meeting)
    for row in present:
        if person is not None and row.person_id == person.id:
            return row
    row = Attendance(
        meeting_id=meeting.id,
        person_id=person.id if person else None,
        name=name.strip(),
        position=len(present) + 1,
    )
    db.session.add(row)
    return row


def _seat_of(meeting: Meeting, person: Person) -> Seat | None:
    seats = queries.voting_seats(meeting)
    return next((seat for seat in seats if seat.person_id == person.id), None)
