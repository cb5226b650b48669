"""What was typed into a form that could not be taken, given back on the error page."""

import html
from collections.abc import Iterator
from dataclasses import dataclass

from flask import request
from wtforms import Field, HiddenField, PasswordField, StringField
from wtforms.fields.core import UnboundField

from app.foundation.web.filters import humanise
from app.foundation.web.forms import Form
from app.foundation.web.params import split_address

MOST_LINES = 14


@dataclass(frozen=True)
class TypedText:
    """One field of the form, to be read and copied."""

    label: str
    text: str

    @property
    def rows(self) -> int:
        """How many rows the text box gets, within limits."""
        lines = sum(1 + len(line) // 70 for line in self.text.splitlines())
        return min(max(lines, 1), MOST_LINES)


@dataclass(frozen=True)
class SubmittedForm:
    """A whole form as it was sent."""

    typed: list[TypedText]
    fields: list[tuple[str, str]]
    """Every name and value in order, to send the form again; empty if that is not possible."""
    has_files: bool


def sent() -> SubmittedForm:
    """The form of this request, without passwords and the CSRF token."""
    left_out = {"csrf_token", *_secrets()}
    named = [name for name in request.form if name]
    names = [name for name in named if name.rpartition("-")[2] not in left_out]
    files = any(file.filename for file in request.files.values())
    whole = len(names) >= len(request.form) - ("csrf_token" in request.form) and not files
    return SubmittedForm(
        typed=[TypedText(humanise(name), text) for name in names if (text := _text(name))],
        fields=_pairs(names) if whole and is_ours() else [],
        has_files=files,
    )


def was_written() -> bool:
    """Whether anything but passwords was typed into this form."""
    return any(_text(name) for name in _written())


def is_given_back(page: str) -> bool:
    """Whether the page that refuses a form shows everything that was typed into it."""
    shown = _squeezed(html.unescape(page))
    values = (value for name in _written() for value in request.form.getlist(name))
    return all(value.isdigit() or _squeezed(value) in shown for value in values)


def _written() -> Iterator[str]:
    """The names of the fields of this form that people write into, but for passwords."""
    written = _names_of(StringField) - _names_of(HiddenField) - _secrets()
    return (name for name in request.form if name.rpartition("-")[2] in written)


def _squeezed(text: str) -> str:
    return "".join(text.split())


def is_ours() -> bool:
    """Whether it was sent from a page of ours: only such a form may be sent again."""
    return split_address(request.referrer or "").netloc == request.host


def _text(name: str) -> str:
    values = [value.strip() for value in request.form.getlist(name)]
    said = " ".join(value for value in values if value)
    return "" if said.isdigit() and len(values) == 1 else said


def _pairs(names: list[str]) -> list[tuple[str, str]]:
    return [(name, value) for name in names for value in request.form.getlist(name)]


def _secrets() -> set[str]:
    """The names of all password fields of all forms."""
    return _names_of(PasswordField)


def _names_of(kind: type[Field]) -> set[str]:
    return {
        name
        for form in _forms(Form)
        for name, field in vars(form).items()
        if isinstance(field, UnboundField) and issubclass(field.field_class, kind)
    }


def _forms(form: type[Form]) -> list[type[Form]]:
    return [form, *(one for kind in form.__subclasses__() for one in _forms(kind))]
