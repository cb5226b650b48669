"""The health of an installation, in words that tell a stranger nothing."""

from collections.abc import Callable

from sqlalchemy.exc import SQLAlchemyError

from app.foundation import clock, indexing, instances
from app.foundation.db import db
from app.foundation.jobs import queue
from app.foundation.outage import Outage, outage_of

WELL = "well"
UNKNOWN = "not known, because the database does not answer"
WORDS = {
    Outage.BUSY: "busy",
    Outage.AWAY: "away",
    Outage.FULL: "its disk is full",
    Outage.READ_ONLY: "it cannot be written to",
    Outage.DAMAGED: "damaged",
    Outage.MISSING: "missing",
    Outage.NO_TABLES: "it has no tables",
}


def parts() -> dict[str, str]:
    """The state of database, worker, instance folder and search index."""
    checks = {"database": _database, "worker": _worker, "instance": _instance}
    found: dict[str, str] = {}
    for part, ask in checks.items():
        found[part] = UNKNOWN if found.get("database", WELL) != WELL else _answer_or_trouble(ask)
    return found | {"index": indexing.engine().health().problem or WELL}


def _answer_or_trouble(ask: Callable[[], str]) -> str:
    try:
        return ask()
    except SQLAlchemyError as error:
        db.session.rollback()
        return WORDS.get(outage_of(error) or Outage.AWAY, "away")


def _database() -> str:
    """The state of the database, by a query of one of our tables: a server may lack them."""
    queue.waiting()
    return WELL


def _worker() -> str:
    if queue.counts().is_behind(clock.now()):
        return "behind: work has waited for a long time"
    return WELL


def _instance() -> str:
    return "another folder has taken the database over" if instances.taken_by_another() else WELL
