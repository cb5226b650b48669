"""Bringing the demo council in, meeting by meeting, through the same services as the pages."""

import contextlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, time, timedelta

from sqlalchemy import select

from app.boards.models import Board
from app.foundation import clock
from app.foundation.db import db
from app.meetings import queries as meetings_queries
from app.meetings import services as meetings
from app.meetings.models import Meeting
from app.operations.demo import schedule, words
from app.operations.demo.record import Record
from app.operations.demo.settle import Council, settle
from app.operations.demo.summons import Summons
from app.operations.demo.words import Filler, Words
from app.people.models import Person

NEW_TEMPLATE_AGE = timedelta(weeks=32)
"""How long ago today's form of the policy-board report replaced the older one."""


PLANNED_AHEAD = timedelta(weeks=30)
CALLED_OFF_AHEAD = timedelta(days=8)


@dataclass(frozen=True)
class Sitting:
    """One meeting of one board, with its place among them and what the files tell of it."""

    board: str
    place: int
    on: date
    told: Words | None


@dataclass
class Demo:
    """The demo council while it is being brought in."""

    council: Council
    business: dict[str, Words]
    today: date
    closed: frozenset[date]
    days: dict[str, dict[int, date]] = field(default_factory=dict)
    printed: dict[str, str] = field(default_factory=dict)
    """Keys of minutes to their printed numbers, as they are taken."""

    def sittings(self) -> list[Sitting]:
        """Every meeting of every board, in order of time."""
        found = [
            Sitting(board, place, on, self.business[board]["meetings"].get(place))
            for board, days in self.days.items()
            for place, on in days.items()
        ]
        return sorted(found, key=lambda sitting: (sitting.on, sitting.board))

    def filler(self, sitting: Sitting) -> Filler:
        """What fills the placeholders of one meeting's words."""
        days = sorted(self.days[sitting.board].values())
        here = days.index(sitting.on)
        return Filler(
            on=sitting.on,
            last=days[here - 1] if here else None,
            next=days[here + 1] if here + 1 < len(days) else None,
            minutes=self.printed,
        )


def is_loaded() -> bool:
    """Whether a council stands in the database already."""
    return db.session.scalar(select(Board.id).limit(1)) is not None


def load(tell: Callable[[int, int], None]) -> None:
    """Bring the whole demo council in; `tell` hears how many meetings of how many are done."""
    today = clock.today()
    meetings.fill_bank_holidays(first_year=today.year - 3, last_year=today.year + 2, nation="ENG")
    told = words.council()
    council = settle(told, today=today, template_from=today - NEW_TEMPLATE_AGE)
    demo = Demo(council, words.business(), today, meetings_queries.closed_days())
    for key, board in told["boards"].items():
        past = -min(demo.business[key]["meetings"])
        demo.days[key] = schedule.meeting_days(
            board["schedule"], today=today, past=past, closed=demo.closed
        )
    sittings = demo.sittings()
    for done, sitting in enumerate(sittings, start=1):
        _bring_in(demo, sitting)
        tell(done, len(sittings))


def _bring_in(demo: Demo, sitting: Sitting) -> None:
    board = demo.council.boards[sitting.board]
    with clock.stopped(clock.moment(min(sitting.on, demo.today) - PLANNED_AHEAD)):
        meeting = meetings.plan_meeting(board, by=_clerk(demo, sitting), on=sitting.on)
    told = sitting.told
    if told is None:
        return
    filler = demo.filler(sitting)
    told = filler.fill_all(told, but="minute")
    if "cancelled" in told:
        with clock.stopped(clock.moment(sitting.on - CALLED_OFF_AHEAD, 16)):
            meetings.cancel(meeting, by=_clerk(demo, sitting), reason=told["cancelled"])
        return
    reports = demo.business[sitting.board]["reports"]
    summons = Summons(
        council=demo.council,
        meeting=meeting,
        clerk=_clerk(demo, sitting),
        today=demo.today,
        closed=demo.closed,
        reports={key: filler.fill_all(report) for key, report in _named(told, reports)},
    )
    items = summons.issue(told["items"])
    if sitting.place < 0:
        with clock.stopped(clock.moment(sitting.on, 21)):
            _hold(meeting, told, clerk=summons.clerk)
        record = Record(demo.council, meeting, summons.clerk, demo.today, filler, demo.printed)
        record.take(told, items)
    db.session.flush()
    db.session.expire_all()


def _named(told: Words, reports: dict[str, Words]) -> list[tuple[str, Words]]:
    """The reports that the items of a meeting name."""
    found = []
    for item in told["items"]:
        for one in [item, *item.get("children", [])]:
            if key := one.get("report"):
                found.append((key, reports[key]))
    return found


def _hold(meeting: Meeting, told: Words, *, clerk: Person) -> None:
    started = _time(told.get("started")) or meeting.starts_at
    ended = _time(told.get("ended"))
    if ended is not None and ended < started:
        ended = None
    meetings.hold(meeting, by=clerk, started=started, ended=ended)


def _time(said: str | None) -> time | None:
    with contextlib.suppress(ValueError, AttributeError):
        hour, _, minute = (said or "").partition(":")
        return time(int(hour), int(minute or 0))
    return None


def _clerk(demo: Demo, sitting: Sitting) -> Person:
    """The first of the board's clerks."""
    return demo.council.clerks[sitting.board]
