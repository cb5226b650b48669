"""Restoring a backup: into the tables it was made from, whole or not at all, and compared."""

import json
import re
import tarfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import IO

from sqlalchemy import Connection, insert, inspect, select, text

from app.documents.models import Blob
from app.foundation import ddl, storage
from app.foundation.db import db, writing_at_once
from app.operations.backup.contents import (
    BATCH,
    FORMAT,
    MANIFEST,
    BackupContents,
    clause,
    counted,
    lines,
    row_of,
)

_FILE = re.compile(r"files/([0-9a-f]{2})/([0-9a-f]{62})")


class DamagedBackup(Exception):
    """The file is no backup, or is incomplete or damaged."""


@dataclass(frozen=True)
class Manifest:
    """The manifest of a backup."""

    revision: str
    """The number of the newest migration of its tables."""
    tables: Mapping[str, BackupContents]


@dataclass(frozen=True)
class Restored:
    """What has been restored."""

    rows: int
    tables: int
    files: int
    missing: list[str]
    """The hashes of files that rows name, but that the backup lacks."""


def read_manifest(archive: tarfile.TarFile) -> Manifest | None:
    """Read the manifest, which comes first; None if it is a backup of the former kind."""
    member = archive.next()
    file = archive.extractfile(member) if member and member.name == MANIFEST else None
    if file is None:
        raise DamagedBackup
    told = json.loads(file.read())
    if not isinstance(told, dict):
        raise DamagedBackup
    if "format" not in told:
        return None
    if told["format"] != FORMAT:
        raise DamagedBackup
    tables = {name: BackupContents(**contents) for name, contents in told["tables"].items()}
    return Manifest(told["revision"], tables)


def restore(
    archive: tarfile.TarFile, manifest: Manifest, files: Path, *, is_newest: bool
) -> Restored:
    """Restore the files, then all rows in one transaction; everything has to match the manifest.

    The triggers are created from today's models; older tables get them when they are migrated.
    """
    kept: set[str] = set()
    with (
        _files_removed_on_failure(files) as put_back,
        writing_at_once(),
        db.engine.begin() as connection,
        _constraints_deferred(connection, manifest),
    ):
        left = dict(manifest.tables)
        for name, content in _members(archive):
            if found := _FILE.fullmatch(name):
                put_back(content, "".join(found.groups()))
                kept.add("".join(found.groups()))
            else:
                table = name.removeprefix("tables/").removesuffix(".jsonl")
                _load(connection, table, left.pop(table), content)
        if left:
            raise DamagedBackup
        if is_newest:
            ddl.recreate_triggers(connection, set(manifest.tables))
        missing = sorted(set(connection.scalars(select(Blob.sha256))) - kept)
    rows = sum(contents.rows for contents in manifest.tables.values())
    return Restored(rows, len(manifest.tables), len(kept), missing)


@contextmanager
def _files_removed_on_failure(root: Path) -> Iterator[Callable[[IO[bytes], str], None]]:
    """Remove the restored files again if the rows cannot be restored."""
    new: list[Path] = []

    def put_back(content: IO[bytes], sha256: str) -> None:
        path = storage.path_of(root, sha256)
        was_there = path.exists()
        storage.put_back(content, root=root, sha256=sha256)
        if not was_there:
            new.append(path)

    try:
        yield put_back
    except BaseException:
        for path in new:
            path.unlink(missing_ok=True)
        raise


def _members(archive: tarfile.TarFile) -> Iterator[tuple[str, IO[bytes]]]:
    while member := archive.next():
        content = archive.extractfile(member)
        if content is not None:
            yield member.name, content


@contextmanager
def _constraints_deferred(connection: Connection, manifest: Manifest) -> Iterator[None]:
    """Drop triggers and defer foreign keys for the block, since rows come in any order."""
    tables = set(manifest.tables)
    for promise in ddl.immutable_tables():
        if promise.table in tables:
            for statement in promise.drops(connection.dialect.name):
                connection.exec_driver_sql(statement)
    with _foreign_keys_later(connection):
        yield
        if connection.dialect.name == "postgresql":
            _set_sequences(connection, manifest.tables)


@contextmanager
def _foreign_keys_later(connection: Connection) -> Iterator[None]:
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
        yield
        return
    keys = [
        f'ALTER TABLE "{table}" ALTER CONSTRAINT "{key["name"]}"'
        for (_, table), found in inspect(connection).get_multi_foreign_keys().items()
        for key in found
    ]
    for key in keys:
        connection.exec_driver_sql(f"{key} DEFERRABLE INITIALLY DEFERRED")
    yield
    connection.exec_driver_sql("SET CONSTRAINTS ALL IMMEDIATE")
    for key in keys:
        connection.exec_driver_sql(f"{key} NOT DEFERRABLE")


def _load(connection: Connection, name: str, contents: BackupContents, content: IO[bytes]) -> None:
    """Insert the rows of a table, then read them back and compare them with the manifest."""
    into = insert(clause(name, contents))
    for batch in _batches(content):
        connection.execute(into, [row_of(line, contents) for line in batch])
    if counted(lines(connection, name, contents), contents) != contents:
        raise DamagedBackup


def _batches(written: Iterable[bytes]) -> Iterator[list[bytes]]:
    found = iter(written)
    while batch := list(islice(found, BATCH)):
        yield batch


def _set_sequences(connection: Connection, tables: Mapping[str, BackupContents]) -> None:
    """Set PostgreSQL's sequences, so that no id is used twice, not even a deleted row's."""
    for name, contents in tables.items():
        if contents.last_id is not None:
            connection.execute(
                text("SELECT setval(pg_get_serial_sequence(:name, 'id'), :last)"),
                {"name": f'"{name}"', "last": contents.last_id},
            )
