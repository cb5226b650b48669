"""How migrations run: on the application's own engine, triggers made again at the end."""

from alembic import context
from alembic.migration import MigrationContext
from alembic.operations.ops import MigrationScript
from click import ClickException
from flask import current_app
from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from app.foundation import cli_errors, ddl, migrating
from app.foundation.db import Base, db, may_create, switched, writing
from app.foundation.outage import outage_of

METADATA = Base.metadata


def run_online() -> None:
    """Upgrade or downgrade the application's database, or say why that cannot be."""
    try:
        with switched(writing, True), switched(may_create, True):
            migrate()
    except SQLAlchemyError as error:
        outage = outage_of(error)
        if outage is None:
            raise
        raise ClickException(cli_errors.no_folder() or outage) from None


def migrate() -> None:
    settings = current_app.extensions["migrate"].configure_args
    with db.engine.connect() as connection:
        if sentence := cli_errors.newer(connection):
            raise ClickException(sentence)
        context.configure(
            connection=connection,
            target_metadata=METADATA,
            render_item=migrating.render_item,
            process_revision_directives=numbered,
            **settings,
        )
        with context.begin_transaction():
            context.run_migrations()
        if _is_at_head(connection):
            ddl.recreate_triggers(connection, set(connection.dialect.get_table_names(connection)))
        connection.commit()


def numbered(_context: object, _revision: object, scripts: list[MigrationScript]) -> None:
    migrating.number_it(context.script, scripts)


def _is_at_head(connection: Connection) -> bool:
    """The triggers are those of today's models; they name columns that older tables lack."""
    current = MigrationContext.configure(connection).get_current_heads()
    return set(current) == set(context.script.get_heads())


def run_offline() -> None:
    """Print the statements instead of running them."""
    context.configure(url=str(db.engine.url), target_metadata=METADATA, literal_binds=True)
    with context.begin_transaction():
        context.run_migrations()


if context.is_offline_mode():
    run_offline()
else:
    run_online()
