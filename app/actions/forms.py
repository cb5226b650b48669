"""What clerks and owners type about actions."""

from wtforms import StringField, TextAreaField
from wtforms.validators import ValidationError

from app.foundation.web.forms import ChoiceField, DateField, Form, Needed, VersionField


class ActionForm(Form):
    """What is to be done, by whom, by when."""

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
    due_words = StringField(
        "Due in words", description="As the minutes say it, like Continuous or April 2027."
    )

    def validate_person_id(self, field: ChoiceField) -> None:
        """Somebody is to do it, and only one."""
        chosen = [self.person_id.data, self.post_id.data, self.organisation_id.data]
        if not any([*chosen, self.owner_words.data]):
            raise ValidationError("Say who is to do it: a person, a post, an organisation or words")
        if sum(one is not None for one in chosen) > 1:
            raise ValidationError("Choose one owner: a person, a post or an organisation")

    def validate_due_words(self, field: StringField) -> None:
        """A day or words; None stated is an answer too (R10.4)."""
        if not (field.data or self.due_on.data or self.due_on.trouble):
            raise ValidationError("Enter a day, or words like Continuous or None stated")


class NoteForm(Form):
    """How an action is getting on."""

    text = TextAreaField("How is it getting on?", [Needed("Write how it is getting on")])


class FinishForm(Form):
    """Where it can be seen that an action is done."""

    evidence = TextAreaField(
        "What was done, and where it can be seen",
        [Needed("Say what was done, and where it can be seen")],
        description="For example: Lamps 1 to 9 replaced; seen by the ward councillor on 3 May.",
    )


class DropForm(Form):
    """Why an action is let go."""

    reason = TextAreaField("Why it is dropped", [Needed("Give the reason")])
