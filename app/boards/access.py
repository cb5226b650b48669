"""From an id in a URL to a board, a seat or a clerkship."""

from typing import TypeVar

from flask import abort
from sqlalchemy.orm import joinedload, selectinload

from app.boards.models import Board, Clerkship, Seat
from app.foundation.db import db
from app.foundation.web.access import May, fetch_plain, require

Place = TypeVar("Place", Seat, Clerkship)

_TOGETHER = (
    joinedload(Board.parent),
    joinedload(Board.contact),
    selectinload(Board.children),
    selectinload(Board.aliases),
    selectinload(Board.standing_items),
)


def board(board_id: int, *, may: May) -> Board:
    """A board with what its pages show."""
    return fetch_plain(Board, board_id, may=may, options=_TOGETHER)


def seat(board_id: int, seat_id: int, *, may: May) -> Seat:
    """A seat on this board."""
    return _place(Seat, board(board_id, may=may), seat_id)


def clerkship(board_id: int, clerkship_id: int, *, may: May) -> Clerkship:
    """A clerkship of this board."""
    return _place(Clerkship, board(board_id, may=may), clerkship_id)


def boards(*, may: May) -> None:
    """The boards as a whole."""
    require(may)


def _place(model: type[Place], of: Board, place_id: int) -> Place:
    found = db.session.get(model, place_id)
    if found is None or found.board_id != of.id:
        abort(404)
    return found
