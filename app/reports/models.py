"""Report templates with versions by date; reports, their sections, versions and appendices."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, ClassVar

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, UniqueConstraint, and_
from sqlalchemy.orm import Mapped, foreign, mapped_column, relationship

from app.boards.models import Board
from app.documents.models import Document, DocumentVersion
from app.foundation import ddl
from app.foundation.db import Base, enum_column
from app.foundation.permissions import Readable, Reader
from app.people.models import ClearanceField, Person


class ReportTemplate(Base):
    """A kind of report the council writes, such as the policy-board report."""

    __tablename__ = "report_template"
    KIND: ClassVar[str] = "report-template"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str] = mapped_column()

    versions: Mapped[list["TemplateVersion"]] = relationship(
        back_populates="template", order_by="TemplateVersion.from_on"
    )


class TemplateVersion(Base):
    """A template as it stands from a day on; a report keeps the version it was written in."""

    __tablename__ = "template_version"
    __table_args__ = (UniqueConstraint("template_id", "from_on"),)
    KIND: ClassVar[str] = "template-version"

    id: Mapped[int] = mapped_column(primary_key=True)
    template_id: Mapped[int] = mapped_column(ForeignKey("report_template.id"), index=True)
    from_on: Mapped[date] = mapped_column()
    name: Mapped[str] = mapped_column()
    is_cover_sheet: Mapped[bool] = mapped_column(default=False)
    """The partnership form: a cover sheet first, then unnumbered paragraphs."""
    header_fields: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    """In order: {"key", "label", "required", "kind"}: line | text | yes-no | purpose,
    or known, for what is filled in automatically (board, date, subject)."""

    template: Mapped[ReportTemplate] = relationship(back_populates="versions")
    sections: Mapped[list["TemplateSection"]] = relationship(
        back_populates="template_version", order_by="TemplateSection.position"
    )


class TemplateSection(Base):
    """One section a template asks for."""

    __tablename__ = "template_section"
    __table_args__ = (UniqueConstraint("template_version_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    template_version_id: Mapped[int] = mapped_column(ForeignKey("template_version.id"), index=True)
    position: Mapped[int] = mapped_column()
    key: Mapped[str] = mapped_column()
    label: Mapped[str] = mapped_column()
    guidance: Mapped[str] = mapped_column(default="")
    is_required: Mapped[bool] = mapped_column(default=True)
    default_text: Mapped[str] = mapped_column(default="")
    """The text that a new report begins with, such as "None."."""
    sub_headings: Mapped[list[dict[str, str]]] = mapped_column(JSON, default=list)
    """[{"key", "label"}], such as the council's five priorities; each has a text of its own."""
    clears: Mapped[ClearanceField | None] = mapped_column(enum_column(ClearanceField))
    """Whose clearance this section needs."""

    template_version: Mapped[TemplateVersion] = relationship(back_populates="sections")


class ReportState(StrEnum):
    """The life of a report; placed, published and considered are told by its considerations."""

    DRAFT = "draft"
    IN_CLEARANCE = "in clearance"
    CLEARED = "cleared"
    WITHDRAWN = "withdrawn"


class Report(Readable, Base):
    """An officer's paper; `group_id` is the board it is written for.

    `published_at` is set when an agenda first issues it. From then on readers outside the
    drafting circle see its published versions, never the working text in `sections`.
    """

    __tablename__ = "report"
    __table_args__ = (
        CheckConstraint("state <> 'withdrawn' OR state_reason <> ''", name="reason_is_given"),
        Index("ix_report_in_hand", "state", "published_at"),
        Index("ix_report_newest", "published_at", "changed_at", "access", "group_id"),
    )
    KIND: ClassVar[str] = "report"

    id: Mapped[int] = mapped_column(primary_key=True)
    template_version_id: Mapped[int] = mapped_column(ForeignKey("template_version.id"))
    title: Mapped[str] = mapped_column()
    """The subject; of an exempt report it is itself exempt, and shown to its readers only."""
    author_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    header: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    """The other header fields by key: officer, portfolio, wards, prepared_by, purpose, …"""
    wanted_on: Mapped[date | None] = mapped_column(index=True)
    """The date of the meeting it is meant for."""
    state: Mapped[ReportState] = mapped_column(enum_column(ReportState), default=ReportState.DRAFT)
    state_reason: Mapped[str] = mapped_column(default="")
    started_at: Mapped[datetime] = mapped_column()
    changed_at: Mapped[datetime] = mapped_column()

    template_version: Mapped[TemplateVersion] = relationship()
    author: Mapped[Person | None] = relationship()
    sections: Mapped[list["Section"]] = relationship(
        back_populates="report", order_by="Section.position"
    )
    versions: Mapped[list["ReportVersion"]] = relationship(
        back_populates="report", order_by="ReportVersion.number"
    )
    appendices: Mapped[list["Appendix"]] = relationship(
        back_populates="report", order_by="Appendix.position"
    )
    readers: Mapped[list[Reader]] = relationship(
        primaryjoin=lambda: and_(foreign(Reader.thing_id) == Report.id, Reader.kind == Report.KIND),
        viewonly=True,
    )
    """Further readers, so that policy can tell the drafting circle from later permissions."""
    board: Mapped[Board] = relationship(
        primaryjoin=lambda: foreign(Report.group_id) == Board.id, viewonly=True
    )

    @property
    def officer(self) -> str:
        """Who reports: the officer named at the head, or whoever prepared the paper."""
        return self.header.get("officer") or self.header.get("prepared_by") or ""


