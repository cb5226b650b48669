"""Violated database constraints are turned into sentences."""

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
    """Flush what is added in the block; if it violates this constraint, raise `Refused`.

    Only the database can tell whether such a row exists already: another writer may add one between
    a query and the insert. What was done before the block is kept.
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
    """The names, as the models give them, of the constraints that this error may be about."""
    named = getattr(getattr(error.orig, "diag", None), "constraint_name", None)
    if named:
        return {named}
    said = str(error.orig)
    if found := _SQLITE_CHECK.search(said):
        return {found[1]}
    found = _SQLITE_UNIQUE.search(said)
    return _unique_over(set(found[1].split(", "))) if found else set()


def _unique_over(columns: set[str]) -> set[str]:
    """The name of a unique constraint, found by its columns, which is all that SQLite tells."""
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
