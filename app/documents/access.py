"""From an id in a URL to a document or one of its versions."""

from flask import abort

from app.documents import policy, queries
from app.documents.models import Document, DocumentVersion
from app.foundation.web import auth
from app.foundation.web.access import May, fetch


def document(document_id: int, *, may: May) -> Document:
    """A document, if the reader may see it; a view of an exempt one is recorded."""
    return fetch(Document, document_id, may=may)


def version(document: Document, number: int | None) -> DocumentVersion:
    """The newest version of a document; an older one only for its clerk, since it is withdrawn."""
    found = queries.versions_of(document)
    if number is None:
        return found[0]
    older = policy.run(auth.scope(), document)
    chosen = [one for one in (found if older else found[:1]) if one.number == number]
    if not chosen:
        abort(404)
    return chosen[0]
