"""The current time: the machine's, moved to another day for the demo, or stopped in tests."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
UNDATED = datetime(1900, 1, 1, tzinfo=UTC)
"""The date of publication of a past paper that names no day; pages show it as not known."""
YEARS = range(1900, 2201)
"""The years that a date may be in; any other is a slip of the hand."""
_stopped: list[datetime] = []


def now() -> datetime:
    """The current time in UTC; on the day that GUILDHALL_TODAY names, in the demo and in tests."""
    if _stopped:
        return _stopped[-1]
    return datetime.now(UTC) + _shift()


def today() -> date:
    """Today's date in London."""
    return now().astimezone(LONDON).date()


def moment(day: date, hour: int = 9, minute: int = 0) -> datetime:
    """A time of a day in London, as a datetime in UTC."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=LONDON).astimezone(UTC)


def years_after(day: date, years: int) -> date:
    """The same day so many years later; 28 February where there is no 29th."""
    is_leap_day = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year + years, day=28 if is_leap_day else day.day)


@contextmanager
def stopped(at: datetime) -> Iterator[None]:
    """Stop the clock: in tests, and while past business is entered as of its day."""
    _stopped.append(at)
    try:
        yield
    finally:
        _stopped.pop()


def _shift() -> timedelta:
    named = os.environ.get("GUILDHALL_TODAY")
    if not named:
        return timedelta()
    return date.fromisoformat(named) - datetime.now(LONDON).date()
