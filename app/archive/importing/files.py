"""Importing one file: known by its content, read in the sandbox, stored in one transaction."""

import hashlib
import logging
import re
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Literal

from flask import current_app
from sqlalchemy import insert, select
from sqlalchemy.exc import OperationalError

from app.archive.importing import closed
from app.archive.importing.boards import UNPLACED
from app.archive.importing.context import ImportContext
from app.archive.importing.papers import board_for, import_paper
from app.archive.models import REST, ImportedFile, ImportedThing, ImportStatus
from app.archive.paper import ParsedPaper, as_json
from app.archive.recognise.whole import recognise
from app.boards.models import Board
from app.documents import services as documents
from app.documents.models import Document
from app.foundation import audit, clock, storage
from app.foundation.db import db
from app.foundation.errors import Refused
from app.foundation.locking import advisory_lock, lock_rows
from app.foundation.reading import sandbox
from app.foundation.reading.lines import Line, plain_text
from app.foundation.storage import StoredFile
from app.foundation.transactions import read_only_transaction, transaction
from app.people.models import Person

Outcome = Literal["created", "unchanged", "changed", "refused"]
log = logging.getLogger("guildhall.archive")
_UNSTORABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_BROKEN = "This paper could not be brought in; the log of the installation says why."
_WORDS = {
    "pack": "Agenda and papers",
    "agenda": "Agenda",
    "minutes": "Minutes",
}


@dataclass(frozen=True)
class Imported:
    """The result of importing one file, as the command prints it."""

    outcome: Outcome
    kind: str
    reference: str
    """What it is: board, date, subject; of a refused file the reason."""
    skipped: tuple[str, ...] = ()
    """What an earlier version of the file had made and has been worked on since: it stays."""


@dataclass(frozen=True)
class ReadFile:
    """What was read from a file, before any row is written."""

    name: str
    sha256: str
    paper: ParsedPaper
    text: str = ""
    kept: StoredFile | None = None
    """The stored file, if it could be read."""


def import_file(
    path: Path, *, by: Person | None, at: datetime | None = None, name: str | None = None
) -> Imported:
    """Import one past paper; whole or not at all, and never twice.

    The file is read before the transaction begins, since a hostile one may take half a minute.
    """
    moment, by_id = at or clock.now(), by.id if by else None
    with read_only_transaction():
        known = _brought_in_before(_sha256(path))
    if known is not None:
        return known
    read = read_file(path, name=name or path.name)
    with transaction(rest=REST):
        return store(read, by_id=by_id, at=moment)


def read_file(path: Path, *, name: str) -> ReadFile:
    """Read a past paper and store the file, outside of transactions; a bad file gives an error."""
    given, sha256 = storage.clean_name(name), _sha256(path)
    if path.stat().st_size > current_app.config["MAX_CONTENT_LENGTH"]:
        return _refused(given, sha256, "This file is too large.")
    read = sandbox.read(path, name=given)
    if read.status != "ok":
        return _refused(given, sha256, read.reason or "This file could not be read.")
    lines = [_storable(line) for line in read.lines]
    paper = recognise(lines, source_file=given)
    if paper.error:
        return ReadFile(given, sha256, paper)
    try:
        with path.open("rb") as file:
            kept = documents.keep_file(file, name=given)
    except Refused as refusal:
        return _refused(given, sha256, refusal.sentence)
    if kept.sha256 != sha256:
        return _refused(given, sha256, "This file was changed while it was being read.")
    return ReadFile(given, sha256, paper, plain_text(lines), kept)


def store(read: ReadFile, *, by_id: int | None, at: datetime) -> Imported:
    """Store what was read in the present transaction, whole, or remember why it was refused."""
    advisory_lock("archive.import")
    if read.kept is None:
        return _refuse(read, read.paper.error or _BROKEN, by_id=by_id, at=at)
    try:
        with db.session.begin_nested(), audit.written_together():
            return _store(read, read.kept, by_id=by_id, at=at)
    except Refused as refusal:
        return _refuse(read, refusal.sentence, by_id=by_id, at=at)
    except OperationalError:
        raise
    except Exception:
        known = _brought_in_before(read.sha256)
        if known is not None:
            return known
        log.exception("%s could not be brought in", read.sha256)
        return _refuse(read, _BROKEN, by_id=by_id, at=at)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _brought_in_before(sha256: str) -> Imported | None:
    found = _file_with(sha256)
    if found is None or found.status != ImportStatus.CREATED:
        return None
    return Imported("unchanged", found.paper_kind, found.reference)


def _file_with(sha256: str) -> ImportedFile | None:
    return db.session.scalar(select(ImportedFile).where(ImportedFile.sha256 == sha256))


