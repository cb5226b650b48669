"""What clerks and owners type about actions."""

from datetime import date, timedelta
from typing import Any

from flask_wtf.file import FileField
from wtforms import BooleanField, StringField, TextAreaField
from wtforms.validators import ValidationError

from app.foundation.reading.sniff import accept
from app.foundation.web.forms import (
    ChoiceField,
    DateField,
    Form,
    Needed,
    OneOfField,
    VersionField,
)
from app.minutes.forms import REASONS

FAR = timedelta(days=5 * 366)


class ActionForm(Form):
    """What is to be done, by whom, by when."""

    made_on: date
    kept: date | None
    """The days to compare a new day with: of the meeting that made the action, and the one due so
    far."""
    is_doubtful = False
    """Set if the day is an unlikely one; the page then asks whether it is meant."""

    version = VersionField()
    minute_id = ChoiceField(
        "From minute", [Needed("Choose the minute")], coerce=int, blank="Choose the minute"
    )
    text = TextAreaField("What is to be done", [Needed("Say what is to be done")])
    person_id = ChoiceField("Person", coerce=int, blank="No person")
    post_id = ChoiceField("Post", coerce=int, blank="No post")
    organisation_id = ChoiceField("Organisation", coerce=int, blank="No organisation")
    owner_words = StringField("In words", description="As the minutes say it, like All partners.")
    due_on = DateField("Due on")
    is_meant = BooleanField("This day is meant")
    due_words = StringField(
        "Due in words", description="As the minutes say it, like Continuous or April 2027."
    )

    correcting = ChoiceField(
        "Were the minutes wrong?",
        choices=[(words, words) for words in REASONS],
        blank="No: it has changed since they were published",
        description="If they were, they are corrected with it, and every reader sees why.",
    )

    def validate_person_id(self, field: ChoiceField) -> None:
        """Exactly one owner is needed."""
        chosen = [self.person_id.data, self.post_id.data, self.organisation_id.data]
        if not any([*chosen, self.owner_words.data]):
            raise ValidationError("Say who is to do it: a person, a post, an organisation or words")
        if sum(one is not None for one in chosen) > 1:
            raise ValidationError("Choose one owner: a person, a post or an organisation")

    def validate_due_words(self, field: StringField) -> None:
        """A day or words are needed; “None stated” will do."""
        if not (field.data or self.due_on.data or self.due_on.trouble):
            raise ValidationError("Enter a day, or words like Continuous or None stated")

    def made_at(self, meeting_on: date, *, kept: date | None = None) -> None:
        """The days to compare a new day with."""
        self.made_on, self.kept = meeting_on, kept

    def validate(self, *args: Any, **kwargs: Any) -> bool:
        """If all else is valid, ask about an unlikely day."""
        return super().validate(*args, **kwargs) and self._is_credible()

    def _is_credible(self) -> bool:
        """Whether the day is likely: not before the meeting, nor years after it."""
        on, made_on = self.due_on.data, self.made_on
        if on is None or on == self.kept or self.is_meant.data or made_on <= on <= made_on + FAR:
            return True
        where = "before" if on < made_on else "more than five years after"
        meeting = f"{made_on.day} {made_on:%B %Y}"
        self.due_on.errors = [
            f"This day is {where} the meeting of {meeting}. Change it, or tick that it is meant"
        ]
        self.is_doubtful = True
        return False


class NoteForm(Form):
    """How an action is getting on."""

    text = TextAreaField("How is it getting on?", [Needed("Write how it is getting on")])


class FinishForm(Form):
    """Where it can be seen that an action is done."""

    version = VersionField()
    evidence = TextAreaField(
        "What was done, and where it can be seen",
        [Needed("Say what was done, and where it can be seen")],
        description="For example: Lamps 1 to 9 replaced; seen by the ward councillor on 3 May.",
    )
    file = FileField(
        "A file that shows it",
        description="Read by whoever may read the action.",
        render_kw={"accept": accept()},
    )
    paper = StringField(
        "Or a minute or a report",
        description="The number of the minute, like SHP54, or the title of the report.",
    )


class TimeForm(Form):
    """Until when an owner asks for more time, and why."""

    version = VersionField()
    reason = TextAreaField("Why more time is needed", [Needed("Say why more time is needed")])
    due_on = DateField("New day")
    due_words = StringField("Or in words", description="Like “the meeting after next”.")

    def validate_due_words(self, field: StringField) -> None:
        """A day or words are needed."""
        if not (field.data or self.due_on.data or self.due_on.trouble):
            raise ValidationError("Propose a day, or words like “the meeting after next”")


class AnswerForm(Form):
    """What a clerk answers to a request for more time."""

    version = VersionField()
    decision = OneOfField(
        "Your answer",
        [Needed("Choose whether more time is given")],
        choices=[("grant", "Give more time"), ("decline", "Decline")],
    )
    due_on = DateField("Until", description="Another day than the one proposed, if need be.")
    due_words = StringField("Or in words")
    answer = TextAreaField(
        "What you answer", description="Its owner reads it. Needed where you decline."
    )


class DropForm(Form):
    """Why an action is let go."""

    version = VersionField()
    reason = TextAreaField("Why it is dropped", [Needed("Give the reason")])
