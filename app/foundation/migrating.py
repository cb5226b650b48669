"""How a migration is written: `flask db revision --autogenerate -m "what it does"`."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any, Literal

from alembic.autogenerate.api import AutogenContext
from alembic.operations.ops import MigrationScript
from alembic.script import ScriptDirectory
from sqlalchemy import Enum

from app.foundation.db import UTCDateTime

HEAD = "HEAD.txt"
"""Holds the newest number: two branches that each add a migration then conflict in Git."""


def render_item(kind: str, item: Any, _context: AutogenContext) -> str | Literal[False]:
    """Write our column types as SQLAlchemy's, so that old migrations outlive changes to ours.

    Alembic's `render_item` hook; False leaves the item to Alembic.
    """
    if kind != "type":
        return False
    if isinstance(item, UTCDateTime):
        return "sa.DateTime(timezone=True)"
    if isinstance(item, Enum):
        values = ", ".join(map(repr, item.enums))
        return (
            f"sa.Enum({values}, name={item.name!r}, native_enum=False, "
            f"create_constraint=True, length={item.length})"
        )
    return False


def number_it(folder: ScriptDirectory, scripts: Iterable[MigrationScript]) -> None:
    """Give a new migration the next number, and write it down as the newest."""
    number = f"{int(folder.get_current_head() or 0) + 1:04}"
    for script in scripts:
        script.rev_id = number
    Path(folder.dir, HEAD).write_text(f"{number}\n", encoding="utf-8")
