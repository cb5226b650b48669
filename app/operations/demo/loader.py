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
    offset: int
    """From today: -1 is the last meeting held, 0 the next."""
    on: date
    data: Words | None
    """What the files say of it; None if nothing has happened for it yet."""


@dataclass
class Demo:
    """The demo council while it is loaded."""

    council: Council
    business: dict[str, Words]
    today: date
    closed_days: frozenset[date]
    days: dict[str, dict[int, date]] = field(default_factory=dict)
    cited: dict[str, Cited] = field(default_factory=dict)
    """Minutes by their keys in the files, as they are taken."""

    def demo_meetings(self) -> list[DemoMeeting]:
        """Every meeting of every board, in order of time."""
        found = [
            DemoMeeting(board, offset, on, self.business[board]["meetings"].get(offset))
            for board, days in self.days.items()
            for offset, on in days.items()
        ]
        return sorted(found, key=lambda demo_meeting: (demo_meeting.on, demo_meeting.board))


def is_loaded() -> bool:
    """Whether the database has a council already."""
    return db.session.scalar(select(Board.id).limit(1)) is not None


@by_now()
@while_nobody_waits()
def load(on_progress: Callable[[int, int], None]) -> None:
    """Load the whole demo council into an empty database, in the caller's transaction.

    `on_progress` is called with how many meetings of how many are done.
    """
    today = clock.today()
    meetings.fill_bank_holidays(first_year=today.year - 3, last_year=today.year + 2, nation="ENG")
    council_data = words.council()
    council = settle(council_data, today=today, template_from=today - NEW_TEMPLATE_AGE)
    demo = Demo(council, words.business(), today, meetings_queries.closed_days())
    for key, board in council_data["boards"].items():
        past = -min(demo.business[key]["meetings"])
        demo.days[key] = schedule.meeting_days(
            board["schedule"], today=today, past=past, closed=demo.closed_days
        )
    demo_meetings = demo.demo_meetings()
    planned = [
        _plan(demo, demo_meeting, council_data["boards"][demo_meeting.board])
        for demo_meeting in demo_meetings
    ]
    for done, (demo_meeting, meeting) in enumerate(
        zip(demo_meetings, planned, strict=True), start=1
    ):
        if demo_meeting.data is not None:
            _load_meeting(demo, demo_meeting, demo_meeting.data, meeting)
        on_progress(done, len(demo_meetings))
    queue.due_now()


def _plan(demo: Demo, demo_meeting: DemoMeeting, board_data: Words) -> Meeting:
    """Plan a meeting, at first for another day if the files say that it was put off."""
    board, clerk = demo.council.boards[demo_meeting.board], _clerk(demo, demo_meeting)
    reason = (demo_meeting.data or {}).get("put_off")
    on = demo_meeting.on
    if reason:
        plan = board_data["schedule"]
        on = schedule.day_in(plan["put_off"], plan, today=demo.today, closed=demo.closed_days)
    with clock.stopped(happened(min(on, demo.today) - PLANNED_AHEAD)):
        meeting = meetings.plan_meeting(board, by=clerk, on=on)
    if not reason:
        return meeting
    with clock.stopped(happened(min(on - PUT_OFF_AHEAD, demo.today), 8)):
        return meetings.postpone(
            meeting, by=clerk, reason=reason, to_on=demo_meeting.on, notice_reason=reason
        )


def _load_meeting(demo: Demo, demo_meeting: DemoMeeting, data: Words, meeting: Meeting) -> None:
    """Load what the files say of a meeting: its agenda and reports, and if held its minutes."""
    clerk = _clerk(demo, demo_meeting)
    filler = Filler(demo_meeting.on, demo.days[demo_meeting.board], demo.cited)
    data = filler.fill_all(data, but="minute")
    if "cancelled" in data:
        with clock.stopped(happened(demo_meeting.on - CALLED_OFF_AHEAD, 16)):
            meetings.cancel(meeting, by=clerk, reason=data["cancelled"])
        return
    reports = demo.business[demo_meeting.board]["reports"]
    summons = Summons(
        council=demo.council,
        meeting=meeting,
        clerk=clerk,
        today=demo.today,
        closed=demo.closed_days,
        reports={key: filler.fill_all(report) for key, report in _named(data, reports)},
    )
    items = summons.issue(data)
    if demo_meeting.offset < 0:
        record = DemoMinutes(demo.council, meeting, clerk, demo.today, filler, demo.cited)
        with clock.stopped(happened(demo_meeting.on, 21)):
            _hold(meeting, data, clerk=clerk, chair=record.presiding(data))
        record.take(data, items)
    db.session.flush()
    db.session.expire_all()


def _named(data: Words, reports: dict[str, Words]) -> list[tuple[str, Words]]:
    """The reports that the items of a meeting name."""
    found = []
    for item in data["items"]:
        for one in [item, *item.get("children", [])]:
            if key := one.get("report"):
                found.append((key, reports[key]))
    return found


def _hold(meeting: Meeting, data: Words, *, clerk: Person, chair: Person) -> None:
    started = _time(data.get("started")) or meeting.starts_at
    ended = _time(data.get("ended"))
    if ended is not None and ended < started:
        ended = None
    meetings.hold(meeting, by=clerk, started=started, ended=ended, chair=chair)


def _time(said: str | None) -> time | None:
    with contextlib.suppress(ValueError, AttributeError):
        hour, _, minute = (said or "").partition(":")
        return time(int(hour), int(minute or 0))
    return None


def _clerk(demo: Demo, demo_meeting: DemoMeeting) -> Person:
    """The first of the board's clerks."""
    return demo.council.clerks[demo_meeting.board]
