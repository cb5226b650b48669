"""The form of a pair of words that mean the same."""

from wtforms import StringField
from wtforms.validators import Length

from app.foundation.web.forms import Form, Needed

LONGEST = 80


class SynonymForm(Form):
    """Two words or phrases that find each other."""

    term = StringField(
        "Word or phrase",
        [Needed("Write a word or a phrase, like bin day"), Length(max=LONGEST)],
    )
    other = StringField(
        "Means the same as",
        [Needed("Write what it means, like waste collection"), Length(max=LONGEST)],
    )
