"""A PostgreSQL database as it stands: told apart row by row, and put back as it was."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from flask import Flask
from sqlalchemy import text

from app.foundation.db import Base, UTCDateTime, db

Row = dict[str, Any]
Rows = dict[str, dict[int, Row]]
State = Counter[str]

NOT_COMPARED = {"sight", "rate_limit"}
"""Who has seen what, and how often something was tried: whoever is told no counts, too."""
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d[\d:.+]*")
SECRETS = {"password_hash", "sha256", "token_hash"}
MADE_UP = {("audit_event", "facts"), ("job", "arguments"), ("import_batch", "key")}
"""Ids of what was made, and keys drawn by chance."""
MARKS = {"version", "saved_by_id", "changed_by_id", "epoch"}
"""How often something was saved and by whom, not what was saved."""


@dataclass
class Furniture:
    """How the database stood at first."""

    app: Flask
    rows: Rows
    numbers: dict[str, int | None]

    @classmethod
    def kept(cls, app: Flask) -> "Furniture":
        """Keep a copy of every table beside it."""
        with db.engine.begin() as connection:
            connection.execute(text("CREATE SCHEMA kept"))
            for table in _tables():
                connection.execute(text(f"CREATE TABLE kept.{table} AS TABLE public.{table}"))
        return cls(app, _read(), _numbers())

    def put_back(self) -> None:
        """Every table as it was, rows that nothing may change included."""
        now, numbers = _read(), _numbers()
        changed = [table for table in _tables() if now[table] != self.rows[table]]
        with db.engine.begin() as connection:
            connection.execute(text("SET LOCAL session_replication_role = replica"))
            for table in changed:
                connection.execute(text(f"DELETE FROM public.{table}"))
                copied = f"INSERT INTO public.{table} SELECT * FROM kept.{table}"
                connection.execute(text(copied))
            for name, last in self.numbers.items():
                if numbers[name] != last:
                    _set_number(connection, name, last)

    def changes(self) -> State:
        """What is otherwise than at first: rows that are new, changed, or gone."""
        now = _read()
        return Counter(one for table in now for one in self._of(table, now[table]))

    def _of(self, table: str, rows: dict[int, Row]) -> Iterator[str]:
        if table in NOT_COMPARED:
            return
        before = self.rows[table]
        for row_id, row in rows.items():
            if row_id not in before:
                yield f"{table} new {self._said(table, row, {})}"
            elif row != before[row_id]:
                yield f"{table} {row_id} {self._said(table, row, before[row_id])}"
        yield from (f"{table} {row_id} gone" for row_id in before if row_id not in rows)

    def _said(self, table: str, row: Row, before: Row) -> str:
        """What a row says, but for the moment at which it was written and numbers given anew."""
        said = {}
        for name, value in row.items():
            if name == "id" or (before and value == before[name]):
                continue
            said[name] = self._value(table, name, value, row)
        return json.dumps(said, sort_keys=True, ensure_ascii=False)

    def _value(self, table: str, name: str, value: Any, row: Row) -> Any:
        column = Base.metadata.tables[table].columns[name]
        if value is None:
            return None
        if isinstance(column.type, UTCDateTime) or name in SECRETS:
            return "…"
        if (table, name) in MADE_UP:
            return "…"
        if isinstance(value, dict):
            return _MOMENT.sub("…", json.dumps(value, sort_keys=True))
        pointed = [key.column.table.name for key in column.foreign_keys]
        if name == "thing_id":
            pointed = [table for table in [_table_of(row["kind"])] if table]
        if pointed and value not in self.rows[pointed[0]]:
            return "a new one"
        return value


def without_marks(state: State) -> State:
    """The same, but for how often each thing was saved and by whom; and without history."""
    kept: State = Counter()
    for line, times in state.items():
        table, which, said = line.split(" ", 2)
        if table in ("audit_event", "job"):
            continue
        if said.startswith("{"):
            facts = {name: one for name, one in json.loads(said).items() if name not in MARKS}
            if not facts:
                continue
            said = json.dumps(facts, sort_keys=True, ensure_ascii=False)
        kept[f"{table} {which} {said}"] += times
    return kept


def _tables() -> list[str]:
    return [table.name for table in Base.metadata.sorted_tables]


@cache
def _table_of(kind: str) -> str | None:
    tables = {
        mapper.class_.KIND: str(mapper.local_table.name)  # type: ignore[attr-defined]
        for mapper in Base.registry.mappers
        if hasattr(mapper.class_, "KIND")
    }
    return tables.get(kind)


def _read() -> Rows:
    asked = " UNION ALL ".join(
        f"SELECT '{table}', to_jsonb(one)::text FROM public.{table} one" for table in _tables()
    )
    found: Rows = {table: {} for table in _tables()}
    with db.engine.connect() as connection:
        for table, said in connection.execute(text(asked)):
            row = json.loads(said)
            found[table][row.get("id", said)] = row
    return found


def _numbers() -> dict[str, int | None]:
    asked = text("SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'public'")
    with db.engine.connect() as connection:
        return {name: last for name, last in connection.execute(asked)}


def _set_number(connection: Any, name: str, last: int | None) -> None:
    """A number that was never given out is given out first."""
    facts = {"name": f"public.{name}", "last": last or 1, "was": last is not None}
    connection.execute(text("SELECT setval(CAST(:name AS regclass), :last, :was)"), facts)
