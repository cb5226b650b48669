"""Imported files: what came in, what was understood, and what was made from it."""

from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar

from sqlalchemy import JSON, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.documents.models import Document
from app.foundation.db import Base, enum_column

REST = 16.0
"""How long to pause after each file, as a multiple of its transaction: others may then save."""


class ImportStatus(StrEnum):
    """How far the import of a file has come."""

    WAITING = "waiting"
    """Sent in through a page; the worker reads it."""
    CREATED = "created"
    REFUSED = "refused"


class ImportedFile(Base):
    """An imported past paper, identified by its content."""

    __tablename__ = "imported_file"
    KIND: ClassVar[str] = "imported-file"

    id: Mapped[int] = mapped_column(primary_key=True)
    sha256: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str] = mapped_column()
    status: Mapped[ImportStatus] = mapped_column(enum_column(ImportStatus))
    error: Mapped[str] = mapped_column(default="")
    paper_kind: Mapped[str] = mapped_column(default="")
    reference: Mapped[str] = mapped_column(default="")
    understood: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    """What the recogniser read: shown on the import page beside what was made from it."""
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"))
    at: Mapped[datetime] = mapped_column()
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    document: Mapped[Document | None] = relationship()


class ImportedThing(Base):
    """A board, meeting, report, minute… that was made from an imported file."""

    __tablename__ = "imported_thing"
    __table_args__ = (
        UniqueConstraint("file_id", "kind", "thing_id"),
        Index("ix_imported_thing_thing", "kind", "thing_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("imported_file.id"), index=True)
    kind: Mapped[str] = mapped_column()
    thing_id: Mapped[int] = mapped_column()

    file: Mapped[ImportedFile] = relationship()
