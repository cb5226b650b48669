"""Actions, notes on their progress, receipts, requests for more time, and evidence."""

from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.foundation.db import Base, enum_column
from app.foundation.permissions import Readable
from app.minutes.models import Minute
from app.people.models import Organisation, Person, Post


class ActionState(StrEnum):
    """The life of an action; overdue is worked out, not set."""

    OPEN = "open"
    IN_PROGRESS = "in progress"
    DONE = "done"
    DROPPED = "dropped"


class Action(Readable, Base):
    """A promise with an owner and a day; both may be words where the minutes give words."""

    __tablename__ = "action"
    __table_args__ = (
        CheckConstraint("state <> 'done' OR evidence <> ''", name="done_has_evidence"),
        CheckConstraint("state <> 'dropped' OR dropped_reason <> ''", name="dropped_has_reason"),
        Index("ix_action_access", "access"),
        Index("ix_action_list", "group_id", "state", "due_on"),
        Index(
            "ix_action_standing",
            *("state", "due_on", "access", "published_at", "group_id", "person_id", "post_id"),
        ),
    )
    KIND: ClassVar[str] = "action"

    id: Mapped[int] = mapped_column(primary_key=True)
    minute_id: Mapped[int | None] = mapped_column(ForeignKey("minute.id"), index=True)
    position: Mapped[int] = mapped_column(default=1)
    text: Mapped[str] = mapped_column()
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    post_id: Mapped[int | None] = mapped_column(ForeignKey("post.id"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    owner_words: Mapped[str] = mapped_column(default="")
    """As the minutes say it: "All partners"."""
    due_on: Mapped[date | None] = mapped_column(index=True)
    due_words: Mapped[str] = mapped_column(default="")
    """As the minutes say it: "Continuous", "Annually in April"."""
    made_on: Mapped[date] = mapped_column(index=True)
    state: Mapped[ActionState] = mapped_column(enum_column(ActionState), default=ActionState.OPEN)
    evidence: Mapped[str] = mapped_column(default="")
    dropped_reason: Mapped[str] = mapped_column(default="")
    closed_at: Mapped[datetime | None] = mapped_column()

    minute: Mapped[Minute | None] = relationship()
    person: Mapped[Person | None] = relationship()
    post: Mapped[Post | None] = relationship()
    organisation: Mapped[Organisation | None] = relationship()
    notes: Mapped[list["ActionNote"]] = relationship(
        back_populates="action", order_by="ActionNote.at"
    )
    requests: Mapped[list["TimeRequest"]] = relationship(
        back_populates="action", order_by="TimeRequest.id"
    )

    @property
    def owner(self) -> str:
        """Who is to do it, as a reader would say it."""
        named = self.person or self.post or self.organisation
        if isinstance(named, Person):
            return named.short_name
        if isinstance(named, Post):
            return named.title
        return named.name if named else self.owner_words

    def is_overdue(self, today: date) -> bool:
        """Whether it is still open after the day it was due."""
        still = self.state in (ActionState.OPEN, ActionState.IN_PROGRESS)
        return still and self.due_on is not None and self.due_on < today


class ActionNote(Base):
    """What somebody reported about an action's progress."""

    __tablename__ = "action_note"

    id: Mapped[int] = mapped_column(primary_key=True)
    action_id: Mapped[int] = mapped_column(ForeignKey("action.id"), index=True)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column()
    text: Mapped[str] = mapped_column()

    action: Mapped[Action] = relationship(back_populates="notes")
    by: Mapped[Person | None] = relationship()


class ActionReceipt(Base):
    """That an owner, named or holding the post, has opened an action; until then it is new."""

    __tablename__ = "action_receipt"
    __table_args__ = (UniqueConstraint("person_id", "action_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    action_id: Mapped[int] = mapped_column(ForeignKey("action.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column()


class TimeRequest(Base):
    """An owner's request for more time, and what the clerk answered; kept whatever came of it."""

    __tablename__ = "time_request"
    __table_args__ = (
        Index(
            "ix_time_request_open",
            "action_id",
            unique=True,
            sqlite_where=text("answered_at IS NULL"),
            postgresql_where=text("answered_at IS NULL"),
        ),
        CheckConstraint("reason <> ''", name="reason_is_given"),
        CheckConstraint(
            "answered_at IS NULL OR is_granted IS NOT NULL", name="answer_says_yes_or_no"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    action_id: Mapped[int] = mapped_column(ForeignKey("action.id"), index=True)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column()
    reason: Mapped[str] = mapped_column()
    due_on: Mapped[date | None] = mapped_column()
    due_words: Mapped[str] = mapped_column(default="")
    is_granted: Mapped[bool | None] = mapped_column()
    answer: Mapped[str] = mapped_column(default="")
    """What the clerk wrote: why it is declined, or what to mind."""
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    answered_at: Mapped[datetime | None] = mapped_column()
    given_on: Mapped[date | None] = mapped_column()
    given_words: Mapped[str] = mapped_column(default="")
    """By when it is due since, where it is granted."""

    action: Mapped[Action] = relationship(back_populates="requests")
    by: Mapped[Person | None] = relationship(foreign_keys=[by_id])
    answered_by: Mapped[Person | None] = relationship(foreign_keys=[answered_by_id])


class Evidence(Base):
    """What shows that an action is done, beside the words: a file, a report or a minute."""

    __tablename__ = "action_evidence"
    __table_args__ = (
        CheckConstraint(
            "CASE WHEN document_id IS NULL THEN 0 ELSE 1 END"
            " + CASE WHEN report_id IS NULL THEN 0 ELSE 1 END"
            " + CASE WHEN minute_id IS NULL THEN 0 ELSE 1 END = 1",
            name="file_report_or_minute",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    action_id: Mapped[int] = mapped_column(ForeignKey("action.id"), index=True)
    note_id: Mapped[int | None] = mapped_column(ForeignKey("action_note.id"))
    """The note in which former evidence is kept, once the action was reopened."""
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"), index=True)
    report_id: Mapped[int | None] = mapped_column(ForeignKey("report.id"))
    minute_id: Mapped[int | None] = mapped_column(ForeignKey("minute.id"))
