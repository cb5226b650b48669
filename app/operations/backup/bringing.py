"""Bringing a backup back: into the tables it was made of, all of it or nothing, and compared."""

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


class NotWhole(Exception):
    """What was read is no backup, or not all of one, or did not arrive as it was sent."""


@dataclass(frozen=True)
class Manifest:
    """What a backup says of itself."""

    revision: str
    """Of the tables, as migrations number them."""
    tables: Mapping[str, BackupContents]


@dataclass(frozen=True)
class Brought:
    """What came back."""

    rows: int
    tables: int
    files: int
    missing: list[str]
    """Files that rows name, and that were not in the backup, by their hashes."""


def manifest_of(archive: tarfile.TarFile) -> Manifest | None:
    """The first thing in a backup; None: it is of the former kind."""
    member = archive.next()
    file = archive.extractfile(member) if member and member.name == MANIFEST else None
    if file is None:
        raise NotWhole
    told = json.loads(file.read())
    if not isinstance(told, dict):
        raise NotWhole
    if "format" not in told:
        return None
    if told["format"] != FORMAT:
        raise NotWhole
    tables = {name: BackupContents(**contents) for name, contents in told["tables"].items()}
    return Manifest(told["revision"], tables)


def bring(archive: tarfile.TarFile, manifest: Manifest, files: Path, *, is_newest: bool) -> Brought:
    """Files first, then every row in one transaction, kept only if all is as the manifest says.

    The triggers are those of today's models; older tables get them when they are brought on.
    """
    kept: set[str] = set()
    with (
        _kept_if_all_is_well(files) as put_back,
        writing_at_once(),
        db.engine.begin() as connection,
        _at_rest(connection, manifest),
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
            raise NotWhole
        if is_newest:
            ddl.recreate_triggers(connection, set(manifest.tables))
        missing = sorted(set(connection.scalars(select(Blob.sha256))) - kept)
    rows = sum(contents.rows for contents in manifest.tables.values())
    return Brought(rows, len(manifest.tables), len(kept), missing)


@contextmanager
def _kept_if_all_is_well(root: Path) -> Iterator[Callable[[IO[bytes], str], None]]:
    """Files that came for rows that did not come are taken away again."""
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
def _at_rest(connection: Connection, manifest: Manifest) -> Iterator[None]:
    """Rows come in any order: what relates them, and what holds them, waits until all are there."""
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
    """Every row of a table as it is read; then it is read back from the database and compared."""
    into = insert(clause(name, contents))
    for batch in _batches(content):
        connection.execute(into, [row_of(line, contents) for line in batch])
    if counted(lines(connection, name, contents), contents) != contents:
        raise NotWhole


def _batches(written: Iterable[bytes]) -> Iterator[list[bytes]]:
    found = iter(written)
    while batch := list(islice(found, BATCH)):
        yield batch


def _set_sequences(connection: Connection, tables: Mapping[str, BackupContents]) -> None:
    """No id is given a second time, though its row was removed before the backup."""
    for name, contents in tables.items():
        if contents.last_id is not None:
            connection.execute(
                text("SELECT setval(pg_get_serial_sequence(:name, 'id'), :last)"),
                {"name": f'"{name}"', "last": contents.last_id},
            )
