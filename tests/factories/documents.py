"""Documents for tests, through the services."""

from typing import Any

from app.documents import services
from app.documents.models import Document
from app.foundation import clock
from app.foundation.permissions import Access


def a_document(board: Any, **given: Any) -> Document:
    """A published text file of a board."""
    facts: dict[str, Any] = {
        "by": None,
        "group_id": board.id,
        "title": "Inspection notes",
        "name": "notes.txt",
        "data": b"The lamps on Quay Street were out.\n",
        "access": Access.OPEN,
        "published_at": clock.now(),
    }
    return services.keep_document(**(facts | given))
