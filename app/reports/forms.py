"""What officers type to begin, describe, write, attach and clear reports."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from flask_wtf.file import FileField
from wtforms import BooleanField, Field, StringField, TextAreaField
from wtforms.validators import ValidationError

from app.foundation import clock
from app.foundation.reading.sniff import accept
from app.foundation.richtext.plain import to_plain
from app.foundation.web.filters import plain_day
from app.foundation.web.forms import (
    ChoiceField,
    DateField,
    Form,
    ManyOfField,
    Needed,
    OneOfField,
    VersionField,
)
from app.meetings.forms import meeting_choices
from app.meetings.models import Meeting
from app.reports.contents import PURPOSES
from app.reports.models import Section, TemplateVersion


class ForMeeting(Form):
    """Fields for the meeting that a report is meant for: a planned one, another day, or none
    yet."""

    coming: Sequence[Meeting] = ()
    meeting_id = ChoiceField("Meeting", coerce=int, blank="Another date, or not known yet")
    wanted_on = DateField("Another date", description="Leave empty if it is not known yet.")

    def offer_meetings(self, coming: Sequence[Meeting], *, reports_in: Mapping[int, date]) -> None:
        """Offer the planned meetings, each with the day by which reports are to be in; one on the
        stored day is chosen."""
        self.coming = coming
        self.meeting_id.offer(
            [(key, words + _due(reports_in.get(key))) for key, words in meeting_choices(coming)]
        )
        if not self.is_submitted():
            same = [one.id for one in coming if one.on_date == self.wanted_on.data]
            if same:
                self.meeting_id.data, self.wanted_on.data = same[0], None

    def chosen(self) -> Meeting | None:
        """The planned meeting that was chosen."""
        return next((one for one in self.coming if one.id == self.meeting_id.data), None)

    def wanted(self) -> date | None:
        """The day of the meeting, if it is known."""
        meeting = self.chosen()
        return meeting.on_date if meeting else self.wanted_on.data

    def validate_wanted_on(self, field: DateField) -> None:
        """Refuse a meeting and another day together."""
        meeting = self.chosen()
        if meeting and field.data not in (None, meeting.on_date):
            raise ValidationError("Choose a meeting or enter another date, not both")


class StartForm(ForMeeting):
    """A new report."""

    title = StringField(
        "Subject", [Needed("Enter the subject")], description="As the agenda will print it."
    )
    board_id = ChoiceField("Board", [Needed("Choose a board")], coerce=int, blank="Choose a board")
    template = ChoiceField("Template", blank="The board’s usual template")
    author_id = ChoiceField("Author", coerce=int, blank="Myself")


def _due(on: date | None) -> str:
    """By when the reports of a meeting are to be in, after its day."""
    if on is None:
        return ""
    return f" – reports {'were due' if on < clock.today() else 'in by'} {plain_day(on)}"


class SectionForm(Form):
    """The text of one section, as typed."""

    version = VersionField()
    text = TextAreaField("Text")
    looked = BooleanField("Checked: this is our answer")


class SubmitForm(Form):
    """A report on its way to clearance: what of its standard answers has been looked at."""

    version = VersionField()
    looked = ManyOfField("Checked: this is our answer")
    as_it_is = BooleanField(
        "Send it all the same",
        description="Those who clear it are told which answers nobody has looked at.",
    )
    is_complete = True
    """Whether nothing else is missing; what is missing is asked for first."""

    def ask(self, sections: Sequence[tuple[Section, str]], *, is_complete: bool) -> None:
        """Ask about these sections, named by their labels."""
        self.is_complete = is_complete
        said = [(one.key, f"{label}: “{to_plain(one.text)}”") for one, label in sections]
        self.looked.offer(said)
        offered = {key for key, _ in said}
        self.looked.data = [key for key in self.looked.data or () if key in offered]

    def validate_as_it_is(self, field: BooleanField) -> None:
        """Ask, once all else is written, for each answer or for the word to send it so."""
        left = len(self.looked.choices) - len(self.looked.data or ())
        if self.is_complete and left and not field.data:
            raise ValidationError("Tick the answers that are yours, or send it all the same")


class OwnSectionForm(Form):
    """The heading of a section of the author's own."""

    label = StringField("Heading", [Needed("Enter the heading of the section")])


class AttachForm(Form):
    """A file to be attached to a report."""

    refused_at = "file"
    title = StringField("Title", [Needed("Enter the title of the appendix")])
    file = FileField(
        "File",
        [Needed("Choose a file")],
        description="Word, Excel, PowerPoint, OpenDocument, PDF, RTF, text, a web page or a "
        "picture. What is written in it is found by the search, but for pictures.",
        render_kw={"accept": accept()},
    )


class ClearForm(Form):
    """What a clearer says with a clearance, and which version was read."""

    version = VersionField()
    text = TextAreaField("Comment", description="Leave empty if there is nothing to say.")


class SendBackForm(Form):
    """What the author is to change."""

    version = VersionField()
    text = TextAreaField(
        "What is to be changed",
        [Needed("Say what the author is to change")],
        description="Name the section and the paragraph. The author sees it while writing.",
    )


class WithdrawForm(Form):
    """Why a report is not brought after all."""

    version = VersionField()
    reason = TextAreaField("Reason", [Needed("Give the reason for withdrawing the report")])


class HeaderForm(ForMeeting):
    """The subject and the date; what else stands at the head is told by the template."""

    version = VersionField()
    title = StringField("Subject", [Needed("Enter the subject")])

    def facts(self) -> dict[str, str]:
        """The facts that the template asks for, by key."""
        return {
            name.removeprefix("fact_"): field.data or ""
            for name, field in self._fields.items()
            if name.startswith("fact_")
        }

    def fact_fields(self) -> list[Field]:
        """The fields of those facts, in the template's order."""
        return [field for name, field in self._fields.items() if name.startswith("fact_")]


def header_form(template: TemplateVersion, **given: Any) -> HeaderForm:
    """The form of the header that this template asks for."""
    field = [one for one in template.header_fields if one.get("kind") != "known"]
    fields = {f"fact_{one['key']}": _field(one) for one in field}
    made: HeaderForm = type("TheHeaderForm", (HeaderForm,), fields)(**given)
    return made


def _field(field: dict[str, Any]) -> Field:
    label, kind = field["label"], field.get("kind", "line")
    if kind == "yes-no":
        return OneOfField(label, choices=[("Yes", "Yes"), ("No", "No")])
    if kind == "purpose":
        return OneOfField(label, choices=list(PURPOSES.items()))
    return TextAreaField(label) if kind == "text" else StringField(label)
