"""The main navigation: what stands in it, and where the reader is."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from flask import request, url_for

from app.foundation.readable import Reach


@dataclass(frozen=True)
class Entry:
    """One word of the main navigation."""

    label: str
    endpoint: str
    order: int
    shown_to: Callable[[Reach], bool] = lambda reach: reach.person_id is not None


@dataclass(frozen=True)
class Link:
    """A navigation entry as one page shows it."""

    label: str
    url: str
    current: bool
    count: int | None = None
    count_label: str = ""


def links(entries: Iterable[Entry], reach: Reach) -> list[Link]:
    """The navigation of one reader on the present page."""
    here = (request.endpoint or "").split(".")[0]
    return [
        Link(entry.label, url_for(entry.endpoint), entry.endpoint.split(".")[0] == here)
        for entry in sorted(entries, key=lambda entry: entry.order)
        if entry.shown_to(reach)
    ]
