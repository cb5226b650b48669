"""Minutes, their numbered minutes and resolutions, exempt wording, publications, citations."""

from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.agendas.models import AgendaItem, Outcome
from app.foundation import ddl
from app.foundation.db import Base, enum_column
from app.foundation.permissions import Readable
from app.meetings.models import Attendance, Meeting
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
    state: Mapped[MinutesState] = mapped_column(
        enum_column(MinutesState), default=MinutesState.DRAFT
    )
    preamble: Mapped[str] = mapped_column(default="")
    is_past_paper: Mapped[bool] = mapped_column(default=False)
    """Imported from past papers, which were agreed on paper: never called a draft."""
    is_being_corrected: Mapped[bool] = mapped_column(default=False)
    """True only within the transaction that corrects published minutes."""
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

    @property
    def stage(self) -> str:
        """Their state in a word; past papers are no drafts."""
        is_past = self.is_past_paper and self.state == MinutesState.PUBLISHED
        return "published" if is_past else self.state.value


_IS_KEPT = (
    "(minutes.state = 'signed'"
    " OR minutes.published_at IS NOT NULL AND NOT minutes.is_being_corrected)"
)
"""Published minutes change while they are corrected, and agreed ones while something in them is
withdrawn; signed ones never. Access can always change."""
_OF_MINUTES = "EXISTS (SELECT 1 FROM minutes WHERE minutes.id = OLD.minutes_id AND {kept})"
_OF_MINUTE = (
    "EXISTS (SELECT 1 FROM minute JOIN minutes ON minutes.id = minute.minutes_id"
    " WHERE minute.id = OLD.minute_id AND {kept})"
)
_OF_MEETING = "EXISTS (SELECT 1 FROM minutes WHERE minutes.meeting_id = OLD.{key} AND {kept})"
_MERGED = (
    "COALESCE(NEW.{column}, 0) <> COALESCE(OLD.{column}, 0) AND NOT EXISTS (SELECT 1 FROM person"
    " WHERE person.id = OLD.{column} AND person.merged_into_id = NEW.{column})"
)
"""A named person may change only from a merged entry to the one that stays."""
EVERY_VERB = (ddl.UPDATE, ddl.DELETE, ddl.INSERT)

ddl.make_immutable(Minutes, when="OLD.state = 'signed'")
ddl.make_immutable(
    Minutes,
    when="OLD.published_at IS NOT NULL",
    update_of=("meeting_id", "published_at", "is_past_paper"),
    label="published",
)
ddl.make_immutable(
    Minutes,
    when=_IS_KEPT.replace("minutes.", "OLD."),
    update_of=("preamble",),
    verbs=(ddl.UPDATE,),
    label="preamble",
)


def _keep_meeting() -> None:
    """Triggers that hold a meeting's record once its minutes are published."""
    attended = _OF_MEETING.format(key="meeting_id", kept=_IS_KEPT)
    presided = _OF_MEETING.format(key="id", kept=_IS_KEPT)
    ddl.make_immutable(
        Attendance,
        when=attended,
        update_of=("meeting_id", "name", "organisation", "how", "capacity", "position"),
        verbs=EVERY_VERB,
    )
    for column in ("person_id", "for_person_id"):
        ddl.make_immutable(
            Attendance,
            when=f"{attended} AND {_MERGED.format(column=column)}",
            update_of=(column,),
            verbs=(ddl.UPDATE,),
            label=column,
        )
    ddl.make_immutable(
        Meeting,
        when=presided,
        update_of=("board_id", "on_date", "is_extraordinary", "started_at", "ended_at"),
    )
    ddl.make_immutable(
        Meeting,
        when=f"{presided} AND {_MERGED.format(column='chair_id')}",
        update_of=("chair_id",),
        verbs=(ddl.UPDATE,),
        label="chair_id",
    )


_keep_meeting()


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
    outcome: Mapped[Outcome | None] = mapped_column(enum_column(Outcome))
    urgent_reason: Mapped[str] = mapped_column(default="")
    """Why the chair took business that has no agenda item as urgent (1972 Act, s100B(4)(b))."""
    is_procedural: Mapped[bool] = mapped_column(default=False)
    """Said by the clerk to be no item of business, such as a welcome or an adjournment."""

    minutes: Mapped[Minutes] = relationship(back_populates="entries")
    item: Mapped[AgendaItem | None] = relationship()
    resolutions: Mapped[list["Resolution"]] = relationship(
        back_populates="minute", order_by="Resolution.position", cascade="all, delete-orphan"
    )


