"""Two writers at once: whoever comes second waits, and decides on what the first one left."""

from typing import Any

from sqlalchemy import func, select

from app.foundation.db import db, nobody_waits
from app.foundation.errors import Conflict, Refused

GONE = "Somebody else has removed this meanwhile."


def lock_rows(*rows: Any) -> None:
    """Nobody else changes these rows until the transaction ends; all that was read is read anew.

    Rows are taken from the board downwards, so that two deeds never wait for each other: person,
    account, post, board, meeting, minutes, agenda, item, report, minute, action, document; of one
    kind in the order of their ids. SQLite's writers are alone already.
    """
    if hold(*rows):
        db.session.expire_all()


def hold(*rows: Any) -> bool:
    """The same where what was read of them stands: whether anything had to be taken for it."""
    db.session.flush()
    if _is_alone():
        return False
    for row in rows:
        kind = type(row)
        held = select(kind.id).where(kind.id == row.id).with_for_update(key_share=True)
        if db.session.scalar(held) is None:
            raise Refused(GONE)
    return True


def _is_alone() -> bool:
    """SQLite's writers are, and whoever loads a council that nobody can see yet."""
    return db.engine.dialect.name == "sqlite" or nobody_waits.get()


def as_seen(now: int, version: int | None) -> None:
    """What was pressed on a page that shows an older version is not done unseen.

    Whoever has looked at no page, such as a command, names none.
    """
    if version not in (None, now):
        raise Conflict(theirs="", yours="", version=now)


def advisory_lock(*works: str) -> None:
    """Nobody else does these works until the transaction ends: for what has no one row to hold.

    Such as giving a name that nothing bears yet. They come before any row, in order of their words.
    """
    db.session.flush()
    if _is_alone():
        return
    for work in sorted(set(works)):
        db.session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(work, 0))))
    db.session.expire_all()
