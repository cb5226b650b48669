"""The session, the base class, constraint names, and moments that are UTC in and UTC out."""

import gc
import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from threading import Event
from time import monotonic
from typing import Any, Self

from flask import has_request_context
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    ARRAY,
    Boolean,
    Connection,
    DateTime,
    Dialect,
    Engine,
    Enum,
    ExceptionContext,
    Executable,
    MetaData,
    Row,
    String,
    event,
    literal,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DisconnectionError, OperationalError
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import DeclarativeBase, registry
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.sql.operators import OperatorType
from sqlalchemy.types import TypeDecorator, TypeEngine

from app.foundation.outage import NoFile, Outage, outage_of

NAMES = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
BUSY_MILLISECONDS = 5000
_PAUSE_MILLISECONDS = 2
PATIENCE = {"connect_timeout": 5, "tcp_user_timeout": 10_000}
"""How long a PostgreSQL server on another machine may be silent: seconds, milliseconds."""

writing: ContextVar[bool] = ContextVar("writing", default=False)
"""Set for unsafe requests, jobs and commands: their SQLite transactions begin IMMEDIATE."""
read_only: ContextVar[bool] = ContextVar("read_only", default=False)
"""Set while a job prepares: the database itself refuses every write of its transactions."""
may_create: ContextVar[bool] = ContextVar("may_create", default=True)
"""Whether a SQLite file that is missing is made; never for a page, nor for most commands."""

nobody_waits: ContextVar[bool] = ContextVar("nobody_waits", default=False)
"""Set while a council is loaded that nobody sees before the end: nothing is taken for others."""


@contextmanager
def writing_at_once() -> Iterator[None]:
    """What is begun here takes SQLite's write lock when it begins."""
    with switched(writing, True):
        yield


@contextmanager
def switched(switch: ContextVar[bool], value: bool) -> Iterator[None]:
    """The switch stands so for a while."""
    token = switch.set(value)
    try:
        yield
    finally:
        switch.reset(token)


