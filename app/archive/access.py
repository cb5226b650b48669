"""From an id in a URL to an imported file, as far as the reader may know of it."""

from flask import abort

from app.archive import policy, queries
from app.archive.models import ImportBatch, ImportedFile
from app.foundation.db import db
from app.foundation.web import auth, request_transaction
from app.foundation.web.access import May, require


def archive(*, may: May) -> None:
    """Checks a policy for the pages of past papers as a whole."""
    require(may)


def imported_file(file_id: int, *, may: May) -> ImportedFile:
    """An imported file, if the reader may know of it; a view of an exempt one is recorded."""
    scope = auth.scope()
    archive(may=policy.keep)
    file = queries.file_with_id(file_id, scope=scope)
    if file is None:
        abort(404)
    if not may(scope, file):
        abort(403)
    if file.document is not None:
        request_transaction.log_view(file.document)
    elif file.is_held_back:
        request_transaction.log_view_by_id(file.KIND, file.id)
    return file


def batch(batch_id: int, *, may: May) -> ImportBatch:
    """A batch of past papers; everybody who keeps past papers knows of it."""
    archive(may=policy.keep)
    found = db.session.get(ImportBatch, batch_id)
    if found is None:
        abort(404)
    if not may(auth.scope(), found):
        abort(403)
    return found
