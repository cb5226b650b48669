"""Commands that cannot use the database say why in one sentence, not with a traceback."""

import copy
from pathlib import Path
from typing import Any

import click
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import current_app
from sqlalchemy import Connection, inspect
from sqlalchemy.exc import SQLAlchemyError

from app.foundation.db import db, may_create, switched
from app.foundation.errors import Refused
from app.foundation.outage import Outage, outage_of

NO_TABLES, UNREACHABLE = Outage.NO_TABLES, Outage.AWAY
OTHER_TABLES = "The tables are not those of this Guildhall. Run: flask --app wsgi db upgrade"
NEWER_TABLES = (
    "The tables are those of a newer Guildhall ({}), which this one cannot read or change. Start "
    "the newer one, or restore a backup that this one made."
)


def with_plain_errors(command: click.Command) -> click.Command:
    """A copy of the command that reports in a sentence if the database is away, busy or empty.

    A copy, since commands are module-level objects and every application made adds its own.
    """
    work, command = command.invoke, copy.copy(command)

    def invoke(context: click.Context) -> Any:
        try:
            with switched(may_create, False):
                return work(context)
        except Refused as refusal:
            raise click.ClickException(refusal.sentence) from None
        except SQLAlchemyError as error:
            if sentence := _sentence_of(error):
                raise click.ClickException(sentence) from None
            raise error

    command.invoke = invoke  # type: ignore[method-assign, assignment]
    return command


def _sentence_of(error: SQLAlchemyError) -> str | None:
    """The sentence for this error: a missing table or column means another version's tables."""
    if sentence := no_folder():
        return sentence
    found = outage_of(error)
    return (
        database_error() or schema_error() or found if found in (None, Outage.NO_TABLES) else found
    )


def no_folder() -> str | None:
    """What to do where the folder of SQLite's file is missing; None if it is there."""
    url = db.engine.url
    folder = Path(url.database or "").parent
    if url.get_backend_name() != "sqlite" or folder.is_dir():
        return None
    return f"There is no folder {folder}. Make it first."


def database_error() -> str | None:
    """Why this database cannot be used; None if it can."""
    db.session.rollback()
    try:
        return None if inspect(db.engine).get_table_names() else NO_TABLES
    except SQLAlchemyError as error:
        return outage_of(error) or UNREACHABLE


def schema_error() -> str | None:
    """What to do if another version made these tables; None if this one did."""
    with db.engine.connect() as connection:
        if sentence := newer(connection):
            return sentence
        found = MigrationContext.configure(connection).get_current_revision()
    return None if found == revisions()[0] else OTHER_TABLES


def newer(connection: Connection) -> str | None:
    """That a newer version made these tables: their migration number is unknown here."""
    unknown = set(MigrationContext.configure(connection).get_current_heads()) - set(revisions())
    return NEWER_TABLES.format(", ".join(sorted(unknown))) if unknown else None


def revisions() -> list[str]:
    """The numbers of all migrations, newest first."""
    directory: Any = current_app.extensions["migrate"].directory
    return [one.revision for one in ScriptDirectory(directory).walk_revisions()]
