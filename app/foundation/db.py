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
"""How long a PostgreSQL server on another machine may not answer: seconds, then milliseconds."""

writing: ContextVar[bool] = ContextVar("writing", default=False)
"""True in unsafe requests, jobs and commands: SQLite then begins transactions with IMMEDIATE."""
read_only: ContextVar[bool] = ContextVar("read_only", default=False)
"""True while a job prepares: the database refuses every write of its transactions."""
may_create: ContextVar[bool] = ContextVar("may_create", default=True)
"""Whether a missing SQLite file may be created: not by a page, and only by few commands."""

nobody_waits: ContextVar[bool] = ContextVar("nobody_waits", default=False)
"""True while the demo or a backup is loaded, which nobody else can see yet: no rows are locked."""


@contextmanager
def writing_at_once() -> Iterator[None]:
    """Transactions that begin inside take SQLite's write lock at their beginning."""
    with switched(writing, True):
        yield


@contextmanager
def switched(switch: ContextVar[bool], value: bool) -> Iterator[None]:
    """Set a context variable for the length of the block."""
    token = switch.set(value)
    try:
        yield
    finally:
        switch.reset(token)


class UTCDateTime(TypeDecorator[datetime]):
    """An aware datetime, stored in UTC; SQLite drops the zone, so it is put back on reading."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a naive datetime; convert an aware one to UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the datetime with its time zone."""
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
    statement: Executable, parameters: Mapping[str, object]
) -> Sequence[Row[*tuple[Any, ...]]]:
    """The rows of a SELECT of columns, without the cost of building ORM objects.

    What the session has changed is flushed first, as with any query of the session.
    """
    db.session.flush()
    return db.session.connection().execute(statement, parameters).all()


@contextmanager
def short_transaction(*, wait_milliseconds: int) -> Iterator[Connection]:
    """A short transaction on its own connection, which fails soon if the database is busy."""
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
    """Set how long SQLite waits for another writer; only possible outside of transactions."""
    if connection.dialect.name == "sqlite":
        connection.info["patience"] = milliseconds
        _pause_at_most(connection, milliseconds)


def _pause_at_most(connection: Connection, milliseconds: int) -> None:
    driver: Any = connection.connection.driver_connection
    driver.execute(f"PRAGMA busy_timeout={milliseconds}")


@contextmanager
def read_connection() -> Iterator[Connection]:
    """A separate connection that only reads: it waits for no writer, and no writer waits for it."""
    token = writing.set(False)
    try:
        with db.engine.connect() as connection:
            yield connection
    finally:
        writing.reset(token)


class ArrayParam(TypeDecorator[Sequence[object]]):
    """A list of values as one bind parameter: an array on PostgreSQL, JSON on SQLite."""

    impl = String
    cache_ok = True

    def __init__(self, one: type[TypeEngine[Any]]) -> None:
        super().__init__()
        self.one = one

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """The type that each database takes the values as."""
        return ARRAY(self.one()) if dialect.name == "postgresql" else String()

    def process_bind_param(self, value: Sequence[object] | None, dialect: Dialect) -> object:
        """The values in the form that each database reads."""
        values = list(value or ())
        return values if dialect.name == "postgresql" else json.dumps(values)


class in_array(FunctionElement[bool]):  # it reads as a function in a statement
    """`column IN values` for an `ArrayParam`: `in_array(Report.id, bindparam("ids"))`.

    SQLAlchemy's `in_` compiles the statement anew for every number of values, which took a
    twentieth of a page's time; this one is compiled once.
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
    """Insert a row unless it exists; returns whether it did. Safe for two writers at once."""
    return add_each_once(model, unique=unique, rows=[values]) == 1


def add_each_once(
    model: type[Base], *, unique: Sequence[str], rows: Sequence[Mapping[str, Any]]
) -> int:
    """The same for many rows in one statement, without a flush; returns how many were inserted.

    The index listener does not hear of them: call `request_indexing` for what shows them.
    """
    if not rows:
        return 0
    added = statement_of_additions(model, unique=unique, rows=rows)
    return len(db.session.execute(added).all())


def statement_of_additions(
    model: type[Base], *, unique: Sequence[str], rows: Sequence[Mapping[str, Any]]
) -> Executable:
    """The INSERT of these rows that leaves out those that exist, for whatever connection."""
    insert = postgresql.insert if db.engine.dialect.name == "postgresql" else sqlite.insert
    added = insert(model).values(rows).on_conflict_do_nothing(index_elements=unique)
    return added.returning(literal(1)).execution_options(skip_index_listener=True)


def add_together(rows: Sequence[Base]) -> None:
    """Insert many rows of one model in one statement; whoever needs the objects queries them.

    With `session.add_all` SQLite is sent one statement for each row, to learn its id. These rows
    pass no flush, so the index listener does not hear of them: the thing that they belong to must
    be written too.
    """
    db.session.bulk_save_objects(rows)


def enum_column(kind: type[StrEnum]) -> Enum:
    """The column type of an enumeration: a string with a CHECK, the same on both databases."""
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
    """Refuse to create a SQLite file that is missing, and set the timeouts of a connection."""
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
    """Set WAL, foreign keys and full durability; we begin transactions, not the driver."""
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
    """Discard a pooled connection whose file was replaced: SQLite would write into the old one."""
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
    """Begin with IMMEDIATE when writing: SQLite may fail to turn a read into a write later."""
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
    """Try for the write lock every other millisecond, up to the busy timeout.

    SQLite's own waiting pauses for up to a tenth of a second between tries, and sleeps through the
    moments in which the lock is free.
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
"""No garbage collection while a write lock is held: it can take longer than the transaction."""


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
    """Cut the values of a refused row out of PostgreSQL's errors, so that no log holds them."""
    if context.dialect.name == "postgresql":
        for error in (context.original_exception, context.sqlalchemy_exception):
            if error is not None and error.args:
                error.args = (str(error.args[0]).partition("\nDETAIL:")[0], *error.args[1:])
