"""What speaks against a meeting on a day, at an hour, in a room; the law forbids none of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import aliased, joinedload

from app.boards.models import Board, Seat, SeatRole
from app.boards.queries import lasts
from app.foundation import clock
from app.foundation.db import db
from app.foundation.exports.wording import time_of_day, together
from app.meetings.clear_days import SATURDAY
from app.meetings.models import HOUR_NOT_KNOWN, TAKING_PLACE, ClosedDay, Meeting
from app.people.models import Person

LASTS = timedelta(hours=2)
"""How long a meeting is taken to last, to tell whether two are at the same hour."""
MOST_NAMES = 4


@dataclass(frozen=True)
class Booking:
    """When and where a board would meet."""

    board: Board
    on: date
    at: time
    venue: str
    meeting_id: int | None = None
    """The meeting itself, if it is planned already."""


def about_day(day: date) -> list[str]:
    """Why a day is an unlikely one, in words that follow it: "is a Saturday"."""
    found = ["is in the past"] if day < clock.today() else []
    named = select(ClosedDay.name).where(ClosedDay.on_date == day, ClosedDay.is_worked.is_(False))
    name = db.session.scalar(named)
    if name is not None:
        found.append(f"is a closed day ({name})")
    elif day.weekday() >= SATURDAY:
        found.append(f"is a {day:%A}")
    return found


def clashes(planned: Booking) -> list[str]:
    """What else is on that day: another meeting of the board, and at an overlapping hour whoever
    has the room, and the members who sit on both boards; each as a sentence."""
    others = _others_on(planned)
    beside = [one for one in others if _overlap(one, planned)]
    return [
        *(_meets_already(one) for one in others if one.board_id == planned.board.id),
        *(_room(one) for one in beside if _is_same_room(one.venue, planned.venue)),
        *_members(planned, [one for one in beside if one.board_id != planned.board.id]),
    ]


def _others_on(planned: Booking) -> list[Meeting]:
    chosen = (
        select(Meeting)
        .where(Meeting.on_date == planned.on, Meeting.state.in_(TAKING_PLACE))
        .options(joinedload(Meeting.board))
        .order_by(Meeting.starts_at, Meeting.id)
    )
    return [one for one in db.session.scalars(chosen) if one.id != planned.meeting_id]


def _overlap(other: Meeting, planned: Booking) -> bool:
    if HOUR_NOT_KNOWN in (other.starts_at, planned.at):
        return False
    apart = datetime.combine(planned.on, planned.at) - datetime.combine(planned.on, other.starts_at)
    return abs(apart) < LASTS


def _is_same_room(one: str, other: str) -> bool:
    plain, wanted = (" ".join(room.casefold().replace(",", " ").split()) for room in (one, other))
    return bool(plain) and plain == wanted


def _meets_already(other: Meeting) -> str:
    return f"{other.board.name} meets on this day already{_at(other)}."


def _room(other: Meeting) -> str:
    return f"{other.venue} is taken by {other.board.name}{_at(other)}."


def _at(other: Meeting) -> str:
    return "" if other.starts_at == HOUR_NOT_KNOWN else f", at {time_of_day(other.starts_at)}"


def _members(planned: Booking, beside: Sequence[Meeting]) -> Iterator[str]:
    """Who sits on the board and on each of those that meet meanwhile."""
    if not beside:
        return
    here, there = aliased(Seat), aliased(Seat)
    aside = (SeatRole.SUBSTITUTE, SeatRole.OBSERVER)
    chosen = (
        select(there.board_id, Person)
        .select_from(here)
        .join(there, there.person_id == here.person_id)
        .join(Person, Person.id == here.person_id)
        .where(
            here.board_id == planned.board.id,
            there.board_id.in_([one.board_id for one in beside]),
            lasts(here, planned.on),
            lasts(there, planned.on),
            here.role.not_in(aside),
            there.role.not_in(aside),
        )
        .order_by(Person.sort_name, Person.id)
    )
    on_both: dict[int, list[str]] = {}
    for board_id, person in db.session.execute(chosen):
        on_both.setdefault(board_id, []).append(person.full_name)
    for one in beside:
        if names := on_both.get(one.board_id):
            verb = "sits" if len(names) == 1 else "sit"
            when = time_of_day(one.starts_at)
            yield f"{_listed(names)} {verb} on {one.board.name} too, which meets at {when}."


def _listed(names: list[str]) -> str:
    """Names in a sentence; of many the first few, and how many more."""
    if len(names) > MOST_NAMES:
        return f"{', '.join(names[:MOST_NAMES])} and {len(names) - MOST_NAMES} others"
    return together(names)
