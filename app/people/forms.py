"""What people type to sign in and to look after their account."""

from wtforms import BooleanField, EmailField, PasswordField
from wtforms.validators import ValidationError

from app.foundation.web.forms import Form, Needed


class SignInForm(Form):
    """E-mail address and password; pasting and password managers work (WCAG 3.3.8)."""

    email = EmailField("Email address", [Needed("Enter your email address")])
    password = PasswordField("Password", [Needed("Enter your password")])
    remember = BooleanField("Stay signed in on this device")


class PasswordForm(Form):
    """A change of one's own password."""

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
