"""Boards and what is particular to each: aliases, standing items, seats, clerkships, counters."""

from datetime import date, time
from enum import StrEnum
from typing import ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.foundation.db import Base, enum_column
from app.people.models import Person, Saved, Versioned, one_open


class BoardKind(StrEnum):
    """What sort of body it is; the page shows the council's own word."""

    COUNCIL = "council"
    EXECUTIVE = "executive board"
    POLICY = "policy and performance board"
    BOARD = "board"
    COMMITTEE = "committee"
    PANEL = "panel"
    PARTNERSHIP = "partnership"
    TASK_GROUP = "task group"


class BoardDuty(StrEnum):
    """A duty of the board about which the law says something of its own."""

    NONE = "none"
    PARISH = "parish"
    PLANNING = "planning"
    AUDIT = "audit"


class AccessLaw(StrEnum):
    """By which Act the public comes to a board's meetings and sees its papers, if by any."""

    ACT_1972 = "1972"
    ACT_1960 = "1960"
    NONE = "none"


class MinuteNumbering(StrEnum):
    """When a board's minute numbers start again."""

    NEVER = "never"
    MUNICIPAL_YEAR = "municipal year"
    CALENDAR_YEAR = "calendar year"
    PER_MEETING = "per meeting"


class DayCount(StrEnum):
    """Which days count as clear days."""

    WORKING = "working"
    CALENDAR = "calendar"


class QuorumRule(StrEnum):
    """How many members make a meeting."""

    NONE = "none"
    FIXED = "fixed"
    FRACTION = "fraction"


class SeatRole(StrEnum):
    """As what a person sits on a board."""

    CHAIR = "chair"
    VICE_CHAIR = "vice-chair"
    MEMBER = "member"
    CO_OPTEE = "co-optee"
    SUBSTITUTE = "substitute"
    OBSERVER = "observer"


class Board(Versioned, Base):
    """A standing board, committee, panel, partnership or task group."""

    __tablename__ = "board"
    KIND: ClassVar[str] = "board"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[BoardKind] = mapped_column(enum_column(BoardKind))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("board.id"), index=True)
    remit: Mapped[str] = mapped_column(default="")
    is_current: Mapped[bool] = mapped_column(default=True)
    minute_prefix: Mapped[str] = mapped_column(default="")
    numbering: Mapped[MinuteNumbering] = mapped_column(
        enum_column(MinuteNumbering), default=MinuteNumbering.NEVER
    )
    number_pattern: Mapped[str] = mapped_column(default="{prefix}{number}")
    """How numbers are printed, such as "{prefix}{number}" or "{number}/{period}"."""
    quorum_rule: Mapped[QuorumRule] = mapped_column(
        enum_column(QuorumRule), default=QuorumRule.FRACTION
    )
    quorum_number: Mapped[int] = mapped_column(default=4)
    """The fixed number, or the divisor of a fraction (4 is one quarter)."""
    quorum_least: Mapped[int] = mapped_column(default=3)
    notice_days: Mapped[int] = mapped_column(default=5)
    notice_count: Mapped[DayCount] = mapped_column(enum_column(DayCount), default=DayCount.WORKING)
    has_statutory_access: Mapped[bool] = mapped_column(default=True)
    """Sections 100A to 100K of the Local Government Act 1972 apply."""
    is_public: Mapped[bool] = mapped_column(default=True)
    """Whether the public may come to its meetings, by law or because the board lets it."""
    duty: Mapped[BoardDuty] = mapped_column(enum_column(BoardDuty), default=BoardDuty.NONE)
    voting_seats: Mapped[int | None] = mapped_column()
    """How many voting members it has when no seat is vacant; None: as many as sit on it."""
    summoner_post_id: Mapped[int | None] = mapped_column(ForeignKey("post.id"))
    """Whose holder calls its meetings (1972 Act, Schedule 12, paragraph 4)."""
    usual_day: Mapped[str] = mapped_column(default="")
    usual_time: Mapped[time | None] = mapped_column()
    usual_venue: Mapped[str] = mapped_column(default="")
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    contact_details: Mapped[str] = mapped_column(default="")
    report_template: Mapped[str] = mapped_column(default="")
    """The key of the template its reports are written in by default."""

    parent: Mapped["Board | None"] = relationship(remote_side=[id], back_populates="children")
    children: Mapped[list["Board"]] = relationship(back_populates="parent", order_by="Board.name")
    contact: Mapped[Person | None] = relationship()
    aliases: Mapped[list["BoardAlias"]] = relationship(
        back_populates="board", order_by="BoardAlias.id", cascade="all, delete-orphan"
    )
    standing_items: Mapped[list["StandingItem"]] = relationship(
        back_populates="board", order_by="StandingItem.position", cascade="all, delete-orphan"
    )

    def name_on(self, day: date) -> str:
        """The name of the board on a day, as papers of that day print it."""
        former = [one for one in self.aliases if one.until_on is not None and day < one.until_on]
        return min(former, key=lambda one: one.until_on or day).name if former else self.name

    @property
    def access_law(self) -> AccessLaw:
        """A parish is under the Public Bodies (Admission to Meetings) Act 1960 alone."""
        if self.duty == BoardDuty.PARISH:
            return AccessLaw.ACT_1960
        return AccessLaw.ACT_1972 if self.has_statutory_access else AccessLaw.NONE

    @property
    def word(self) -> str:
        """The council's own word for it on pages: board, committee, partnership, task group."""
        return "board" if self.kind.value.endswith("board") else self.kind.value


