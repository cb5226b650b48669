"""The base form of every page, and the fields that councils type into."""

import re
from collections.abc import Callable, Sequence
from datetime import date, time
from typing import Any

from flask_wtf import FlaskForm
from flask_wtf.file import MultipleFileField
from werkzeug.datastructures import FileStorage
from wtforms import Field, IntegerField, RadioField, SelectField, SelectMultipleField, StringField
from wtforms.fields import SelectChoice
from wtforms.validators import ValidationError
from wtforms.widgets import CheckboxInput, HiddenInput, ListWidget, TextInput

from app.foundation import clock
from app.foundation.web.complaints import PlainEnglish

Choices = Sequence[tuple[Any, str]]


class Form(FlaskForm):  # type: ignore[misc]
    """The base of every form: its token, tidy text, and complaints in plain English."""

    refused_at = ""
    """The field that shows a refusal which names no field of its own."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        """Settings for the fields of every form."""

        def bind_field(self, form: Any, unbound_field: Any, options: dict[str, Any]) -> Any:
            """Add `tidy` as the first filter of every text field, before any validator runs."""
            kind = unbound_field.field_class
            if issubclass(kind, StringField):
                given = unbound_field.kwargs.get("filters", ())
                first = tidy if issubclass(kind, TimeField) else _text
                options = options | {"filters": (first, *given)}
            return unbound_field.bind(form=form, **options)

        def get_translations(self, form: Any) -> "PlainEnglish":
            """WTForms' messages come in plain English."""
            return PlainEnglish()

    @property
    def status(self) -> int:
        """The status of its page, before a service is called: 422 if something in it is wrong."""
        return 422 if self.errors else 200


def tidy(text: Any) -> Any:
    """Normalise line ends, strip blanks at both ends, and remove NULs, which no database takes."""
    if not isinstance(text, str):
        return text
    return text.replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n").strip()


def _text(text: Any) -> Any:
    """Treat a field that was not sent like one that was sent empty."""
    return "" if text is None else tidy(text)


class Needed:
    """A validator: the field must be filled in; its message is one sentence."""

    field_flags = {"required": True}

    def __init__(self, sentence: str = "") -> None:
        """Without a sentence, the message is made from the field's label."""
        self.sentence = sentence

    def __call__(self, form: Any, field: Any) -> None:
        """Zero is an answer; an empty text, an empty list and an unticked box are not."""
        if field.data is None or field.data is False or field.data in ("", [], ()):
            raise ValidationError(self.sentence or f"{self._verb(field)} {_thing(field)}")

    def _verb(self, field: Any) -> str:
        return "Choose" if isinstance(field, _CHOOSING) else "Enter"


def _thing(field: Any) -> str:
    """The label as it reads within a sentence: the date of the meeting."""
    label = str(field.label.text).strip().rstrip("?:")
    lowered = label if label[:2].isupper() else label[:1].lower() + label[1:]
    known = lowered.split(" ", 1)[0] in ("the", "a", "an", "your", "who", "what", "when", "how")
    return lowered if known else f"the {lowered}"


