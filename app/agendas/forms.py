"""What clerks type to build an agenda, to close an item, and to publish."""

from wtforms import BooleanField, HiddenField, StringField, TextAreaField
from wtforms.validators import ValidationError

from app.agendas.models import LaterPapers
from app.agendas.rules.schedule import SCHEDULE_12A
from app.foundation.permissions import Access
from app.foundation.web.forms import (
    ChoiceField,
    DateField,
    Form,
    ManyOfField,
    Needed,
    OneOfField,
    VersionField,
)


class AddForm(Form):
    """One more item."""

    title = StringField("Title", [Needed("Enter the title of the item")])
    is_heading = BooleanField(
        "Group heading",
        description="Other items stand under it as (A), (B), (C); it takes no minute number.",
    )
    under_id = ChoiceField("Under", coerce=int, blank="No other item: at the end of Part I")


class ItemForm(Form):
    """The wording of an item."""

    version = VersionField()
    title = StringField("Title", [Needed("Enter the title of the item")])
    text = TextAreaField("Text under the title", description="Printed on the agenda. May be empty.")


class ExemptForm(Form):
    """Why an item is taken in private, and what everyone may read of it."""

    version = VersionField()
    open_title = StringField(
        "Open title",
        [Needed("Enter the title that everyone may read")],
        description="Published in place of the item’s own title. It must not give the matter away.",
    )
    access = OneOfField(
        "Kind",
        [Needed("Choose exempt or confidential")],
        choices=[
            (Access.EXEMPT.value, "Exempt: Schedule 12A, by resolution (section 100A(4))"),
            (Access.CONFIDENTIAL.value, "Confidential: must be excluded (section 100A(2))"),
        ],
        default=Access.EXEMPT.value,
    )
    paragraphs = ManyOfField(
        "Paragraphs of Part 1 of Schedule 12A",
        choices=[(number, f"{number}. {text}") for number, text in SCHEDULE_12A.items()],
        coerce=int,
    )
    public_interest = TextAreaField(
        "Public interest",
        description=(
            "Why the public interest in maintaining the exemption outweighs the public interest "
            "in disclosing the information; of a confidential item, why it is confidential."
        ),
    )
    post_id = ChoiceField(
        "Decided by",
        coerce=int,
        blank="Nobody is named yet",
        description="The proper officer who found that it is not for the public (s100B(2)).",
    )
    review_on = DateField(
        "Exempt until",
        description=(
            "The day on which it is looked at again: it is exempt “if and so long as” secrecy "
            "outweighs disclosure (Schedule 12A, paragraph 10)."
        ),
    )

    def validate_paragraphs(self, field: ManyOfField) -> None:
        """Exempt items need a paragraph of Schedule 12A; confidential ones have none (s100A(3))."""
        if field.data and self.access.data == Access.CONFIDENTIAL.value:
            raise ValidationError(
                "A confidential item has no paragraphs of Schedule 12A: untick them, or choose "
                "exempt"
            )


class ReviewForm(Form):
    """That an item was looked at again and stays exempt."""

    version = VersionField()
    review_on = DateField("Still exempt until", [Needed("Enter the day of the next review")])
    post_id = ChoiceField("Decided by", coerce=int, blank="Nobody is named")
    reason = TextAreaField(
        "Reason",
        [Needed("Enter why it stays exempt")],
        description=(
            "Why secrecy still outweighs disclosure (Schedule 12A, paragraph 10). Read by whoever "
            "may read the item."
        ),
    )


class RecallForm(ExemptForm):
    """Why a published item is withdrawn and taken in private."""

    reasons = ManyOfField(
        "Reasons that everybody reads in its minutes",
        coerce=int,
        description="What stays ticked tells of this item and is withdrawn with it.",
    )
    shown = HiddenField()
    """The reasons that the page showed, so that none given since is spared unseen."""
    reason = TextAreaField(
        "Why it is withdrawn from publication",
        [Needed("Enter why the item is withdrawn from publication")],
        description="Kept in the history, which administrators read. Do not give the matter away.",
    )
    late_reason = TextAreaField(
        "The chair’s reason for its urgency",
        [Needed("Enter the chair’s reason in words that everyone may read")],
        description="It stays published (section 100B(4)(b)). It must not give the matter away.",
    )


class LateForm(Form):
    """Why the chair takes an item as a matter of urgency."""

    version = VersionField()
    reason = TextAreaField(
        "The chair’s reason",
        [Needed("Enter the chair’s reason")],
        description="The special circumstances (section 100B(4)(b)); printed in the minutes.",
    )


class ReceiveForm(Form):
    """Minutes of another board that an item lays before this one."""

    version = VersionField()
    meeting_id = ChoiceField(
        "Minutes",
        [Needed("Choose the minutes")],
        coerce=int,
        blank="Choose the minutes",
        description=(
            "Published minutes of other boards of the last year. They go out as they stand when "
            "this agenda is published, and stay so however they are corrected later."
        ),
    )


class PublishForm(Form):
    """Why an agenda is published in spite of warnings, or what a supplement adds."""

    version = VersionField()
    urgency = TextAreaField(
        "The chair’s reason for urgency",
        description=(
            "The special circumstances (section 100B(4)(b)); printed with every item that has no "
            "reason of its own, and in the minutes. Everybody reads it."
        ),
    )
    kind = OneOfField(
        "What goes out",
        choices=[
            (LaterPapers.SUPPLEMENT.value, "Supplement"),
            (LaterPapers.LATE.value, "Late papers"),
            (LaterPapers.TABLED.value, "Tabled at the meeting"),
        ],
        description="Each is named with its own day (section 100B(3)).",
    )
    reason = TextAreaField("Reason")
