"""Begins and ends transactions: one request, job or command is one."""

from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic, sleep

from flask import has_app_context

from app.foundation.db import db, nobody_waits, read_only, switched, writing, writing_at_once


@contextmanager
def transaction(*, rest: float = 0.0) -> Iterator[None]:
    """One transaction for a command or a job: it commits as a whole, or nothing is kept.

    `rest`: on SQLite, sleep so many times the transaction's length afterwards. SQLite has no queue
    of writers, so otherwise a loop of transactions would keep people who save waiting.
    """
    if read_only.get():
        raise RuntimeError("Nothing is written while a job prepares; that is for its finish.")
    db.session.rollback()
    with writing_at_once():
        try:
            began = _begun() if rest else 0.0
            yield
            db.session.commit()
        except BaseException:
            db.session.rollback()
            raise
    if rest and db.engine.dialect.name == "sqlite":
        sleep(rest * (monotonic() - began))


def _begun() -> float:
    """Begin the transaction now, and return the time: from now on others wait."""
    db.session.connection()
    return monotonic()


@contextmanager
def read_only_transaction() -> Iterator[None]:
    """A block in which every transaction is read-only; the database refuses a write."""
    db.session.rollback()
    tokens = writing.set(False), read_only.set(True)
    try:
        yield
    finally:
        db.session.rollback()
        writing.reset(tokens[0])
        read_only.reset(tokens[1])


def end_read_only_transaction() -> None:
    """End the present read-only transaction, before slow work or between two parts of it."""
    if not read_only.get():
        raise RuntimeError("Only what merely reads can end its transaction by itself.")
    db.session.rollback()


@contextmanager
def while_nobody_waits() -> Iterator[None]:
    """One long transaction before anybody can use the installation, such as loading the demo.

    Nobody else sees its rows before the end, so no rows are locked or reloaded.
    """
    with switched(nobody_waits, True):
        yield


def outside_transaction(work: str) -> None:
    """Raise RuntimeError if slow work begins inside a write transaction (in a job: inside any)."""
    if nobody_waits.get() or not has_app_context() or not db.session().in_transaction():
        return
    if writing.get() or read_only.get():
        raise RuntimeError(f"{work} takes long: end the transaction first.")


def finish(*, keep: bool) -> None:
    """Commit a request's transaction, or discard it with every object it has loaded."""
    if keep:
        db.session.commit()
    else:
        db.session.close()
