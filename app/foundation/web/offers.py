"""What a view decided to offer and to say; `components/buttons.html` and `note.html` draw it."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Button:
    """Something that can be done now: a link to a page, or a form of one button."""

    label: str
    url: str
    kind: str = ""
    size: str = ""
    context: str = ""
    """Words that only a screen reader hears, where several buttons look alike."""
    fields: Mapping[str, object] | None = None
    """What is posted with it; None for a link."""
    confirm: str = ""
    """What is said before the real button unfolds."""
    confirm_label: str = ""


@dataclass(frozen=True)
class Note:
    """A remark on the page."""

    words: str
    kind: str = ""
    title: str = ""


@dataclass(frozen=True)
class Nothing:
    """Why nothing stands here yet, and what to do about it."""

    title: str
    words: str = ""
    button: Button | None = None
