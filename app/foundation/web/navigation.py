"""The main navigation and which of its entries is the present page."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property, partial

from flask import request, url_for

from app.foundation.permissions import Scope


@dataclass(frozen=True)
class NavigationEntry:
    """One entry of the main navigation."""

    label: str
    endpoint: str
    order: int
    shown_to: Callable[[Scope], bool] = lambda scope: scope.person_id is not None
    count: Callable[[Scope], int] | None = None
    """How many things behind it wait for the reader."""
    count_label: str = ""
    """What the number counts, for screen readers: overdue."""


@dataclass(frozen=True)
class Link:
    """A navigation entry as one page shows it."""

    label: str
    url: str
    current: bool
    count_label: str = ""
    counted: Callable[[], int] | None = field(default=None, compare=False)

    @cached_property
    def count(self) -> int | None:
        """How many things wait behind it; queried once, and only if a page shows it."""
        return self.counted() if self.counted else None


def links(entries: Iterable[NavigationEntry], scope: Scope) -> list[Link]:
    """The navigation of one reader on the present page."""
    home = url_for("home.index")
    return [
        _link(entry, scope, home=home)
        for entry in sorted(entries, key=lambda entry: entry.order)
        if entry.shown_to(scope)
    ]


def _link(entry: NavigationEntry, scope: Scope, *, home: str) -> Link:
    url = url_for(entry.endpoint)
    return Link(
        label=entry.label,
        url=url,
        current=_is_here(url, home=home),
        count_label=entry.count_label,
        counted=partial(entry.count, scope) if entry.count else None,
    )


def _is_here(url: str, *, home: str) -> bool:
    """Whether the present page is at this address or below it; home has nothing below it."""
    here = request.script_root + request.path
    return here == url or (url != home and here.startswith(f"{url}/"))
