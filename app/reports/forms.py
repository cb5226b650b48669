"""What officers type to begin, describe, write, attach and clear reports."""

from typing import Any

from flask_wtf.file import FileField
from wtforms import Field, StringField, TextAreaField

from app.foundation.web.forms import (
    ChoiceField,
    DateField,
    Form,
    Needed,
    OneOfField,
    VersionField,
)
from app.reports.models import TemplateVersion
from app.reports.queries import PURPOSES


class StartForm(Form):
    """A new report."""

    title = StringField(
        "Subject", [Needed("Enter the subject")], description="As the agenda will print it."
    )
    board_id = ChoiceField("Board", [Needed("Choose a board")], coerce=int, blank="Choose a board")
    template = ChoiceField("Template", blank="The board’s usual template")
    wanted_on = DateField("Date of the meeting", description="Leave empty if it is not known yet.")
    author_id = ChoiceField("Author", coerce=int, blank="Myself")


class SectionForm(Form):
    """The text of one section, as typed."""

    version = VersionField()
    text = TextAreaField("Text")


class OwnSectionForm(Form):
    """The heading of a section of the author's own."""

    label = StringField("Heading", [Needed("Enter the heading of the section")])


class AttachForm(Form):
    """A file to be attached to a report."""

    title = StringField("Title", [Needed("Enter the title of the appendix")])
    file = FileField("File", description="Word, PDF, Excel, text or a picture.")


class ClearForm(Form):
    """What a clearer says with a clearance, and which version was read."""

    version = VersionField()
    text = TextAreaField("Comment", description="Leave empty if there is nothing to say.")


class SendBackForm(Form):
    """What the author is to change."""

    text = TextAreaField(
        "What is to be changed",
        [Needed("Say what the author is to change")],
        description="Name the section and the paragraph. The author sees it while writing.",
    )


class WithdrawForm(Form):
    """Why a report is not brought after all."""

    reason = TextAreaField("Reason", [Needed("Give the reason for withdrawing the report")])


class HeaderForm(Form):
    """The subject and the date; what else stands at the head is told by the template."""

    version = VersionField()
    title = StringField("Subject", [Needed("Enter the subject")])
    wanted_on = DateField("Date of the meeting", description="Leave empty if it is not known yet.")

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
    asked = [one for one in template.header_fields if one.get("kind") != "known"]
    fields = {f"fact_{one['key']}": _field(one) for one in asked}
    made: HeaderForm = type("TheHeaderForm", (HeaderForm,), fields)(**given)
    return made


def _field(asked: dict[str, Any]) -> Field:
    label, kind = asked["label"], asked.get("kind", "line")
    if kind == "yes-no":
        return OneOfField(label, choices=[("Yes", "Yes"), ("No", "No")])
    if kind == "purpose":
        return OneOfField(label, choices=list(PURPOSES.items()))
    return TextAreaField(label) if kind == "text" else StringField(label)
