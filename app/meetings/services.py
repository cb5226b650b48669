"""What the council does about meetings: plan, change, call off, hold, record who came."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, time
from typing import Any

from app.boards.models import Board, Seat
from app.boards.services import usual_time
from app.foundation import audit, clock, events
from app.foundation.constraints import refused_on_violation
from app.foundation.db import db
from app.foundation.errors import Conflict, Refused
from app.foundation.exports.wording import day
from app.foundation.locking import advisory_lock, as_seen, lock_rows
from app.meetings import asking, attending, bank_holidays, listing, queries
from app.meetings.bank_holidays import NATIONS
from app.meetings.doubts import Booking
from app.meetings.events import MeetingCalledOff, MeetingMoved
from app.meetings.listing import AttendanceEntry
from app.meetings.models import (
    Attendance,
    Capacity,
    ClosedDay,
    How,
    Meeting,
    MeetingState,
)
from app.meetings.workflow import moves, not_yet_begun
from app.people.events import PersonMerged
from app.people.models import Person

__all__ = ["NATIONS", "AttendanceEntry"]
LISTED = "uq_closed_day_on_date"


def plan_meeting(
    board: Board,
    *,
    by: Person | None,
    on: date,
    at: time | None = None,
    venue: str | None = None,
    is_extraordinary: bool = False,
    is_annual: bool = False,
    is_sure: bool = True,
) -> Meeting:
    """Plan one meeting; time and venue are the board's usual ones unless given.

    A past day, a weekend or a closed day is refused unless the clerk has said that it is meant;
    so is one on which the board, the room or a member is taken.
    """
    lock_rows(board)
    if is_extraordinary and is_annual:
        raise Refused("An extraordinary meeting is not the annual one.", field="is_annual")
    starts_at = at or usual_time(board)
    room = board.usual_venue if venue is None else venue.strip()
    if not is_sure:
        asking.is_meant(on, queries.clashes(Booking(board, on, starts_at, room)))
    meeting = Meeting(
        board_id=board.id,
        on_date=on,
        starts_at=starts_at,
        venue=room,
        is_extraordinary=is_extraordinary,
        is_annual=is_annual,
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
    return [plan_meeting(board, by=by, on=one, at=at, venue=venue) for one in days]


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
    is_annual: bool | None = None,
) -> None:
    """Move a planned meeting, or correct its time and place. A day so near that notice is shorter
    than the board's clear days needs a reason (s100A(6)(a))."""
    lock_rows(meeting.board, meeting)
    if meeting.state != MeetingState.PLANNED:
        raise Refused("Only a planned meeting can be changed.")
    if attending.is_kept(meeting.id):
        raise Refused("The minutes of this meeting are published: its day, time and place stay.")
    if meeting.version != version:
        raise Conflict(theirs="", yours="", version=meeting.version)
    before = meeting.on_date
    wanted = Booking(meeting.board, on, at, venue.strip(), meeting.id)
    if not is_sure:
        asking.is_meant(on if on != before else None, asking.new_clashes(meeting, wanted))
    is_short = on != before and asking.is_at_short_notice(
        meeting.board, on=on, reason=reason.strip()
    )
    annual = meeting.is_annual if is_annual is None else is_annual
    if annual and meeting.is_extraordinary:
        raise Refused("An extraordinary meeting is not the annual one.", field="is_annual")
    now = (before, meeting.starts_at, meeting.venue, meeting.is_annual)
    if now == (on, at, venue.strip(), annual):
        return
    meeting.is_annual = annual
    meeting.on_date, meeting.starts_at, meeting.venue = on, at, venue.strip()
    meeting.version += 1
    verb = "move-at-short-notice" if is_short else "change"
    told: dict[str, Any] = {"reason": reason.strip()} if reason.strip() else {}
    audit.record(by, verb, meeting, before=before.isoformat(), **told)
    if on != before:
        events.announce(MeetingMoved(meeting.id, meeting.board, before, on, by))


