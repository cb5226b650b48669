"""Two writers at once: whoever comes second waits, and decides on what the first one left."""

from typing import Any

from sqlalchemy import select, text

from app.foundation.db import db
from app.foundation.errors import Refused

GONE = "Somebody else has removed this meanwhile."


def alone_with(*rows: Any) -> None:
    """Nobody else changes these rows until the transaction ends; all that was read is read anew.

    Rows are taken from the board downwards, so that two deeds never wait for each other: person,
    account, post, board, meeting, minutes, agenda, item, report, minute, action, document; of one
    kind in the order of their ids. SQLite's writers are alone already.
    """
    db.session.flush()
    if db.engine.dialect.name == "sqlite":
        return
    for row in rows:
        kind = type(row)
        held = select(kind.id).where(kind.id == row.id).with_for_update(key_share=True)
        if db.session.scalar(held) is None:
            raise Refused(GONE)
    db.session.expire_all()


def alone_over(*matters: str) -> None:
    """Nobody else decides on these matters until the transaction ends, such as who takes a name.

    For what no row stands for yet; taken before any row, in the order of the alphabet.
    """
    db.session.flush()
    if db.engine.dialect.name == "sqlite":
        return
    for matter in sorted(set(matters)):
        db.session.execute(_MATTER, {"matter": matter})
    db.session.expire_all()


_MATTER = text("SELECT pg_advisory_xact_lock(hashtextextended(:matter, 0))")