ddl.make_immutable(
    Minute,
    when="EXISTS (SELECT 1 FROM minutes WHERE id = OLD.minutes_id AND published_at IS NOT NULL)",
    update_of=("minutes_id", "item_id", "position", "period", "number", "printed", "printed_key"),
    verbs=EVERY_VERB,
)
"""Numbers, order and rows of published minutes stay, even in corrections."""
ddl.make_immutable(
    Minute,
    when=_OF_MINUTES.format(kept=_IS_KEPT),
    update_of=("heading", "text", "outcome", "urgent_reason", "is_procedural"),
    verbs=EVERY_VERB,
    label="wording",
)


class ResolutionKind(StrEnum):
    """A board resolves, or recommends to one that can decide."""

    RESOLVED = "resolved"
    RECOMMENDED = "recommended"


class Resolution(Base):
    """One limb of what was resolved or recommended, without the word."""

    __tablename__ = "resolution"

    id: Mapped[int] = mapped_column(primary_key=True)
    minute_id: Mapped[int] = mapped_column(ForeignKey("minute.id"), index=True)
    position: Mapped[int] = mapped_column()
    kind: Mapped[ResolutionKind] = mapped_column(enum_column(ResolutionKind))
    text: Mapped[str] = mapped_column()

    minute: Mapped[Minute] = relationship(back_populates="resolutions")


ddl.make_immutable(Resolution, when=_OF_MINUTE.format(kept=_IS_KEPT), verbs=EVERY_VERB)


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


ddl.make_immutable(
    MinuteExempt,
    when=_OF_MINUTE.format(kept=_IS_KEPT),
    update_of=("minute_id", "heading", "text", "resolved"),
    verbs=EVERY_VERB,
)


class PublicationKind(StrEnum):
    """Why minutes were published, once or again."""

    FIRST = "first"
    CORRECTION = "correction"
    WITHDRAWAL = "withdrawal"
    """An item was made exempt: its wording is in Part II from now on."""
    OPENING = "opening"
    """An item was opened: its wording can be read by all."""
    APPROVAL = "approval"
    """It was recorded whether a later meeting agreed them."""


class MinutesPublication(Readable, Base):
    """A frozen state of minutes as they were published: 0 the first, 1 and on what came of it.

    `content` holds open wording only; `app.minutes.snapshot` says what stands in it.
    """

    __tablename__ = "minutes_publication"
    __table_args__ = (UniqueConstraint("minutes_id", "number"),)
    KIND: ClassVar[str] = "minutes-publication"

    id: Mapped[int] = mapped_column(primary_key=True)
    minutes_id: Mapped[int] = mapped_column(ForeignKey("minutes.id"), index=True)
    number: Mapped[int] = mapped_column()
    kind: Mapped[PublicationKind] = mapped_column(enum_column(PublicationKind))
    at: Mapped[datetime] = mapped_column()
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    reason: Mapped[str] = mapped_column(default="")
    """The reason that readers see; that of an exempt correction is with the exempt wording."""
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    sha256: Mapped[str] = mapped_column()

    minutes: Mapped[Minutes] = relationship()


ddl.make_immutable(
    MinutesPublication,
    update_of=(
        *("minutes_id", "number", "kind", "at", "by_id", "reason", "content", "sha256"),
        *("group_id", "published_at"),
    ),
)


class MinutesPublicationExempt(Readable, Base):
    """The exempt wording of one minute as it was published; frozen like the open one."""

    __tablename__ = "minutes_publication_exempt"
    __table_args__ = (UniqueConstraint("publication_id", "minute_id"),)
    KIND: ClassVar[str] = "minutes-publication-exempt"

    id: Mapped[int] = mapped_column(primary_key=True)
    publication_id: Mapped[int] = mapped_column(ForeignKey("minutes_publication.id"), index=True)
    minute_id: Mapped[int] = mapped_column(ForeignKey("minute.id"), index=True)
    exempt_id: Mapped[int | None] = mapped_column(ForeignKey("minute_exempt.id"))
    """The row of the wording; a view of the one is a view of the other."""
    content: Mapped[dict[str, Any]] = mapped_column(JSON)

    publication: Mapped[MinutesPublication] = relationship()


ddl.make_immutable(
    MinutesPublicationExempt,
    update_of=("publication_id", "minute_id", "exempt_id", "content", "group_id", "published_at"),
)


class Citation(Base):
    """A paper that cites a minute, found when the paper was saved: "Minute SHP54 refers"."""

    __tablename__ = "citation"
    __table_args__ = (UniqueConstraint("minute_id", "kind", "thing_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    minute_id: Mapped[int] = mapped_column(ForeignKey("minute.id"), index=True)
    kind: Mapped[str] = mapped_column()
    thing_id: Mapped[int] = mapped_column()
