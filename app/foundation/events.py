"""One way up: a lower module announces a fact, and higher modules that listen act on it."""

from collections.abc import Callable, Mapping
from typing import Any

from app.foundation.registry import registry

Listeners = Mapping[type[Any], tuple[Callable[[Any], None], ...]]


def announce(event: object) -> None:
    """Tell every listener at once, in the same transaction; a refusal of theirs undoes it all."""
    for listener in registry().listeners.get(type(event), ()):
        listener(event)