class UTCDateTime(TypeDecorator[datetime]):
    """An aware moment, kept in UTC; SQLite forgets time zones, so they are put back here."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a moment without a zone; store it in UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give the moment back with its zone."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """The base of every table."""

    registry = registry(
        metadata=MetaData(naming_convention=NAMES), type_annotation_map={datetime: UTCDateTime()}
    )


db = SQLAlchemy(model_class=Base)


def fetch_rows(
    statement: Executable, asked: Mapping[str, object]
) -> Sequence[Row[*tuple[Any, ...]]]:
    """The rows of a statement that names columns alone: cheaper, with no object to keep track of.

    Like any question of the session it sees what has been changed and not been sent yet.
    """
    db.session.flush()
    return db.session.connection().execute(statement, asked).all()


@contextmanager
def short_transaction(*, wait_milliseconds: int) -> Iterator[Connection]:
    """A short transaction on a connection of its own, which fails soon if the database is busy."""
    with db.engine.connect() as connection:
        _wait(connection, wait_milliseconds)
        try:
            with connection.begin():
                if connection.dialect.name == "postgresql":
                    connection.exec_driver_sql(f"SET LOCAL lock_timeout = {wait_milliseconds}")
                yield connection
        finally:
            _wait(connection, BUSY_MILLISECONDS)


def _wait(connection: Connection, milliseconds: int) -> None:
    """How long SQLite waits for another writer; said to the driver, outside of transactions."""
    if connection.dialect.name == "sqlite":
        connection.info["patience"] = milliseconds
        _pause_at_most(connection, milliseconds)


def _pause_at_most(connection: Connection, milliseconds: int) -> None:
    driver: Any = connection.connection.driver_connection
    driver.execute(f"PRAGMA busy_timeout={milliseconds}")


@contextmanager
def read_connection() -> Iterator[Connection]:
    """A connection of its own that only reads: it waits for no writer and keeps none waiting."""
    token = writing.set(False)
    try:
        with db.engine.connect() as connection:
            yield connection
    finally:
        writing.reset(token)


class ArrayParam(TypeDecorator[Sequence[object]]):
    """Many values in one parameter: an array for PostgreSQL, JSON for SQLite."""

    impl = String
    cache_ok = True

    def __init__(self, one: type[TypeEngine[Any]]) -> None:
        super().__init__()
        self.one = one

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """What the database takes the values as."""
        return ARRAY(self.one()) if dialect.name == "postgresql" else String()

    def process_bind_param(self, value: Sequence[object] | None, dialect: Dialect) -> object:
        """The values, as that database reads them."""
        values = list(value or ())
        return values if dialect.name == "postgresql" else json.dumps(values)


class in_array(FunctionElement[bool]):  # it reads as a function in a statement
    """A column holds one of the values of an `ArrayParam`: `in_array(Report.id, bindparam("ids"))`.

    SQLAlchemy's `in_` writes the statement anew for every number of values, which took a
    twentieth of a page's time; this one stays as it was made.
    """

    type = Boolean()
    name = "in_array"
    inherit_cache = True

    def self_group(self, against: OperatorType | None = None) -> Self:
        """As it stands: SQLAlchemy would ask SQLite for `… = 1`, for which no index is used."""
        return self


@compiles(in_array)
def _in_json(element: in_array, compiler: SQLCompiler, **how: Any) -> str:
    column, values = (compiler.process(one, **how) for one in element.clauses)
    return f"{column} IN (SELECT value FROM json_each({values}))"  # noqa: S608  # both compiled


@compiles(in_array, "postgresql")
def _in_postgresql_array(element: in_array, compiler: SQLCompiler, **how: Any) -> str:
    column, values = (compiler.process(one, **how) for one in element.clauses)
    return f"{column} = ANY ({values})"


def add_once(model: type[Base], *, unique: Sequence[str], **values: Any) -> bool:
    """Add a row unless it stands already, and say whether it was added; two writers both go on."""
    return add_each_once(model, unique=unique, rows=[values]) == 1


def add_each_once(
    model: type[Base], *, unique: Sequence[str], rows: Sequence[Mapping[str, Any]]
) -> int:
    """The same of many rows in one statement, which nobody is told of; how many were added.

    What their search entries show of them is indexed by whoever adds them (`request_indexing`).
    """
    if not rows:
        return 0
    insert = postgresql.insert if db.engine.dialect.name == "postgresql" else sqlite.insert
    added = insert(model).values(rows).on_conflict_do_nothing(index_elements=unique)
    unheard = added.returning(literal(1)).execution_options(skip_index_listener=True)
    return len(db.session.execute(unheard).all())


def add_together(rows: Sequence[Base]) -> None:
    """Add many rows of one kind in one statement; whoever needs them reads them afterwards.

    With `session.add_all` SQLite is sent one statement for each, to learn what id it was given.
    They pass no flush, so whatever they belong to asks by itself to be found with them.
    """
    db.session.bulk_save_objects(rows)


def enum_column(kind: type[StrEnum]) -> Enum:
    """A column type for an enumeration: plain strings with a CHECK, the same on both databases."""
    return Enum(
        kind,
        native_enum=False,
        create_constraint=True,
        length=40,
        values_callable=_values,
        name=kind.__name__.lower(),
    )


def _values(members: Iterable[StrEnum]) -> list[str]:
    return [member.value for member in members]


@event.listens_for(Engine, "do_connect")
def _before_connecting(
    dialect: Dialect, _record: Any, given: list[Any], named: dict[str, Any]
) -> None:
    """No empty database in the place of one that is missing; no waiting without end."""
    if dialect.name == "postgresql":
        for name, value in PATIENCE.items():
            named.setdefault(name, value)
        named.setdefault("options", f"-c lock_timeout={BUSY_MILLISECONDS}")
    elif not (_creates() or Path(given[0]).exists()):
        raise NoFile("the database file is missing")


def _creates() -> bool:
    return may_create.get() and not has_request_context()


@event.listens_for(Engine, "connect")
def _set_up_sqlite(connection: Any, record: Any) -> None:
    """WAL, foreign keys and full durability; transactions are begun by us, not by the driver."""
    if not isinstance(connection, sqlite3.Connection):
        return
    connection.isolation_level = None
    for pragma in (
        "journal_mode=WAL",
        "foreign_keys=ON",
        "synchronous=FULL",
        f"busy_timeout={BUSY_MILLISECONDS}",
    ):
        connection.execute(f"PRAGMA {pragma}")
    name = connection.execute("PRAGMA database_list").fetchone()[2]
    record.info["file"] = name, _inode(name)


@event.listens_for(Engine, "checkout")
def _same_file(_connection: Any, record: Any, _proxy: Any) -> None:
    """SQLite goes on writing into a file that was removed or replaced; we open what is there."""
    name, inode = record.info.get("file", ("", None))
    if name and _inode(name) != inode:
        raise DisconnectionError("the database file was removed or replaced")


def _inode(name: str) -> int | None:
    try:
        return Path(name).stat().st_ino
    except OSError:
        return None


@event.listens_for(Engine, "begin")
def _begin(connection: Connection) -> None:
    """SQLite's writers take the lock at once: a read turned into a write could lose an update."""
    if connection.dialect.name != "sqlite":
        if read_only.get():
            connection.exec_driver_sql("SET TRANSACTION READ ONLY")
        return
    if connection.info.get("read_only", False) != read_only.get():
        connection.exec_driver_sql(f"PRAGMA query_only={int(read_only.get())}")
        connection.info["read_only"] = read_only.get()
    if writing.get():
        _begin_immediate(connection)
    else:
        connection.exec_driver_sql("BEGIN")


def _begin_immediate(connection: Connection) -> None:
    """Ask for the write lock every other millisecond, as long as patience lasts.

    Left to itself SQLite pauses for up to a tenth of a second, and sleeps through the moments
    in which the lock is free.
    """
    patience = connection.info.get("patience", BUSY_MILLISECONDS)
    until = monotonic() + patience / 1000
    _pause_at_most(connection, _PAUSE_MILLISECONDS)
    try:
        while not _has_begun(connection, is_last=monotonic() >= until):
            pass
    finally:
        _pause_at_most(connection, patience)
    if gc.isenabled() and not nobody_waits.get():
        gc.disable()
        _collection_put_off.set()


_collection_put_off = Event()
"""Garbage is not looked for while others wait: that may take longer than all the rest."""


@event.listens_for(Engine, "commit")
@event.listens_for(Engine, "rollback")
def _collect_again(_connection: Connection) -> None:
    if _collection_put_off.is_set():
        _collection_put_off.clear()
        gc.enable()


def _has_begun(connection: Connection, *, is_last: bool) -> bool:
    try:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    except OperationalError as error:
        if is_last or outage_of(error) is not Outage.BUSY:
            raise
        return False
    return True


@event.listens_for(Engine, "handle_error")
def _leave_out_values(context: ExceptionContext) -> None:
    """PostgreSQL tells the row that it refuses; logs and lists of failed jobs are told the rule."""
    if context.dialect.name == "postgresql":
        for error in (context.original_exception, context.sqlalchemy_exception):
            if error is not None and error.args:
                error.args = (str(error.args[0]).partition("\nDETAIL:")[0], *error.args[1:])
