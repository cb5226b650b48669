"""Row locks: a second writer waits, and then decides on what the first has committed."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import event, func, select
from sqlalchemy.orm import Session, SessionTransaction

from app.foundation.db import db, nobody_waits
from app.foundation.errors import Conflict, Refused

GONE = "Somebody else has removed this meanwhile."


def lock_rows(*rows: Any) -> None:
    """Lock these rows until the transaction ends (SELECT … FOR UPDATE), and reload what was read.

    All services lock in the same order, so that no two of them deadlock: person, account, post,
    board, meeting, minutes, agenda, item, exemption, report, minute, action, document; rows of one
    model by id. On SQLite nothing is done, since there is one writer at a time.
    """
    db.session.flush()
    named = {(type(row), row.id) for row in rows}
    if lock_without_reload(*rows):
        db.session.expire_all()
        _locked().update(named)


def lock_without_reload(*rows: Any) -> bool:
    """Lock rows without reloading what was read; returns whether any was not locked before."""
    db.session.flush()
    if _has_no_other_writer():
        return False
    named, known = dict.fromkeys((type(row), row.id) for row in rows), _locked()
    wanted = [one for one in named if one not in known]
    for kind, ids in _by_kind(wanted).items():
        chosen = select(kind.id).where(kind.id.in_(ids)).order_by(kind.id)
        found = db.session.scalars(chosen.with_for_update(key_share=True)).all()
        if len(found) < len(ids):
            raise Refused(GONE)
    return bool(wanted)


_LOCKED = "rows held and read anew"


def _locked() -> set[tuple[Any, int]]:
    """The rows that this transaction has locked and reloaded since, as model and id."""
    found: set[tuple[Any, int]] = db.session.info.setdefault(_LOCKED, set())
    return found


def _by_kind(wanted: Iterable[tuple[Any, int]]) -> dict[Any, list[int]]:
    """The ids by model, the models in the order in which they are first named."""
    found: dict[Any, list[int]] = {}
    for kind, row_id in wanted:
        found.setdefault(kind, []).append(row_id)
    return found


@event.listens_for(db.session, "after_commit")
def _forget_locks(session: Session) -> None:
    """Locks end with the transaction, or with the savepoint in which they were taken."""
    session.info.pop(_LOCKED, None)


@event.listens_for(db.session, "after_soft_rollback")
def _forget_locks_of_savepoint(session: Session, _ended: SessionTransaction) -> None:
    session.info.pop(_LOCKED, None)


def _has_no_other_writer() -> bool:
    """Whether nobody else can write: on SQLite, or while a council is loaded that nobody sees."""
    return db.engine.dialect.name == "sqlite" or nobody_waits.get()


def as_seen(now: int, version: int | None) -> None:
    """Raise `Conflict` unless the thing still has the version that the page showed.

    A caller that has shown no page, such as a command, passes None.
    """
    if version not in (None, now):
        raise Conflict(theirs="", yours="", version=now)


def advisory_lock(*works: str) -> None:
    """Take PostgreSQL's advisory locks of these names until the transaction ends.

    They protect what has no row to lock yet, such as a new name. They are taken before any row
    lock, in the order of the names.
    """
    db.session.flush()
    if _has_no_other_writer():
        return
    for work in sorted(set(works)):
        db.session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(work, 0))))
    db.session.expire_all()
