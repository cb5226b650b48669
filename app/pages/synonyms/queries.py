"""Which words mean the same."""

from collections.abc import Sequence

from sqlalchemy import select, union_all

from app.foundation.db import db, fetch_rows
from app.pages.synonyms.models import Synonym


def listed() -> Sequence[Synonym]:
    """The whole list, in alphabetical order."""
    return db.session.scalars(select(Synonym).order_by(Synonym.key)).all()


def pairs() -> list[tuple[str, str]]:
    """Every word or phrase of the list with the one that means the same, both ways round."""
    return [(term, other) for term, other in fetch_rows(_BOTH_WAYS, {})]


_BOTH_WAYS = union_all(select(Synonym.term, Synonym.other), select(Synonym.other, Synonym.term))
