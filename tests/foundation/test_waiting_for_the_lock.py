"""SQLite's write lock: asked for often, held without looking for garbage, given up for good."""

import gc
import time

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from app.foundation.db import db
from app.foundation.transactions import transaction
from tests.counting import statements
from tests.outages import held

pytestmark = pytest.mark.sqlite
WRITE = text("UPDATE board SET remit = remit")


def test_who_waited_long_enough_gives_up_and_may_write_later(cast, impatient):
    with held():
        began = time.monotonic()
        with pytest.raises(OperationalError, match="locked"), transaction():
            db.session.execute(WRITE)
    assert 0.25 < time.monotonic() - began < 2
    with transaction():
        db.session.execute(WRITE)


def test_whoever_waits_asks_again_and_again(cast, impatient):
    """Left to itself SQLite would ask a dozen times, and more and more seldom."""
    refused = pytest.raises(OperationalError, match="locked")
    with held(), statements() as sent, refused, transaction():
        db.session.execute(WRITE)
    assert sent.count("BEGIN IMMEDIATE") > 40


@pytest.mark.parametrize("refused", [False, True])
def test_garbage_is_looked_for_again_when_the_lock_is_given_up(cast, refused):
    assert gc.isenabled()
    try:
        with transaction():
            db.session.execute(WRITE)
            assert not gc.isenabled()
            if refused:
                raise LookupError
    except LookupError:
        pass
    assert gc.isenabled()


def test_garbage_is_looked_for_while_somebody_only_reads(cast):
    db.session.rollback()
    db.session.execute(text("SELECT 1"))
    assert gc.isenabled()
