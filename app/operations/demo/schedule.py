"""When the demo council's boards meet: laid out around the day it is loaded."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday")
SATURDAY = 5
WEEKS_AHEAD = 34


def meeting_days(
    plan: Mapping[str, Any], *, today: date, past: int, closed: frozenset[date]
) -> dict[int, date]:
    """The days on which a board meets, by place: -1 the latest past one, 1 the next."""
    step = timedelta(weeks=plan["every"])
    anchor = _this_monday(today) + timedelta(
        weeks=plan["offset_weeks"], days=WEEKDAYS.index(plan["weekday"])
    )
    first = anchor
    while first >= today:
        first -= step
    while first + step < today:
        first += step
    days = {place: _open_day(first + step * (place + 1), closed) for place in range(-past, 0)}
    ahead, coming = 1, first + step
    while coming <= today + timedelta(weeks=WEEKS_AHEAD):
        days[ahead] = _open_day(coming, closed)
        ahead, coming = ahead + 1, coming + step
    return days


def _this_monday(today: date) -> date:
    """The Monday of this week, or of the next when the week is over."""
    monday = today - timedelta(days=today.weekday())
    return monday + timedelta(weeks=1) if today.weekday() >= SATURDAY else monday


def _open_day(day: date, closed: frozenset[date]) -> date:
    """The day itself, or the next on which the offices are open."""
    while day.weekday() >= SATURDAY or day in closed:
        day += timedelta(days=1)
    return day
