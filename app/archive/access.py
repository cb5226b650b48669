"""From an id in a URL to an imported file, as far as the reader may know of it."""

from flask import abort

from app.archive import policy, queries
from app.archive.models import ImportedFile
from app.foundation.web import gate, unit_of_work
from app.foundation.web.access import May


def archive(*, may: May) -> None:
    """The pages of past papers are for those who bring them in."""
    if not may(gate.reach(), None):
        abort(403)


def imported_file(file_id: int, *, may: May) -> ImportedFile:
    """An imported file, if the reader may know of it; a view of an exempt one is recorded."""
    reach = gate.reach()
    archive(may=policy.keep)
    file = queries.file_with_id(file_id, reach=reach)
    if file is None:
        abort(404)
    if not may(reach, file):
        abort(403)
    if file.document is not None:
        unit_of_work.saw(file.document)
    return file
