"""What keeps a command from its work, told in one sentence instead of a traceback."""

from typing import Any

import click
from sqlalchemy import inspect
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from app.foundation.db import db

NO_TABLES = "This installation has no tables yet. Run: flask --app wsgi db upgrade"
UNREACHABLE = "The database cannot be reached; see DATABASE_URL."


def in_a_sentence(command: click.Command) -> click.Command:
    """The command, which says in a sentence if the database is missing or has no tables."""
    work = command.invoke

    def invoke(context: click.Context) -> Any:
        try:
            return work(context)
        except DBAPIError as error:
            if sentence := trouble():
                raise click.ClickException(sentence) from None
            raise error

    command.invoke = invoke  # type: ignore[method-assign, assignment]
    return command


def trouble() -> str | None:
    """Why this database cannot be worked with; None if it can."""
    db.session.rollback()
    try:
        return None if inspect(db.engine).get_table_names() else NO_TABLES
    except SQLAlchemyError:
        return UNREACHABLE
