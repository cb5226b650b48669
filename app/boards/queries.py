"""Finding boards and who sits on them; what one account can reach."""

from datetime import date

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import joinedload, selectinload

from app.boards.models import Board, BoardAlias, Clerkship, Seat, SeatRole
from app.foundation import clock
from app.foundation.db import db
from app.foundation.readable import Reach
from app.people.models import Account, PartyMembership, Person

SEES_PART_TWO = (
    SeatRole.CHAIR,
    SeatRole.VICE_CHAIR,
    SeatRole.MEMBER,
    SeatRole.CO_OPTEE,
    SeatRole.SUBSTITUTE,
)
_RANK = {role: rank for rank, role in enumerate(SeatRole)}


def reach_of(account: Account) -> Reach:
    """What the owner of this account can reach today, in two queries."""
    return reach_of_person(
        account.person_id,
        is_officer=account.is_officer,
        is_administrator=account.is_administrator,
    )


def reach_of_person(
    person_id: int, *, is_officer: bool = False, is_administrator: bool = False
) -> Reach:
    """What a person can reach today."""
    today = clock.today()
    seats = db.session.execute(
        select(Seat.board_id, Seat.role).where(Seat.person_id == person_id, _lasts(Seat, today))
    ).all()
    clerked = db.session.scalars(
        select(Clerkship.board_id).where(Clerkship.person_id == person_id, _lasts(Clerkship, today))
    )
    chairs = (SeatRole.CHAIR, SeatRole.VICE_CHAIR)
    return Reach(
        person_id=person_id,
        seated=frozenset(board for board, role in seats if role in SEES_PART_TWO),
        clerked=frozenset(clerked),
        chaired=frozenset(board for board, role in seats if role in chairs),
        is_officer=is_officer,
        is_administrator=is_administrator,
    )


def all_boards(*, current_only: bool = False) -> list[Board]:
    """Every board, by name."""
    chosen = select(Board).options(joinedload(Board.parent)).order_by(Board.name)
    if current_only:
        chosen = chosen.where(Board.is_current)
    return list(db.session.scalars(chosen))


def choices() -> list[tuple[int, str]]:
    """Boards to choose from in a form."""
    rows = db.session.execute(
        select(Board.id, Board.name).where(Board.is_current).order_by(Board.name)
    )
    return [(board_id, name) for board_id, name in rows]


def board_with_id(board_id: int) -> Board:
    """The board with this id, which a form offered."""
    return db.session.get_one(Board, board_id)


def board_named(name: str) -> Board | None:
    """The board with this name or alias, "&" and "and" being the same, in any case."""
    wanted = plain_name(name)
    for board in db.session.scalars(select(Board).options(selectinload(Board.aliases))):
        if wanted in {plain_name(board.name), *(plain_name(alias.name) for alias in board.aliases)}:
            return board
    return None


def board_with_prefix(prefix: str) -> list[Board]:
    """The boards whose minutes carry this prefix."""
    return list(db.session.scalars(select(Board).where(Board.minute_prefix == prefix.upper())))


def seats_of(board: Board, *, on: date) -> list[Seat]:
    """Who sits on a board on a day: chair, vice-chair, then members by surname, then the rest."""
    found = db.session.scalars(
        select(Seat)
        .where(Seat.board_id == board.id, _lasts(Seat, on))
        .join(Seat.person)
        .options(
            joinedload(Seat.person).selectinload(Person.parties).joinedload(PartyMembership.party),
            joinedload(Seat.person).joinedload(Person.organisation),
        )
    )
    return sorted(found, key=lambda seat: (_RANK[seat.role], seat.person.sort_name))


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
            .where(Clerkship.board_id == board.id, _lasts(Clerkship, on))
            .options(joinedload(Clerkship.person))
            .order_by(Clerkship.from_on)
        )
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


def aliases_taken(name: str) -> bool:
    """Some board goes by this name already."""
    return db.session.scalar(select(BoardAlias.id).where(BoardAlias.name == name)) is not None


def plain_name(name: str) -> str:
    """A board's name for comparing: lower case, "&" read as "and", no article."""
    words = name.lower().replace("&", " and ").replace(",", " ").split()
    return " ".join(word for word in words if word != "the")


def _lasts(row: type[Seat] | type[Clerkship], on: date) -> ColumnElement[bool]:
    return and_(row.from_on <= on, or_(row.to_on.is_(None), row.to_on >= on))
