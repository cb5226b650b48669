"""The content of a backup: rows as lines of JSON, the same from SQLite and PostgreSQL."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    ColumnElement,
    Connection,
    Date,
    Integer,
    String,
    Table,
    Text,
    Time,
    cast,
    collate,
    column,
    select,
    table,
)
from sqlalchemy.sql.expression import TableClause
from sqlalchemy.types import NullType, TypeEngine

from app.foundation.db import Base, UTCDateTime
from app.foundation.instances import Instance
from app.foundation.rate_limits import RateLimit
from app.people.models import SignInSession

FORMAT = 2
MANIFEST = "manifest.json"
BATCH = 500
LEFT_OUT = {Instance.__tablename__, SignInSession.__tablename__, RateLimit.__tablename__}
"""Tables that are not backed up: a restored database belongs to another folder, and sessions that
were ended since must not come back."""

_KINDS: tuple[tuple[type[TypeEngine[Any]], str], ...] = (
    (UTCDateTime, "moment"),
    (Boolean, "boolean"),
    (Integer, "integer"),
    (JSON, "json"),
    (Date, "date"),
    (Time, "time"),
    (String, "text"),
)
_TYPES: dict[str, TypeEngine[Any]] = {
    "moment": UTCDateTime(),
    "boolean": Boolean(),
    "integer": Integer(),
    "json": NullType(),  # its text to the letter; what is null in it is not the absence of a value
    "date": Date(),
    "time": Time(),
    "text": String(),
}
_FROM_TEXT = {
    "moment": datetime.fromisoformat,
    "date": date.fromisoformat,
    "time": time.fromisoformat,
}


@dataclass(frozen=True)
class BackupContents:
    """One table of a backup: its columns and their kinds, how many rows, and their hash."""

    columns: Mapping[str, str]
    key: list[str]
    rows: int = 0
    sha256: str = ""
    last_id: int | None = field(default=None, compare=False)
    """The highest id ever given: the audit log still names rows that were deleted."""

    def told(self) -> dict[str, Any]:
        """As an object of the manifest."""
        return dict(vars(self))


def tables() -> dict[str, BackupContents]:
    """Every table of the installation that a backup holds."""
    return {
        name: BackupContents({one.name: kind_of(one) for one in found.columns}, _key_of(found))
        for name, found in sorted(Base.metadata.tables.items())
        if name not in LEFT_OUT
    }


def kind_of(one: Column[Any]) -> str:
    """The kind of a column, as the manifest names it."""
    return next(kind for known, kind in _KINDS if isinstance(one.type, known))


def _key_of(found: Table) -> list[str]:
    return [one.name for one in found.primary_key.columns]


def clause(name: str, contents: BackupContents) -> TableClause:
    """The table as a statement names it; the models may be newer than the backup."""
    columns = (column(one, _TYPES[kind]) for one, kind in contents.columns.items())
    return table(name, *columns)


def lines(connection: Connection, name: str, contents: BackupContents) -> Iterator[bytes]:
    """The rows of a table in the order of its key, each a line; never all of them at once."""
    found = clause(name, contents)
    columns = [_read(found.c[one], kind) for one, kind in contents.columns.items()]
    binary = "C" if connection.dialect.name == "postgresql" else "BINARY"
    order = [
        collate(found.c[one], binary) if contents.columns[one] == "text" else found.c[one]
        for one in contents.key
    ]
    chosen = select(*columns).order_by(*order).execution_options(yield_per=BATCH)
    for row in connection.execute(chosen):
        yield _line(row)


def counted(written: Iterable[bytes], contents: BackupContents) -> BackupContents:
    """The number of these lines and their hash."""
    digest, rows = hashlib.sha256(), 0
    for line in written:
        digest.update(line)
        rows += 1
    return BackupContents(
        contents.columns, contents.key, rows, digest.hexdigest(), contents.last_id
    )


def row_of(line: bytes, contents: BackupContents) -> dict[str, Any]:
    """The row in a line, as values for the database."""
    values = json.loads(line)
    pairs = zip(contents.columns.items(), values, strict=True)
    return {name: _value(value, kind) for (name, kind), value in pairs}


def _read(one: ColumnElement[Any], kind: str) -> ColumnElement[Any]:
    return cast(one, Text).label(None) if kind == "json" else one


def _line(row: Iterable[Any]) -> bytes:
    values = [one.isoformat() if isinstance(one, date | time) else one for one in row]
    return (json.dumps(values, ensure_ascii=False, separators=(",", ":")) + "\n").encode()


def _value(value: Any, kind: str) -> Any:
    return _FROM_TEXT[kind](value) if value is not None and kind in _FROM_TEXT else value
