"""Past papers sent in through a page: kept first, read by the worker, decided on by a clerk."""

from collections.abc import Mapping, Sequence
from typing import IO, TYPE_CHECKING, BinaryIO, cast
from uuid import uuid4

from flask import current_app

from app.archive import queries, undoing
from app.archive.models import REST, ImportBatch, ImportedFile, ImportStatus, Sureness
from app.archive.undoing import Undone
from app.archive.unpacking import unpacked
from app.boards import queries as boards
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
UNDER_WAY = (ImportStatus.WAITING, ImportStatus.ACCEPTED)
"""What the worker has still to do."""
DECIDED = "This was decided meanwhile: {names}. Look again."
Seen = Sequence[tuple[ImportedFile, int | None]]
"""Proposals, each with the version that the page showed."""


def receive_all(files: Sequence[tuple[str, IO[bytes]]], *, by: Person) -> tuple[int, int]:
    """Keep all of these files, each under its name, or none, as one batch; those of a zip one by
    one. Returns how many are new, and how many there were."""
    if not files:
        raise Refused("Choose a file.")
    key, total, new = uuid4().hex, 0, 0
    for name, stream in unpacked(files, limit=current_app.config["MAX_CONTENT_LENGTH"]):
        total += 1
        new += _receive_named(name, stream, by=by, batch_key=key)
    return new, total


def _receive_named(name: str, stream: IO[bytes], *, by: Person, batch_key: str) -> bool:
    """Whether it is new; a refusal says which of several files it is about."""
    try:
        return receive(stream, by=by, name=name, batch_key=batch_key)[1]
    except Refused as refusal:
        raise Refused(f"{name}: {refusal.sentence} None of the files was kept.") from refusal


def receive(
    stream: IO[bytes], *, by: Person, name: str, batch_key: str = ""
) -> tuple[ImportedFile, bool]:
    """Keep a file and enqueue the job that reads it; returns it, and whether it is new."""
    kept = keep_file(cast(BinaryIO, stream), name=name)
    facts = {"size": kept.size, "media_type": kept.media_type}
    add_once(Blob, unique=("sha256",), sha256=kept.sha256, **facts)
    file, is_new = _file_with(kept.sha256, name=storage.clean_name(name))
    if not is_new and file.status not in (ImportStatus.REFUSED, ImportStatus.SET_ASIDE):
        return file, False
    file.status, file.error, file.said = ImportStatus.WAITING, "", {}
    file.at, file.by_id = clock.now(), by.id
    file.batch_id = queries.batch_with(batch_key, by_id=by.id, at=file.at)
    file.version += 1
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


def accept(seen: Seen, *, by: Person, said: Mapping[str, str] | None = None) -> int:
    """Have these papers brought in as they were read, or as the clerk says they are."""
    for file in _held(seen):
        _correct(file, said or {})
        file.status, file.error = ImportStatus.ACCEPTED, ""
        file.version += 1
        audit.record(by, "accept", file)
        queue.enqueue(JOB, file=file.id, by=by.id)
    return len(seen)


def correct(seen: Seen, *, by: Person, said: Mapping[str, str]) -> int:
    """Say what these papers are, one or many at once; they still wait to be accepted."""
    if not said:
        raise Refused("Say what is to be put right: the kind, the board, the day or the place.")
    for file in _held(seen):
        _correct(file, said)
        file.version += 1
        audit.record(by, "correct", file)
    return len(seen)


def join(seen: Seen, *, by: Person) -> int:
    """Say that these papers are of one meeting: that of the one that was read best."""
    if len(seen) < 2:
        raise Refused("Choose the papers of one meeting: two or more.")
    best = min((file for file, _ in seen), key=_doubt)
    told = {name: best.proposal.get(name, "") for name in ("board", "date", "time", "venue")}
    if not (told["board"] and told["date"]):
        raise Refused("None of these papers says both board and day. Correct one of them first.")
    return correct(seen, by=by, said={name: words for name, words in told.items() if words})


def set_aside(seen: Seen, *, by: Person) -> int:
    """Do not bring these papers in; sent again, they are read again."""
    for file in _held(seen):
        file.status, file.error = ImportStatus.SET_ASIDE, ""
        file.version += 1
        audit.record(by, "set-aside", file)
    return len(seen)


