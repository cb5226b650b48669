"""Deleting rows for good, with all that hangs on them, although triggers hold them."""

from collections.abc import Iterable, Iterator

from sqlalchemy import (
    Column,
    ForeignKeyConstraint,
    Integer,
    Table,
    UniqueConstraint,
    bindparam,
    delete,
    insert,
    select,
)
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.db import ArrayParam, Base, db, in_array

Rows = dict[Table, set[int]]
"""Tables with the ids of rows."""


class ReleasedRow(Base):
    """A row that may be deleted in the present transaction, whatever trigger holds it; no other
    deed names any."""

    __tablename__ = "released_row"
    __table_args__ = (UniqueConstraint("of_table", "row_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    of_table: Mapped[str] = mapped_column()
    row_id: Mapped[int] = mapped_column()


def with_what_hangs_on(rows: Rows) -> Rows:
    """These rows, and every row that cannot be without one of them."""
    found = {table: set(ids) for table, ids in rows.items() if ids}
    waiting = list(found.items())
    while waiting:
        above, ids = waiting.pop()
        for column in _columns_to(above, is_nullable=False):
            below = column.table
            new = _ids(below, column, ids) - found.get(below, set())
            if new:
                found.setdefault(below, set()).update(new)
                waiting.append((below, new))
    return found


def named_by_others(rows: Rows) -> Rows:
    """Those of these rows that a row which stays names."""
    found: Rows = {}
    for above, ids in rows.items():
        for column in _columns_to(above, is_nullable=None):
            named = _in(column, ids)
            own = rows.get(column.table, set())
            pairs = db.session.execute(select(column.table.c.id, column).where(named)).all()
            others = {target for row_id, target in pairs if row_id not in own}
            if others:
                found.setdefault(above, set()).update(others)
    return found


def delete_rows(rows: Rows) -> None:
    """Delete these rows, those first that name others; the search index is told by the caller."""
    db.session.flush()
    released = [
        {"of_table": table.name, "row_id": row_id} for table, ids in rows.items() for row_id in ids
    ]
    if not released:
        return
    db.session.execute(insert(ReleasedRow), released)
    for table in reversed(Base.metadata.sorted_tables):
        if ids := rows.get(table):
            _delete(table, ids)
    db.session.execute(delete(ReleasedRow))
    db.session.expire_all()


def _delete(table: Table, ids: set[int]) -> None:
    """Rows of one table may name each other: those that do go first."""
    own = [column for column in _columns_to(table, is_nullable=None) if column.table is table]
    left = set(ids)
    while left:
        named = {
            target
            for column in own
            for target in db.session.scalars(select(column).where(_in(table.c.id, left)))
            if target in left
        }
        gone = (left - named) or left
        db.session.connection().execute(table.delete().where(_in(table.c.id, gone)))
        left -= gone


def _columns_to(above: Table, *, is_nullable: bool | None) -> Iterator[Column[int]]:
    """The columns of all tables that name a row of this one by its id."""
    for table in Base.metadata.tables.values():
        for key in table.constraints:
            if not isinstance(key, ForeignKeyConstraint) or key.referred_table is not above:
                continue
            (column,) = key.columns
            if "id" in table.c and is_nullable in (None, bool(column.nullable)):
                yield column


def _ids(table: Table, column: Column[int], targets: Iterable[int]) -> set[int]:
    return set(db.session.scalars(select(table.c.id).where(_in(column, targets))))


def _in(column: Column[int], ids: Iterable[int]):  # type: ignore[no-untyped-def]
    return in_array(column, bindparam(None, sorted(ids), type_=ArrayParam(Integer)))
