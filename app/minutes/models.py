"""Minutes and their numbered minutes, exempt wording, resolutions, and where they are cited."""

from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.agendas.models import AgendaItem, Outcome
from app.foundation import ddl
from app.foundation.db import Base, words
from app.foundation.readable import Readable
from app.meetings.models import Meeting
from app.people.models import Person, Saved


class MinutesState(StrEnum):
    """The life of the minutes; approval and signing come with a later capability."""

    DRAFT = "draft"
    WITH_CHAIR = "with chair"
    PUBLISHED = "published draft"
    APPROVED = "approved"
    SIGNED = "signed"


class Minutes(Base):
    """The record of one meeting."""

    __tablename__ = "minutes"
    __table_args__ = (
        CheckConstraint(
            "state NOT IN ('approved', 'signed') OR approved_at_meeting_id IS NOT NULL",
            name="approved_at_a_meeting",
        ),
        CheckConstraint("state <> 'signed' OR signed_at IS NOT NULL", name="signed_at_a_time"),
    )
    KIND: ClassVar[str] = "minutes"

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), unique=True)
    state: Mapped[MinutesState] = mapped_column(words(MinutesState), default=MinutesState.DRAFT)
    preamble: Mapped[str] = mapped_column(default="")
    is_past_paper: Mapped[bool] = mapped_column(default=False)
    """Brought in from past papers, which were agreed on paper: never called a draft."""
    is_being_corrected: Mapped[bool] = mapped_column(default=False)
    """Set and cleared by the deed that corrects what is published, in one transaction."""
    published_at: Mapped[datetime | None] = mapped_column(index=True)
    approved_at_meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meeting.id"))
    approved_by_minute_id: Mapped[int | None] = mapped_column()
    """The minute that records it, of the meeting that agreed them."""
    not_agreed_at_meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meeting.id"))
    """The last meeting that did not agree them as a correct record."""
    not_agreed_reason: Mapped[str] = mapped_column(default="")
    signed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    signed_at: Mapped[datetime | None] = mapped_column()
    version: Mapped[int] = mapped_column(default=1)

    meeting: Mapped[Meeting] = relationship(foreign_keys=[meeting_id])
    signed_by: Mapped[Person | None] = relationship()
    entries: Mapped[list["Minute"]] = relationship(
        back_populates="minutes", order_by="Minute.position"
    )

    @property
    def group_id(self) -> int:
        """The board whose minutes they are."""
        return self.meeting.board_id


ddl.keep(Minutes, when="OLD.state = 'signed'")
_OF_SIGNED = (
    "EXISTS (SELECT 1 FROM minute JOIN minutes ON minutes.id = minute.minutes_id "
    "WHERE minute.id = {minute} AND minutes.state = 'signed')"
)
"""What was signed is held with every entry of it; who may read it can still change."""


class Minute(Saved, Readable, Base):
    """One numbered entry; its open wording. The exempt wording stands apart."""

    __tablename__ = "minute"
    __table_args__ = (
        UniqueConstraint("group_id", "period", "number"),
        Index("ix_minute_printed", "printed_key"),
    )
    KIND: ClassVar[str] = "minute"

    id: Mapped[int] = mapped_column(primary_key=True)
    minutes_id: Mapped[int] = mapped_column(ForeignKey("minutes.id"), index=True)
    item_id: Mapped[int | None] = mapped_column(ForeignKey("agenda_item.id"), index=True)
    position: Mapped[int] = mapped_column()
    period: Mapped[str] = mapped_column(default="")
    number: Mapped[int | None] = mapped_column()
    """From the board's counter, or as imported; None under a parent or before numbering."""
    printed: Mapped[str] = mapped_column(default="")
    """As printed and cited: "SHP54", "141/19"."""
    printed_key: Mapped[str] = mapped_column(default="")
    """`printed` in lower case without blanks and full stops, for resolving citations."""
    heading: Mapped[str] = mapped_column()
    text: Mapped[str] = mapped_column(default="")
    outcome: Mapped[Outcome | None] = mapped_column(words(Outcome))

    minutes: Mapped[Minutes] = relationship(back_populates="entries")
    item: Mapped[AgendaItem | None] = relationship()
    resolutions: Mapped[list["Resolution"]] = relationship(
        back_populates="minute", order_by="Resolution.position", cascade="all, delete-orphan"
    )


ddl.keep(
    Minute,
    when="EXISTS (SELECT 1 FROM minutes WHERE id = OLD.minutes_id AND state = 'signed')",
    update_of=(
        *("minutes_id", "item_id", "position", "period", "number", "printed", "printed_key"),
        *("heading", "text", "outcome"),
    ),
)


class ResolutionKind(StrEnum):
    """A board resolves, or recommends to one that can decide (R6.2)."""

    RESOLVED = "resolved"
    RECOMMENDED = "recommended"


class Resolution(Base):
    """One limb of what was resolved or recommended, without the word."""

    __tablename__ = "resolution"

    id: Mapped[int] = mapped_column(primary_key=True)
    minute_id: Mapped[int] = mapped_column(ForeignKey("minute.id"), index=True)
    position: Mapped[int] = mapped_column()
    kind: Mapped[ResolutionKind] = mapped_column(words(ResolutionKind))
    text: Mapped[str] = mapped_column()

    minute: Mapped[Minute] = relationship(back_populates="resolutions")


ddl.keep(Resolution, when=_OF_SIGNED.format(minute="OLD.minute_id"))


class MinuteExempt(Saved, Readable, Base):
    """The exempt wording of a minute: read only through access, every view recorded."""

    __tablename__ = "minute_exempt"
    KIND: ClassVar[str] = "minute-exempt"

    id: Mapped[int] = mapped_column(primary_key=True)
    minute_id: Mapped[int] = mapped_column(ForeignKey("minute.id"), unique=True)
    heading: Mapped[str] = mapped_column(default="")
    text: Mapped[str] = mapped_column(default="")
    resolved: Mapped[str] = mapped_column(default="")
    """One limb to a line."""

    minute: Mapped[Minute] = relationship()


ddl.keep(
    MinuteExempt,
    when=_OF_SIGNED.format(minute="OLD.minute_id"),
    update_of=("minute_id", "heading", "text", "resolved"),
)


class Citation(Base):
    """A paper that cites a minute, found when the paper was saved: "Minute SHP54 refers"."""

    __tablename__ = "citation"
    __table_args__ = (UniqueConstraint("minute_id", "kind", "thing_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    minute_id: Mapped[int] = mapped_column(ForeignKey("minute.id"), index=True)
    kind: Mapped[str] = mapped_column()
    thing_id: Mapped[int] = mapped_column()
