"""Importing one file: known by its content, stored in one transaction or kept as a proposal."""

import hashlib
import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Literal

from flask import current_app
from sqlalchemy import insert, select
from sqlalchemy.exc import OperationalError

from app.archive import queries, undoing
from app.archive.importing import closed, proposing
from app.archive.importing.boards import UNPLACED, known_as, learn_name
from app.archive.importing.context import ImportContext
from app.archive.importing.meetings import Clash
from app.archive.importing.papers import board_for, import_paper
from app.archive.models import (
    REST,
    ImportedFile,
    ImportedThing,
    ImportStatus,
    Sureness,
)
from app.archive.paper import ParsedPaper, as_json
from app.archive.recognise.whole import read_as, recognise
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

Outcome = Literal["created", "unchanged", "changed", "refused", "proposed"]
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
    note: str = ""
    """What readers of the text are told of it."""
    kept: StoredFile | None = None
    """The stored file, if it could be read."""
    said: Mapping[str, str] = field(default_factory=dict)
    """What a clerk said it is."""
    read_board: str = ""
    """The name of the board as it was read, where the clerk said another."""


@dataclass(frozen=True)
class Terms:
    """On which terms a file is stored."""

    by_id: int | None
    at: datetime
    accept: Sureness | None = Sureness.UNSURE
    """How sure the reader must at least be for a paper to be brought in; None: nothing is."""
    batch_key: str = ""
    """The files of one key make a batch; empty for none."""

    def takes(self, sureness: Sureness) -> bool:
        """Whether a paper of which the reader is so sure is brought in at once."""
        return self.accept is not None and sureness.doubt <= self.accept.doubt


def import_file(
    path: Path,
    *,
    by: Person | None,
    at: datetime | None = None,
    name: str | None = None,
    accept: Sureness | None = Sureness.UNSURE,
    batch_key: str = "",
) -> Imported:
    """Import one past paper; whole or not at all, and never twice.

    The file is read before the transaction begins, since a hostile one may take half a minute.
    """
    terms = Terms(by.id if by else None, at or clock.now(), accept, batch_key)
    with read_only_transaction():
        known = _known(_sha256(path), terms)
    if known is not None:
        return known
    read = read_file(path, name=name or path.name)
    with transaction(rest=REST):
        return store(read, terms)


def read_file(path: Path, *, name: str, said: Mapping[str, str] | None = None) -> ReadFile:
    """Read a past paper and store the file, outside of transactions; a bad file gives an error.

    What a clerk said of it takes the place of what was read.
    """
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
    found = ReadFile(given, sha256, paper, plain_text(lines), read.note, kept)
    return _as_said(found, lines, said) if said else found


def _as_said(read: ReadFile, lines: list[Line], said: Mapping[str, str]) -> ReadFile:
    """The file read anew as the kind of paper that a clerk said it is, with the clerk's facts."""
    paper, kind = read.paper, said.get("kind")
    if kind and kind != paper.kind and (kind, paper.kind) != ("agenda", "pack"):
        paper = read_as(lines, kind=kind, source_file=read.name)
    as_read, told = read.paper.board or "", said.get("board", "")
    return replace(
        read,
        paper=proposing.corrected(paper, said),
        said=said,
        read_board=as_read if told and told != as_read else "",
    )


def store(read: ReadFile, terms: Terms) -> Imported:
    """Store what was read in the present transaction: whole, or as a proposal, or remember why it
    was refused."""
    advisory_lock("archive.import")
    if read.kept is None:
        return _refuse(read, read.paper.error or _BROKEN, terms)
    if (known := _known(read.sha256, terms)) is not None:
        return known
    sureness = _sureness_of(read)
    if not terms.takes(sureness):
        return _propose(read, terms, sureness=sureness)
    try:
        with db.session.begin_nested():
            return _store_noting_lines(read, read.kept, terms)
    except Clash as clash:
        return _propose(read, terms, sureness=Sureness.UNSURE, why=clash.sentence)
    except Refused as refusal:
        return _refuse(read, refusal.sentence, terms)
    except OperationalError:
        raise
    except Exception:
        log.exception("%s could not be brought in", read.sha256)
        return _known(read.sha256, terms) or _refuse(read, _BROKEN, terms)


def _sureness_of(read: ReadFile) -> Sureness:
    is_told = "board" in read.said or known_as(read.paper.board or "") is not None
    return proposing.sureness_of(read.paper, is_board_told=is_told)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _known(sha256: str, terms: Terms) -> Imported | None:
    """What became of this content before, if nothing is to be done about it now."""
    found = _file_with(sha256)
    if found is None or found.status in (ImportStatus.WAITING, ImportStatus.REFUSED):
        return None
    if found.status == ImportStatus.ACCEPTED:
        return None
    if found.status == ImportStatus.PROPOSED and not found.error and terms.takes(found.sureness):
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


