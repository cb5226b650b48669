"""Where two forms of one thing are not the same: what is saved beside what was typed."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from wtforms import Field

from app.foundation.web.filters import clock_time
from app.foundation.web.forms import Form

Difference = tuple[str, str, str]
"""Label, what is saved, what was typed."""


@dataclass(frozen=True)
class Meanwhile:
    """What somebody else saved since a form was opened: where it differs, by whom, when."""

    differences: list[Difference]
    who: str = "Somebody else"
    at: datetime | None = None

    @property
    def said(self) -> str:
        """The sentence that tells the reader who was first."""
        if self.who == "You":
            return "You have changed this since, in another window"
        return f"{self.who} has changed this since you opened it"


def differences(
    mine: Form, theirs: Form, *, not_compared: Collection[str] = ()
) -> list[Difference]:
    """Every field in which they differ, but for those `not_compared`."""
    left_out = {"csrf_token", "version", *not_compared}
    return [
        (field.label.text, _value_in_words(theirs[field.short_name]), _value_in_words(field))
        for field in mine
        if field.short_name not in left_out and _differ(field.data, theirs[field.short_name].data)
    ]


def _differ(typed: Any, saved: Any) -> bool:
    return (typed or None) != (saved or None)


def _value_in_words(field: Field) -> str:
    """A choice by its words, days and hours as they are written, a word for nothing at all."""
    if isinstance(field.data, bool):
        return "Yes" if field.data else "No"
    if isinstance(field.data, date):
        return f"{field.data.day} {field.data:%B %Y}"
    if isinstance(field.data, time):
        return clock_time(field.data)
    if isinstance(field.data, list):
        return (
            "\n".join(label for _, label, is_on, *_ in field.iter_choices() if is_on) or "Nothing"
        )
    chosen = "" if field.data is None else str(field.data)
    for choice in getattr(field, "choices", None) or ():
        if str(choice.value) == chosen:
            return str(choice.label)
    return str(field.data or "Nothing")
