"""What the database itself will not take: the constraint that was broken becomes a sentence."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Column, Index, Table, UniqueConstraint
from sqlalchemy.exc import IntegrityError

from app.foundation.db import Base, db
from app.foundation.errors import Refused

_SQLITE_UNIQUE = re.compile(r"UNIQUE constraint failed: (.+)")
_SQLITE_CHECK = re.compile(r"CHECK constraint failed: (\w+)")


@contextmanager
def refused_on_violation(
    constraint: str, sentence: str, *, field: str | None = None
) -> Iterator[None]:
    """Rows added inside are sent at once; if they break this constraint, a rule says no.

    The question whether such a row stands already can only be answered by the database: another
    writer may add it between the question and the row. What was done before the block stands.
    """
    try:
        with db.session.begin_nested():
            yield
            db.session.flush()
    except IntegrityError as error:
        if constraint not in violated(error):
            raise
        raise Refused(sentence, field=field) from error


def violated(error: IntegrityError) -> set[str]:
    """The names of the constraints that this error may be about, as the models name them."""
    named = getattr(getattr(error.orig, "diag", None), "constraint_name", None)
    if named:
        return {named}
    said = str(error.orig)
    if found := _SQLITE_CHECK.search(said):
        return {found[1]}
    found = _SQLITE_UNIQUE.search(said)
    return _unique_over(set(found[1].split(", "))) if found else set()


def _unique_over(columns: set[str]) -> set[str]:
    """SQLite names the columns of a unique constraint, not the constraint."""
    return {
        str(one.name)
        for table in Base.metadata.tables.values()
        for one in _unique(table)
        if {_full_name(column) for column in one.columns} == columns
    }


def _unique(table: Table) -> list[UniqueConstraint | Index]:
    constraints = [one for one in table.constraints if isinstance(one, UniqueConstraint)]
    return [*constraints, *(one for one in table.indexes if one.unique)]


def _full_name(column: Column[object]) -> str:
    return f"{column.table.name}.{column.name}"
