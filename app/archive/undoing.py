"""Taking back what a batch brought in: whole papers with all they became, unless worked on."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Table, and_, delete, exists, func, or_, select, update

from app.archive.models import ImportBatch, ImportedFile, ImportedThing, ImportStatus
from app.boards.models import Board, Clerkship, Seat
from app.foundation import audit, index_listener, indexing, taking_back
from app.foundation.audit import AuditEvent
from app.foundation.db import Base, db
from app.foundation.permissions import Readable, Reader
from app.foundation.taking_back import Rows
from app.people.models import Person

SHARED = (Board.KIND, Person.KIND, Seat.KIND)
"""What papers of many meetings have in common: it goes last, and only if nothing is left of it."""
MADE = (
    *("board", "person", "seat", "meeting", "agenda", "agenda-item", "report", "appendix"),
    *("minutes", "minute", "action", "document"),
)
"""The kinds of things that a past paper can make."""
Thing = tuple[str, int]


@dataclass
class Undone:
    """What came of taking a batch back."""

    gone: int = 0
    """How many papers are taken back."""
    kept: list[str] = field(default_factory=list)
    """The names of those that were worked on, or named, since."""


def undo(batch: ImportBatch, *, by: Person | None) -> Undone:
    """Take back every paper of the batch that is only as it was brought in; the files return to
    those set aside."""
    chosen = select(ImportedFile).where(ImportedFile.batch_id == batch.id)
    files = list(db.session.scalars(chosen.order_by(ImportedFile.id).with_for_update()))
    brought = [file for file in files if file.status == ImportStatus.CREATED]
    made = _things(brought, is_made=True)
    undone = Undone()
    for group in _groups(brought, _things(brought, is_made=None)):
        if _is_touched(group, made) or not _taken_back(group, made):
            undone.kept += [file.name for file in group]
    kept = set(undone.kept)
    gone = [file for file in files if file not in brought or file.name not in kept]
    for file in gone:
        file.status, file.error, file.document_id = ImportStatus.SET_ASIDE, "", None
        file.board_id, file.text, file.version = None, "", file.version + 1
        audit.record(by, "take-back", file)
    undone.gone = len(gone)
    _take_what_is_shared(made)
    return undone


def _things(files: Iterable[ImportedFile], *, is_made: bool | None) -> dict[int, set[Thing]]:
    """What was made from each file, or also what it was added to."""
    chosen = select(ImportedThing).where(ImportedThing.file_id.in_([one.id for one in files]))
    if is_made is not None:
        chosen = chosen.where(ImportedThing.is_made.is_(is_made))
    found: dict[int, set[Thing]] = {}
    for row in db.session.scalars(chosen):
        found.setdefault(row.file_id, set()).add((row.kind, row.thing_id))
    return found


def _groups(files: list[ImportedFile], things: dict[int, set[Thing]]) -> list[list[ImportedFile]]:
    """The files that have a meeting, a report or a document in common: they go together."""
    groups: list[tuple[set[Thing], list[ImportedFile]]] = []
    for file in files:
        own = {thing for thing in things.get(file.id, ()) if thing[0] not in SHARED}
        members = [file]
        apart = []
        for others, group in groups:
            if others & own:
                own, members = own | others, group + members
            else:
                apart.append((others, group))
        groups = [*apart, (own, members)]
    return [members for _, members in groups]


def _is_touched(group: list[ImportedFile], made: dict[int, set[Thing]]) -> bool:
    """Whether anybody did something to what these files made, or a file of another batch was
    added to it, since they came in."""
    own = {thing for file in group for thing in made.get(file.id, ()) if thing[0] not in SHARED}
    if not own:
        return False
    ids = [file.id for file in group]
    others = select(ImportedThing.id).where(
        ImportedThing.file_id.not_in(ids), _among(own, ImportedThing)
    )
    coming = [
        AuditEvent.id.between(file.events_from, file.events_to)
        for file in group
        if file.events_from is not None
    ]
    later = select(AuditEvent.id).where(_among(own, AuditEvent), ~or_(*coming))
    return any(db.session.scalar(asked.limit(1)) is not None for asked in (others, later))


def _among(things: set[Thing], model: Any) -> Any:
    ids: dict[str, list[int]] = {}
    for kind, thing_id in things:
        ids.setdefault(kind, []).append(thing_id)
    return or_(*(and_(model.kind == kind, model.thing_id.in_(some)) for kind, some in ids.items()))


def _taken_back(group: list[ImportedFile], made: dict[int, set[Thing]]) -> bool:
    """Delete what these files made with all that hangs on it; false if something else names it."""
    own = {thing for file in group for thing in made.get(file.id, ()) if thing[0] not in SHARED}
    rows = taking_back.with_what_hangs_on(_rows(own))
    if _named_elsewhere(rows, group):
        return False
    _forget(rows, group)
    taking_back.delete_rows(rows)
    return True


def _named_elsewhere(rows: Rows, group: list[ImportedFile]) -> bool:
    """Whether rows that stay name one of these; their own files let go of their document."""
    ids = [file.id for file in group]
    let_go = update(ImportedFile).where(ImportedFile.id.in_(ids)).values(document_id=None)
    with db.session.begin_nested() as tried:
        db.session.execute(let_go.execution_options(synchronize_session=False))
        if taking_back.named_by_others(rows):
            tried.rollback()
            return True
    return False


def _forget(rows: Rows, group: list[ImportedFile]) -> None:
    """Who else may read them, that they were imported, and their entries in the search index."""
    ids = [file.id for file in group]
    db.session.execute(delete(ImportedThing).where(ImportedThing.file_id.in_(ids)))
    searched = indexing.searchables()
    for table, some in rows.items():
        kind = table.name.replace("_", "-")
        db.session.execute(delete(Reader).where(Reader.kind == kind, Reader.thing_id.in_(some)))
        if kind in searched:
            index_listener.request_indexing_of(kind, some)


def _rows(things: Iterable[Thing]) -> Rows:
    found: Rows = {}
    for kind, thing_id in things:
        found.setdefault(table_of(kind), set()).add(thing_id)
    return found


def _take_what_is_shared(made: dict[int, set[Thing]]) -> None:
    """Delete boards, seats and people that were made for these papers and have nothing else."""
    things = {thing for own in made.values() for thing in own if thing[0] in SHARED}
    boards = {one for kind, one in things if kind == Board.KIND and _is_empty(one)}
    for board_id in boards:
        rows = taking_back.with_what_hangs_on({table_of(Board.KIND): {board_id}})
        if not taking_back.named_by_others(rows):
            taking_back.delete_rows(rows)
    people = {one for kind, one in things if kind == Person.KIND}
    for person_id in people:
        rows = {table_of(Person.KIND): {person_id}}
        below = taking_back.with_what_hangs_on(rows)
        names_only = {table.name for table in below} <= {"person", "party_membership"}
        if names_only and not taking_back.named_by_others(below):
            taking_back.delete_rows(below)


def _is_empty(board_id: int) -> bool:
    """Whether nothing of a board is left that somebody reads, and nobody runs it."""
    readable = [
        model.class_ for model in Base.registry.mappers if issubclass(model.class_, Readable)
    ]
    asked = [exists().where(model.group_id == board_id) for model in readable]
    asked.append(exists().where(Clerkship.board_id == board_id))
    return not db.session.scalar(select(or_(*asked)))


def newest_ids() -> dict[str, int]:
    """The newest id of every kind of thing that a past paper can make, in one query."""
    newest = [select(func.max(table_of(kind).c.id)).scalar_subquery() for kind in MADE]
    row = db.session.execute(select(*newest)).one()
    return {kind: found or 0 for kind, found in zip(MADE, row, strict=True)}


def table_of(kind: str) -> Table:
    """The table of things of this kind."""
    return Base.metadata.tables[kind.replace("-", "_")]
