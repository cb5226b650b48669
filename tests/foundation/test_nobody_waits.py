"""While a council is loaded that nobody can see yet, nothing is taken from others or read anew."""

import pytest

from app.foundation.db import db
from app.foundation.locking import advisory_lock, lock_rows
from app.foundation.transactions import while_nobody_waits
from tests.counting import statements


@pytest.mark.parametrize("take", [lock_rows, lambda board: advisory_lock("a name")])
def test_what_nobody_else_can_see_is_neither_taken_nor_read_anew(app, cast, transaction, take):
    with transaction():
        board = cast.board
        assert board.name
        with while_nobody_waits(), statements() as asked:
            take(board)
            assert board.name
        assert asked == []
        with statements() as asked:
            take(board)
            assert board.name
        assert bool(asked) == (db.engine.dialect.name == "postgresql")
