"""Two writers at once: whoever comes second waits, and decides on what the first one left."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import event, func, select
from sqlalchemy.orm import Session, SessionTransaction

from app.foundation.db import db, nobody_waits
from app.foundation.errors import Conflict, Refused

GONE = "Somebody else has removed this meanwhile."


def lock_rows(*rows: Any) -> None:
    """Nobody else changes these rows until the transaction ends; all that was read is read anew.

    Rows are taken from the board downwards, so that two deeds never wait for each other: person,
    account, post, board, meeting, minutes, agenda, item, report, minute, action, document; of one
    kind in the order of their ids. SQLite's writers are alone already.
    """
    db.session.flush()
    named = {(type(row), row.id) for row in rows}
    if hold(*rows):
        db.session.expire_all()
        _read_anew().update(named)


def hold(*rows: Any) -> bool:
    """The same where what was read of them stands: whether anything had to be taken for it."""
    db.session.flush()
    if _is_alone():
        return False
    named, known = dict.fromkeys((type(row), row.id) for row in rows), _read_anew()
    wanted = [one for one in named if one not in known]
    for kind, ids in _by_kind(wanted).items():
        chosen = select(kind.id).where(kind.id.in_(ids)).order_by(kind.id)
        found = db.session.scalars(chosen.with_for_update(key_share=True)).all()
        if len(found) < len(ids):
            raise Refused(GONE)
    return bool(wanted)


_READ_ANEW = "rows held and read anew"


def _read_anew() -> set[tuple[Any, int]]:
    """Rows that this transaction holds, and of which nothing older is remembered."""
    found: set[tuple[Any, int]] = db.session.info.setdefault(_READ_ANEW, set())
    return found


def _by_kind(wanted: Iterable[tuple[Any, int]]) -> dict[Any, list[int]]:
    """The ids of rows of each kind; kinds in the order in which they are first named."""
    found: dict[Any, list[int]] = {}
    for kind, row_id in wanted:
        found.setdefault(kind, []).append(row_id)
    return found


@event.listens_for(db.session, "after_commit")
def _let_go(session: Session) -> None:
    """Locks end with their transaction, or with the savepoint in which they were taken."""
    session.info.pop(_READ_ANEW, None)


@event.listens_for(db.session, "after_soft_rollback")
def _let_go_after_savepoint(session: Session, _ended: SessionTransaction) -> None:
    session.info.pop(_READ_ANEW, None)


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
