"""Finding boards and who sits on them; what one account can reach."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time

from sqlalchemy import Date, Integer, bindparam, or_, select
from sqlalchemy.orm import joinedload, selectinload

from app.boards.models import AccessLaw, Board, BoardDuty, BoardKind, Clerkship, Seat, SeatRole
from app.boards.scopes import SEES_PART_TWO, SignedIn, lasts, load_user, scope_of, scope_of_person
from app.foundation.db import db
from app.people.models import PartyMembership, Person, Post

__all__ = ["SEES_PART_TWO", "SignedIn", "lasts", "load_user", "scope_of", "scope_of_person"]

CHANGES = ("edit", "set-standing-items", "create")
"""The audit verbs that change the version of a board's settings and standing items."""
_RANK = {role: rank for rank, role in enumerate(SeatRole)}


def all_boards(*, current_only: bool = False) -> list[Board]:
    """Every board, by name."""
    chosen = select(Board).options(joinedload(Board.parent)).order_by(Board.name)
    if current_only:
        chosen = chosen.where(Board.is_current)
    return list(db.session.scalars(chosen))


@dataclass(frozen=True)
class BoardInTree:
    """A board and its depth in the tree."""

    board: Board
    depth: int


def tree_of(boards: list[Board]) -> list[BoardInTree]:
    """Boards as a tree, each above those it set up; one whose parent is not among them is a
    root."""
    listed = {board.id for board in boards}
    below: dict[int | None, list[Board]] = {}
    for board in boards:
        above = board.parent_id if board.parent_id in listed else None
        below.setdefault(above, []).append(board)
    return _placed(below, None, 0)


def _placed(
    below: dict[int | None, list[Board]], above: int | None, depth: int
) -> list[BoardInTree]:
    found: list[BoardInTree] = []
    for board in below.get(above, []):
        found += [BoardInTree(board, depth), *_placed(below, board.id, depth + 1)]
    return found


@dataclass
class Membership:
    """How many sit on a board, and its chair."""

    members: int = 0
    chair: Person | None = None


def memberships(*, on: date) -> dict[int, Membership]:
    """How many sit on each board on a day and who chairs it, in one query."""
    found: dict[int, Membership] = {}
    rows = db.session.scalars(
        select(Seat).where(lasts(Seat, on)).options(joinedload(Seat.person)).order_by(Seat.id)
    )
    for seat in rows:
        membership = found.setdefault(seat.board_id, Membership())
        membership.members += seat.role not in (SeatRole.SUBSTITUTE, SeatRole.OBSERVER)
        if seat.role == SeatRole.CHAIR and membership.chair is None:
            membership.chair = seat.person
    return found


def coming_seats_of(board: Board, *, on: date) -> list[Seat]:
    """Who will sit on a board, from a later day on."""
    return list(
        db.session.scalars(
            select(Seat)
            .where(Seat.board_id == board.id, Seat.from_on > on)
            .options(joinedload(Seat.person))
            .order_by(Seat.from_on, Seat.id)
        )
    )


def past_clerks_of(board: Board, *, on: date) -> list[Clerkship]:
    """Who ran a board's paperwork before, latest first."""
    return list(
        db.session.scalars(
            select(Clerkship)
            .where(Clerkship.board_id == board.id, Clerkship.to_on < on)
            .options(joinedload(Clerkship.person))
            .order_by(Clerkship.to_on.desc(), Clerkship.id)
        )
    )


def clerkships_held_by(person: Person, *, on: date) -> list[Clerkship]:
    """The boards whose paperwork a person runs on a day."""
    return list(
        db.session.scalars(
            select(Clerkship)
            .where(Clerkship.person_id == person.id, lasts(Clerkship, on))
            .options(joinedload(Clerkship.board))
            .order_by(Clerkship.id)
        )
    )


def choices() -> list[tuple[int, str]]:
    """Boards to choose from in a form."""
    rows = db.session.execute(
        select(Board.id, Board.name).where(Board.is_current).order_by(Board.name)
    )
    return [(board_id, name) for board_id, name in rows]


def board_names(ids: Iterable[int]) -> dict[int, str]:
    """The names of these boards, in one query."""
    rows = db.session.execute(select(Board.id, Board.name).where(Board.id.in_(set(ids))))
    return {board_id: name for board_id, name in rows}


def board_with_id(board_id: int) -> Board:
    """The board with this id, which a form offered."""
    return db.session.get_one(Board, board_id)


def board_named(name: str) -> Board | None:
    """The board with this name or alias, "&" and "and" being the same, in any case."""
    wanted = plain_name(name)
    for board in db.session.scalars(_WITH_ALIASES):
        if wanted in {plain_name(board.name), *(plain_name(alias.name) for alias in board.aliases)}:
            return board
    return None


_WITH_ALIASES = select(Board).options(selectinload(Board.aliases))


def too_many_seats(board: Board, seats: Sequence[Seat], *, on: date) -> str:
    """Why a planning committee has too many members, in words; empty if it has not.

    Discharge of Local Planning Authority Functions Regulations 2026, from 31 October 2026.
    """
    sit = sum(seat.role not in (SeatRole.SUBSTITUTE, SeatRole.OBSERVER) for seat in seats)
    if board.duty != BoardDuty.PLANNING or on < PLANNING_LIMIT_FROM or sit <= PLANNING_LIMIT:
        return ""
    return (
        f"{sit} members sit on it. A planning committee has at most {PLANNING_LIMIT} since "
        "31 October 2026 (Discharge of Local Planning Authority Functions Regulations 2026)."
    )


