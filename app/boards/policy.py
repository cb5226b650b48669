"""The vocabulary of roles: who sits on, chairs or clerks a board; who may change it."""

from app.boards.models import Board
from app.foundation.readable import Reach


def see(reach: Reach, _board: object) -> bool:
    """Everyone signed in may know of a board, its members and its meetings."""
    return reach.person_id is not None


def clerks(reach: Reach, board_id: int) -> bool:
    """Runs this board's paperwork."""
    return board_id in reach.clerked


def run(reach: Reach, board: Board | None = None) -> bool:
    """Administrators set boards up."""
    return reach.is_administrator


def edit(reach: Reach, board: Board) -> bool:
    """The board's clerk keeps its standing items and details up to date; so may administrators."""
    return reach.is_administrator or clerks(reach, board.id)
