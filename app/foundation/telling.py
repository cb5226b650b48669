"""What keeps a command from its work, told in one sentence instead of a traceback."""

from typing import Any

import click
from sqlalchemy import inspect
from sqlalchemy.exc import SQLAlchemyError

from app.foundation.db import db, during, may_create
from app.foundation.errors import Refused
from app.foundation.outage import Outage, outage_of

NO_TABLES, UNREACHABLE = Outage.NO_TABLES, Outage.AWAY


def in_a_sentence(command: click.Command) -> click.Command:
    """The command, which says in a sentence if the database is away, busy or has no tables."""
    work = command.invoke

    def invoke(context: click.Context) -> Any:
        try:
            with during(may_create, False):
                return work(context)
        except Refused as refusal:
            raise click.ClickException(refusal.sentence) from None
        except SQLAlchemyError as error:
            if sentence := outage_of(error) or trouble():
                raise click.ClickException(sentence) from None
            raise error

    command.invoke = invoke  # type: ignore[method-assign, assignment]
    return command


def trouble() -> str | None:
    """Why this database cannot be worked with; None if it can."""
    db.session.rollback()
    try:
        return None if inspect(db.engine).get_table_names() else NO_TABLES
    except SQLAlchemyError as error:
        return outage_of(error) or UNREACHABLE
