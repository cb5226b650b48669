"""How documents look to the search index."""

from collections.abc import Sequence

from flask import url_for
from sqlalchemy import select

from app.boards.models import Board
from app.boards.queries import board_names
from app.documents.models import Document
from app.foundation.db import db
from app.foundation.indexing import HitContent, Searchable
from app.foundation.permissions import Reader, Scope, keys_to
from app.foundation.search.port import IndexEntry
from app.foundation.web.filters import local_day


def entries(documents: Sequence[Document], readers: dict[int, list[Reader]]) -> list[IndexEntry]:
    """One entry a document: its title and what can be read in its newest version."""
    boards = board_names(document.group_id for document in documents)
    return [
        IndexEntry(
            key=f"document:{document.id}",
            owner=(Document.KIND, document.id),
            kind="document",
            title=document.title,
            text=document.text,
            board=boards.get(document.group_id, ""),
            date=local_day(document.published_at),
            readers=keys_to(document, readers=readers.get(document.id, ())),
            version=document.version,
        )
        for document in documents
    ]


def found(keys: Sequence[str], scope: Scope) -> dict[str, HitContent]:
    """What this reader may see of the documents that were hit."""
    ids = [int(key.split(":")[1]) for key in keys]
    rows = db.session.execute(
        select(Document, Board.name)
        .join(Board, Board.id == Document.group_id)
        .where(Document.id.in_(ids), Document.visible_to(scope))
    )
    return {
        f"document:{document.id}": HitContent(
            title=document.title,
            url=url_for("documents.show", document_id=document.id),
            board=board,
            on=local_day(document.published_at),
            reference="",
            text=document.text,
            access=document.access,
        )
        for document, board in rows
    }


searchable = Searchable(
    model=Document,
    entries=entries,
    found=found,
    shows=(Document.title, Document.text),
    labels={"document": "Document"},
    rank=50,
)
