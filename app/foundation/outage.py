"""Tells by an exception whether the database is busy or away, or the fault is ours."""

import logging
import sqlite3
import time
from enum import StrEnum

import psycopg
from sqlalchemy.exc import DBAPIError, TimeoutError


class Outage(StrEnum):
    """Why the database cannot work, with the sentence that people read."""

    BUSY = "The database is busy with other work."
    AWAY = "The database cannot be reached; see DATABASE_URL."
    FULL = "The database has no room left on its disk."
    READ_ONLY = "The database cannot be written to."
    DAMAGED = "The database file cannot be read."
    MISSING = (
        "There is no database file. Bring it back, or make a new one: flask --app wsgi db upgrade"
    )
    NO_TABLES = "This installation has no tables yet. Run: flask --app wsgi db upgrade"

    @property
    def passes(self) -> bool:
        """Whether the same transaction, run again at once, may well succeed."""
        return self is Outage.BUSY


class NoFile(sqlite3.OperationalError):
    """The file of the database is missing."""


class Overtaken(Exception):
    """Another transaction came first, so that this one must be run once more."""


_SQLITE = {
    sqlite3.SQLITE_BUSY: Outage.BUSY,
    sqlite3.SQLITE_LOCKED: Outage.BUSY,
    sqlite3.SQLITE_FULL: Outage.FULL,
    sqlite3.SQLITE_READONLY: Outage.READ_ONLY,
    sqlite3.SQLITE_CANTOPEN: Outage.AWAY,
    sqlite3.SQLITE_IOERR: Outage.AWAY,
    sqlite3.SQLITE_CORRUPT: Outage.DAMAGED,
    sqlite3.SQLITE_NOTADB: Outage.DAMAGED,
}
_POSTGRESQL = {
    "40": Outage.BUSY,  # serialization failure, deadlock
    "55P03": Outage.BUSY,  # a lock was not to be had in time
    "53": Outage.BUSY,  # too many connections, out of memory
    "53100": Outage.FULL,
    "25006": Outage.READ_ONLY,  # a standby, or set so by its administrator
    "08": Outage.AWAY,
    "28": Outage.AWAY,  # it does not let us in
    "3D000": Outage.AWAY,  # it has no such database
    "57P": Outage.AWAY,  # stopping, crashed, starting
    "42P01": Outage.NO_TABLES,
}
_LOST = (psycopg.OperationalError, psycopg.InterfaceError)


def outage_of(error: BaseException | None) -> Outage | None:
    """The outage that caused this exception; None if it is another fault."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        if found := _of_one(error):
            return found
        hidden = error.__suppress_context__
        error = error.__cause__ or (None if hidden else error.__context__)
    return None


def _of_one(error: BaseException) -> Outage | None:
    if isinstance(error, TimeoutError | Overtaken):
        return Outage.BUSY
    if isinstance(error, DBAPIError):
        return _of_one(error.orig) if error.orig else None
    if isinstance(error, sqlite3.Error):
        return _of_sqlite(error)
    return _of_postgresql(error) if isinstance(error, psycopg.Error) else None


def _of_sqlite(error: sqlite3.Error) -> Outage | None:
    """By SQLite's primary error code, the low byte; a missing table has none."""
    if isinstance(error, NoFile):
        return Outage.MISSING
    if str(error).startswith("no such table"):
        return Outage.NO_TABLES
    return _SQLITE.get(getattr(error, "sqlite_errorcode", 0) & 0xFF)


def _of_postgresql(error: psycopg.Error) -> Outage | None:
    """By PostgreSQL's error code; a connection that broke or was never made has none."""
    state = error.sqlstate or ""
    for length in (5, 3, 2):
        if found := _POSTGRESQL.get(state[:length]):
            return found
    return Outage.AWAY if not state and isinstance(error, _LOST) else None


class ThrottledLog:
    """Logs a warning at most once a minute, with how many it has left out."""

    EVERY = 60.0

    def __init__(self, log: logging.Logger) -> None:
        self._log = log
        self._last: dict[str, float] = {}
        self._left_out: dict[str, int] = {}

    def warn(self, sentence: str) -> None:
        """Write this sentence, unless it was written less than a minute ago."""
        now = time.monotonic()
        if now - self._last.get(sentence, -self.EVERY) < self.EVERY:
            self._left_out[sentence] = self._left_out.get(sentence, 0) + 1
            return
        left_out = self._left_out.pop(sentence, 0)
        self._last[sentence] = now
        self._log.warning("%s%s", sentence, f" ({left_out} times more.)" if left_out else "")
