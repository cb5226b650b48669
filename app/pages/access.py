"""From an id in a URL to what administrators look after here."""

from app.foundation.web.access import May, fetch_plain, require
from app.pages.synonyms.models import Synonym


def administration(*, may: May) -> None:
    """The pages of administration."""
    require(may)


def synonym(synonym_id: int, *, may: May) -> Synonym:
    """A pair of words that mean the same."""
    return fetch_plain(Synonym, synonym_id, may=may)
