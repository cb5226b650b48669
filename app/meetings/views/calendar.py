"""The days of a month as a calendar shows them, each event with its time and its address."""

from datetime import date, time

from flask import url_for

from app.foundation.web.filters import clock_time
from app.meetings.queries import Event

Linked = dict[date, list[dict[str, str | None]]]


def linked(events: dict[date, list[Event]]) -> Linked:
    """The events of each day, for the page."""
    return {day: [_link_to(event) for event in listed] for day, listed in events.items()}


def _link_to(event: Event) -> dict[str, str | None]:
    url = url_for("agendas.show", meeting_id=event.meeting_id) if event.meeting_id else None
    known = event.at is not None and event.at != time(0, 0)
    label = f"{clock_time(event.at)} {event.label}" if known else event.label
    return {"label": label, "kind": event.kind, "url": url}
