"""Finding meetings, attendance, closed days, and the dates the law counts back from a meeting."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import Integer, Select, bindparam, case, func, literal, or_, select, tuple_
from sqlalchemy.orm import joinedload

from app.boards.events import AnnualMeetingAsked
from app.boards.models import Board, BoardKind, Seat, SeatRole
from app.boards.queries import seats_of
from app.foundation import audit, clock
from app.foundation.db import db
from app.foundation.permissions import Scope
from app.foundation.questions import ask
from app.meetings.clear_days import (
    Deadlines,
    clear_days_between,
    counted_from,
    day_of_issue,
    deadlines_of,
    is_working,
    latest_issue,
    working_days_before,
)
from app.meetings.doubts import Booking, clashes
from app.meetings.doubts import about_day as doubts_about
from app.meetings.events import MeetingProgress, PapersAsked
from app.meetings.models import (
    HOUR_NOT_KNOWN,
    TAKING_PLACE,
    Attendance,
    ClosedDay,
    How,
    Meeting,
    MeetingState,
)
from app.meetings.quorum import Quorum, quorum_at, quorum_of, unrecorded_seats
from app.people.models import Person

__all__ = [
    "Booking",
    "Deadlines",
    "Quorum",
    "clashes",
    "clear_days_between",
    "counted_from",
    "day_of_issue",
    "deadlines_of",
    "doubts_about",
    "is_working",
    "latest_issue",
    "quorum_at",
    "quorum_of",
    "unrecorded_seats",
    "working_days_before",
]
NOTICE_AHEAD = timedelta(days=45)
"""How far beyond a month to look for meetings whose last day to publish falls in it."""


def closed_days() -> frozenset[date]:
    """Every day on which the council's offices are shut, weekends apart."""
    return frozenset(db.session.scalars(select(ClosedDay.on_date).where(_SHUT)))


_SHUT = ClosedDay.is_worked.is_(False)


@dataclass(frozen=True)
class ClosedCalendar:
    """The closed days with their names, and the years whose bank holidays are known."""

    names: dict[date, str]
    filled: frozenset[int]

    @property
    def days(self) -> frozenset[date]:
        """The days alone."""
        return frozenset(self.names)

    def unfilled(self, days: Iterable[date]) -> list[int]:
        """The years of these days of which no bank holiday is stored, so that what is counted over
        them may be too late."""
        return sorted({day.year for day in days} - self.filled)


def closed_calendar() -> ClosedCalendar:
    """Every closed day with its name, in one query."""
    facts = (ClosedDay.on_date, ClosedDay.name, ClosedDay.is_bank_holiday, ClosedDay.is_worked)
    rows = db.session.execute(select(*facts)).all()
    return ClosedCalendar(
        names={day: name for day, name, _, is_worked in rows if not is_worked},
        filled=frozenset(day.year for day, _, is_bank_holiday, _ in rows if is_bank_holiday),
    )


def closed_days_from(day: date) -> list[ClosedDay]:
    """The closed days from a day on, and the bank holidays on which the offices are open."""
    chosen = select(ClosedDay).where(ClosedDay.on_date >= day).order_by(ClosedDay.on_date)
    return list(db.session.scalars(chosen))


@dataclass(frozen=True)
class ProposedDay:
    """A day on which a board might meet, with what speaks against it."""

    day: date
    doubts: list[str]
    """That it is a weekend, a closed day or past, in words that follow the day."""
    clashes: list[str]
    """What else is on, as sentences."""


def proposed_days(
    board: Board, *, first: date, weeks: int, count: int, at: time, venue: str
) -> list[ProposedDay]:
    """The days every so many weeks, each with what speaks against a meeting on it."""
    days = [first + timedelta(weeks=weeks * number) for number in range(count)]
    return [
        ProposedDay(day, doubts_about(day), clashes(Booking(board, day, at, venue))) for day in days
    ]


def listed(
    *,
    board_ids: Iterable[int] | None = None,
    from_on: date | None = None,
    to_on: date | None = None,
    newest_first: bool = False,
) -> Select[Meeting]:
    """Meetings in order of time, with their boards."""
    chosen = select(Meeting).options(joinedload(Meeting.board))
    if board_ids is not None:
        chosen = chosen.where(Meeting.board_id.in_(list(board_ids)))
    if from_on is not None:
        chosen = chosen.where(Meeting.on_date >= from_on)
    if to_on is not None:
        chosen = chosen.where(Meeting.on_date <= to_on)
    if newest_first:
        return chosen.order_by(Meeting.on_date.desc(), Meeting.starts_at.desc(), Meeting.id.desc())
    return chosen.order_by(Meeting.on_date, Meeting.starts_at, Meeting.id)


