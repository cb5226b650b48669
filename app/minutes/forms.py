"""What clerks type while minutes are taken."""

from wtforms import BooleanField, StringField, TextAreaField
from wtforms.validators import ValidationError

from app.agendas.models import Outcome
from app.foundation.web.filters import humanise
from app.foundation.web.forms import ChoiceField, Form, Needed, OneOfField, VersionField

REASONS = [
    "A slip of spelling or grammar",
    "Something was recorded wrongly",
    "Something was left out",
    "Something had to be taken out",
]
"""The reasons for a correction of exempt wording: fixed, so that the history tells nothing
exempt."""
AGREED, NOT_AGREED = "agreed", "not agreed"
OUTCOMES = [(outcome.value, humanise(outcome)) for outcome in Outcome]


class MinuteForm(Form):
    """One minute: what was said, what was resolved, and how the item ended."""

    version = VersionField()
    heading = StringField("Heading", [Needed("Give the minute a heading")])
    text = TextAreaField("Minute")
    resolved = TextAreaField(
        "Resolved",
        description="One limb to a line. The page adds “RESOLVED: That” and the numbers.",
    )
    recommended = TextAreaField(
        "Recommended", description="To a body that can decide, one limb to a line."
    )
    outcome = ChoiceField("How the item ended", choices=OUTCOMES, blank="Not recorded")
    refer_to_id = ChoiceField("Referred to", coerce=int, blank="No other board")
    defer_to_id = ChoiceField("Deferred to", coerce=int, blank="No later meeting")
    urgent_reason = StringField(
        "Why the chair took it as a matter of urgency",
        description="The special circumstances; the minutes print them.",
    )
    is_procedural = BooleanField(
        "It is no item of business: a welcome, an apology, or how the meeting was run"
    )
    reason = StringField(
        "Why it is corrected",
        [Needed("Say why this minute is corrected")],
        description="In a few words; every reader sees them. Name nothing exempt.",
    )


class ExemptForm(Form):
    """The exempt wording of a minute."""

    version = VersionField()
    heading = StringField("Exempt heading")
    text = TextAreaField("Exempt minute")
    resolved = TextAreaField("Exempt resolution", description="One limb to a line.")
    reason = ChoiceField(
        "Why it is corrected",
        [Needed("Choose why this wording is corrected")],
        choices=[(words, words) for words in REASONS],
        blank="Choose a reason",
    )


class AddForm(Form):
    """A minute that has no item on the agenda, such as urgent business."""

    heading = StringField("Heading", [Needed("Give the minute a heading")])


class ApprovalForm(Form):
    """Whether a later meeting agreed these minutes."""

    version = VersionField()
    meeting_id = ChoiceField(
        "At the meeting of", [Needed("Choose the meeting")], coerce=int, blank="Choose the meeting"
    )
    decision = OneOfField(
        "What the meeting decided",
        [Needed("Say what the meeting decided")],
        choices=[
            (AGREED, "It agreed them as a correct record"),
            (NOT_AGREED, "It did not agree them"),
        ],
    )
    minute = StringField(
        "Minute", description="The number under which that meeting recorded it, like SHP54."
    )
    reason = TextAreaField(
        "Why they were not agreed", description="Every reader sees it. Name nothing exempt."
    )

    def validate_minute(self, field: StringField) -> None:
        """Only an approval has a minute."""
        if field.data and self.decision.data == NOT_AGREED:
            raise ValidationError(
                "Minutes that were not agreed are recorded without a number: name it in the reason"
            )

    def validate_reason(self, field: TextAreaField) -> None:
        """A reason why they were not agreed contradicts an approval."""
        if field.data and self.decision.data == AGREED:
            raise ValidationError(
                "Minutes that were agreed need no reason: empty this box, or choose that the "
                "meeting did not agree them"
            )


class PublishForm(Form):
    """What the clerk says before minutes are published, of the minutes as they were shown."""

    version = VersionField()
    attendance_is_right = BooleanField(
        "The attendance is right", [Needed("Tick that the attendance is right, or correct it")]
    )
    checked = BooleanField(
        "I have read the warnings", [Needed("Tick that you have read the warnings")]
    )
