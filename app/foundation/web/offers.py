"""Buttons and notes as a view model holds them, drawn by macros in `components/`."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Button:
    """A button: a link to a page, or a form that posts."""

    label: str
    url: str
    kind: str = ""
    size: str = ""
    context: str = ""
    """Words that only a screen reader hears, where several buttons look alike."""
    fields: Mapping[str, object] | None = None
    """Hidden fields to post; None makes it a link."""
    confirm: str = ""
    """What is asked first; the real button unfolds beneath it."""
    confirm_label: str = ""


@dataclass(frozen=True)
class Note:
    """A remark on the page."""

    words: str
    kind: str = ""
    title: str = ""


@dataclass(frozen=True)
class EmptyState:
    """Says why a list is empty, and what to do about it."""

    title: str
    words: str = ""
    button: Button | None = None
