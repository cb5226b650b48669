"""Meetings, who attended them, and the days on which the council is closed."""

from datetime import date, datetime, time
from enum import StrEnum
from typing import ClassVar
from zoneinfo import ZoneInfo

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.boards.models import Board, Seat
from app.foundation.db import Base, enum_column
from app.people.models import Person


class MeetingState(StrEnum):
    """The life of a meeting."""

    PLANNED = "planned"
    HELD = "held"
    CANCELLED = "cancelled"
    POSTPONED = "postponed"


HOUR_NOT_KNOWN = time(0, 0)
"""Stands for an hour that past papers do not give: no meeting begins at midnight."""
TAKING_PLACE = (MeetingState.PLANNED, MeetingState.HELD)
"""A meeting that has not been called off."""


class Meeting(Base):
    """One meeting of one board, in local date and time."""

    __tablename__ = "meeting"
    __table_args__ = (
        CheckConstraint(
            "state NOT IN ('cancelled', 'postponed') OR state_reason <> ''", name="reason_is_given"
        ),
        Index("ix_meeting_on", "on_date", "starts_at"),
        Index("ix_meeting_board_on", "board_id", "on_date"),
    )
    KIND: ClassVar[str] = "meeting"

    id: Mapped[int] = mapped_column(primary_key=True)
    board_id: Mapped[int] = mapped_column(ForeignKey("board.id"))
    on_date: Mapped[date] = mapped_column()
    starts_at: Mapped[time] = mapped_column()
    zone: Mapped[str] = mapped_column(default="Europe/London")
    venue: Mapped[str] = mapped_column(default="")
    is_extraordinary: Mapped[bool] = mapped_column(default=False)
    is_annual: Mapped[bool] = mapped_column(default=False)
    """The annual meeting, with which the municipal year begins (1972 Act, Schedule 12, para 1)."""
    state: Mapped[MeetingState] = mapped_column(
        enum_column(MeetingState), default=MeetingState.PLANNED
    )
    state_reason: Mapped[str] = mapped_column(default="")
    postponed_to_id: Mapped[int | None] = mapped_column(ForeignKey("meeting.id"))
    chair_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    """Who presided, once the meeting is held."""
    started_at: Mapped[time | None] = mapped_column()
    ended_at: Mapped[time | None] = mapped_column()
    version: Mapped[int] = mapped_column(default=1)
    attendance_version: Mapped[int] = mapped_column(default=1)
    """The version of the attendance, to detect a form that shows an older one."""
    attendance_checked_version: Mapped[int | None] = mapped_column()
    """The version of the attendance that somebody has read and found right."""
    times_version: Mapped[int] = mapped_column(default=1)
    """The same for times and chair."""

    board: Mapped[Board] = relationship()
    chair: Mapped[Person | None] = relationship()
    postponed_to: Mapped["Meeting | None"] = relationship(remote_side=[id])

    @property
    def attendance_is_checked(self) -> bool:
        """Whether somebody has read the attendance as it stands and found it right."""
        return self.attendance_checked_version == self.attendance_version

    @property
    def moment(self) -> datetime:
        """When it begins."""
        return datetime.combine(self.on_date, self.starts_at, ZoneInfo(self.zone))


class How(StrEnum):
    """Whether a person came; only those present in the room count towards the quorum."""

    PRESENT = "present"
    REMOTE = "present by remote link"
    APOLOGIES = "apologies"
    ABSENT = "absent"


class Capacity(StrEnum):
    """In what capacity a person came."""

    MEMBER = "member"
    SUBSTITUTE = "substitute"
    OFFICER = "officer"
    OTHER = "other"


class Attendance(Base):
    """One person at one meeting, as recorded; a name alone where the papers give no more."""

    __tablename__ = "attendance"
    __table_args__ = (
        UniqueConstraint("meeting_id", "person_id"),
        CheckConstraint("person_id IS NOT NULL OR name <> ''", name="somebody"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    name: Mapped[str] = mapped_column(default="")
    """As printed, when it differs from the person's own name or no person is known."""
    organisation: Mapped[str] = mapped_column(default="")
    """As printed in the attendance list."""
    seat_id: Mapped[int | None] = mapped_column(ForeignKey("seat.id"))
    how: Mapped[How] = mapped_column(enum_column(How), default=How.PRESENT)
    capacity: Mapped[Capacity] = mapped_column(enum_column(Capacity), default=Capacity.MEMBER)
    for_person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    """Whom a substitute stands in for."""
    position: Mapped[int] = mapped_column(default=0)

    meeting: Mapped[Meeting] = relationship()
    person: Mapped[Person | None] = relationship(foreign_keys=[person_id])
    for_person: Mapped[Person | None] = relationship(foreign_keys=[for_person_id])
    seat: Mapped[Seat | None] = relationship()


class ClosedDay(Base):
    """A bank holiday, or another day on which the council's offices are shut; editable."""

    __tablename__ = "closed_day"
    KIND: ClassVar[str] = "closed-day"

    id: Mapped[int] = mapped_column(primary_key=True)
    on_date: Mapped[date] = mapped_column(unique=True)
    name: Mapped[str] = mapped_column()
    is_bank_holiday: Mapped[bool] = mapped_column(default=True)
    is_worked: Mapped[bool] = mapped_column(default=False)
    """A bank holiday on which the offices are open all the same: it counts as a working day, and
    is kept so that it is not filled in again."""