def cancel(meeting: Meeting, *, by: Person | None, reason: str, version: int | None = None) -> None:
    """Call a meeting off, with the reason its page and its notice will give."""
    lock_rows(meeting)
    as_seen(meeting.version, version)
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
    notice_reason: str = "",
    version: int | None = None,
) -> Meeting:
    """Postpone a meeting to a later day, for which a new meeting is planned. A day so near that
    notice is shorter than the board's clear days needs a reason of its own (s100A(6)(a))."""
    lock_rows(meeting.board, meeting)
    as_seen(meeting.version, version)
    if to_on < meeting.on_date:
        was = day(meeting.on_date)
        raise Refused(
            f"A meeting is postponed to a later day; it was to be on {was}.", field="on_date"
        )
    if to_on < clock.today():
        raise Refused("This day is past; a meeting is postponed to a day to come.", field="on_date")
    meeting.state_reason = _reason(reason)
    why = notice_reason.strip()
    is_short = asking.is_at_short_notice(meeting.board, on=to_on, reason=why, field="notice_reason")
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
    if is_short:
        audit.record(by, "move-at-short-notice", later, reason=why)
    events.announce(MeetingMoved(later.id, meeting.board, meeting.on_date, to_on, by))
    return later


def reinstate(
    meeting: Meeting, *, by: Person, version: int | None = None, is_sure: bool = True
) -> None:
    """Take a cancellation back; asked about if board, room or a member is taken meanwhile."""
    lock_rows(meeting.board, meeting)
    as_seen(meeting.version, version)
    if not is_sure:
        asking.is_meant(None, queries.clashes(asking.booking_of(meeting)))
    moves.make("reinstate", meeting, by=by)
    meeting.state_reason = ""


def hold(
    meeting: Meeting,
    *,
    by: Person | None,
    started: time | None = None,
    ended: time | None = None,
    chair: Person | None = None,
    version: int | None = None,
) -> None:
    """Record that a meeting took place, when it began and ended and who presided."""
    lock_rows(meeting)
    as_seen(meeting.version, version)
    moves.make("hold", meeting, by=by)
    attending.set_times(meeting, started=started, ended=ended, chair=chair)


def set_times(
    meeting: Meeting,
    *,
    by: Person | None,
    started: time | None,
    ended: time | None,
    chair: Person | None,
    version: int | None = None,
    reason: str = "",
) -> None:
    """When the meeting began and ended, and who presided."""
    lock_rows(meeting)
    if trouble := not_yet_begun(meeting):
        raise Refused(trouble)
    wanted = (started, ended, chair.id if chair else None)
    if (meeting.started_at, meeting.ended_at, meeting.chair_id) == wanted:
        return
    if version not in (None, meeting.times_version):
        raise Conflict(theirs="", yours="", version=meeting.times_version)
    with attending.record_of(meeting, by=by, reason=reason):
        attending.set_times(meeting, started=started, ended=ended, chair=chair)
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
    version: int | None = None,
    reason: str = "",
) -> Attendance:
    """Record the attendance of one person, in the place of what was recorded before.

    Whoever has a seat is recorded as a member, whichever form was used.
    """
    lock_rows(meeting)
    attending.can_be_recorded(meeting, how=how, is_substitute=for_person is not None)
    with listing.writing(meeting, by=by, reason=reason) as listed:
        if version is not None:
            listed.not_recorded_since(person, version=version)
        came = AttendanceEntry(how, person, name, organisation, seat, capacity, for_person)
        row = listed.record(came)
        if for_person is not None:
            listed.record(AttendanceEntry(How.APOLOGIES, for_person))
    return row


def record_list(meeting: Meeting, came: Iterable[AttendanceEntry], *, by: Person | None) -> None:
    """Record a whole list, as printed in minutes; people are looked up while it is read."""
    lock_rows(meeting)
    with listing.writing(meeting, by=by) as listed:
        for one in came:
            attending.can_be_recorded(meeting, how=one.how, is_substitute=False)
            listed.record(one)


