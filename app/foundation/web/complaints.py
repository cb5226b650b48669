"""WTForms' error messages in the words of a clerk."""


class PlainEnglish:
    """Translates WTForms' messages into plain English."""

    def gettext(self, text: str) -> str:
        """The translation of one message; a message that is not listed stays as it is."""
        return _SAID.get(text, text)

    def ngettext(self, one: str, many: str, count: int) -> str:
        """The translation of one message with a count in it."""
        return _SAID.get(one, one) if count == 1 else _SAID.get(many, many)


_SAID = {
    "This field is required.": "This is needed",
    "Not a valid choice.": "Choose one from the list",
    "Not a valid choice": "Choose one from the list",
    "Invalid Choice: could not coerce.": "Choose one from the list",
    "Invalid choice(s): one or more data inputs could not be coerced.": "Choose from the list",
    "'%(value)s' is not a valid choice for this field.": "Choose from the list",
    "'%(value)s' are not valid choices for this field.": "Choose from the list",
    "Not a valid integer value.": "Enter a whole number, like 7",
    "Not a valid decimal value.": "Enter a number, like 12.50",
    "Invalid email address.": "Enter an email address, like name@example.gov.uk",
    "Invalid URL.": "Enter a web address, like https://www.example.gov.uk",
    "Invalid input.": "Enter this in the form the hint shows",
    "Field must be at least %(min)d character long.": "Use at least %(min)d character",
    "Field must be at least %(min)d characters long.": "Use at least %(min)d characters",
    "Field cannot be longer than %(max)d character.": "Use at most %(max)d character",
    "Field cannot be longer than %(max)d characters.": "Use at most %(max)d characters",
    "Field must be between %(min)d and %(max)d characters long.": (
        "Use between %(min)d and %(max)d characters"
    ),
    "Number must be at least %(min)s.": "Enter a number of at least %(min)s",
    "Number must be at most %(max)s.": "Enter a number of at most %(max)s",
    "Number must be between %(min)s and %(max)s.": "Enter a number from %(min)s to %(max)s",
}