def next_after(meeting: Meeting) -> Meeting | None:
    """The board's next meeting that has not been called off."""
    return _neighbour(meeting, later=True)


def last_before(meeting: Meeting) -> Meeting | None:
    """The board's meeting before this one that was not called off."""
    return _neighbour(meeting, later=False)


@dataclass(frozen=True)
class YearsMet:
    """In which years a board met, and how often, as far as is known."""

    first: int
    last: int
    count: int


def years_met() -> dict[int, YearsMet]:
    """In which years each board met, in one query."""
    first, last, count = func.min(Meeting.on_date), func.max(Meeting.on_date), func.count()
    held = select(Meeting.board_id, first, last, count).where(Meeting.state == MeetingState.HELD)
    rows = db.session.execute(held.group_by(Meeting.board_id))
    return {board_id: YearsMet(one.year, two.year, often) for board_id, one, two, often in rows}


def meeting_of(board: Board, *, on: date, at: time | None = None) -> Meeting | None:
    """The board's meeting on a day; of several the one nearest to the hour.

    One whose hour is known to be another is another meeting: a board may meet twice a day.
    """
    chosen = select(Meeting).where(Meeting.board_id == board.id, Meeting.on_date == on)
    found = sorted(
        db.session.scalars(chosen),
        key=lambda one: (one.state not in TAKING_PLACE, _apart(one, at), one.starts_at, one.id),
    )
    return next((one for one in found if _apart(one, at) <= SAME_HOUR), None)


SAME_HOUR = timedelta(hours=1)
"""How far the hours of one meeting may differ between two papers."""


def _apart(meeting: Meeting, at: time | None) -> timedelta:
    if at is None or HOUR_NOT_KNOWN in (at, meeting.starts_at):
        return timedelta(0)
    return abs(
        datetime.combine(meeting.on_date, at) - datetime.combine(meeting.on_date, meeting.starts_at)
    )


def hour_to_tell_apart(meeting: Meeting) -> time | None:
    """When it begins, if the board has another meeting on this day; else None."""
    chosen = select(Meeting.id).where(
        Meeting.board_id == meeting.board_id,
        Meeting.on_date == meeting.on_date,
        Meeting.id != meeting.id,
    )
    return None if db.session.scalar(chosen.limit(1)) is None else meeting.starts_at


def convened_on(meeting: Meeting) -> date | None:
    """The day on which the meeting was called for its present day (s100A(6)(a)); None if no
    record says so, as of past papers."""
    day = meeting.on_date.isoformat()
    for line in db.session.scalars(audit.history_of(meeting)):
        if line.tag == f"{Meeting.KIND}:plan" or line.facts.get("before", day) != day:
            return line.at.astimezone(clock.LONDON).date()
    return None


def annual_meeting(asked: AnnualMeetingAsked) -> date | None:
    """The day of a year's annual meeting: the board's own, else that of the full council."""
    own = Meeting.board_id == asked.board_id
    chosen = (
        select(Meeting.on_date)
        .join(Meeting.board)
        .where(
            Meeting.is_annual,
            Meeting.state.in_(TAKING_PLACE),
            Meeting.on_date.between(date(asked.year, 1, 1), date(asked.year, 12, 31)),
            or_(own, Board.kind == BoardKind.COUNCIL),
        )
        .order_by(case((own, 0), else_=1), Meeting.on_date)
    )
    return db.session.scalar(chosen.limit(1))


def is_over(meeting: Meeting) -> bool:
    """Whether it was held or called off, or its day is past: no more papers are expected."""
    return meeting.state != MeetingState.PLANNED or meeting.on_date < clock.today()


def may_agree_minutes(meeting: Meeting) -> bool:
    """Whether minutes can be agreed at this meeting: at the next suitable one (1972 Act, Schedule
    12, paragraph 41), which an extraordinary one is not (SI 1993/202). A partnership is under
    neither."""
    return not (meeting.is_extraordinary and meeting.board.has_statutory_access)


def meets_on(board: Board, day: date) -> bool:
    """Whether the board has a meeting on this day that has not been called off."""
    chosen = select(Meeting.id).where(
        Meeting.board_id == board.id, Meeting.on_date == day, Meeting.state.in_(TAKING_PLACE)
    )
    return db.session.scalar(chosen.limit(1)) is not None


def put_off_to(meeting: Meeting) -> Meeting | None:
    """The meeting that was postponed and is held on this day instead."""
    return db.session.scalar(select(Meeting).where(Meeting.postponed_to_id == meeting.id).limit(1))


