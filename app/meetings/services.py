"""What the council does about meetings: plan, change, call off, hold, record who came."""

from collections.abc import Sequence
from datetime import date, time
from typing import Any

import holidays
from sqlalchemy import delete, select

from app.boards.models import Board, Seat, SeatRole
from app.boards.services import usual_time
from app.foundation import audit, clock, events
from app.foundation.alone import alone_with
from app.foundation.constraints import refused_on_violation
from app.foundation.db import add_once, db
from app.foundation.errors import Conflict, Refused
from app.meetings import queries
from app.meetings.events import MeetingCalledOff, MeetingMoved
from app.meetings.models import (
    Attendance,
    Capacity,
    ClosedDay,
    How,
    Meeting,
    MeetingState,
)
from app.meetings.workflow import called_off, moves, not_yet_begun
from app.people import services as people
from app.people.events import PersonMerged
from app.people.models import Person, PersonKind

LISTED = "uq_closed_day_on_date"


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
    alone_with(board)
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


def plan_several(
    board: Board,
    *,
    by: Person | None,
    days: Sequence[date],
    at: time | None = None,
    venue: str | None = None,
) -> list[Meeting]:
    """Plan a board's meetings on all of these days, or none of them."""
    if not days:
        raise Refused("Tick the days on which the board is to meet.")
    return [plan_meeting(board, by=by, on=day, at=at, venue=venue) for day in days]


def change_meeting(
    meeting: Meeting,
    *,
    by: Person,
    on: date,
    at: time,
    venue: str,
    version: int,
    is_sure: bool = True,
    reason: str = "",
) -> None:
    """Move a planned meeting, or correct its time and place; moved to so near a day that its
    notice is short of the board's clear days, it needs a reason (s100A(6)(a))."""
    alone_with(meeting.board, meeting)
    if meeting.state != MeetingState.PLANNED:
        raise Refused("Only a planned meeting can be changed.")
    if meeting.version != version:
        raise Conflict(theirs="", yours="", version=meeting.version)
    before = meeting.on_date
    told: dict[str, Any] = {}
    if on != before:
        _can_meet(meeting.board, on, is_sure=is_sure)
        told = _short_notice(meeting.board, on=on, reason=reason.strip())
    meeting.on_date, meeting.starts_at, meeting.venue = on, at, venue.strip()
    meeting.version += 1
    verb = "move-at-short-notice" if told else "change"
    audit.record(by, verb, meeting, before=before.isoformat(), **told)
    if on != before:
        events.announce(MeetingMoved(meeting.id, meeting.board, before, on, by))


def cancel(meeting: Meeting, *, by: Person | None, reason: str) -> None:
    """Call a meeting off, with the reason its page and its notice will give."""
    alone_with(meeting)
    meeting.state_reason = _reason(reason)
    moves.make("cancel", meeting, by=by)
    events.announce(MeetingCalledOff(meeting.id))


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
    alone_with(meeting.board, meeting)
    if to_on < meeting.on_date:
        raise Refused(
            f"A meeting is postponed to a later day; it was to be on {_day(meeting.on_date)}.",
            field="on_date",
        )
    if to_on < clock.today():
        raise Refused("This day is past; a meeting is postponed to a day to come.", field="on_date")
    meeting.state_reason = _reason(reason)
    moves.make("postpone", meeting, by=by)
    events.announce(MeetingCalledOff(meeting.id))
    later = plan_meeting(
        meeting.board,
        by=by,
        on=to_on,
        at=at or meeting.starts_at,
        venue=meeting.venue,
        is_sure=is_sure,
    )
    meeting.postponed_to_id = later.id
    events.announce(MeetingMoved(later.id, meeting.board, meeting.on_date, to_on, by))
    return later


def reinstate(meeting: Meeting, *, by: Person) -> None:
    """Take a cancellation back."""
    alone_with(meeting.board, meeting)
    _can_meet(meeting.board, meeting.on_date, is_sure=True)
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
    _set_times(meeting, started=started, ended=ended, chair=chair)


def set_times(
    meeting: Meeting,
    *,
    by: Person | None,
    started: time | None,
    ended: time | None,
    chair: Person | None,
) -> None:
    """When the meeting began and ended, and who presided."""
    if trouble := not_yet_begun(meeting):
        raise Refused(trouble)
    if _set_times(meeting, started=started, ended=ended, chair=chair):
        audit.record(by, "set-times", meeting, chair=meeting.chair_id)


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
    """Record how one person stood to a meeting; recording again replaces what stood.

    Whoever has a seat comes as a member, even where the page of those in attendance was used.
    """
    _can_be_recorded(meeting, how=how, is_substitute=for_person is not None)
    seat = seat or _seat_of(meeting, person)
    row = _attendance_row(meeting, person=person, name=name)
    before = _recorded(row)
    row.how, row.organisation = how, organisation.strip()
    row.seat_id = seat.id if seat else None
    row.for_person_id = for_person.id if for_person else None
    row.capacity = _capacity(capacity, seat=seat, person=person, for_person=for_person)
    if _recorded(row) != before:
        who = person.id if person else None
        audit.record(by, "record-attendance", meeting, attendee=who, how=how.value)
    if for_person is not None:
        record_attendance(meeting, by=by, how=How.APOLOGIES, person=for_person)
    db.session.flush()
    return row