def _refused(name: str, sha256: str, reason: str) -> ReadFile:
    return ReadFile(name, sha256, ParsedPaper(name, error=reason))


def _storable(line: Line) -> Line:
    """The line without characters that no database takes."""
    return replace(
        line,
        text=_UNSTORABLE.sub("", line.text),
        cells=tuple(_UNSTORABLE.sub("", cell) for cell in line.cells),
    )


def _refuse(read: ReadFile, reason: str, *, by_id: int | None, at: datetime) -> Imported:
    """Keep a refused file with its reason; importing it again changes no row."""
    file = _file_with(read.sha256) or _row(read, by_id=by_id, at=at)
    if file.id is None or file.status == ImportStatus.WAITING:
        file.status, file.error = ImportStatus.REFUSED, reason
        audit.record(_person(by_id), "refuse", file, at=at)
    return Imported("refused", "", reason)


def _store(read: ReadFile, kept: StoredFile, *, by_id: int | None, at: datetime) -> Imported:
    known = _brought_in_before(read.sha256)
    if known is not None:
        return known
    context = ImportContext(by=_person(by_id), at=at)
    board = board_for(read.paper, context=context)
    lock_rows(board)
    context.previous = _came_before(read, reference_of(read.paper, board))
    import_paper(read.paper, board=board, context=context)
    reference = reference_of(read.paper, board)
    document, is_new = _keep(read, kept, board, reference, context)
    context.add_things(document)
    file = _remember(read, document, reference, context)
    outcome: Outcome = "created" if is_new else "changed"
    return Imported(outcome, file.paper_kind, reference, tuple(context.skipped))


def _remember(
    read: ReadFile, document: Document, reference: str, context: ImportContext
) -> ImportedFile:
    """Keep what was read, and the list of all that was made from it."""
    by_id = context.by.id if context.by else None
    file = _file_with(read.sha256) or _row(read, by_id=by_id, at=context.at)
    file.status, file.error, file.at = ImportStatus.CREATED, "", context.at
    file.paper_kind, file.reference = read.paper.kind or "other", reference
    file.understood, file.document_id = as_json(read.paper), document.id
    db.session.flush()
    things = [{"file_id": file.id, "kind": kind, "thing_id": one} for kind, one in context.things]
    db.session.execute(insert(ImportedThing), things)
    audit.record(context.by, "import", file, at=context.at)
    return file


def reference_of(paper: ParsedPaper, board: Board) -> str:
    """One line that says what a file is: board, date and, of a report, its subject."""
    day = f"{paper.date.day} {paper.date:%B %Y}" if paper.date else ""
    about = paper.subject or "" if paper.kind in ("report", "other") else ""
    named = "" if board.name == UNPLACED and (day or about) else board.name
    return ", ".join(" ".join(part.split()) for part in (named, day, about) if part)


def _keep(
    read: ReadFile, kept: StoredFile, board: Board, reference: str, context: ImportContext
) -> tuple[Document, bool]:
    """Keep the file as a document with the access of its content; returns whether it is a new
    one."""
    access = closed.access_of_file(read.paper)
    before = context.previous.document if context.previous else None
    if before is not None:
        documents.add_version(before, by=context.by, name=read.name, data=kept, at=context.at)
        return before, False
    document = documents.keep_document(
        by=context.by,
        group_id=board.id,
        title=_title(read.paper, reference, read.name),
        name=read.name,
        data=kept,
        access=access,
        published_at=context.published_at(read.paper.date),
        text=read.text,
        at=context.at,
    )
    return document, True


def _came_before(read: ReadFile, reference: str) -> ImportedFile | None:
    """The newest imported file of the same paper and name, if it has the same access."""
    chosen = (
        select(ImportedFile)
        .where(
            ImportedFile.name == read.name,
            ImportedFile.paper_kind == (read.paper.kind or "other"),
            ImportedFile.reference == reference,
            ImportedFile.status == ImportStatus.CREATED,
        )
        .order_by(ImportedFile.id.desc())
    )
    found = db.session.scalar(chosen.limit(1))
    document = found.document if found else None
    is_as_closed = document is not None and document.access == closed.access_of_file(read.paper)
    return found if is_as_closed else None


def _title(paper: ParsedPaper, reference: str, name: str) -> str:
    if paper.kind in _WORDS:
        return f"{_WORDS[paper.kind]}: {reference}"
    return paper.subject or name


def _row(read: ReadFile, *, by_id: int | None, at: datetime) -> ImportedFile:
    file = ImportedFile(
        sha256=read.sha256, name=read.name, status=ImportStatus.CREATED, at=at, by_id=by_id
    )
    db.session.add(file)
    return file


def _person(person_id: int | None) -> Person | None:
    return db.session.get(Person, person_id) if person_id else None