def record_seats(
    meeting: Meeting,
    pressed: Sequence[tuple[Seat, How | None]],
    *,
    by: Person,
    before: Mapping[int, How | None] | None = None,
    reason: str = "",
) -> None:
    """Record what was pressed for each seat; None takes a mistaken entry back.

    `before` is what each seat showed when the page was opened, so that what somebody else has
    recorded of the same member since is not overwritten unseen.
    """
    if not pressed:
        return
    lock_rows(meeting)
    for _, how in pressed:
        attending.can_be_recorded(meeting, how=how or How.APOLOGIES, is_substitute=False)
    with listing.writing(meeting, by=by, reason=reason) as listed:
        known = {seat.id: listed.row_of(seat.person) for seat, _ in pressed}
        for seat, how in pressed:
            row = known[seat.id]
            now = row.how if row else None
            if before is not None and now not in (before.get(seat.id), how):
                raise Conflict(theirs=str(now), yours=str(how), version=meeting.attendance_version)
        for seat, how in pressed:
            if how is not None:
                listed.record(AttendanceEntry(how, seat.person, seat=seat))
            elif (row := known[seat.id]) is not None:
                listed.forget(row)


def forget_attendance(
    row: Attendance, *, by: Person, reason: str = "", attendance_version: int | None = None
) -> None:
    """Remove a mistaken entry from the attendance that the page showed."""
    lock_rows(row.meeting, row)
    as_seen(row.meeting.attendance_version, attendance_version)
    with listing.writing(row.meeting, by=by, reason=reason) as listed:
        listed.forget(row)


def put_rest_present(meeting: Meeting, *, by: Person | None) -> None:
    """Record everybody as present of whose seat nothing is recorded, because somebody says so."""
    lock_rows(meeting)
    attending.can_be_recorded(meeting, how=How.PRESENT, is_substitute=False)
    expected = queries.unrecorded_seats(
        queries.attendance_of(meeting), queries.voting_seats(meeting)
    )
    if not expected:
        return
    with listing.writing(meeting, by=by) as listed:
        for seat in expected:
            row = listed.row_for(seat.person)
            row.how, row.seat_id, row.capacity = How.PRESENT, seat.id, Capacity.MEMBER
        meeting.attendance_version += 1
        audit.record(by, "begin-attendance", meeting)


def check_attendance(
    meeting: Meeting, *, by: Person, attendance_version: int | None = None
) -> None:
    """Record that somebody has read the attendance as it stands and says that it is right."""
    lock_rows(meeting)
    as_seen(meeting.attendance_version, attendance_version)
    attending.check(meeting, by=by)


def follow_merge(merged: PersonMerged) -> None:
    """Give the attendance and chairs of a merged entry to the one that stays."""
    attending.follow_merge(merged)


def fill_bank_holidays(*, first_year: int, last_year: int, nation: str) -> int:
    """Store the nation's bank holidays of these years; days already stored are left alone."""
    return bank_holidays.fill(bank_holidays.of_nation(nation, range(first_year, last_year + 1)))


def renew_bank_holidays() -> int:
    """Fill in the bank holidays of the council's nation as far ahead as meetings are planned, in
    the place of those of another nation; returns how many were added."""
    advisory_lock(bank_holidays.JOB)
    return bank_holidays.renew(bank_holidays.wanted_now())


def close_on(day: date, *, by: Person, name: str) -> ClosedDay:
    """Add a day on which the offices are shut, such as a one-off bank holiday."""
    closed = ClosedDay(on_date=day, name=name.strip(), is_bank_holiday=False)
    with refused_on_violation(LISTED, "This day is on the list already.", field="on_date"):
        db.session.add(closed)
    audit.record(by, "add", closed)
    return closed


def open_on(closed: ClosedDay, *, by: Person) -> None:
    """Take a day off the list; of a bank holiday it is kept that the offices are open on it."""
    lock_rows(closed)
    if closed.is_worked:
        return
    audit.record(by, "remove", closed, day=closed.on_date.isoformat())
    if closed.is_bank_holiday:
        closed.is_worked = True
    else:
        db.session.delete(closed)


def close_again(closed: ClosedDay, *, by: Person) -> None:
    """Put a bank holiday back on the list, on which the offices are shut after all."""
    lock_rows(closed)
    if closed.is_worked:
        closed.is_worked = False
        audit.record(by, "add", closed)


def _reason(reason: str) -> str:
    if not reason.strip():
        raise Refused("Give the reason; it is shown on the meeting's page.", field="reason")
    return reason.strip()