PLANNING_LIMIT = 13
PLANNING_LIMIT_FROM = date(2026, 10, 31)


def summoner_of(board: Board) -> Post | None:
    """The post whose holder calls the meetings of a board under either Act: its own, or that of
    the full council (1972 Act, Schedule 12, paragraphs 4 and 10)."""
    if board.access_law == AccessLaw.NONE:
        return None
    of_council = select(Board.summoner_post_id).where(
        Board.kind == BoardKind.COUNCIL, Board.is_current
    )
    named = board.summoner_post_id or db.session.scalar(of_council.order_by(Board.id).limit(1))
    return db.session.get(Post, named) if named else None


def file_name(kind: str, board: Board, *, on: date, at: time | None = None) -> str:
    """The file name of a paper of a meeting: minutes-SAF-2026-09-15; with the hour where the board
    meets twice on that day."""
    name = re.sub(r"[^A-Za-z0-9]+", "-", board.minute_prefix or board.name).strip("-")
    return f"{kind}-{name}-{on.isoformat()}" + (f"-{at:%H%M}" if at else "")


def seats_of(board: Board, *, on: date) -> list[Seat]:
    """Who sits on a board on a day: chair, vice-chair, then members by surname, then the rest."""
    found = db.session.scalars(_SEATS, {"board_id": board.id, "on": on})
    return sorted(found, key=lambda seat: (_RANK[seat.role], seat.person.sort_name))


_SEATS = (
    select(Seat)
    .where(
        Seat.board_id == bindparam("board_id", type_=Integer),
        lasts(Seat, bindparam("on", type_=Date)),
    )
    .join(Seat.person)
    .options(
        joinedload(Seat.person).selectinload(Person.parties).joinedload(PartyMembership.party),
        joinedload(Seat.person).joinedload(Person.organisation),
    )
)


def overlaps(
    place: type[Seat] | type[Clerkship],
    board: Board,
    person_id: int,
    *,
    from_on: date,
    to_on: date | None,
) -> bool:
    """Whether a person has such a seat or clerkship on any day of a period."""
    chosen = select(place.id).where(
        place.board_id == board.id,
        place.person_id == person_id,
        or_(place.to_on.is_(None), place.to_on >= from_on),
    )
    if to_on is not None:
        chosen = chosen.where(place.from_on <= to_on)
    return db.session.scalar(chosen.limit(1)) is not None


def past_seats_of(board: Board, *, on: date) -> list[Seat]:
    """Who sat on a board before, latest first."""
    return list(
        db.session.scalars(
            select(Seat)
            .where(Seat.board_id == board.id, Seat.to_on < on)
            .options(joinedload(Seat.person))
            .order_by(Seat.to_on.desc(), Seat.id)
        )
    )


def clerks_of(board: Board, *, on: date) -> list[Clerkship]:
    """Who runs a board's paperwork on a day."""
    return list(
        db.session.scalars(
            select(Clerkship)
            .where(Clerkship.board_id == board.id, lasts(Clerkship, on))
            .options(joinedload(Clerkship.person))
            .order_by(Clerkship.from_on)
        )
    )


def everybody_clerking(*, on: date) -> list[Person]:
    """Everybody who runs some board's paperwork on a day."""
    clerking = select(Clerkship.person_id).where(lasts(Clerkship, on))
    return list(
        db.session.scalars(select(Person).where(Person.id.in_(clerking)).order_by(Person.id))
    )


def seats_held_by(person: Person) -> list[Seat]:
    """Every seat a person holds or held, the present ones first."""
    return list(
        db.session.scalars(
            select(Seat)
            .where(Seat.person_id == person.id)
            .options(joinedload(Seat.board))
            .order_by(Seat.to_on.is_not(None), Seat.from_on.desc())
        )
    )


def places_of(person_ids: Iterable[int], *, on: date) -> dict[int, list[str]]:
    """What these people are on boards on a day: clerk, chair, member; in two queries."""
    wanted, found = list(person_ids), dict[int, list[str]]()
    clerks = select(Clerkship.person_id, Board.name).join(Clerkship.board)
    clerks = clerks.where(Clerkship.person_id.in_(wanted), lasts(Clerkship, on))
    seats = select(Seat.person_id, Seat.role, Board.name).join(Seat.board)
    seats = seats.where(Seat.person_id.in_(wanted), lasts(Seat, on))
    for person_id, name in db.session.execute(clerks.order_by(Board.name)):
        found.setdefault(person_id, []).append(f"Clerk of {name}")
    for person_id, role, name in db.session.execute(seats.order_by(Board.name)):
        found.setdefault(person_id, []).append(f"{role.value.capitalize()} of {name}")
    return found


def plain_name(name: str) -> str:
    """A board's name for comparing: lower case, "&" read as "and", no article."""
    words = name.lower().replace("&", " and ").replace(",", " ").split()
    return " ".join(word for word in words if word != "the")