def record_seats(
    meeting: Meeting, pressed: Sequence[tuple[Seat, How | None]], *, by: Person
) -> None:
    """Record what was pressed for each seat; nothing takes back what was recorded by mistake."""
    known = {row.person_id: row for row in queries.attendance_of(meeting)}
    for seat, how in pressed:
        if how is not None:
            record_attendance(meeting, by=by, how=how, person=seat.person, seat=seat)
        elif seat.person_id in known:
            forget_attendance(known[seat.person_id], by=by)


def forget_attendance(row: Attendance, *, by: Person) -> None:
    """Take back what was recorded by mistake."""
    audit.record(by, "forget-attendance", row.meeting)
    db.session.delete(row)


def expect_everyone(meeting: Meeting, *, by: Person | None) -> None:
    """Complete the attendance list: every seat present of which nothing is recorded."""
    _can_be_recorded(meeting, how=How.PRESENT, is_substitute=False)
    known = {row.person_id for row in queries.attendance_of(meeting)}
    expected = [
        seat
        for seat in queries.voting_seats(meeting)
        if seat.person_id not in known and seat.role not in (SeatRole.SUBSTITUTE, SeatRole.OBSERVER)
    ]
    for seat in expected:
        row = _attendance_row(meeting, person=seat.person, name="")
        row.how, row.seat_id, row.capacity = How.PRESENT, seat.id, Capacity.MEMBER
        db.session.flush()
    if expected:
        audit.record(by, "begin-attendance", meeting)


def follow_merge(merged: PersonMerged) -> None:
    """Where an entry that was merged came or presided, the one that stays did; it came but once."""
    known = select(Attendance.meeting_id).where(Attendance.person_id == merged.kept_id)
    db.session.execute(
        delete(Attendance)
        .where(Attendance.person_id == merged.gone_id, Attendance.meeting_id.in_(known))
        .execution_options(synchronize_session="fetch")
    )
    people.hand_over(merged, Attendance.person_id, Attendance.for_person_id, Meeting.chair_id)


def fill_bank_holidays(*, first_year: int, last_year: int, nation: str) -> int:
    """Store the nation's bank holidays of these years; days already stored are left alone."""
    found = holidays.country_holidays(
        "GB", subdiv=nation, years=range(first_year, last_year + 1), language="en_GB"
    )
    return sum(_close_once(day, name) for day, name in sorted(found.items()))


def _close_once(day: date, name: str) -> bool:
    facts = {"name": name, "is_bank_holiday": True}
    return add_once(ClosedDay, unique=("on_date",), on_date=day, **facts)


def close_on(day: date, *, by: Person, name: str) -> ClosedDay:
    """Add a day on which the offices are shut, such as a one-off bank holiday."""
    closed = ClosedDay(on_date=day, name=name.strip(), is_bank_holiday=False)
    with refused_on_violation(LISTED, "This day is on the list already.", field="on_date"):
        db.session.add(closed)
    audit.record(by, "add", closed)
    return closed


def open_on(closed: ClosedDay, *, by: Person) -> None:
    """Take a day off the list."""
    alone_with(closed)
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


def _short_notice(board: Board, *, on: date, reason: str) -> dict[str, str]:
    """The reason for a day so near that notice of it is short; nothing where it is not."""
    left = queries.clear_days_between(
        clock.today(), on, count=board.notice_count, closed=queries.closed_days()
    )
    if left >= board.notice_days:
        return {}
    if not reason:
        rule = " (section 100A(6)(a))" if board.has_statutory_access else ""
        days = f"{left} clear {'day' if left == 1 else 'days'}"
        raise Refused(
            f"That leaves {days} of notice; this {board.word} gives {board.notice_days}{rule}. "
            "Say why the meeting is moved all the same.",
            field="reason",
        )
    return {"reason": reason}


def _set_times(
    meeting: Meeting, *, started: time | None, ended: time | None, chair: Person | None
) -> bool:
    """Whether anything is said that was not recorded before."""
    before = (meeting.started_at, meeting.ended_at, meeting.chair_id)
    if started and ended and ended < started:
        raise Refused("The meeting cannot end before it began.", field="ended_at")
    meeting.started_at, meeting.ended_at = started, ended
    meeting.chair_id = chair.id if chair else None
    db.session.flush()
    return before != (meeting.started_at, meeting.ended_at, meeting.chair_id)


def _recorded(row: Attendance) -> tuple[object, ...]:
    return row.how, row.capacity, row.seat_id, row.for_person_id, row.organisation


def _capacity(
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


def _seat_of(meeting: Meeting, person: Person | None) -> Seat | None:
    """The seat on which somebody comes as a member; that of a substitute is only held ready."""
    seats = queries.voting_seats(meeting) if person else []
    own = (seat for seat in seats if person and seat.person_id == person.id)
    return next((seat for seat in own if seat.role != SeatRole.SUBSTITUTE), None)