def _refuse(read: ReadFile, reason: str, terms: Terms) -> Imported:
    """Keep a refused file with its reason; importing it again changes no row."""
    file = _file_with(read.sha256) or _row(read, terms)
    if file.status != ImportStatus.REFUSED or file.id is None:
        file.status, file.error = ImportStatus.REFUSED, reason
        file.version = (file.version or 0) + 1
        audit.record(_person(terms.by_id), "refuse", file, at=terms.at)
    return Imported("refused", "", reason)


def _propose(read: ReadFile, terms: Terms, *, sureness: Sureness, why: str = "") -> Imported:
    """Keep what was read as a proposal, for a clerk to decide on."""
    file = _file_with(read.sha256) or _row(read, terms)
    file.status, file.error, file.sureness = ImportStatus.PROPOSED, why, sureness
    file.access = closed.access_of_file(read.paper)
    board = known_as(read.paper.board or "")
    file.board_id = board.id if board else None
    file.paper_kind, file.reference = read.paper.kind or "other", _said_of(read.paper)
    file.proposal, file.understood = proposing.proposal_of(read.paper), as_json(read.paper)
    file.text, file.version = read.text, (file.version or 0) + 1
    db.session.flush()
    audit.record(_person(terms.by_id), "propose", file, at=terms.at)
    return Imported("proposed", file.paper_kind, file.reference)


def _said_of(paper: ParsedPaper) -> str:
    """One line of what a proposal seems to be: board, date and, of a report, its subject."""
    return _in_one_line(paper, paper.board or "")


def _store(read: ReadFile, kept: StoredFile, terms: Terms) -> Imported:
    context = ImportContext(by=_person(terms.by_id), at=terms.at, newest=undoing.newest_ids())
    board = board_for(read.paper, context=context)
    lock_rows(board)
    if read.read_board:
        learn_name(board, read.read_board, context)
    context.previous = _came_before(read, reference_of(read.paper, board))
    import_paper(read.paper, board=board, context=context)
    reference = reference_of(read.paper, board)
    document, is_new = _keep(read, kept, board, reference, context)
    context.add_things(document)
    file = _remember(read, document, reference, terms, context)
    outcome: Outcome = "created" if is_new else "changed"
    return Imported(outcome, file.paper_kind, reference, tuple(context.skipped))


def _store_noting_lines(read: ReadFile, kept: StoredFile, terms: Terms) -> Imported:
    """Store it, and note which lines of the log that wrote: later ones are other people's work."""
    before = audit.newest()
    with audit.written_together():
        imported = _store(read, kept, terms)
    file = _file_with(read.sha256)
    if file is not None and file.status == ImportStatus.CREATED:
        file.events_from, file.events_to = before + 1, audit.newest()
        db.session.flush()
    return imported


def _remember(
    read: ReadFile, document: Document, reference: str, terms: Terms, context: ImportContext
) -> ImportedFile:
    """Keep what was read, and the list of all that was made from it."""
    file = _file_with(read.sha256) or _row(read, terms)
    file.status, file.error, file.at = ImportStatus.CREATED, "", context.at
    file.text, file.version = "", (file.version or 0) + 1
    file.paper_kind, file.reference = read.paper.kind or "other", reference
    file.understood, file.document_id = as_json(read.paper), document.id
    db.session.flush()
    things = [
        {"file_id": file.id, "kind": kind, "thing_id": one, "is_made": context.has_made(kind, one)}
        for kind, one in context.things
    ]
    db.session.execute(insert(ImportedThing), things)
    audit.record(context.by, "import", file, at=context.at)
    return file


def reference_of(paper: ParsedPaper, board: Board) -> str:
    """One line that says what a file is: board, date and, of a report, its subject."""
    return _in_one_line(paper, board.name)


def _in_one_line(paper: ParsedPaper, board: str) -> str:
    day = f"{paper.date.day} {paper.date:%B %Y}" if paper.date else ""
    about = paper.subject or "" if paper.kind in ("report", "other") else ""
    named = "" if board == UNPLACED and (day or about) else board
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
        reading_note=read.note,
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


def _row(read: ReadFile, terms: Terms) -> ImportedFile:
    file = ImportedFile(
        sha256=read.sha256,
        name=read.name,
        status=ImportStatus.CREATED,
        at=terms.at,
        by_id=terms.by_id,
        batch_id=queries.batch_with(terms.batch_key, by_id=terms.by_id, at=terms.at),
    )
    db.session.add(file)
    return file


def _person(person_id: int | None) -> Person | None:
    return db.session.get(Person, person_id) if person_id else None
