"""Blobs, documents and their versions."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.foundation import ddl
from app.foundation.db import Base
from app.foundation.permissions import Readable


class Blob(Base):
    """A stored file, once for each content; that two documents share it is never shown."""

    __tablename__ = "blob"

    sha256: Mapped[str] = mapped_column(primary_key=True)
    size: Mapped[int] = mapped_column()
    media_type: Mapped[str] = mapped_column()


ddl.make_immutable(Blob, for_good=True)


class Document(Readable, Base):
    """A managed file: a past paper as it came in, or an appendix to a report."""

    __tablename__ = "document"
    KIND: ClassVar[str] = "document"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column()
    text: Mapped[str] = mapped_column(default="")
    """What can be read in its newest version, for the search index."""
    reading_note: Mapped[str] = mapped_column(default="", server_default="")
    """What its readers are told of that text: pages that are pictures, or why there is none."""

    versions: Mapped[list["DocumentVersion"]] = relationship(
        back_populates="document", order_by="DocumentVersion.number"
    )


ddl.make_immutable(
    Document,
    when="OLD.published_at IS NOT NULL",
    update_of=("title", "group_id", "published_at"),
)
"""A published document keeps its name and board; its access and its searchable text may change."""


class DocumentVersion(Base):
    """One version of a document."""

    __tablename__ = "document_version"
    __table_args__ = (UniqueConstraint("document_id", "number"),)
    KIND: ClassVar[str] = "document-version"

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"), index=True)
    number: Mapped[int] = mapped_column()
    blob_sha256: Mapped[str] = mapped_column(ForeignKey("blob.sha256"), index=True)
    name_as_given: Mapped[str] = mapped_column()
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column()

    document: Mapped[Document] = relationship(back_populates="versions")
    blob: Mapped[Blob] = relationship()


ddl.make_immutable(DocumentVersion)