class BoardAlias(Base):
    """Another name under which papers know the board, or its own until a day."""

    __tablename__ = "board_alias"
    __table_args__ = (
        Index(
            "uq_board_alias_present",
            "name",
            unique=True,
            sqlite_where=text("until_on IS NULL"),
            postgresql_where=text("until_on IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    board_id: Mapped[int] = mapped_column(ForeignKey("board.id"), index=True)
    name: Mapped[str] = mapped_column()
    until_on: Mapped[date | None] = mapped_column()
    """The day on which the board was given another name; it was called so before. None for a name
    that it goes by beside its own."""

    board: Mapped[Board] = relationship(back_populates="aliases")


class StandingItem(Base):
    """What stands on every agenda of a board, with its standing text."""

    __tablename__ = "standing_item"
    __table_args__ = (
        Index("uq_standing_item_board_id_position", "board_id", "position", unique=True),
    )
    KIND: ClassVar[str] = "standing-item"

    id: Mapped[int] = mapped_column(primary_key=True)
    board_id: Mapped[int] = mapped_column(ForeignKey("board.id"), index=True)
    position: Mapped[int] = mapped_column()
    key: Mapped[str] = mapped_column(default="")
    """Which of the usual items it is: apologies, minutes, declarations, questions, …; else
    empty."""
    title: Mapped[str] = mapped_column()
    text: Mapped[str] = mapped_column(default="")

    board: Mapped[Board] = relationship(back_populates="standing_items")


class Seat(Saved, Base):
    """One person's place on one board, with its role and its dates."""

    __tablename__ = "seat"
    __table_args__ = (
        CheckConstraint("to_on IS NULL OR to_on >= from_on", name="in_order"),
        one_open("uq_seat_open", "board_id", "person_id"),
    )
    KIND: ClassVar[str] = "seat"

    id: Mapped[int] = mapped_column(primary_key=True)
    board_id: Mapped[int] = mapped_column(ForeignKey("board.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    role: Mapped[SeatRole] = mapped_column(enum_column(SeatRole), default=SeatRole.MEMBER)
    has_vote: Mapped[bool] = mapped_column(default=True)
    from_on: Mapped[date] = mapped_column()
    to_on: Mapped[date | None] = mapped_column()
    """The last day of the seat; None while it lasts."""

    board: Mapped[Board] = relationship()
    person: Mapped[Person] = relationship(foreign_keys=[person_id])


class Clerkship(Saved, Base):
    """Who runs a board's paperwork, from one day to another."""

    __tablename__ = "clerkship"
    __table_args__ = (one_open("uq_clerkship_open", "board_id", "person_id"),)
    KIND: ClassVar[str] = "clerkship"

    id: Mapped[int] = mapped_column(primary_key=True)
    board_id: Mapped[int] = mapped_column(ForeignKey("board.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    from_on: Mapped[date] = mapped_column()
    to_on: Mapped[date | None] = mapped_column()

    board: Mapped[Board] = relationship()
    person: Mapped[Person] = relationship(foreign_keys=[person_id])


class Counter(Base):
    """The last number given out on a board, of one kind, in one period; never used again."""

    __tablename__ = "counter"
    __table_args__ = (UniqueConstraint("board_id", "kind", "period"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    board_id: Mapped[int] = mapped_column(ForeignKey("board.id"))
    kind: Mapped[str] = mapped_column()
    period: Mapped[str] = mapped_column(default="")
    """"" for numbers that never start again, "2026/27", "2026", or the meeting's date."""
    last: Mapped[int] = mapped_column(default=0)
