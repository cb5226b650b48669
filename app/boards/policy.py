"""Who sits on, chairs or clerks a board, and who may change it."""

from app.boards.models import Board
from app.foundation.permissions import Scope


def see(scope: Scope, _board: object) -> bool:
    """Everyone signed in may know of a board, its members and its meetings."""
    return scope.person_id is not None


def clerks(scope: Scope, board_id: int) -> bool:
    """Runs this board's paperwork."""
    return board_id in scope.clerked


def run(scope: Scope, board: Board | None = None) -> bool:
    """Administrators set boards up."""
    return scope.is_administrator


def edit(scope: Scope, board: Board) -> bool:
    """The board's clerk keeps its standing items and details up to date; so may administrators."""
    return scope.is_administrator or clerks(scope, board.id)
