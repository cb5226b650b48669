"""What time it is: of the machine, shifted for a demonstration, or held still."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
UNDATED = datetime(1900, 1, 1, tzinfo=UTC)
"""When a past paper was published that does not say of which day it is; shown as not known."""
YEARS = range(1900, 2201)
"""The years of the council's business; a day outside them is a slip of the hand."""
_stopped: list[datetime] = []


def now() -> datetime:
    """This moment, in UTC; moved to the day GUILDHALL_TODAY names, in the demo and in tests."""
    if _stopped:
        return _stopped[-1]
    return datetime.now(UTC) + _shift()


def today() -> date:
    """Today as the council's own calendar has it."""
    return now().astimezone(LONDON).date()


def moment(day: date, hour: int = 9, minute: int = 0) -> datetime:
    """A moment of the council's day, in UTC."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=LONDON).astimezone(UTC)


@contextmanager
def stopped(at: datetime) -> Iterator[None]:
    """Hold the clock still: in tests, and while past business is brought in as of its day."""
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
