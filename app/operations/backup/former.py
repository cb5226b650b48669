"""Restores backups of the former kind: the database's own dump, for the same database only."""

import shutil
import subprocess
import tarfile
import tempfile
from pathlib import Path

import click
from sqlalchemy import inspect

from app.foundation.db import db

DATABASE = "database"
SQLITE = b"SQLite format 3"


def restore(file: Path, files: Path) -> None:
    """Restore the dump and the documents; the tables are not migrated."""
    if inspect(db.engine).get_table_names():
        raise click.ClickException(
            "This backup is of the former kind; it goes into a database without tables alone."
        )
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        with tarfile.open(file) as archive:
            archive.extractall(folder, filter="data")
        _undump(folder / DATABASE)
        if (folder / "files").is_dir():
            shutil.copytree(folder / "files", files, dirs_exist_ok=True)


def _undump(source: Path) -> None:
    """Load the dump; only the kind of database that made it can."""
    with source.open("rb") as file:
        made_by = "sqlite" if file.read(len(SQLITE)) == SQLITE else "postgresql"
    if made_by != db.engine.dialect.name:
        raise click.ClickException(
            f"This backup is of the former kind and of a {made_by} database. Restore it there, "
            "run db upgrade, and make a new backup: that one goes into either database."
        )
    if made_by == "sqlite":
        db.engine.dispose()
        shutil.copy(source, str(db.engine.url.database))
        return
    address = db.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    _run("pg_restore", "--no-owner", "--exit-on-error", f"--dbname={address}", str(source))


def _run(*command: str) -> None:
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        raise click.ClickException(f"{command[0]} is needed; install postgresql-client.") from None
    if done.returncode:
        raise click.ClickException(f"{command[0]} failed: {done.stderr.strip()}")
