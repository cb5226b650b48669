"""Who is named beside an agenda: its chair, its clerks, whom to ask, and how many sit."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    Boolean,
    ColumnElement,
    CompoundSelect,
    Date,
    Integer,
    Select,
    String,
    bindparam,
    cast,
    literal,
    or_,
    select,
    union_all,
)

from app.boards.models import Board, Clerkship, Seat, SeatRole
from app.foundation.db import fetch_rows
from app.meetings.models import Meeting
from app.people.models import Person


@dataclass(frozen=True)
class Office:
    """The people named on a front sheet: how many sit, chair, clerks and contact."""

    chair: str
    clerks: tuple[str, ...]
    contact: str
    members: int
    voting: int


def office_of(meeting: Meeting) -> Office:
    """The seats and clerkships of a board on the day of a meeting, and its contact: one query."""
    rows = [
        (role, bool(votes), f"{honorific} {name}".strip())
        for role, votes, honorific, name in fetch_rows(
            _OFFICE, {"board_id": meeting.board_id, "on": meeting.on_date}
        )
    ]
    seated = [row for row in rows if row[0] in _COUNTED]
    return Office(
        chair=_named(rows, SeatRole.CHAIR),
        clerks=tuple(name for role, _, name in rows if role == "clerk"),
        contact=_named(rows, "contact"),
        members=len(seated),
        voting=sum(votes for _, votes, _ in seated),
    )


def _named(rows: Sequence[tuple[str, bool, str]], wanted: str) -> str:
    return next((name for role, _, name in rows if role == wanted), "")


_COUNTED = {SeatRole.CHAIR, SeatRole.VICE_CHAIR, SeatRole.MEMBER, SeatRole.CO_OPTEE}


def _office_on(row: type[Seat] | type[Clerkship], *columns: ColumnElement[Any]) -> Select[Any]:
    on = bindparam("on", type_=Date)
    return (
        select(*columns, Person.honorific, Person.name)
        .select_from(row)
        .join(Person, Person.id == row.person_id)
        .where(row.board_id == bindparam("board_id", type_=Integer), row.from_on <= on)
        .where(or_(row.to_on.is_(None), row.to_on >= on))
    )


_OFFICE: CompoundSelect[*tuple[Any, ...]] = union_all(
    _office_on(Seat, cast(Seat.role, String), cast(Seat.has_vote, Boolean)),
    _office_on(Clerkship, literal("clerk"), literal(False)),
    select(literal("contact"), literal(False), Person.honorific, Person.name)
    .join(Board, Board.contact_id == Person.id)
    .where(Board.id == bindparam("board_id", type_=Integer)),
)