def pause(batch: ImportBatch, *, by: Person, version: int | None = None) -> None:
    """Read no more of this batch for now; what is being read is finished."""
    _turn(batch, by=by, version=version, is_paused=True)


def go_on(batch: ImportBatch, *, by: Person, version: int | None = None) -> None:
    """Go on with a batch that was paused, or whose work was lost."""
    _turn(batch, by=by, version=version, is_paused=False)
    for file in queries.under_way(batch):
        queue.enqueue(JOB, file=file.id, by=by.id)


def undo(batch: ImportBatch, *, by: Person | None, version: int | None = None) -> Undone:
    """Take back what a batch brought in, as far as nobody has worked on it since; the rest stays
    and is named."""
    lock_rows(batch)
    batch.check_version(version)
    if batch.undone_at is not None:
        raise Refused("This batch was taken back already.")
    undone = undoing.undo(batch, by=by)
    batch.undone_at, batch.version = clock.now(), batch.version + 1
    audit.record(by, "undo", batch)
    return undone


def _turn(batch: ImportBatch, *, by: Person, version: int | None, is_paused: bool) -> None:
    lock_rows(batch)
    batch.check_version(version)
    batch.is_paused, batch.version = is_paused, batch.version + 1
    audit.record(by, "pause" if is_paused else "go-on", batch)


def _held(seen: Seen) -> list[ImportedFile]:
    """The proposals, nobody else's until the transaction ends; refused if one is decided."""
    if not seen:
        raise Refused("Choose a paper.")
    files = [file for file, _ in seen]
    lock_rows(*files)
    gone = [
        file.name
        for file, version in seen
        if file.status != ImportStatus.PROPOSED or version not in (None, file.version)
    ]
    if gone:
        raise Refused(DECIDED.format(names=", ".join(sorted(gone)[:3])))
    return files


def _correct(file: ImportedFile, said: Mapping[str, str]) -> None:
    """Put what a clerk says in the place of what was read."""
    if not said:
        return
    file.said = {**file.said, **said}
    unsure = [name for name in file.proposal.get("unsure", ()) if name not in file.said]
    file.proposal = {**file.proposal, **said, "unsure": unsure}
    file.sureness = Sureness.UNSURE if unsure else Sureness.CERTAIN
    if "kind" in said:
        file.paper_kind = said["kind"]
    if "board" in said:
        board = boards.board_named(said["board"])
        file.board_id = board.id if board else None


def _doubt(file: ImportedFile) -> tuple[bool, int, int]:
    facts = file.proposal
    return not (facts.get("board") and facts.get("date")), file.sureness.doubt, file.id


def _read_waiting(batch: list[Arguments]) -> "list[tuple[ReadFile, int, int | None]]":
    """Read what was sent or accepted through the page, and is not done or paused meanwhile."""
    found = [(db.session.get(ImportedFile, int(one["file"])), one.get("by")) for one in batch]
    waiting = [
        (file.id, storage.path_of(files_folder(), file.sha256), file.name, dict(file.said), by_id)
        for file, by_id in found
        if file is not None and queries.is_to_be_done(file)
    ]
    end_read_only_transaction()
    from app.archive.importing.files import read_file  # the worker alone reads past papers

    return [
        (read_file(path, name=name, said=said), file_id, by_id)
        for file_id, path, name, said, by_id in waiting
    ]


def _store_all(files: "list[tuple[ReadFile, int, int | None]]") -> None:
    from app.archive.importing.files import Terms, store

    for read, file_id, by_id in files:
        file = db.session.get_one(ImportedFile, file_id)
        lock_rows(file)
        if file.status in UNDER_WAY:
            is_accepted = file.status == ImportStatus.ACCEPTED
            least = max(file.sureness, Sureness.LIKELY, key=lambda one: one.doubt)
            accept_as = least if is_accepted else None
            store(read, Terms(by_id or file.by_id, clock.now(), accept_as))


import_files = Handler(
    prepare=_read_waiting, finish=_store_all, rest=REST, words="Bring a past paper in"
)
"""Reads and stores what was sent through the page, one file at a time."""
