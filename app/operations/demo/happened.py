"""When the business of the demo council happened: never later than it is loaded."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime

from app.foundation import clock

_loaded_at: ContextVar[datetime | None] = ContextVar("loaded at", default=None)


@contextmanager
def by_now() -> Iterator[None]:
    """Within the block nothing is dated later than now."""
    token = _loaded_at.set(clock.now())
    try:
        yield
    finally:
        _loaded_at.reset(token)


def happened(day: date, hour: int = 9) -> datetime:
    """A time of a day, or the time of loading if that is earlier."""
    at, now = clock.moment(day, hour), _loaded_at.get()
    return at if now is None else min(at, now)