class DateField(Field):  # type: ignore[misc]
    """A date in three boxes of the same name; anything that is no date is a sentence at the
    field."""

    widget = TextInput()
    data: Any = None
    trouble = ""

    def parts(self) -> list[tuple[str, str]]:
        """The three boxes with their values: what was typed, else the stored date."""
        typed: list[str] = []
        if self.raw_data is not None:
            typed = [str(value) for value in self.raw_data[:3]]
        elif self.data:
            typed = [str(self.data.day), str(self.data.month), str(self.data.year)]
        typed += [""] * (3 - len(typed))
        return list(zip(_PARTS, typed, strict=True))

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Parse the boxes; an error is kept for `post_validate`."""
        self.trouble = ""
        if not self.raw_data:
            return
        self.data = None
        typed = {part: tidy(value) for part, value in self.parts()}
        if not any(typed.values()):
            return
        missing = [part for part in _PARTS if not typed[part]]
        if missing:
            self.trouble = f"{self._named()} must include a {' and '.join(missing)}"
            return
        self._read(typed)

    def post_validate(self, form: Any, validation_stopped: bool) -> None:
        """A date that cannot be parsed is reported first, whatever other validators found."""
        if self.trouble:
            self.errors = [self.trouble]

    def _read(self, typed: dict[str, str]) -> None:
        if len(typed["year"]) != 4:
            self.trouble = f"{self._named()} must have a year of 4 numbers, like 2026"
            return
        try:
            self.data = date(_whole(typed["year"]), _month(typed["month"]), _whole(typed["day"]))
        except ValueError:
            self.trouble = f"{self._named()} must be a real date, like 27 3 2026"
            return
        if self.data.year not in clock.YEARS:
            self.data = None
            self.trouble = (
                f"{self._named()} must be a day from {clock.YEARS[0]} to {clock.YEARS[-1]}"
            )

    def _named(self) -> str:
        return _capital(_thing(self))


_PARTS = ("day", "month", "year")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def _whole(text: str) -> int:
    """An int of plain digits: int() would also take a sign, blanks and underscores."""
    if not re.fullmatch(r"[0-9]{1,4}", text):
        raise ValueError(text)
    return int(text)


def _month(text: str) -> int:
    """The number of a month, given as a number or by at least three letters of its name."""
    if text[:3].lower() in _MONTHS:
        return _MONTHS.index(text[:3].lower()) + 1
    return _whole(text)


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


class TimeField(StringField):  # type: ignore[misc]
    """A time of day as people write it: 6.30 pm, 18:30, 6.30 p.m., noon."""

    data: Any
    trouble = ""

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return self.data.strftime("%H:%M") if self.data else ""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Parse the time; an error is kept for `post_validate`."""
        self.trouble = ""
        self.data = None
        if not valuelist or not tidy(str(valuelist[0])):
            return
        try:
            self.data = time_in(str(valuelist[0]))
        except ValueError as wrong:
            self.trouble = str(wrong)

    def post_validate(self, form: Any, validation_stopped: bool) -> None:
        """A time that cannot be parsed is reported first, whatever other validators found."""
        if self.trouble:
            self.errors = [self.trouble]


_TIME = re.compile(r"(\d{1,2})(?:[.:]?(\d{2}))?\s*(am|pm)?")
_TIMES = {
    "noon": time(12),
    "12 noon": time(12),
    "midday": time(12),
    "midnight": time(0),
    "12 midnight": time(0),
}


def time_in(words: str) -> time:
    """The time in these words; raises ValueError with a sentence if there is none."""
    said = re.sub(r"\s+", " ", tidy(words).lower())
    if said in _TIMES:
        return _TIMES[said]
    found = _TIME.fullmatch(re.sub(r"\b([ap])\.? ?m\b\.?|([ap])\.?m\.?", r"\1\2m", said))
    if not found:
        raise ValueError(_NO_TIME)
    return _on_the_clock(int(found[1]), int(found[2] or 0), found[3], found[1].startswith("0"))


def _on_the_clock(hour: int, minute: int, half: str | None, leading_nought: bool) -> time:
    if half:
        if not 1 <= hour <= 12:
            raise ValueError(_NO_TIME)
        hour = hour % 12 + (12 if half == "pm" else 0)
    elif 1 <= hour <= 7 and not leading_nought:
        # "6.30" is nearly always the evening, but a guess would move a meeting by half a day.
        raise ValueError("Say whether the time is am or pm, like 6.30pm or 18:30")
    try:
        return time(hour, minute)
    except ValueError:
        raise ValueError(_NO_TIME) from None


_NO_TIME = "Enter a time like 6.30pm or 18:30"


class NumberField(IntegerField):  # type: ignore[misc]
    """A whole number, typed as text so that no browser changes it by the mouse wheel."""

    widget = TextInput()

    def process_formdata(self, valuelist: list[Any]) -> None:
        """None if it is empty; otherwise a whole number that a database can hold."""
        typed = tidy(str(valuelist[0])).replace(",", "") if valuelist else ""
        self.data = None
        if not typed:
            return
        if not re.fullmatch(r"-?[0-9]{1,9}", typed):
            raise ValueError(f"{_capital(_thing(self))} must be a whole number, like 7")
        self.data = int(typed)


class VersionField(IntegerField):  # type: ignore[misc]
    """The version of the row that the form was made from, so that two people notice each other."""

    widget = HiddenInput()

    def _value(self) -> str:
        # What the view sets is shown, not what was sent: after a conflict, the newer version.
        return "" if self.data is None else str(self.data)

    def process_formdata(self, valuelist: list[Any]) -> None:
        """A missing or damaged version becomes one that no row has, which leads to a conflict."""
        typed = str(valuelist[0]) if valuelist else ""
        self.data = int(typed) if re.fullmatch(r"[0-9]{1,9}", typed) else NO_VERSION


