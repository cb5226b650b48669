"""Finding documents that a reader may read."""

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, selectinload

from app.documents.models import Document, DocumentVersion
from app.foundation.db import db
from app.foundation.permissions import Scope


def listed(scope: Scope, *, board_id: int | None = None) -> Select[Document]:
    """What this reader may read, newest first, with the files' facts."""
    chosen = (
        select(Document)
        .where(Document.visible_to(scope))
        .options(selectinload(Document.versions).joinedload(DocumentVersion.blob))
        .order_by(Document.id.desc())
    )
    if board_id is not None:
        chosen = chosen.where(Document.group_id == board_id)
    return chosen


def versions_of(document: Document) -> list[DocumentVersion]:
    """All versions with their files' facts, newest first."""
    return list(
        db.session.scalars(
            select(DocumentVersion)
            .where(DocumentVersion.document_id == document.id)
            .options(joinedload(DocumentVersion.blob))
            .order_by(DocumentVersion.number.desc())
        )
    )


def newest_version(document: Document) -> DocumentVersion:
    """The version that readers get."""
    return versions_of(document)[0]
