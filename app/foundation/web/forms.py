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
        """What holds for the fields of every form."""

        def bind_field(self, form: Any, unbound_field: Any, options: dict[str, Any]) -> Any:
            """Every line of text is tidied before any rule looks at it, and is never nothing."""
            kind = unbound_field.field_class
            if issubclass(kind, StringField):
                given = unbound_field.kwargs.get("filters", ())
                first = tidy if issubclass(kind, TimeField) else _text
                options = options | {"filters": (first, *given)}
                unbound_field.kwargs.pop("filters", None)
            return unbound_field.bind(form=form, **options)

        def get_translations(self, form: Any) -> "PlainEnglish":
            """The library's own complaints are said in the council's words."""
            return PlainEnglish()

    @property
    def status(self) -> int:
        """The status of its page, before a service is called: 422 if something in it is wrong."""
        return 422 if self.errors else 200


def tidy(text: Any) -> Any:
    """Line ends made one kind, blanks at the ends cut, and no NUL, which no database keeps."""
    if not isinstance(text, str):
        return text
    return text.replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n").strip()


def _text(text: Any) -> Any:
    """A box that did not come with the form is as empty as one that came so."""
    return "" if text is None else tidy(text)


class Needed:
    """This must be filled in; says so in one sentence, such as Enter the title of the report."""

    field_flags = {"required": True}

    def __init__(self, sentence: str = "") -> None:
        """Without a sentence, one is made of the field's label."""
        self.sentence = sentence

    def __call__(self, form: Any, field: Any) -> None:
        """A nought is an answer; an empty box, an empty list and a box not ticked are not."""
        if field.data is None or field.data is False or field.data in ("", [], ()):
            raise ValidationError(self.sentence or f"{self._verb(field)} {_thing(field)}")

    def _verb(self, field: Any) -> str:
        return "Choose" if isinstance(field, _CHOOSING) else "Enter"


def _thing(field: Any) -> str:
    """The label as it stands within a sentence: the date of the meeting."""
    label = str(field.label.text).strip().rstrip("?:")
    lowered = label if label[:2].isupper() else label[:1].lower() + label[1:]
    known = lowered.split(" ", 1)[0] in ("the", "a", "an", "your", "who", "what", "when", "how")
    return lowered if known else f"the {lowered}"


class DateField(Field):  # type: ignore[misc]
    """A day in three boxes under one name; whatever is sent, the answer is a day or a sentence."""

    widget = TextInput()
    data: Any = None
    trouble = ""

    def parts(self) -> list[tuple[str, str]]:
        """The three boxes with what stands in them: what was typed, else the day."""
        typed: list[str] = []
        if self.raw_data is not None:
            typed = [str(value) for value in self.raw_data[:3]]
        elif self.data:
            typed = [str(self.data.day), str(self.data.month), str(self.data.year)]
        typed += [""] * (3 - len(typed))
        return list(zip(_PARTS, typed, strict=True))

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Reads the boxes; what is wrong is kept as a sentence for later."""
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
        """A day that cannot be read is said first, whatever the other rules found."""
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
    """Only plain digits: int() would also take a sign, blanks and underscores."""
    if not re.fullmatch(r"[0-9]{1,4}", text):
        raise ValueError(text)
    return int(text)


def _month(text: str) -> int:
    """A number, or a name of which the first three letters are enough."""
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
        """Reads the time; what is wrong is kept as a sentence for later."""
        self.trouble = ""
        self.data = None
        if not valuelist or not tidy(str(valuelist[0])):
            return
        try:
            self.data = time_in(str(valuelist[0]))
        except ValueError as wrong:
            self.trouble = str(wrong)

    def post_validate(self, form: Any, validation_stopped: bool) -> None:
        """A time that cannot be read is said first, whatever the other rules found."""
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
    """The time that the words say; raises ValueError with a sentence if they say none."""
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
        """An empty box is no number; anything else must be one a database can hold."""
        typed = tidy(str(valuelist[0])).replace(",", "") if valuelist else ""
        self.data = None
        if not typed:
            return
        if not re.fullmatch(r"-?[0-9]{1,9}", typed):
            raise ValueError(f"{_capital(_thing(self))} must be a whole number, like 7")
        self.data = int(typed)


class VersionField(IntegerField):  # type: ignore[misc]
    """The version of the row this form was made from: two people cannot overwrite each other."""

    widget = HiddenInput()

    def _value(self) -> str:
        # What the view sets is shown, not what was sent: after a conflict, the newer version.
        return "" if self.data is None else str(self.data)

    def process_formdata(self, valuelist: list[Any]) -> None:
        """A missing or spoilt version matches no row: it ends in a conflict, never in a loss."""
        typed = str(valuelist[0]) if valuelist else ""
        self.data = int(typed) if re.fullmatch(r"[0-9]{1,9}", typed) else NO_VERSION


NO_VERSION = -1


class PressedForm(Form):
    """A button by itself: it says on which version of a thing it was pressed."""

    version = VersionField()


def version_pressed() -> int:
    """The version that whoever pressed a button had before them."""
    seen: int = PressedForm().version.data
    return seen


def _or_nothing(coerce: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Lets an empty choice stand for none."""
    return lambda value: None if value in (None, "") else coerce(value)


class _Offering:
    """What the fields of choices share: choices as plain pairs, an empty line, and a check."""

    blank = ""

    @property
    def choices(self) -> list[SelectChoice]:
        """What is offered."""
        offered: list[SelectChoice] = super().choices  # type: ignore[misc]
        return offered

    @choices.setter
    def choices(self, choices: Choices) -> None:
        SelectField.choices.fset(self, self._lines(choices))

    def offer(self, choices: Choices) -> None:
        """Sets what may be chosen on this one page; the line for none stays."""
        self.choices = choices

    def pre_validate(self, form: Any) -> None:
        """Only what was offered may come back."""
        offered = [_or_nothing(self.coerce)(choice.value) for choice in self.choices]  # type: ignore[attr-defined]
        chosen = self.data if isinstance(self.data, list) else [self.data]  # type: ignore[attr-defined]
        if any(one is not None and one not in offered for one in chosen):
            raise ValidationError(f"Choose {_thing(self)} from the list")

    def _lines(self, choices: Choices | Callable[[], Choices]) -> list[SelectChoice]:
        given = choices() if callable(choices) else choices
        lines = [SelectChoice(value=value, label=label) for value, label in given]
        return [SelectChoice(value="", label=self.blank), *lines] if self.blank else lines


class ChoiceField(_Offering, SelectField):  # type: ignore[misc]
    """One of a list, in a drop-down; blank is the line for none, such as Choose a board."""

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
        """With blank, nothing may be chosen; say Needed where something must be."""
        self.blank = blank
        options |= {"coerce": _or_nothing(coerce), "choices": self._lines(choices)}
        super().__init__(label, validators, **options)

    def pre_validate(self, form: Any) -> None:
        """Without a line for none, one of the others must be chosen."""
        if self.data is None and all(choice.value not in (None, "") for choice in self.choices):
            raise ValidationError(f"Choose {_thing(self)} from the list")
        super().pre_validate(form)


class OneOfField(_Offering, RadioField):  # type: ignore[misc]
    """One of a few, as radio buttons; nothing chosen is no answer, so say Needed if one is."""

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
    """Any number of a list, as boxes to tick."""

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
    """Several files at once; a box left empty is an empty list."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Keeps what has a name and is a file."""
        super().process_formdata(valuelist)
        self.data: list[FileStorage] = [file for file in self.data or [] if file.filename]


_CHOOSING = (ChoiceField, OneOfField, ManyOfField, FilesField)
