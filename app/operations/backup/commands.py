"""`flask backup FILE` and `flask restore FILE`, as an operator types them."""

import tarfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
import flask_migrate
from flask import current_app
from sqlalchemy import inspect, text
from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from app.foundation import instances
from app.foundation.cli_errors import database_error, revisions, schema_error
from app.foundation.db import db, may_create, switched
from app.foundation.outage import Outage, outage_of
from app.foundation.web.filters import count_of
from app.operations.backup import former, restoring, taking
from app.operations.backup.contents import LEFT_OUT
from app.operations.backup.restoring import DamagedBackup, Manifest, Restored

FORMER = "Restored. Now run: flask --app wsgi db upgrade, then search rebuild"
NOT_WHOLE = "{} is not a whole backup of Guildhall. Nothing has been restored."
_VERSION = "alembic_version"
_DAMAGED = (
    *(DamagedBackup, tarfile.TarError, EOFError, zlib.error, RecursionError),
    *(ValueError, LookupError, TypeError, AttributeError, ArithmeticError),
)
"""The exceptions of reading a file that is no backup, or a damaged one."""


@click.command("backup")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def backup(file: Path) -> None:
    """Write database and documents to FILE, for SQLite and PostgreSQL alike.

    The search index is left out, and built anew after a restore.
    """
    if sentence := database_error() or schema_error():
        raise click.ClickException(sentence)
    try:
        faulty = taking.take(file, _files())
    except OSError as error:
        raise click.ClickException(f"{file} cannot be written: {error.strerror}.") from None
    click.echo(f"Backed up to {file}.", err=True)
    _tell_of(faulty, "missing or not what they were, and left out")


@click.command("restore")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
def restore(file: Path) -> None:
    """Bring database and documents back from FILE into an empty installation.

    The backup may be of either database. Every table and every file is compared with what the
    backup says before it is kept; if anything goes wrong the installation is as empty as before.
    """
    with switched(may_create, True):
        restored = _restore(file)
    if restored is None:
        click.echo(FORMER, err=True)
        return
    click.echo(_sentence(restored), err=True)
    _tell_of(restored.missing, "named in the database and were not in the backup")


def _restore(file: Path) -> Restored | None:
    """Restore the backup; None if it was of the former kind, which has no counts."""
    instances.claim_what_stands()
    with _opened(file) as archive:
        manifest = restoring.read_manifest(archive)
        if manifest is None:
            former.restore(file, _files())
            return None
        _make_tables(manifest)
        is_newest = manifest.revision == revisions()[0]
        restored = restoring.restore(archive, manifest, _files(), is_newest=is_newest)
    flask_migrate.upgrade()
    instances.claim()
    return restored


@contextmanager
def _opened(file: Path) -> Iterator[tarfile.TarFile]:
    """Open a backup for reading once, from beginning to end."""
    try:
        with tarfile.open(file, mode="r|gz") as archive:
            yield archive
    except _DAMAGED:
        raise click.ClickException(NOT_WHOLE.format(file)) from None
    except IntegrityError:
        raise click.ClickException(
            f"The rows of {file} do not fit together. Nothing has been restored."
        ) from None
    except SQLAlchemyError as error:
        if outage_of(error) not in (None, Outage.NO_TABLES):
            raise
        raise click.ClickException(NOT_WHOLE.format(file)) from None
    except OSError as error:
        raise click.ClickException(f"{error.strerror or error}. Nothing was restored.") from None


def _make_tables(manifest: Manifest) -> None:
    """Create the tables, empty, as they were when the backup was made."""
    if manifest.revision not in revisions():
        raise click.ClickException(
            f"This backup was made by a newer Guildhall (tables {manifest.revision}); install that."
        )
    present = set(inspect(db.engine).get_table_names())
    if any(_has_rows(name) for name in present - LEFT_OUT - {_VERSION}):
        raise click.ClickException("This database is not empty; restore into an empty one.")
    if present and _revision() != manifest.revision:
        flask_migrate.downgrade(revision="base")
    flask_migrate.upgrade(revision=manifest.revision)


def _has_rows(name: str) -> bool:
    with db.engine.connect() as connection:
        statement = text(f'SELECT 1 FROM "{name}" LIMIT 1')  # noqa: S608  # a table's own name
        return connection.scalar(statement) is not None


def _revision() -> str | None:
    with db.engine.connect() as connection:
        if not inspect(connection).has_table(_VERSION):
            return None
        found: str | None = connection.scalar(text(f"SELECT version_num FROM {_VERSION}"))  # noqa: S608
        return found


def _sentence(restored: Restored) -> str:
    return (
        f"Restored: {count_of(restored.rows, 'row')} in {count_of(restored.tables, 'table')} and "
        f"{count_of(restored.files, 'file')}, each compared with the backup. "
        "Now run: flask --app wsgi search rebuild"
    )


def _tell_of(hashes: list[str], what: str) -> None:
    if hashes:
        named = "\n".join(hashes)
        raise click.ClickException(f"{count_of(len(hashes), 'file')} are {what}:\n{named}")


def _files() -> Path:
    return Path(current_app.instance_path) / "files"
