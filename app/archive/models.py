"""Imported files and their batches: what came in, what was understood, what was made from it."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any, ClassVar

from sqlalchemy import JSON, ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.documents.models import Document
from app.foundation.db import Base, enum_column
from app.foundation.permissions import Access
from app.people.models import Person, Versioned

REST = 16.0
"""How long to pause after each file, as a multiple of its transaction: others may then save."""


class ImportStatus(StrEnum):
    """How far the import of a file has come."""

    WAITING = "waiting"
    """Sent in through a page; the worker reads it."""
    PROPOSED = "proposed"
    """Read; a clerk says whether it was read right."""
    ACCEPTED = "accepted"
    """The clerk said so; the worker brings it in."""
    CREATED = "created"
    REFUSED = "refused"
    SET_ASIDE = "set aside"
    """Not to be brought in, or taken back with its batch; it may be sent again."""


class Sureness(StrEnum):
    """How sure the reader is of what decides where a paper goes: kind, board and day."""

    CERTAIN = "certain"
    LIKELY = "likely"
    UNSURE = "unsure"

    @property
    def doubt(self) -> int:
        """The larger, the less sure."""
        return list(Sureness).index(self)


class ImportBatch(Versioned, Base):
    """The files that were sent in together: paused, and taken back, together."""

    __tablename__ = "import_batch"
    KIND: ClassVar[str] = "import-batch"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    """Given by whoever sends them, so that a batch of nothing new is none."""
    at: Mapped[datetime] = mapped_column()
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    is_paused: Mapped[bool] = mapped_column(default=False)
    undone_at: Mapped[datetime | None] = mapped_column()

    by: Mapped[Person | None] = relationship()


class ImportedFile(Versioned, Base):
    """An imported past paper, identified by its content."""

    __tablename__ = "imported_file"
    __table_args__ = (Index("ix_imported_file_to_decide", "status", "sureness", "id"),)
    KIND: ClassVar[str] = "imported-file"

    id: Mapped[int] = mapped_column(primary_key=True)
    sha256: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str] = mapped_column()
    status: Mapped[ImportStatus] = mapped_column(enum_column(ImportStatus))
    error: Mapped[str] = mapped_column(default="")
    paper_kind: Mapped[str] = mapped_column(default="")
    reference: Mapped[str] = mapped_column(default="")
    understood: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict, deferred=True)
    """What the recogniser read: shown on the import page beside what was made from it."""
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"))
    at: Mapped[datetime] = mapped_column()
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    batch_id: Mapped[int | None] = mapped_column(ForeignKey("import_batch.id"), index=True)
    board_id: Mapped[int | None] = mapped_column(ForeignKey("board.id"))
    """The known board that it seems to be of, while it is a proposal."""
    sureness: Mapped[Sureness] = mapped_column(
        enum_column(Sureness), default=Sureness.LIKELY, server_default=Sureness.LIKELY.value
    )
    access: Mapped[Access] = mapped_column(
        enum_column(Access), default=Access.OPEN, server_default=Access.OPEN.value
    )
    """How far it is open, before there is a document that says so."""
    proposal: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict, server_default="{}")
    """What it seems to be: facts, counts, and what else it may be."""
    said: Mapped[dict[str, str]] = mapped_column(JSON, default=dict, server_default="{}")
    """What a clerk said it is, by the name of the field; the reading gives way to it."""
    text: Mapped[str] = mapped_column(Text, default="", server_default="", deferred=True)
    """What stands in it, shown beside the proposal."""
    events_from: Mapped[int | None] = mapped_column()
    events_to: Mapped[int | None] = mapped_column()
    """The first and the last line of the audit log that bringing it in has written."""

    document: Mapped[Document | None] = relationship()
    batch: Mapped[ImportBatch | None] = relationship()

    @property
    def proposed_on(self) -> date | None:
        """The day of the meeting, as the proposal has it."""
        said = self.proposal.get("date")
        return date.fromisoformat(said) if said else None

    @property
    def is_held_back(self) -> bool:
        """Whether a view of it is recorded: it bears a mark, and no document stands for it yet."""
        return self.access != Access.OPEN


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
    is_made: Mapped[bool] = mapped_column(default=False)
    """It was made from this file, and not merely added to."""

    file: Mapped[ImportedFile] = relationship()
