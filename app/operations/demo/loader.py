"""Loads the demo council, meeting by meeting, through the same services as the pages."""

import contextlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, time, timedelta

from sqlalchemy import select

from app.boards.models import Board
from app.foundation import clock
from app.foundation.db import db
from app.foundation.jobs import queue
from app.foundation.transactions import while_nobody_waits
from app.meetings import queries as meetings_queries
from app.meetings import services as meetings
from app.meetings.models import Meeting
from app.operations.demo import schedule, words
from app.operations.demo.happened import by_now, happened
from app.operations.demo.record import DemoMinutes
from app.operations.demo.settle import Council, settle
from app.operations.demo.summons import Summons
from app.operations.demo.words import Cited, Filler, Words
from app.people.models import Person

NEW_TEMPLATE_AGE = timedelta(weeks=32)
"""How long ago today's form of the policy-board report replaced the older one."""


PLANNED_AHEAD = timedelta(weeks=30)
CALLED_OFF_AHEAD = timedelta(days=8)
PUT_OFF_AHEAD = timedelta(days=16)


@dataclass(frozen=True)
class DemoMeeting:
    """One meeting of one board, with its place in the sequence and its data from the files."""

    board: str
    place: int
    on: date
    told: Words | None


@dataclass
class Demo:
    """The demo council while it is loaded."""

    council: Council
    business: dict[str, Words]
    today: date
    closed: frozenset[date]
    days: dict[str, dict[int, date]] = field(default_factory=dict)
    cited: dict[str, Cited] = field(default_factory=dict)
    """Minutes by their keys in the files, as they are taken."""

    def sittings(self) -> list[DemoMeeting]:
        """Every meeting of every board, in order of time."""
        found = [
            DemoMeeting(board, place, on, self.business[board]["meetings"].get(place))
            for board, days in self.days.items()
            for place, on in days.items()
        ]
        return sorted(found, key=lambda sitting: (sitting.on, sitting.board))


def is_loaded() -> bool:
    """Whether the database has a council already."""
    return db.session.scalar(select(Board.id).limit(1)) is not None


@by_now()
@while_nobody_waits()
def load(tell: Callable[[int, int], None]) -> None:
    """Load the whole demo council; `tell` is called with how many meetings of how many are done."""
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
    planned = [_plan(demo, sitting, told["boards"][sitting.board]) for sitting in sittings]
    for done, (sitting, meeting) in enumerate(zip(sittings, planned, strict=True), start=1):
        if sitting.told is not None:
            _bring_in(demo, sitting, sitting.told, meeting)
        tell(done, len(sittings))
    queue.due_now()


def _plan(demo: Demo, sitting: DemoMeeting, told: Words) -> Meeting:
    """Plan a meeting, at first for another day if the files say that it was put off."""
    board, clerk = demo.council.boards[sitting.board], _clerk(demo, sitting)
    reason = (sitting.told or {}).get("put_off")
    on = sitting.on
    if reason:
        plan = told["schedule"]
        on = schedule.day_in(plan["put_off"], plan, today=demo.today, closed=demo.closed)
    with clock.stopped(happened(min(on, demo.today) - PLANNED_AHEAD)):
        meeting = meetings.plan_meeting(board, by=clerk, on=on)
    if not reason:
        return meeting
    with clock.stopped(happened(min(on - PUT_OFF_AHEAD, demo.today), 8)):
        return meetings.postpone(meeting, by=clerk, reason=reason, to_on=sitting.on)


def _bring_in(demo: Demo, sitting: DemoMeeting, told: Words, meeting: Meeting) -> None:
    clerk = _clerk(demo, sitting)
    filler = Filler(sitting.on, demo.days[sitting.board], demo.cited)
    told = filler.fill_all(told, but="minute")
    if "cancelled" in told:
        with clock.stopped(happened(sitting.on - CALLED_OFF_AHEAD, 16)):
            meetings.cancel(meeting, by=clerk, reason=told["cancelled"])
        return
    reports = demo.business[sitting.board]["reports"]
    summons = Summons(
        council=demo.council,
        meeting=meeting,
        clerk=clerk,
        today=demo.today,
        closed=demo.closed,
        reports={key: filler.fill_all(report) for key, report in _named(told, reports)},
    )
    items = summons.issue(told)
    if sitting.place < 0:
        record = DemoMinutes(demo.council, meeting, clerk, demo.today, filler, demo.cited)
        with clock.stopped(happened(sitting.on, 21)):
            _hold(meeting, told, clerk=clerk, chair=record.presiding(told))
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


def _hold(meeting: Meeting, told: Words, *, clerk: Person, chair: Person) -> None:
    started = _time(told.get("started")) or meeting.starts_at
    ended = _time(told.get("ended"))
    if ended is not None and ended < started:
        ended = None
    meetings.hold(meeting, by=clerk, started=started, ended=ended, chair=chair)


def _time(said: str | None) -> time | None:
    with contextlib.suppress(ValueError, AttributeError):
        hour, _, minute = (said or "").partition(":")
        return time(int(hour), int(minute or 0))
    return None


def _clerk(demo: Demo, sitting: DemoMeeting) -> Person:
    """The first of the board's clerks."""
    return demo.council.clerks[sitting.board]