class Section(Base):
    """The working text of one section, or of one sub-heading of it (key "priorities.safe")."""

    __tablename__ = "section"
    __table_args__ = (UniqueConstraint("report_id", "key"),)
    KIND: ClassVar[str] = "section"

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"), index=True)
    position: Mapped[int] = mapped_column()
    key: Mapped[str] = mapped_column()
    label: Mapped[str] = mapped_column()
    parent_key: Mapped[str] = mapped_column(default="")
    printed_number: Mapped[str] = mapped_column(default="")
    """The printed number of an imported report ("10.0"); empty where numbers are counted."""
    text: Mapped[str] = mapped_column(default="")
    """In the dialect of foundation.richtext."""
    is_preset: Mapped[bool] = mapped_column(default=False)
    """Whether it is the template's standard answer, which nobody has said to be this report's."""
    version: Mapped[int] = mapped_column(default=1)
    changed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    changed_at: Mapped[datetime | None] = mapped_column()

    report: Mapped[Report] = relationship(back_populates="sections")


BACKGROUND = "background"
"""The key of the section that lists the background papers (LGA 1972 s100D)."""
BESIDE = "issued"
"""The key in a version's content of what was kept at its issue."""


class ReportVersion(Readable, Base):
    """A report as it stood at a moment: header and all sections, kept for good.

    `content` is {"title", "header": [[label, value]…], "cover_sheet": bool,
    "sections": [{"key", "number", "label", "text", "parts": [{"key", "label", "text"}]}]}; of an
    issued version also "issued", what stood beside its text (`contents.contents_to_issue`).
    """

    __tablename__ = "report_version"
    __table_args__ = (UniqueConstraint("report_id", "number"),)
    KIND: ClassVar[str] = "report-version"

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"), index=True)
    number: Mapped[int] = mapped_column()
    at: Mapped[datetime] = mapped_column()
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    why: Mapped[str] = mapped_column()
    """left, submitted, cleared, published, imported, or every ten minutes."""
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    sha256: Mapped[str] = mapped_column()

    report: Mapped[Report] = relationship(back_populates="versions")

    @property
    def is_issued(self) -> bool:
        """Whether it was kept because it was published, or imported from a past paper."""
        return self.why in ISSUED

    @property
    def occasion(self) -> str:
        """Why it was kept, as its readers would say it."""
        return OCCASIONS.get(self.why, self.why)


ISSUED = ("published", "imported")
"""The reasons of versions that readers outside the drafting circle may be given."""
OCCASIONS = {"every ten minutes": "kept while writing", "left": "kept when its writer left"}


ddl.make_immutable(
    ReportVersion,
    update_of=("report_id", "number", "at", "by_id", "why", "content", "sha256"),
)
_ISSUED = "OLD.published_at IS NOT NULL"
ddl.make_immutable(
    ReportVersion,
    when=_ISSUED,
    update_of=("group_id", "published_at"),
    verbs=(ddl.UPDATE,),
    label="issued",
)


class Appendix(Readable, Base):
    """What is attached to a report: a document, or a text of its own."""

    __tablename__ = "appendix"
    KIND: ClassVar[str] = "appendix"

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"), index=True)
    position: Mapped[int] = mapped_column()
    title: Mapped[str] = mapped_column()
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"))
    text: Mapped[str] = mapped_column(default="")

    report: Mapped[Report] = relationship(back_populates="appendices")
    document: Mapped[Document | None] = relationship()


ddl.make_immutable(
    Appendix,
    when=_ISSUED,
    update_of=(
        *("report_id", "position", "title", "document_id", "text"),
        *("group_id", "published_at"),
    ),
)
"""An issued appendix stays as it was; only its access changes."""
ddl.make_immutable(
    DocumentVersion,
    when=(
        "EXISTS (SELECT 1 FROM appendix"
        " JOIN report_version ON report_version.report_id = appendix.report_id"
        " WHERE appendix.document_id = OLD.document_id AND appendix.published_at IS NOT NULL"
        " AND report_version.why = 'published')"
    ),
    verbs=(ddl.INSERT,),
    label="issued",
)
"""A file that was issued with a report is not replaced, except in past papers."""


class ClearanceComment(Base):
    """What a clearer said when clearing a report or sending it back."""

    __tablename__ = "clearance_comment"

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"), index=True)
    version_number: Mapped[int] = mapped_column()
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column()
    verdict: Mapped[str] = mapped_column()
    """cleared or sent back."""
    text: Mapped[str] = mapped_column(default="")

    by: Mapped[Person] = relationship()


class SeenVersion(Base):
    """That somebody who may clear a report has read this version of it.

    The clearing page says what was changed since; nothing is decided by it.
    """

    __tablename__ = "seen_version"
    __table_args__ = (Index("ix_seen_version", "report_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    number: Mapped[int] = mapped_column()
    at: Mapped[datetime] = mapped_column()


@dataclass(frozen=True)
class PrintedReport:
    """A past paper as it was printed: title, head, and sections under its own labels."""

    title: str
    header: dict[str, str]
    sections: list[dict[str, Any]]
