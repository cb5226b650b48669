"""A seat, clerkship, appointment or party is open once; who saved it last and when."""

from datetime import date, timedelta
from itertools import groupby
from typing import Any

import sqlalchemy as sa
from alembic import context, op

revision = "0015"
down_revision = "0014"

SAVED = ("seat", "clerkship", "post_holder")
OPEN = {
    "seat": ("board_id", "person_id"),
    "clerkship": ("board_id", "person_id"),
    "post_holder": ("post_id", "person_id"),
    "party_membership": ("person_id", "party_id"),
}
"""What may have no last day once only, for each of these."""
NAMED = {"seat": "SELECT seat_id FROM attendance WHERE seat_id IS NOT NULL"}
"""Rows that others name are never removed."""


def upgrade() -> None:
    moment = "DATETIME" if op.get_bind().dialect.name == "sqlite" else "TIMESTAMP WITH TIME ZONE"
    for table in SAVED:
        op.execute(f"ALTER TABLE {table} ADD COLUMN version INTEGER DEFAULT 1 NOT NULL")
        op.execute(
            f"ALTER TABLE {table} ADD COLUMN saved_by_id INTEGER"
            f" CONSTRAINT fk_{table}_saved_by_id REFERENCES person (id)"
        )
        op.execute(f"ALTER TABLE {table} ADD COLUMN saved_at {moment}")
    if not context.is_offline_mode():
        _end_doubles()
        _number_standing_items()
    for table, columns in OPEN.items():
        is_open = sa.text("to_on IS NULL")
        op.create_index(
            f"uq_{table}_open",
            table,
            list(columns),
            unique=True,
            sqlite_where=is_open,
            postgresql_where=is_open,
        )
    op.create_index(
        "uq_standing_item_board_id_position", "standing_item", ["board_id", "position"], unique=True
    )


def downgrade() -> None:
    op.drop_index("uq_standing_item_board_id_position", "standing_item")
    for table in OPEN:
        op.drop_index(f"uq_{table}_open", table)
    for table in SAVED:
        for column in ("saved_at", "saved_by_id", "version"):
            op.execute(f"ALTER TABLE {table} DROP COLUMN {column}")


def _end_doubles() -> None:
    """The last begun goes on; what was open beside it ends the day before, or was the same twice."""
    for name, columns in OPEN.items():
        table = _table(name, *columns, "from_on", "to_on")
        held = [table.c[column] for column in columns]
        asked = sa.select(table).where(table.c.to_on.is_(None)).order_by(*held, table.c.id)
        rows = op.get_bind().execute(asked).all()
        for _, doubled in groupby(rows, key=lambda row: [getattr(row, name) for name in columns]):
            _leave_one_open(table, list(doubled))


def _leave_one_open(table: sa.TableClause, rows: list[Any]) -> None:
    latest = max(row.from_on or date.min for row in rows)
    stays = min(row.id for row in rows if (row.from_on or date.min) == latest)
    for row in rows:
        this = table.c.id == row.id
        if row.id == stays:
            continue
        if (row.from_on or date.min) < latest:
            op.execute(table.update().where(this).values(to_on=latest - timedelta(days=1)))
        elif _is_named(table.name, row.id):
            op.execute(table.update().where(this).values(to_on=latest))
        else:
            op.execute(table.delete().where(this))


def _is_named(table: str, row_id: int) -> bool:
    return table in NAMED and row_id in set(op.get_bind().scalars(sa.text(NAMED[table])))


def _number_standing_items() -> None:
    table = _table("standing_item", "board_id", "position")
    asked = sa.select(table).order_by(table.c.board_id, table.c.position, table.c.id)
    rows = op.get_bind().execute(asked).all()
    for _, items in groupby(rows, key=lambda row: row.board_id):
        for position, item in enumerate(items, start=1):
            op.execute(table.update().where(table.c.id == item.id).values(position=position))


def _table(name: str, *columns: str) -> sa.TableClause:
    kinds = {"from_on": sa.Date(), "to_on": sa.Date()}
    named = (sa.column(column, kinds.get(column, sa.Integer())) for column in ("id", *columns))
    return sa.table(name, *named)