def attendance_of(meeting: Meeting) -> list[Attendance]:
    """Who came, who sent apologies and who did not, in the order of the record."""
    return list(db.session.scalars(_ATTENDANCE, {"meeting_id": meeting.id}))


_ATTENDANCE = (
    select(Attendance)
    .where(Attendance.meeting_id == bindparam("meeting_id", type_=Integer))
    .options(joinedload(Attendance.person), joinedload(Attendance.for_person))
    .order_by(Attendance.position, Attendance.id)
)


def voting_seats(meeting: Meeting) -> list[Seat]:
    """The seats of the board on the day of the meeting."""
    return seats_of(meeting.board, on=meeting.on_date)


def likely_chair(meeting: Meeting) -> Person | None:
    """Who will have presided: the chair, or the vice-chair if the chair did not come."""
    away = {
        row.person_id for row in attendance_of(meeting) if row.how in (How.APOLOGIES, How.ABSENT)
    }
    here = [seat for seat in voting_seats(meeting) if seat.person_id not in away]
    offices = (SeatRole.CHAIR, SeatRole.VICE_CHAIR)
    return next((seat.person for role in offices for seat in here if seat.role == role), None)


def _neighbour(meeting: Meeting, *, later: bool) -> Meeting | None:
    when = (Meeting.on_date, Meeting.starts_at, Meeting.id)
    this = tuple_(*map(literal, (meeting.on_date, meeting.starts_at, meeting.id)))
    chosen = select(Meeting).where(
        Meeting.board_id == meeting.board_id,
        Meeting.state.in_(TAKING_PLACE),
        tuple_(*when) > this if later else tuple_(*when) < this,
    )
    in_order = when if later else [column.desc() for column in when]
    return db.session.scalar(chosen.order_by(*in_order).limit(1))


@dataclass(frozen=True)
class Event:
    """What a day of the calendar shows."""

    label: str
    kind: str
    """meeting, deadline, holiday, or off for what was cancelled or postponed."""
    meeting_id: int | None = None
    at: time | None = None
    """When a meeting begins; midnight where past papers do not say."""


def papers_of(listed: Iterable[Meeting], scope: Scope) -> dict[int, MeetingProgress]:
    """How far the papers of each of these meetings are, as all modules above say together."""
    papers = {meeting.id: MeetingProgress() for meeting in listed}
    for known in ask(PapersAsked(tuple(papers), scope)):
        papers |= {meeting_id: papers[meeting_id] | one for meeting_id, one in known.items()}
    return papers


def month_of(
    first: date, *, scope: Scope, shut: ClosedCalendar, board_ids: Iterable[int] | None = None
) -> dict[date, list[Event]]:
    """What happens in a month: meetings, the last days to publish what is not out yet, and closed
    days."""
    after = next_month(first)
    chosen = listed(board_ids=board_ids, from_on=first, to_on=after + NOTICE_AHEAD)
    found = db.session.scalars(chosen).all()
    issued = {key for key, papers in papers_of(found, scope).items() if papers.issued_on}
    return events_between(first, after, found, closed=shut.names, issued=issued)


def next_month(first: date) -> date:
    """The first day of the month after."""
    return (first + timedelta(days=31)).replace(day=1)


def events_between(
    first: date,
    after: date,
    meetings: Iterable[Meeting],
    *,
    closed: Mapping[date, str],
    issued: Collection[int] = (),
) -> dict[date, list[Event]]:
    """The events from one day up to, but without, another, with the last days to publish of later
    meetings whose agendas are not issued."""
    events: dict[date, list[Event]] = {}
    for day, name in closed.items():
        if first <= day < after:
            events.setdefault(day, []).append(Event(name, "holiday"))
    closed_set = frozenset(closed)
    for meeting in meetings:
        for day, event in _events_of(meeting, closed_set, is_issued=meeting.id in issued):
            if first <= day < after:
                events.setdefault(day, []).append(event)
    return events


def _events_of(
    meeting: Meeting, closed: frozenset[date], *, is_issued: bool
) -> list[tuple[date, Event]]:
    name = meeting.board.name
    if meeting.state not in TAKING_PLACE:
        said = f"{name} ({meeting.state.value})"
        return [(meeting.on_date, Event(said, "off", meeting.id, meeting.starts_at))]
    found = [(meeting.on_date, Event(name, "meeting", meeting.id, meeting.starts_at))]
    if meeting.board.notice_days and not is_issued and not is_over(meeting):
        publish_by = deadlines_of(meeting, closed=closed).publish_by
        found.append((publish_by, Event(f"Publish {name}", "deadline", meeting.id)))
    return found
