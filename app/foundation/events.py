"""One way up: a lower module announces a fact, and higher modules that listen act on it."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import current_app

Listeners = Mapping[type[Any], tuple[Callable[[Any], None], ...]]


def announce(event: object) -> None:
    """Tell every listener at once, in the same transaction; a refusal of theirs undoes it all."""
    listeners: dict[type[Any], list[Callable[[Any], None]]] = current_app.extensions[
        "guildhall.listeners"
    ]
    for listener in listeners.get(type(event), ()):
        listener(event)
