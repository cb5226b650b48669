"""Past papers sent in through a page: kept first, then read by the worker."""

from collections.abc import Sequence
from typing import IO, Any, BinaryIO, cast

from flask import current_app

from app.archive import queries
from app.archive.importing.files import import_file
from app.archive.models import ImportedFile, ImportStatus
from app.documents.models import Blob
from app.documents.services import files_folder
from app.foundation import audit, clock, storage
from app.foundation.alone import alone_with
from app.foundation.db import add_once, db
from app.foundation.jobs import queue
from app.people.models import Person

JOB = "archive.import"


def receive(stream: IO[bytes], *, by: Person, name: str) -> tuple[ImportedFile, bool]:
    """Keep a file and ask for it to be read; and whether it is new to the house."""
    kept = storage.keep(
        cast(BinaryIO, stream),
        root=files_folder(),
        limit=current_app.config["MAX_CONTENT_LENGTH"],
        name=name,
    )
    facts = {"size": kept.size, "media_type": kept.media_type}
    add_once(Blob, unique=("sha256",), sha256=kept.sha256, **facts)
    file, is_new = _file_with(kept.sha256, name=storage.clean_name(name))
    if not is_new and file.status != ImportStatus.REFUSED:
        return file, False
    file.status, file.error = ImportStatus.WAITING, ""
    file.at, file.by_id = clock.now(), by.id
    audit.record(by, "receive", file)
    queue.put(JOB, file=file.id)
    return file, True


def _file_with(sha256: str, *, name: str) -> tuple[ImportedFile, bool]:
    """The one entry of a file, nobody else's until the transaction ends; and whether it is new."""
    facts = {"name": name, "status": ImportStatus.WAITING, "at": clock.now()}
    is_new = add_once(ImportedFile, unique=("sha256",), sha256=sha256, **facts)
    file = queries.file_with_sha(sha256)
    if file is None:
        raise LookupError("a file that was entered just now is gone")
    alone_with(file)
    return file, is_new


def import_batch(batch: Sequence[dict[str, Any]]) -> None:
    """Bring in what was sent through the page: each file in a transaction of its own."""
    for arguments in batch:
        file = db.session.get(ImportedFile, int(arguments["file"]))
        if file is None or file.status != ImportStatus.WAITING:
            continue
        by = db.session.get(Person, file.by_id) if file.by_id else None
        path = storage.path_of(files_folder(), file.sha256)
        import_file(path, by=by, name=file.name)
