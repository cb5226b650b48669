"""Keeping the list of words that mean the same."""

from app.foundation import audit
from app.foundation.constraints import refused_on_violation
from app.foundation.db import db
from app.foundation.errors import Refused
from app.foundation.locking import lock_rows
from app.foundation.search.analysis import stems
from app.pages.synonyms.models import Synonym
from app.people.models import Person

KNOWN = "uq_synonym_key"


def add_synonym(term: str, other: str, *, by: Person) -> Synonym:
    """Let two words or phrases find each other from now on."""
    one, two = (" ".join(words.split()) for words in (term, other))
    forms = [" ".join(stems(words)) for words in (one, two)]
    for field, form in zip(("term", "other"), forms, strict=True):
        if not form:
            raise Refused("Write a word that can be searched for.", field=field)
    if forms[0] == forms[1]:
        raise Refused("These are the same words to the search already.", field="other")
    synonym = Synonym(term=one, other=two, key=" = ".join(sorted(forms)))
    with refused_on_violation(KNOWN, "This pair is on the list already.", field="term"):
        db.session.add(synonym)
    audit.record(by, "add", synonym, term=one, other=two)
    return synonym


def remove_synonym(synonym: Synonym, *, by: Person) -> None:
    """Take a pair off the list."""
    lock_rows(synonym)
    audit.record(by, "remove", synonym, term=synonym.term, other=synonym.other)
    db.session.delete(synonym)
