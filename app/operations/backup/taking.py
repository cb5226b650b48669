"""Writing a backup: one snapshot of the database, table by table, and every stored file."""

import hashlib
import io
import json
import os
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from sqlalchemy import Connection, select, text

from app.documents.models import Blob
from app.foundation import clock
from app.foundation.db import db
from app.operations.backup.contents import FORMAT, MANIFEST, BackupContents, counted, lines, tables


def take(file: Path, files: Path) -> list[str]:
    """Write a backup that only its owner can read; returns the hashes of damaged files."""
    partial = file.with_name(file.name + ".partial")
    partial.unlink(missing_ok=True)
    handle = os.open(partial, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    try:
        with os.fdopen(handle, "wb") as target:
            faulty = _fill(target, scratch_in=file.parent, files=files)
            target.flush()
            os.fsync(target.fileno())
        partial.replace(file)
    finally:
        partial.unlink(missing_ok=True)
    return faulty


def _fill(target: io.BufferedIOBase, *, scratch_in: Path, files: Path) -> list[str]:
    with (
        tempfile.TemporaryDirectory(dir=scratch_in, prefix=".backup-") as folder,
        snapshot() as connection,
        tarfile.open(fileobj=target, mode="w:gz", compresslevel=6) as archive,
    ):
        scratch = Path(folder)
        found = {name: _dump(connection, name, one, scratch) for name, one in tables().items()}
        manifest = {
            "format": FORMAT,
            "made_at": clock.now().isoformat(),
            "revision": connection.scalar(text("SELECT version_num FROM alembic_version")),
            "tables": {name: contents.told() for name, contents in found.items()},
        }
        _add(archive, MANIFEST, json.dumps(manifest, indent=1).encode())
        faulty = _add_files(archive, files, named=set(connection.scalars(select(Blob.sha256))))
        for name in found:
            archive.add(scratch / name, f"tables/{name}.jsonl", filter=_plain)
    return faulty


@contextmanager
def snapshot() -> Iterator[Connection]:
    """A transaction that sees the database as of one moment, whoever writes meanwhile."""
    with db.engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            connection = connection.execution_options(
                isolation_level="REPEATABLE READ", postgresql_readonly=True
            )
        with connection.begin():
            yield connection


def _dump(
    connection: Connection, name: str, contents: BackupContents, folder: Path
) -> BackupContents:
    with (folder / name).open("wb") as file:
        written = counted(_written(lines(connection, name, contents), file), contents)
    return replace(written, last_id=_last_id(connection, name, contents))


def _written(found: Iterator[bytes], file: io.BufferedWriter) -> Iterator[bytes]:
    for line in found:
        file.write(line)
        yield line


def _last_id(connection: Connection, name: str, contents: BackupContents) -> int | None:
    if contents.key != ["id"] or contents.columns["id"] != "integer":
        return None
    if connection.dialect.name == "postgresql":
        statement = "SELECT pg_sequence_last_value(pg_get_serial_sequence(:name, 'id')::regclass)"
        given: int | None = connection.scalar(text(statement), {"name": f'"{name}"'})
        return given
    highest: int | None = connection.scalar(text(f'SELECT max(id) FROM "{name}"'))  # noqa: S608
    return highest


def _add_files(archive: tarfile.TarFile, files: Path, *, named: set[str]) -> list[str]:
    """Add every stored file; returns those that are missing or damaged."""
    faulty = set(named)
    for path in sorted(files.glob("[0-9a-f][0-9a-f]/*")):
        sha256 = path.parent.name + path.name
        faulty.discard(sha256)
        if _hash_of(path) != sha256:
            faulty.add(sha256)
            continue
        archive.add(path, f"files/{path.parent.name}/{path.name}", filter=_plain)
    return sorted(faulty)


def _hash_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _add(archive: tarfile.TarFile, name: str, content: bytes) -> None:
    member = tarfile.TarInfo(name)
    member.size, member.mode = len(content), 0o600
    archive.addfile(member, io.BytesIO(content))


def _plain(member: tarfile.TarInfo) -> tarfile.TarInfo:
    """Remove the user and group from an entry of the archive."""
    member.uid = member.gid = 0
    member.uname = member.gname = ""
    member.mode = 0o600
    return member
