"""Who may read and change managed files."""

from app.boards.policy import clerks
from app.documents.models import Document
from app.foundation.permissions import Scope


def read(scope: Scope, _document: Document) -> bool:
    """Whoever can see a document at all may read its newest version."""
    return scope.person_id is not None


def run(scope: Scope, document: Document) -> bool:
    """The board's clerk adds versions and keeps the older ones (what was replaced is withdrawn
    from every other reader)."""
    return clerks(scope, document.group_id)
