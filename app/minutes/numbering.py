"""Numbering minutes that were begun before the day of their meeting."""

from datetime import datetime

from app.minutes import queries
from app.minutes.adding import MinutesBeingAdded
from app.minutes.models import Minutes
from app.people.models import Person


def number_in_order(minutes: Minutes, *, by: Person | None, at: datetime | None) -> int:
    """Number what waits for it, in the order that the agenda has now; returns how many."""
    adding = MinutesBeingAdded(minutes, by=by, at=at)
    waiting = queries.waiting_for_numbers(queries.entries_of(minutes))
    items = queries.items_to_minute(minutes.meeting)
    places = {item.id: place for place, item in enumerate(items)}
    last = len(places)
    ordered = sorted(waiting, key=lambda one: (places.get(one.item_id or 0, last), one.position))
    positions = sorted(one.position for one in waiting)
    for minute, position in zip(ordered, positions, strict=True):
        adding.number(minute, position=position)
    return len(waiting)
