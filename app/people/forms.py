"""What people type to sign in, and what administrators type to look after people."""

from wtforms import BooleanField, EmailField, PasswordField, StringField
from wtforms.validators import Email, ValidationError

from app.foundation.web.forms import (
    ChoiceField,
    DateField,
    Form,
    Needed,
    OneOfField,
    VersionField,
)
from app.people.models import ClearanceField, PersonKind

KINDS = [
    (PersonKind.COUNCILLOR, "Councillor"),
    (PersonKind.CO_OPTEE, "Co-optee"),
    (PersonKind.OFFICER, "Officer of the council"),
    (PersonKind.PARTNER, "Partner, such as the police or a charity"),
    (PersonKind.PUBLIC, "Member of the public"),
]
FIELDS_CLEARED = [
    (ClearanceField.FINANCE, "Finance"),
    (ClearanceField.LEGAL, "Legal"),
    (ClearanceField.EQUALITIES, "Equalities"),
]


class SignInForm(Form):
    """E-mail address and password; pasting and password managers work (WCAG 3.3.8)."""

    email = EmailField("Email address", [Needed("Enter your email address")])
    password = PasswordField("Password", [Needed("Enter your password")])
    remember = BooleanField("Stay signed in on this device")


class PasswordForm(Form):
    """A change of one's own password."""

    refused_at = "new"

    present = PasswordField("Present password", [Needed("Enter your present password")])
    new = PasswordField(
        "New password",
        [Needed("Enter a new password")],
        description="At least 12 characters. Three or four unrelated words work well.",
    )
    again = PasswordField("New password again", [Needed("Enter the new password again")])

    def validate_again(self, field: PasswordField) -> None:
        """Both must agree."""
        if field.data != self.new.data:
            raise ValidationError("The two new passwords are not the same")


class EntryForm(Form):
    """Somebody's entry in the directory."""

    kind = OneOfField("Kind", [Needed("Choose a kind")], choices=KINDS, coerce=PersonKind)
    honorific = StringField("Honorific", description="Such as Councillor, Mrs or Superintendent.")
    name = StringField("Full name", [Needed()], description="Without the honorific.")
    organisation = StringField(
        "Organisation", description="Whom the person works for or speaks for."
    )
    ward = StringField("Ward", description="For councillors.")


class PersonForm(EntryForm):
    """The correction of an entry."""

    version = VersionField()


class NewPersonForm(EntryForm):
    """Somebody new in the directory."""

    party = StringField("Party or group")
    from_on = DateField("Member of it since")
    is_another = BooleanField("This is another person of the same name")

    def validate_from_on(self, field: DateField) -> None:
        """A day since which somebody belongs to no party is kept nowhere."""
        if field.data and not self.party.data:
            raise ValidationError("Enter the party or group too, or leave this day empty")


class PartyForm(Form):
    """A change of party."""

    version = VersionField()
    party = StringField("Party or group", [Needed("Enter the party or group")])
    from_on = DateField("First day", [Needed("Enter the first day")])


class MergeForm(Form):
    """Two entries that are one person."""

    version = VersionField()
    into_id = ChoiceField(
        "The entry that stays", [Needed("Choose the entry that stays")], coerce=int, blank="Choose"
    )


class PostForm(Form):
    """A new post."""

    title = StringField("Title", [Needed()], description="Such as Head of Planning.")
    clears = ChoiceField(
        "Clears reports for",
        choices=FIELDS_CLEARED,
        coerce=ClearanceField,
        blank="Nothing",
        description="Every report waits for the holder of this post to clear it in this field.",
    )


class AppointForm(Form):
    """Who comes into a post."""

    person_id = ChoiceField("Person", [Needed("Choose a person")], coerce=int, blank="Choose")
    from_on = DateField("First day", [Needed("Enter the first day")])


class LastDayForm(Form):
    """The last day of something that ends."""

    version = VersionField()
    to_on = DateField("Last day", [Needed("Enter the last day")])


class AccountVersionForm(Form):
    """A button on an account: it carries the version, so that no newer password is replaced
    unseen."""

    version = VersionField()


class RightsForm(Form):
    """What an account may do."""

    version = VersionField()
    is_officer = BooleanField(
        "Officer", description="Writes reports, and may be asked to do actions."
    )
    is_administrator = BooleanField(
        "Administrator",
        description="Looks after people, boards and settings. Does not thereby see exempt papers.",
    )
    is_enabled = BooleanField("May sign in", default=True)


class AccountForm(Form):
    """A new account for somebody in the directory."""

    person_id = ChoiceField("Person", [Needed("Choose a person")], coerce=int, blank="Choose")
    email = EmailField(
        "Email address",
        [Needed(), Email("Enter an email address, like name@example.gov.uk")],
        description="The person signs in with it.",
    )
    is_officer = BooleanField(
        "Officer", description="Writes reports, and may be asked to do actions."
    )
    is_administrator = BooleanField(
        "Administrator",
        description="Looks after people, boards and settings. Does not thereby see exempt papers.",
    )
