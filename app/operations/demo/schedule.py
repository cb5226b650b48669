"""When the demo council's boards meet: laid out in sitting weeks around the day it is loaded."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday")
FRIDAY, SATURDAY = 4, 5
WEEK = timedelta(weeks=1)
WEEKS_AHEAD = 34
AUGUST, QUIET_UNTIL = 8, 21


def meeting_days(
    plan: Mapping[str, Any], *, today: date, past: int, closed: frozenset[date]
) -> dict[int, date]:
    """The days on which a board meets, by place: -1 the latest past one, 1 the next.

    A plan counts in weeks in which the council sits, so that what one board asks of another is
    never heard before it was asked, whatever recess lies between.
    """
    places = {-back: plan["last"] - plan["every"] * (back - 1) for back in range(1, past + 1)}
    coming = range(plan["next"], WEEKS_AHEAD + 1, plan["every"])
    places |= dict(enumerate(coming, start=1))
    return {
        place: day_in(week, plan, today=today, closed=closed)
        for place, week in sorted(places.items())
    }


def day_in(week: int, plan: Mapping[str, Any], *, today: date, closed: frozenset[date]) -> date:
    """The board's day in a sitting week, counted from this one."""
    monday, step = _this_week(today), WEEK if week > 0 else -WEEK
    around = monday
    for _ in range(abs(week)):
        monday += step
        while not _sits(monday, around=around):
            monday += step
    return _open_day(monday + timedelta(days=WEEKDAYS.index(plan["weekday"])), closed)


def _this_week(today: date) -> date:
    """The Monday of this week; from Friday, when no board meets any more, of the next."""
    monday = today - timedelta(days=today.weekday())
    if today.weekday() >= FRIDAY:
        monday += WEEK
    while not _sits(monday, around=monday):
        monday += WEEK
    return monday


def _sits(monday: date, *, around: date) -> bool:
    """Whether boards meet in this week: not at Christmas, and in August only around today."""
    if any(_is_christmas(monday + timedelta(days=after)) for after in (1, 2, 3)):
        return False
    is_quiet = monday.month == AUGUST and monday.day <= QUIET_UNTIL
    return not is_quiet or abs(monday - around) <= WEEK


def _is_christmas(day: date) -> bool:
    return (day.month, day.day) >= (12, 20) or (day.month, day.day) <= (1, 3)


def _open_day(day: date, closed: frozenset[date]) -> date:
    """The day itself, or the next on which the offices are open."""
    while day.weekday() >= SATURDAY or day in closed or _is_christmas(day):
        day += timedelta(days=1)
    return day
