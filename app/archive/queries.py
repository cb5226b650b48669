"""Queries for imported files that a reader may know of, and for what was made from them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask import url_for
from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from app.agendas.models import AgendaItem
from app.archive.models import ImportBatch, ImportedFile, ImportedThing, ImportStatus, Sureness
from app.boards.models import Board, Seat
from app.documents.models import Document, DocumentVersion
from app.foundation.db import add_once, db
from app.foundation.permissions import Access, Readable, Scope
from app.meetings.models import Meeting
from app.minutes.models import Minute, Minutes
from app.reports import queries as reports
from app.reports.models import Appendix, Report


def listed(scope: Scope) -> Select[ImportedFile]:
    """The files a reader sent, and those whose document is readable, newest first."""
    return (
        select(ImportedFile)
        .outerjoin(ImportedFile.document)
        .where(_may_know(scope))
        .options(joinedload(ImportedFile.document))
        .order_by(ImportedFile.at.desc(), ImportedFile.id.desc())
    )


def file_with_id(file_id: int, *, scope: Scope) -> ImportedFile | None:
    """An imported file, if the reader may know of it."""
    return db.session.scalar(listed(scope).where(ImportedFile.id == file_id))


def file_with_sha(sha256: str) -> ImportedFile | None:
    """The file with this content."""
    return db.session.scalar(select(ImportedFile).where(ImportedFile.sha256 == sha256))


def waiting(scope: Scope) -> int:
    """How many of the files that a reader may know of are still to be read."""
    chosen = select(func.count(ImportedFile.id)).outerjoin(ImportedFile.document)
    still = ImportedFile.status.in_(_UNDER_WAY)
    return db.session.scalar(chosen.where(_may_know(scope), still)) or 0


def _may_know(scope: Scope) -> ColumnElement[bool]:
    """The SQL condition that a reader may know of a file: sent by them, readable, or sent by
    nobody."""
    nobodys = and_(ImportedFile.by_id.is_(None), ImportedFile.status == ImportStatus.REFUSED)
    return or_(
        ImportedFile.by_id == scope.person_id,
        nobodys,
        and_(ImportedFile.status == ImportStatus.PROPOSED, _may_decide(scope)),
        and_(ImportedFile.document_id.is_not(None), Document.visible_to(scope)),
    )


def batch_with(key: str, *, by_id: int | None, at: datetime) -> int | None:
    """The id of the batch of this key, made with its first file; None without a key."""
    if not key:
        return None
    facts = {"key": key, "by_id": by_id, "at": at, "is_paused": False}
    add_once(ImportBatch, unique=("key",), **facts)
    return db.session.scalar(select(ImportBatch.id).where(ImportBatch.key == key))


def is_to_be_done(file: ImportedFile) -> bool:
    """Whether the worker has something to do for a file, and its batch is not paused."""
    is_paused = file.batch is not None and file.batch.is_paused
    return file.status in _UNDER_WAY and not is_paused


def under_way(batch: ImportBatch) -> list[ImportedFile]:
    """The files of a batch for which the worker has something to do."""
    chosen = select(ImportedFile).where(ImportedFile.batch_id == batch.id)
    chosen = chosen.where(ImportedFile.status.in_(_UNDER_WAY))
    return list(db.session.scalars(chosen.order_by(ImportedFile.id)))


_UNDER_WAY = (ImportStatus.WAITING, ImportStatus.ACCEPTED)


def to_decide() -> Select[ImportedFile]:
    """The proposals, what is unsure first, and the papers of one board and day together."""
    return (
        select(ImportedFile)
        .where(ImportedFile.status == ImportStatus.PROPOSED)
        .order_by(ImportedFile.sureness.desc(), ImportedFile.reference, ImportedFile.id)
    )


def proposals(ids: Iterable[int]) -> dict[int, ImportedFile]:
    """The files of these ids, in one query."""
    found = db.session.scalars(select(ImportedFile).where(ImportedFile.id.in_(set(ids))))
    return {file.id: file for file in found}


def undecided(scope: Scope) -> dict[Sureness, int]:
    """How many proposals wait, by how sure the reader is of them, as far as the reader may decide
    on them."""
    rows = db.session.execute(
        select(ImportedFile.sureness, func.count(ImportedFile.id))
        .where(ImportedFile.status == ImportStatus.PROPOSED, _may_decide(scope))
        .group_by(ImportedFile.sureness)
    )
    return {sureness: count for sureness, count in rows}


def work_list() -> tuple[int, int, datetime | None]:
    """How many proposals wait for anybody, how many of them closed, because of a mark, and since
    when."""
    is_marked = ImportedFile.access != Access.OPEN
    chosen = select(
        func.count(ImportedFile.id),
        func.count(ImportedFile.id).filter(is_marked),
        func.min(ImportedFile.at),
    )
    row = db.session.execute(chosen.where(ImportedFile.status == ImportStatus.PROPOSED)).one()
    return row[0], row[1], row[2]


def sure_proposals(scope: Scope) -> list[ImportedFile]:
    """The proposals of which the reader is certain, or which are likely, and nothing clashes."""
    chosen = to_decide().where(
        ImportedFile.sureness != Sureness.UNSURE, ImportedFile.error == "", _may_decide(scope)
    )
    return list(db.session.scalars(chosen))


def _may_decide(scope: Scope) -> ColumnElement[bool]:
    """`policy.decides` as SQL."""
    is_its_clerk: ColumnElement[bool] = ImportedFile.board_id.in_(scope.clerked)
    if scope.clerked:
        is_its_clerk = or_(is_its_clerk, ImportedFile.board_id.is_(None))
    return or_(
        ImportedFile.access == Access.OPEN, ImportedFile.by_id == scope.person_id, is_its_clerk
    )


@dataclass(frozen=True)
class BatchProgress:
    """A batch, and how many of its files stand where."""

    batch: ImportBatch
    counts: dict[ImportStatus, int]

    @property
    def total(self) -> int:
        """How many files it has."""
        return sum(self.counts.values())

    def in_state(self, status: str) -> int:
        """How many stand so."""
        return self.counts.get(ImportStatus(status), 0)

    @property
    def left(self) -> int:
        """For how many the worker has something to do."""
        return sum(self.counts.get(status, 0) for status in _UNDER_WAY)


def batches(*, limit: int) -> list[BatchProgress]:
    """The newest batches with their progress, in two queries."""
    newest = select(ImportBatch).options(joinedload(ImportBatch.by))
    found = db.session.scalars(newest.order_by(ImportBatch.id.desc()).limit(limit)).all()
    rows = db.session.execute(
        select(ImportedFile.batch_id, ImportedFile.status, func.count(ImportedFile.id))
        .where(ImportedFile.batch_id.in_([one.id for one in found]))
        .group_by(ImportedFile.batch_id, ImportedFile.status)
    )
    counts: dict[int, dict[ImportStatus, int]] = {}
    for batch_id, status, count in rows:
        counts.setdefault(batch_id or 0, {})[status] = count
    return [BatchProgress(one, counts.get(one.id, {})) for one in found]


def understood(file: ImportedFile) -> dict[str, Any] | None:
    """What was recognised in a file, with dates parsed."""
    return _dated(file.understood) if file.understood else None


def is_newest(file: ImportedFile) -> bool:
    """Whether the file is still the newest version of its document."""
    newest = (
        select(DocumentVersion.blob_sha256)
        .where(DocumentVersion.document_id == file.document_id)
        .order_by(DocumentVersion.number.desc())
        .limit(1)
    )
    return db.session.scalar(newest) == file.sha256


def _dated(paper: dict[str, Any]) -> dict[str, Any]:
    coming = paper["next_meeting"]
    return paper | {
        "date": _day(paper["date"]),
        "next_meeting": coming | {"date": _day(coming["date"])},
        "papers": [_dated(one) for one in paper["papers"]],
    }


def _day(said: str | None) -> date | None:
    return date.fromisoformat(said) if said else None


@dataclass(frozen=True)
class ThingLink:
    """One thing that was made from a file, and where it is opened."""

    label: str
    url: str
    about: str = ""
    shown: Readable | None = None
    """The thing itself, whose view is recorded if it is not open to all."""


@dataclass(frozen=True)
class ThingGroup:
    """Things of one kind."""

    title: str
    things: list[ThingLink]


def things_of(file: ImportedFile, *, scope: Scope) -> list[ThingGroup]:
    """What was made from a file, as far as the reader may see it, kind by kind."""
    ids: dict[str, list[int]] = {}
    for kind, thing_id in db.session.execute(
        select(ImportedThing.kind, ImportedThing.thing_id)
        .where(ImportedThing.file_id == file.id)
        .order_by(ImportedThing.id)
    ):
        ids.setdefault(kind, []).append(thing_id)
    groups = (
        ThingGroup(title, find(_chosen(model, ids.get(model.KIND, []), scope), scope))
        for title, model, find in _KINDS
        if ids.get(model.KIND)
    )
    return [group for group in groups if group.things]


def counted(file: ImportedFile) -> dict[str, int]:
    """How many things were made from a file, of the kinds that have no page of their own."""
    found = db.session.execute(
        select(ImportedThing.kind, func.count(ImportedThing.id))
        .where(ImportedThing.file_id == file.id)
        .where(ImportedThing.kind.in_((Seat.KIND, AgendaItem.KIND, Appendix.KIND)))
        .group_by(ImportedThing.kind)
    )
    return {kind: count for kind, count in found}


def _chosen(model: Any, ids: list[int], scope: Scope) -> Select[Any]:
    chosen = select(model).where(model.id.in_(ids)).order_by(model.id)
    return chosen.where(model.visible_to(scope)) if issubclass(model, Readable) else chosen


def _documents(chosen: Select[Any], _scope: Scope) -> list[ThingLink]:
    return [
        ThingLink(one.title, url_for("documents.show", document_id=one.id), shown=one)
        for one in db.session.scalars(chosen)
    ]


def _boards(chosen: Select[Any], _scope: Scope) -> list[ThingLink]:
    return [
        ThingLink(one.name, url_for("boards.show", board_id=one.id))
        for one in db.session.scalars(chosen)
    ]


def _meetings(chosen: Select[Any], _scope: Scope) -> list[ThingLink]:
    rows = db.session.scalars(chosen.options(joinedload(Meeting.board)))
    return [
        ThingLink(_named(one), url_for("agendas.show", meeting_id=one.id), one.state.value)
        for one in rows
    ]


def _reports(chosen: Select[Any], scope: Scope) -> list[ThingLink]:
    rows = db.session.scalars(chosen.options(selectinload(Report.readers))).all()
    titles = reports.titles_for(rows, scope)
    return [
        ThingLink(titles[one.id], url_for("reports.show", report_id=one.id), shown=one)
        for one in rows
    ]


def _minutes(chosen: Select[Any], _scope: Scope) -> list[ThingLink]:
    rows = db.session.scalars(
        chosen.where(Minutes.published_at.is_not(None)).options(
            joinedload(Minutes.meeting).joinedload(Meeting.board)
        )
    ).all()
    counts = _minutes_counted([one.id for one in rows])
    return [
        ThingLink(
            _named(one.meeting),
            url_for("minutes.show", meeting_id=one.meeting_id),
            f"{counts.get(one.id, 0)} minutes",
        )
        for one in rows
    ]


def _minutes_counted(ids: list[int]) -> dict[int, int]:
    rows = db.session.execute(
        select(Minute.minutes_id, func.count(Minute.id))
        .where(Minute.minutes_id.in_(ids))
        .group_by(Minute.minutes_id)
    )
    return {minutes_id: count for minutes_id, count in rows}


def _named(meeting: Meeting) -> str:
    return f"{meeting.board.name}, {meeting.on_date.day} {meeting.on_date:%B %Y}"


_KINDS: tuple[tuple[str, Any, Callable[[Select[Any], Scope], list[ThingLink]]], ...] = (
    ("The file itself", Document, _documents),
    ("Meetings", Meeting, _meetings),
    ("Reports", Report, _reports),
    ("Minutes", Minutes, _minutes),
    ("Boards made for it", Board, _boards),
)
