"""Agendas and their items, the consideration of reports, and publications."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Any, ClassVar

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.foundation import ddl
from app.foundation.db import Base, enum_column
from app.foundation.permissions import Access, Readable
from app.meetings.models import Meeting
from app.people.models import Person, Saved
from app.reports.models import Report, ReportVersion

_PARAGRAPHS = re.compile(r"\bparagraphs? \d+(?:(?:,| and|, and) \d+)*")


class AgendaState(StrEnum):
    """The life of an agenda; what follows publication is a supplement."""

    DRAFT = "draft"
    PUBLISHED = "published"


class ItemKind(StrEnum):
    """Kinds of items that are treated in a way of their own."""

    ORDINARY = "ordinary"
    STANDING = "standing"
    HEADING = "heading"
    """A group heading such as "5 Development of policy issues": it takes no minute number."""
    MINUTES = "minutes"
    EXCLUSION = "exclusion"
    """The resolution to exclude press and public; added automatically when Part II has items."""


class Agenda(Base):
    """What is to be taken at one meeting."""

    __tablename__ = "agenda"
    KIND: ClassVar[str] = "agenda"

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), unique=True)
    state: Mapped[AgendaState] = mapped_column(enum_column(AgendaState), default=AgendaState.DRAFT)
    version: Mapped[int] = mapped_column(default=1)

    meeting: Mapped[Meeting] = relationship()
    items: Mapped[list["AgendaItem"]] = relationship(
        back_populates="agenda", order_by="AgendaItem.position"
    )

    @property
    def group_id(self) -> int:
        """The board whose agenda it is."""
        return self.meeting.board_id


class AgendaItem(Saved, Readable, Base):
    """One thing to be taken at a meeting; its open wording. The exempt wording stands apart."""

    __tablename__ = "agenda_item"
    __table_args__ = (
        CheckConstraint("late_reason <> '' OR NOT is_late", name="late_item_has_a_reason"),
    )
    KIND: ClassVar[str] = "agenda-item"

    id: Mapped[int] = mapped_column(primary_key=True)
    agenda_id: Mapped[int] = mapped_column(ForeignKey("agenda.id"), index=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("agenda_item.id"), index=True)
    position: Mapped[int] = mapped_column()
    """From 1 among its siblings; Part II comes after all of Part I."""
    number: Mapped[str] = mapped_column(default="")
    """As it is cited: "5", "5(A)"; counted again whenever the order changes."""
    kind: Mapped[ItemKind] = mapped_column(enum_column(ItemKind), default=ItemKind.ORDINARY)
    standing_key: Mapped[str] = mapped_column(default="")
    title: Mapped[str] = mapped_column()
    """The title everyone may read; of an exempt item its open title."""
    text: Mapped[str] = mapped_column(default="")
    part: Mapped[int] = mapped_column(default=1)
    """1 in public, 2 for an item taken after the exclusion of press and public."""
    paragraphs: Mapped[list[int]] = mapped_column(JSON, default=list)
    """Schedule 12A Part 1 paragraph numbers."""
    public_interest: Mapped[str] = mapped_column(default="")
    """Why the public interest in maintaining the exemption outweighs disclosure."""
    is_late: Mapped[bool] = mapped_column(default=False)
    late_reason: Mapped[str] = mapped_column(default="")
    """The special circumstances the chair accepted (s100B(4)(b))."""
    pages: Mapped[str] = mapped_column(default="")
    """As printed on an imported agenda: "12 - 16"."""

    agenda: Mapped[Agenda] = relationship(back_populates="items")
    parent: Mapped["AgendaItem | None"] = relationship(remote_side=[id], back_populates="children")
    children: Mapped[list["AgendaItem"]] = relationship(
        back_populates="parent", order_by="AgendaItem.position"
    )
    considerations: Mapped[list["Consideration"]] = relationship(
        back_populates="item", order_by="Consideration.id"
    )
    received: Mapped[list["ReceivedMinutes"]] = relationship(
        back_populates="item", order_by="ReceivedMinutes.id"
    )

    def is_named_in(self, resolution: str) -> bool:
        """Whether a text names this item by number; "paragraph 3" is no item."""
        bare = _PARAGRAPHS.sub("", resolution)
        return re.search(rf"(?<![\w(]){re.escape(self.number)}(?![\w)])", bare) is not None


class AgendaItemExempt(Readable, Base):
    """The exempt wording of an item: read only through access, every view recorded."""

    __tablename__ = "agenda_item_exempt"
    KIND: ClassVar[str] = "agenda-item-exempt"

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("agenda_item.id"), unique=True)
    title: Mapped[str] = mapped_column()
    text: Mapped[str] = mapped_column(default="")

    item: Mapped[AgendaItem] = relationship()


class Schedule(StrEnum):
    """Which list of exempt information a paragraph number belongs to; never another one."""

    OF_1985 = "of 1985"
    """The fifteen paragraphs for England before 1 March 2006."""
    OF_2006 = "of 2006"
    """The seven for England since then (SI 2006/88)."""
    NONE = "none"
    """A confidential item has no paragraph; a body outside the Act has no list."""


class Exemption(Base):
    """That an item was held back: who decided it, when, and when it is looked at again.

    It holds no word of the item, and stays in the register when the item has been opened. What
    is exempt is so “if and so long” as secrecy outweighs disclosure (Schedule 12A, paragraph 10).
    """

    __tablename__ = "exemption"
    __table_args__ = (
        Index(
            "uq_exemption_current",
            "item_id",
            unique=True,
            sqlite_where=text("ended_on IS NULL"),
            postgresql_where=text("ended_on IS NULL"),
        ),
    )
    KIND: ClassVar[str] = "exemption"

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("agenda_item.id"), index=True)
    access: Mapped[Access] = mapped_column(enum_column(Access))
    schedule: Mapped[Schedule] = mapped_column(enum_column(Schedule))
    paragraphs: Mapped[list[int]] = mapped_column(JSON, default=list)
    post_id: Mapped[int | None] = mapped_column(ForeignKey("post.id"))
    """The post of the proper officer who decided it (s100B(2))."""
    decided_by: Mapped[str] = mapped_column(default="")
    """Who held that post on the day, with its title: as it was, and never looked up again."""
    decided_on: Mapped[date | None] = mapped_column()
    review_on: Mapped[date | None] = mapped_column(index=True)
    """Exempt until then, unless somebody looks at it again."""
    ended_on: Mapped[date | None] = mapped_column()
    """When it was made open."""
    version: Mapped[int] = mapped_column(default=1)

    item: Mapped[AgendaItem] = relationship()
    reviews: Mapped[list["ExemptionReview"]] = relationship(
        back_populates="exemption", order_by="ExemptionReview.id"
    )


class ExemptionReview(Base):
    """That an exemption was looked at and kept: until when, by whom, and why.

    The reason may tell of the item, so it is read by whoever reads the exempt wording.
    """

    __tablename__ = "exemption_review"

    id: Mapped[int] = mapped_column(primary_key=True)
    exemption_id: Mapped[int] = mapped_column(ForeignKey("exemption.id"), index=True)
    at: Mapped[datetime] = mapped_column()
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    decided_by: Mapped[str] = mapped_column(default="")
    until: Mapped[date] = mapped_column()
    reason: Mapped[str] = mapped_column()

    exemption: Mapped[Exemption] = relationship(back_populates="reviews")


ddl.make_immutable(ExemptionReview)


class Outcome(StrEnum):
    """How a consideration ended."""

    APPROVED = "approved"
    AMENDED = "approved as amended"
    NOTED = "noted"
    REFERRED = "referred"
    DEFERRED = "deferred"
    WITHDRAWN = "withdrawn"
    LOST = "lost"
    NO_DECISION = "no decision"


class Consideration(Base):
    """One report version taken at one agenda item, and what the board did with it."""

    __tablename__ = "consideration"
    __table_args__ = (UniqueConstraint("item_id", "report_id"),)
    KIND: ClassVar[str] = "consideration"

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("agenda_item.id"), index=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"), index=True)
    report_version_id: Mapped[int | None] = mapped_column(
        ForeignKey("report_version.id"), index=True
    )
    """Fixed when the agenda is published."""
    outcome: Mapped[Outcome | None] = mapped_column(enum_column(Outcome))
    referred_to_id: Mapped[int | None] = mapped_column(ForeignKey("board.id"))
    deferred_to_id: Mapped[int | None] = mapped_column(ForeignKey("meeting.id"))

    item: Mapped[AgendaItem] = relationship(back_populates="considerations")
    report: Mapped[Report] = relationship()
    report_version: Mapped[ReportVersion | None] = relationship()


_WENT_OUT = "OLD.report_version_id IS NOT NULL"
ddl.make_immutable(Consideration, when=_WENT_OUT, update_of=("item_id", "report_id"))
ddl.make_immutable(
    Consideration,
    when=f"{_WENT_OUT} AND NEW.report_version_id IS NULL",
    update_of=("report_version_id",),
    verbs=(ddl.UPDATE,),
    label="version",
)
"""A report that went out with an item stays on it; a supplement may bring a later version."""


class ReceivedMinutes(Base):
    """Minutes of another board that an item lays before this one, as they stood at issue."""

    __tablename__ = "received_minutes"
    __table_args__ = (UniqueConstraint("item_id", "meeting_id"),)
    KIND: ClassVar[str] = "received-minutes"

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("agenda_item.id"), index=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    """The meeting whose minutes they are."""
    number: Mapped[int | None] = mapped_column()
    """The publication of those minutes that went out; fixed when the agenda is published."""

    item: Mapped[AgendaItem] = relationship(back_populates="received")


ddl.make_immutable(ReceivedMinutes, when="OLD.number IS NOT NULL")
"""What went out with an item stays on it, however those minutes are corrected later."""


class LaterPapers(StrEnum):
    """What goes out after the agenda, each with its own day; what was out stays (s100B(3))."""

    SUPPLEMENT = "supplement"
    """In time for its clear days."""
    LATE = "late papers"
    """After the last day for them."""
    TABLED = "tabled at the meeting"
    """Laid before the members there."""


class Publication(Readable, Base):
    """A frozen snapshot of what was issued: 0 the agenda, 1 and on its supplements.

    `content` holds open wording only: {"board", "date", "time", "venue", "members": […],
    "items": [{"id", "number", "title", "text", "part", "pages", "reports": […], "children"}]}.
    """

    __tablename__ = "publication"
    __table_args__ = (
        UniqueConstraint("agenda_id", "number"),
        Index("ix_publication_latest", "at", "id"),
    )
    KIND: ClassVar[str] = "publication"

    id: Mapped[int] = mapped_column(primary_key=True)
    agenda_id: Mapped[int] = mapped_column(ForeignKey("agenda.id"), index=True)
    number: Mapped[int] = mapped_column()
    at: Mapped[datetime] = mapped_column()
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    reason: Mapped[str] = mapped_column(default="")
    """Why it was issued in spite of the warnings, or what the supplement adds."""
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    sha256: Mapped[str] = mapped_column()

    agenda: Mapped[Agenda] = relationship()
    by: Mapped[Person | None] = relationship()


def name_of_issue(issue: Mapping[str, Any]) -> str:
    """What one entry of `issued` in a publication is called: "Agenda", "Late papers 2"."""
    kind = LaterPapers(issue.get("kind", LaterPapers.SUPPLEMENT))
    number = issue["number"]
    if kind == LaterPapers.TABLED:
        return f"Papers {number} {kind.value}"
    return f"{kind.value.capitalize()} {number}" if number else "Agenda"


ddl.make_immutable(
    Publication,
    update_of=(
        *("agenda_id", "number", "at", "by_id", "reason", "content", "sha256"),
        *("group_id", "published_at"),
    ),
)
"""Only its access can change: what an item wrongly told the public is withdrawn (`recall`)."""


class PublicationExempt(Readable, Base):
    """The exempt wording of a publication, by item; frozen like it."""

    __tablename__ = "publication_exempt"
    KIND: ClassVar[str] = "publication-exempt"

    id: Mapped[int] = mapped_column(primary_key=True)
    publication_id: Mapped[int] = mapped_column(ForeignKey("publication.id"), index=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("agenda_item.id"), index=True)
    content: Mapped[dict[str, Any]] = mapped_column(JSON)

    publication: Mapped[Publication] = relationship()


ddl.make_immutable(
    PublicationExempt,
    update_of=("publication_id", "item_id", "content", "group_id", "published_at"),
)
