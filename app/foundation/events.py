"""Events: a lower module announces a fact, and listeners in the modules above act on it."""

from collections.abc import Callable, Mapping
from typing import Any

from app.foundation.registry import registry

Listeners = Mapping[type[Any], tuple[Callable[[Any], None], ...]]


def announce(event: object) -> None:
    """Call every listener, in the present transaction; if one raises `Refused`, all is undone."""
    for listener in registry().listeners.get(type(event), ()):
        listener(event)
