"""Past papers sent in through a page: kept first, then read by the worker."""

from collections.abc import Sequence
from typing import IO, TYPE_CHECKING, BinaryIO, cast

from app.archive import queries
from app.archive.models import REST, ImportedFile, ImportStatus
from app.documents.models import Blob
from app.documents.services import files_folder, keep_file
from app.foundation import audit, clock, storage
from app.foundation.db import add_once, db
from app.foundation.errors import Refused
from app.foundation.jobs import queue
from app.foundation.jobs.handler import Arguments, Handler
from app.foundation.locking import lock_rows
from app.foundation.transactions import end_read_only_transaction
from app.people.models import Person

if TYPE_CHECKING:
    from app.archive.importing.files import ReadFile

JOB = "archive.import"


def receive_all(files: Sequence[tuple[str, IO[bytes]]], *, by: Person) -> int:
    """Keep all of these files, each under its name, or none; returns how many are new."""
    if not files:
        raise Refused("Choose a file.")
    return sum(_receive_named(name, stream, by=by) for name, stream in files)


def _receive_named(name: str, stream: IO[bytes], *, by: Person) -> bool:
    """Whether it is new; a refusal says which of several files it is about."""
    try:
        return receive(stream, by=by, name=name)[1]
    except Refused as refusal:
        raise Refused(f"{name}: {refusal.sentence} None of the files was kept.") from refusal


def receive(stream: IO[bytes], *, by: Person, name: str) -> tuple[ImportedFile, bool]:
    """Keep a file and enqueue the job that reads it; returns it, and whether it is new."""
    kept = keep_file(cast(BinaryIO, stream), name=name)
    facts = {"size": kept.size, "media_type": kept.media_type}
    add_once(Blob, unique=("sha256",), sha256=kept.sha256, **facts)
    file, is_new = _file_with(kept.sha256, name=storage.clean_name(name))
    if not is_new and file.status != ImportStatus.REFUSED:
        return file, False
    file.status, file.error = ImportStatus.WAITING, ""
    file.at, file.by_id = clock.now(), by.id
    audit.record(by, "receive", file)
    queue.enqueue(JOB, file=file.id)
    return file, True


def _file_with(sha256: str, *, name: str) -> tuple[ImportedFile, bool]:
    """The one entry of a file, nobody else's until the transaction ends; and whether it is new."""
    facts = {"name": name, "status": ImportStatus.WAITING, "at": clock.now()}
    is_new = add_once(ImportedFile, unique=("sha256",), sha256=sha256, **facts)
    file = queries.file_with_sha(sha256)
    if file is None:
        raise LookupError("a file that was entered just now is gone")
    lock_rows(file)
    return file, is_new


def _read_waiting(batch: list[Arguments]) -> "list[tuple[ReadFile, int | None]]":
    """Read what was sent through the page and has not been imported meanwhile."""
    files = [db.session.get(ImportedFile, int(arguments["file"])) for arguments in batch]
    waiting = [
        (storage.path_of(files_folder(), file.sha256), file.name, file.by_id)
        for file in files
        if file is not None and file.status == ImportStatus.WAITING
    ]
    end_read_only_transaction()
    from app.archive.importing.files import read_file  # the worker alone reads past papers

    return [(read_file(path, name=name), by_id) for path, name, by_id in waiting]


def _store_all(files: "list[tuple[ReadFile, int | None]]") -> None:
    from app.archive.importing.files import store

    for read, by_id in files:
        store(read, by_id=by_id, at=clock.now())


import_files = Handler(
    prepare=_read_waiting, finish=_store_all, rest=REST, words="Bring a past paper in"
)
"""Reads and stores what was sent through the page, one file at a time."""
