"""Who may read and change managed files."""

from app.boards.policy import clerks
from app.documents.models import Document
from app.foundation.readable import Reach


def read(reach: Reach, _document: Document) -> bool:
    """Whoever can see a document at all may read its newest version."""
    return reach.person_id is not None


def run(reach: Reach, document: Document) -> bool:
    """The board's clerk adds versions and keeps the older ones (what was replaced is withdrawn
    from every other reader)."""
    return clerks(reach, document.group_id)
