"""One database belongs to one instance folder: the search index and the files stand there alone.

Folder and database hold the same stamp, and whoever starts, or works on, puts a new one into both.
A folder that was moved goes on; a copy falls behind as soon as either of the two goes on.
"""

import fcntl
import json
import os
import secrets
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from flask import current_app
from sqlalchemy import CheckConstraint, Connection, Row, delete, insert, inspect, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation import clock
from app.foundation.db import Base, db, may_create, switched, writing_at_once
from app.foundation.errors import Refused

EVERY = 30.0
"""Seconds after which a running process renews its claim."""
QUIET = timedelta(minutes=2)
"""How long a folder has not renewed its claim before another may take its place."""
FILE = "instance.json"
ANOTHER = (
    "This database belongs to another instance folder ({folder} on {host}, last seen {seen}). "
    "Index and files stand in one folder, so one machine alone runs web, worker and commands. "
    "To work from this folder from now on, stop the other and run: flask --app wsgi instance take"
)
IN_USE = (
    "{folder} on {host} is still in use (last seen {seen}). "
    "Stop its web and worker, wait two minutes, and try again."
)


class Instance(Base):
    """Which instance folder this database belongs to."""

    __tablename__ = "instance"
    __table_args__ = (CheckConstraint("id = 1", name="only_one"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    stamp: Mapped[str] = mapped_column()
    """A random stamp, the same as in the folder's own file; new with every start."""
    host: Mapped[str] = mapped_column()
    folder: Mapped[str] = mapped_column()
    """The folder's path when last seen, to be shown to people; the stamp decides."""
    seen_at: Mapped[datetime] = mapped_column()


@dataclass(frozen=True)
class _Folder:
    """The stamp in the folder: one, or two while a new one replaces the old."""

    path: Path

    @property
    def stamps(self) -> list[str]:
        try:
            found: list[str] = json.loads((self.path / FILE).read_text("utf-8"))["stamps"]
        except (OSError, ValueError, KeyError, TypeError):
            return []
        return found

    def keep(self, *stamps: str) -> None:
        """Replace the file atomically: a reader, and a crash, finds the old stamps or the new."""
        self.path.mkdir(parents=True, exist_ok=True)
        waiting = self.path / f"{FILE}.partial"
        handle = os.open(waiting, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump({"stamps": stamps}, file)
            file.flush()
            os.fsync(file.fileno())
        waiting.replace(self.path / FILE)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """A lock among the processes of one folder."""
        self.path.mkdir(parents=True, exist_ok=True)
        handle = os.open(self.path / f"{FILE}.lock", os.O_CREAT | os.O_RDWR, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)


def claim() -> None:
    """Claim the database for this folder, or renew the claim; refused if another has it."""
    try:
        _claim(_folder())
    except IntegrityError:  # two folders, and neither was there a moment ago
        _claim(_folder())


def claim_what_stands() -> None:
    """Claim the database before its tables are created or dropped, when there may be none yet."""
    with switched(may_create, True):
        is_there = inspect(db.engine).has_table(Instance.__tablename__)
    if is_there:
        claim()


def _claim(folder: _Folder) -> None:
    with folder.alone(), writing_at_once(), db.engine.begin() as connection:
        row = _row(connection)
        if row is not None and row.stamp not in folder.stamps:
            raise Refused(_in_words(ANOTHER, row))
        _pass_on(connection, folder, row)


def take() -> None:
    """Make the database belong to this folder; refused while another is in use."""
    folder = _folder()
    with folder.alone(), writing_at_once(), db.engine.begin() as connection:
        row = _row(connection)
        is_ours = row is not None and row.stamp in folder.stamps
        if row is not None and not is_ours and clock.now() - row.seen_at < QUIET:
            raise Refused(_in_words(IN_USE, row))
        _pass_on(connection, folder, row)


def taken_by_another() -> str | None:
    """The sentence if the database has come to belong to another folder; reads only."""
    row = None
    for _ in range(2):  # between the two looks the worker may have put a new stamp
        row = db.session.execute(_ASKED).one_or_none()
        if row is None or row.stamp in _folder().stamps:
            return None
    return _in_words(ANOTHER, row) if row else None


_ASKED = select(*Instance.__table__.columns)


def _pass_on(connection: Connection, folder: _Folder, row: Row[Any] | None) -> None:
    """Give both a new stamp: the folder holds old and new until the database has the new one."""
    stamp = secrets.token_hex(16)
    folder.keep(*([row.stamp] if row else []), stamp)
    if row:
        connection.execute(delete(Instance))
    facts = {"host": socket.gethostname(), "folder": str(folder.path), "seen_at": clock.now()}
    connection.execute(insert(Instance).values(id=1, stamp=stamp, **facts))


def _row(connection: Connection) -> Row[Any] | None:
    return connection.execute(_ASKED.with_for_update()).one_or_none()


def _folder() -> _Folder:
    return _Folder(Path(current_app.instance_path))


def _in_words(sentence: str, row: Row[Any]) -> str:
    seen = row.seen_at.astimezone(clock.LONDON).strftime("%-d %B %Y at %H:%M:%S")
    return sentence.format(folder=row.folder, host=row.host, seen=seen)
