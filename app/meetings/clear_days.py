"""The law of clear days: when papers count as issued, and the dates counted back from a meeting."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from flask import current_app

from app.boards.models import DayCount
from app.foundation import clock
from app.meetings.models import Meeting

SATURDAY = 5
DAY = timedelta(days=1)


def is_working(day: date, *, closed: frozenset[date]) -> bool:
    """Whether it is neither a weekend nor a bank holiday nor another closed day."""
    return day.weekday() < SATURDAY and day not in closed


def day_of_issue(at: datetime) -> date:
    """The day of issue in law: after the office closes it is the next day."""
    local = at.astimezone(clock.LONDON)
    closing = time.fromisoformat(current_app.config["CLOSING_TIME"])
    return local.date() + DAY if local.time() > closing else local.date()


def counted_from(issued_on: date, *, count: DayCount, closed: frozenset[date]) -> date:
    """The day as of which papers count as issued: where working days are counted, what goes out on
    a weekend or a closed day counts as issued on the next working day."""
    day = issued_on
    while count == DayCount.WORKING and not is_working(day, closed=closed):
        day += DAY
    return day


def latest_issue(
    meeting_on: date, *, clear_days: int, count: DayCount, closed: frozenset[date]
) -> date:
    """The last day to issue papers so that this many clear days lie between it and the meeting.

    The day of issue and the day of the meeting are left out (LGA 1972 s100A(6)(a), s100B; clear
    days are working days: R v Swansea City Council, ex parte Elitestone, 1993). Papers are issued
    on a working day where working days are counted.
    """
    day, left = meeting_on, clear_days
    while left:
        day -= DAY
        left -= count == DayCount.CALENDAR or is_working(day, closed=closed)
    day -= DAY
    while count == DayCount.WORKING and not is_working(day, closed=closed):
        day -= DAY
    return day


def clear_days_between(
    issued_on: date, meeting_on: date, *, count: DayCount, closed: frozenset[date]
) -> int:
    """How many clear days lie between issue and meeting; at least as many as are asked for if and
    only if issue is not after `latest_issue`."""
    first = counted_from(issued_on, count=count, closed=closed) + DAY
    days = (first + timedelta(days=n) for n in range((meeting_on - first).days))
    return sum(count == DayCount.CALENDAR or is_working(day, closed=closed) for day in days)


def working_days_before(day: date, *, days: int, closed: frozenset[date]) -> date:
    """The working day that many working days earlier."""
    while days:
        day -= DAY
        days -= is_working(day, closed=closed)
    return day


@dataclass(frozen=True)
class Deadlines:
    """The dates that are counted back from a meeting."""

    reports_in: date
    clearance: date
    publish_by: date
    meeting: date
    unfilled: Sequence[int] = ()
    """The years of these dates whose bank holidays are not known."""

    @property
    def days(self) -> tuple[date, ...]:
        """The dates alone."""
        return self.reports_in, self.clearance, self.publish_by, self.meeting


def deadlines_of(meeting: Meeting, *, closed: frozenset[date]) -> Deadlines:
    """The deadlines of one meeting: reports in, cleared, published, held."""
    board = meeting.board
    publish_by = latest_issue(
        meeting.on_date, clear_days=board.notice_days, count=board.notice_count, closed=closed
    )
    clearance = working_days_before(publish_by, days=2, closed=closed)
    return Deadlines(
        reports_in=working_days_before(clearance, days=5, closed=closed),
        clearance=clearance,
        publish_by=publish_by,
        meeting=meeting.on_date,
    )
