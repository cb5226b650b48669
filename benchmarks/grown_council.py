"""The demo council after many years: everything it did, again and again, a year earlier each time.

Rows are copied by plain inserts. What lies in the past is settled: its meetings were held or called
off, its reports issued or withdrawn, its minutes published and what was taken in private summed up;
of its actions one in ten is still outstanding.
"""

import os
import shutil
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from flask import Flask
from sqlalchemy import Column, Connection, Date, Table

import config
from app import create_app
from app.foundation import ddl, indexing
from app.foundation.db import Base, UTCDateTime, db, writing_at_once
from benchmarks import demo_council

APART = 1_000_000
"""Between the ids of a row and of its copy a year earlier."""
STAYS = frozenset(
    {
        *("account", "sign_in_session", "rate_limit", "instance", "job", "blob", "closed_day"),
        *("organisation", "party", "post", "ward", "person", "party_membership", "post_holder"),
        *("board", "board_alias", "clerkship", "seat", "standing_item", "counter"),
        *("report_template", "template_version", "template_section"),
        *("imported_file", "imported_thing"),
    }
)
"""A council has one of each, however old it grows: who is who, its boards and its forms."""
_EARLIER = "(date(substr({0}, 1, 10), '-' || :years || ' years') || substr({0}, 11))"
"""A day or a moment so many years before."""
_LONG_AGO = "'1980-01-01 12:00:00.000000'"
SETTLED = {
    "meeting.state": "CASE WHEN state = 'planned' THEN 'held' ELSE state END",
    "report.state": "CASE WHEN published_at IS NULL THEN 'withdrawn' ELSE state END",
    "report.state_reason": "CASE WHEN published_at IS NULL THEN 'Lapsed.' ELSE state_reason END",
    "minutes.state": "CASE WHEN published_at IS NULL THEN 'published draft' ELSE state END",
    "minutes.published_at": f"COALESCE({_EARLIER.format('published_at')}, {_LONG_AGO})",
    "minute.published_at": f"COALESCE({_EARLIER.format('published_at')}, {_LONG_AGO})",
    "action.published_at": f"COALESCE({_EARLIER.format('published_at')}, {_LONG_AGO})",
    "action.state": (
        "CASE WHEN state IN ('open', 'in progress') AND id % 10 <> :years % 10"
        " THEN 'done' ELSE state END"
    ),
    "action.evidence": "CASE WHEN evidence = '' THEN 'Done.' ELSE evidence END",
    "minute.text": "CASE WHEN text = '' THEN 'Noted.' ELSE text END",
    "minute.number": "number + :apart",
    "minute.printed": "CASE WHEN printed = '' THEN '' ELSE printed || '/' || :years END",
    "minute.printed_key": "CASE WHEN printed = '' THEN '' ELSE printed_key || '/' || :years END",
    "minutes.approved_by_minute_id": "approved_by_minute_id + :apart",
}


@cache
def application(times: int, *, indexed: bool = False) -> Flask:
    """The application on the demo council, so many times as large, in a folder of its own."""
    scratch = TemporaryDirectory()
    instance = Path(scratch.name) / "instance"
    with demo_council.application().app_context():
        db.session.remove()
        db.engine.dispose()
    shutil.copytree(demo_council.FOLDER, instance)
    os.environ |= {
        "GUILDHALL_INSTANCE": str(instance),
        "DATABASE_URL": f"sqlite:///{instance / 'guildhall.sqlite3'}",
    }
    app = create_app(config.Testing)
    app.extensions["benchmarks.scratch"] = scratch  # removed with the application
    with app.app_context():
        grow(times)
        if indexed:
            indexing.rebuild()
        db.session.remove()
    return app


def grow(times: int) -> None:
    """Let the council of this application be so many times as large."""
    copied = [one for one in Base.metadata.sorted_tables if one.name not in STAYS]
    with writing_at_once(), db.engine.begin() as connection:
        for promise in ddl.immutable_tables():
            for statement in promise.drops("sqlite"):
                connection.exec_driver_sql(statement)
        connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
        for years in range(1, times):
            for table in copied:
                _copy(connection, table, years)
        ddl.recreate_triggers(connection, {table.name for table in copied})
    with db.engine.connect() as connection:
        assert not connection.exec_driver_sql("PRAGMA foreign_key_check").all()


def _copy(connection: Connection, table: Table, years: int) -> None:
    names = ", ".join(f'"{column.name}"' for column in table.columns)
    values = ", ".join(_copied_value(column) for column in table.columns)
    connection.exec_driver_sql(
        f'INSERT INTO "{table.name}" ({names}) SELECT {values} FROM "{table.name}"'
        f" WHERE id < {APART}",
        {"apart": APART * years, "years": years},
    )


def _copied_value(column: Column[object]) -> str:
    """What stands in a column of the copy: its own ids and days, everything else as it was."""
    name = f'"{column.name}"'
    if settled := SETTLED.get(f"{column.table.name}.{column.name}"):
        return settled
    if column.name == "thing_id":
        return f"CASE WHEN kind IN ({_kinds_copied()}) THEN {name} + :apart ELSE {name} END"
    if column.primary_key or any(_is_copied(one.column.table) for one in column.foreign_keys):
        return f"{name} + :apart"
    if isinstance(column.type, Date | UTCDateTime):
        return _EARLIER.format(name)
    return name


@cache
def _kinds_copied() -> str:
    models = [mapper.class_ for mapper in Base.registry.mappers]
    known = [model for model in models if hasattr(model, "KIND")]
    kinds = [model.KIND for model in known if _is_copied(model.__table__)]
    return ", ".join(f"'{kind}'" for kind in sorted(kinds))


def _is_copied(table: Table) -> bool:
    return table.name not in STAYS