NO_VERSION = -1


class PressedForm(Form):
    """The form of a single button: it carries only the version that its page showed."""

    version = VersionField()


def version_pressed() -> int:
    """The version of the thing on the page where the button was pressed."""
    seen: int = PressedForm().version.data
    return seen


def _or_nothing(coerce: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """A coercion that turns an empty choice into None."""
    return lambda value: None if value in (None, "") else coerce(value)


class _Offering:
    """What all choice fields share: choices as pairs, an empty first line, and a check."""

    blank = ""

    @property
    def choices(self) -> list[SelectChoice]:
        """The choices offered."""
        offered: list[SelectChoice] = super().choices  # type: ignore[misc]
        return offered

    @choices.setter
    def choices(self, choices: Choices) -> None:
        SelectField.choices.fset(self, self._lines(choices))

    def offer(self, choices: Choices) -> None:
        """Set the choices for this request; the line for none stays."""
        self.choices = choices

    def pre_validate(self, form: Any) -> None:
        """Refuse a value that was not offered."""
        offered = [_or_nothing(self.coerce)(choice.value) for choice in self.choices]  # type: ignore[attr-defined]
        chosen = self.data if isinstance(self.data, list) else [self.data]  # type: ignore[attr-defined]
        if any(one is not None and one not in offered for one in chosen):
            raise ValidationError(f"Choose {_thing(self)} from the list")

    def _lines(self, choices: Choices | Callable[[], Choices]) -> list[SelectChoice]:
        given = choices() if callable(choices) else choices
        lines = [SelectChoice(value=value, label=label) for value, label in given]
        return [SelectChoice(value="", label=self.blank), *lines] if self.blank else lines


class ChoiceField(_Offering, SelectField):  # type: ignore[misc]
    """One choice in a drop-down; `blank` is the first line for none, such as Choose a board."""

    def __init__(
        self,
        label: str = "",
        validators: Any = None,
        *,
        choices: Choices | Callable[[], Choices] = (),
        coerce: Callable[[Any], Any] = str,
        blank: str = "",
        **options: Any,
    ) -> None:
        """`blank` allows no choice at all; add `Needed` where one must be made."""
        self.blank = blank
        options |= {"coerce": _or_nothing(coerce), "choices": self._lines(choices)}
        super().__init__(label, validators, **options)

    def pre_validate(self, form: Any) -> None:
        """Without a line for none, one of the choices must be made."""
        if self.data is None and all(choice.value not in (None, "") for choice in self.choices):
            raise ValidationError(f"Choose {_thing(self)} from the list")
        super().pre_validate(form)


class OneOfField(_Offering, RadioField):  # type: ignore[misc]
    """One choice as radio buttons; add `Needed` if one must be chosen."""

    choices_as = "radios"

    def __init__(
        self,
        label: str = "",
        validators: Any = None,
        *,
        choices: Choices | Callable[[], Choices] = (),
        coerce: Callable[[Any], Any] = str,
        **options: Any,
    ) -> None:
        """Takes its choices as pairs of value and words, or a function that gives them."""
        options |= {"coerce": _or_nothing(coerce), "choices": self._lines(choices)}
        super().__init__(label, validators, **options)


class ManyOfField(_Offering, SelectMultipleField):  # type: ignore[misc]
    """Any number of choices, as tick boxes."""

    choices_as = "ticks"
    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def __init__(
        self,
        label: str = "",
        validators: Any = None,
        *,
        choices: Choices | Callable[[], Choices] = (),
        **options: Any,
    ) -> None:
        """Takes its choices as pairs of value and words, or a function that gives them."""
        super().__init__(label, validators, choices=self._lines(choices), **options)


class FilesField(MultipleFileField):  # type: ignore[misc]
    """Several uploads; an empty list if none was chosen."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Leave out parts that have no file name."""
        super().process_formdata(valuelist)
        self.data: list[FileStorage] = [file for file in self.data or [] if file.filename]


_CHOOSING = (ChoiceField, OneOfField, ManyOfField, FilesField)
