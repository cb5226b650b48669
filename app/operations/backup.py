"""`flask backup FILE` and `flask restore FILE`: one file with the database and all documents."""

import json
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
import zlib
from pathlib import Path

import click
from flask import current_app
from sqlalchemy import inspect

from app.foundation import clock
from app.foundation.db import db
from app.foundation.telling import trouble

DATABASE = "database"
MANIFEST = "manifest.json"


@click.command("backup")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def backup(file: Path) -> None:
    """Write database and documents to FILE; the search index is left out, and rebuilt later."""
    if sentence := trouble():
        raise click.ClickException(sentence)
    try:
        _write(file)
    except OSError as error:
        raise click.ClickException(f"{file} cannot be written: {error.strerror}.") from None
    click.echo(f"Backed up to {file}.", err=True)


def _write(file: Path) -> None:
    partial = file.with_name(file.name + ".partial")
    with tempfile.TemporaryDirectory() as scratch, tarfile.open(partial, "w:gz") as archive:
        dump = Path(scratch) / DATABASE
        _dump(dump)
        manifest = Path(scratch) / MANIFEST
        told = {"made_at": clock.now().isoformat(), "database": db.engine.dialect.name}
        manifest.write_text(json.dumps(told), "utf-8")
        archive.add(manifest, MANIFEST)
        archive.add(dump, DATABASE)
        files = _files()
        if files.is_dir():
            archive.add(files, "files")
    partial.replace(file)


@click.command("restore")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
def restore(file: Path) -> None:
    """Bring database and documents back from FILE into an empty installation."""
    if inspect(db.engine).get_table_names():
        raise click.ClickException("This database is not empty; restore into an empty one.")
    with tempfile.TemporaryDirectory() as scratch:
        told = _unpacked(file, Path(scratch))
        if told["database"] != db.engine.dialect.name:
            raise click.ClickException(f"This backup is of a {told['database']} database.")
        _undump(Path(scratch) / DATABASE)
        if (Path(scratch) / "files").is_dir():
            shutil.copytree(Path(scratch) / "files", _files(), dirs_exist_ok=True)
    click.echo("Restored. Now run: flask --app wsgi search rebuild", err=True)


def _unpacked(file: Path, folder: Path) -> dict[str, str]:
    """Take a backup apart; what it says of itself."""
    try:
        with tarfile.open(file) as archive:
            archive.extractall(folder, filter="data")
        told: dict[str, str] = json.loads((folder / MANIFEST).read_text("utf-8"))
    except (tarfile.TarError, OSError, EOFError, zlib.error, ValueError):
        raise click.ClickException(f"{file} is not a whole backup of Guildhall.") from None
    return told


def _files() -> Path:
    return Path(current_app.instance_path) / "files"


def _dump(target: Path) -> None:
    if db.engine.dialect.name == "sqlite":
        with sqlite3.connect(str(db.engine.url.database)) as source:
            source.execute("VACUUM INTO ?", (str(target),))
        return
    _run("pg_dump", "--format=custom", f"--file={target}", f"--dbname={_address()}")


def _undump(source: Path) -> None:
    if db.engine.dialect.name == "sqlite":
        db.engine.dispose()
        shutil.copy(source, str(db.engine.url.database))
        return
    _run("pg_restore", "--no-owner", "--exit-on-error", f"--dbname={_address()}", str(source))


def _address() -> str:
    return db.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)


def _run(*command: str) -> None:
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        raise click.ClickException(f"{command[0]} is needed; install postgresql-client.") from None
    if done.returncode:
        raise click.ClickException(f"{command[0]} failed: {done.stderr.strip()}")
