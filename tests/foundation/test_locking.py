"""A row that is held is not taken twice; what was remembered of it before is never trusted."""

import pytest

from app.foundation.db import db
from app.foundation.locking import lock_rows, lock_without_reload
from tests.counting import statements

pytestmark = pytest.mark.postgres


def taken(sent):
    return [one for one in sent if "FOR NO KEY UPDATE" in one]


def test_a_row_is_taken_once_in_a_transaction(cast, transaction):
    with transaction(), statements() as sent:
        lock_rows(cast.board)
        lock_rows(cast.board)
        lock_without_reload(cast.board)
    assert len(taken(sent)) == 1


def test_a_row_that_was_held_as_remembered_is_read_anew_when_it_is_locked(cast, transaction):
    with transaction():
        board = cast.board
        lock_without_reload(board)
        with statements() as sent:
            lock_rows(board)
            assert board.name
    assert len(taken(sent)) == 1
    assert any("board.name" in one for one in sent)


def test_a_lock_ends_with_its_savepoint(cast, transaction):
    with transaction(), statements() as sent:
        with db.session.begin_nested():
            lock_rows(cast.board)
        lock_rows(cast.board)
    assert len(taken(sent)) == 2
