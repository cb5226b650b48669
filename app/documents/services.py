"""What is done with managed files: keep one, add a version, read its text."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from pathlib import Path
from typing import BinaryIO

from flask import current_app
from sqlalchemy import select

from app.documents import queries
from app.documents.events import DocumentReplacing, GroundsOfFileAsked
from app.documents.models import Blob, Document, DocumentVersion
from app.foundation import audit, clock, events, storage
from app.foundation.db import add_once, db
from app.foundation.errors import Refused
from app.foundation.exports.wording import closing_mark
from app.foundation.jobs import queue
from app.foundation.locking import as_seen, lock_rows
from app.foundation.permissions import Access
from app.foundation.questions import ask
from app.foundation.reading import sandbox
from app.foundation.reading.lines import plain_text
from app.foundation.stamping import marked
from app.foundation.storage import StoredFile
from app.foundation.transactions import end_read_only_transaction
from app.people.models import Person

READ = "documents.read"


def keep_document(
    *,
    by: Person | None,
    group_id: int,
    title: str,
    name: str,
    data: bytes | StoredFile,
    access: Access,
    published_at: datetime | None,
    text: str = "",
    reading_note: str = "",
    at: datetime | None = None,
) -> Document:
    """Keep a file as a document of a board; its text is read by the worker unless it is given."""
    if not title.strip():
        raise Refused("Enter the title of the document.", field="title")
    document = Document(
        title=title.strip(),
        text=text,
        reading_note=reading_note,
        group_id=group_id,
        access=access,
        published_at=published_at,
    )
    db.session.add(document)
    db.session.flush()
    _put_version(document, by=by, name=name, data=data, at=at or clock.now())
    audit.record(by, "keep", document, at=at)
    if not text:
        queue.enqueue(READ, document=document.id)
    return document


def add_version(
    document: Document,
    *,
    by: Person | None,
    name: str,
    data: bytes | StoredFile,
    version: int | None = None,
    at: datetime | None = None,
) -> DocumentVersion:
    """Add a version, which replaces the newest for all readers.

    `version` is the version of the document that its clerk has seen.
    """
    lock_rows(document)
    as_seen(document.version, version)
    events.announce(DocumentReplacing(document.id))
    put = _put_version(document, by=by, name=name, data=data, at=at or clock.now())
    document.text = document.reading_note = ""
    document.version += 1
    audit.record(by, "add-version", document, at=at, number=put.number)
    queue.enqueue(READ, document=document.id)
    return put


def keep_file(source: BinaryIO | bytes, *, name: str) -> StoredFile:
    """Write a file into the folder of files, before any row names it; slow for a large one."""
    limit = current_app.config["MAX_CONTENT_LENGTH"]
    return storage.keep(source, root=files_folder(), limit=limit, name=name)


def path_of(version: DocumentVersion) -> Path:
    """Where the file of this version is kept."""
    return storage.path_of(files_folder(), version.blob_sha256)


def marked_copy(document: Document, version: DocumentVersion) -> bytes | None:
    """A closed file for download, marked on every page (s100B(5)); None where its kind has no
    room for a mark. What is stored never changes."""
    return marked.marked_copy(
        path_of(version), media_type=version.blob.media_type, mark=mark_of(document)
    )


def mark_of(document: Document) -> str:
    """What every copy of a closed file says: that it is not for publication, and why."""
    answers: list[list[str]] = ask(GroundsOfFileAsked(document.id))
    said = chain.from_iterable(answers)
    return closing_mark(document.access, grounds="\n".join(dict.fromkeys(filter(None, said))))


def can_be_marked(version: DocumentVersion) -> bool:
    """Whether the pages of this kind of file have room for a mark."""
    return version.blob.media_type in marked.STAMPED


def files_folder() -> Path:
    """Where this installation keeps its files."""
    return Path(current_app.instance_path) / "files"


@dataclass(frozen=True)
class Text:
    """The text that was read from a file, and which document it belongs to."""

    document_id: int
    sha256: str
    text: str
    note: str
    """What its readers are told of it."""


def read_texts(document_ids: Iterable[int]) -> list[Text]:
    """Read the newest versions in a limited process each.

    A hostile file may take half a minute, so no transaction stays open meanwhile.
    """
    waiting = [_to_read(document) for document in _documents(document_ids)]
    end_read_only_transaction()
    return [_read(document_id, sha, path, name) for document_id, sha, path, name in waiting]


def keep_texts(texts: Iterable[Text]) -> None:
    """Store the texts for the search, where the file that was read is still the newest."""
    for read in texts:
        document = db.session.get(Document, read.document_id)
        if document is None:
            continue
        lock_rows(document)
        if queries.newest_version(document).blob_sha256 == read.sha256:
            document.text, document.reading_note = read.text, read.note


def _documents(ids: Iterable[int]) -> Sequence[Document]:
    return db.session.scalars(select(Document).where(Document.id.in_(set(ids)))).all()


def _to_read(document: Document) -> tuple[int, str, Path, str]:
    newest = queries.newest_version(document)
    return document.id, newest.blob_sha256, path_of(newest), newest.name_as_given


def _read(document_id: int, sha256: str, path: Path, name: str) -> Text:
    reading = sandbox.read(path, name=name)
    return Text(document_id, sha256, plain_text(reading.lines), reading.note)


def _put_version(
    document: Document, *, by: Person | None, name: str, data: bytes | StoredFile, at: datetime
) -> DocumentVersion:
    if not data:
        raise Refused("This file is empty.", field="file")
    kept = data if isinstance(data, StoredFile) else keep_file(data, name=name)
    facts = {"sha256": kept.sha256, "size": kept.size, "media_type": kept.media_type}
    add_once(Blob, unique=("sha256",), **facts)
    version = DocumentVersion(
        document=document,
        number=len(document.versions) + 1,
        blob_sha256=kept.sha256,
        name_as_given=storage.clean_name(name),
        by_id=by.id if by else None,
        at=at,
    )
    db.session.add(version)
    db.session.flush()
    return version
