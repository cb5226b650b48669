"""Evidence beside words: a file, a report or a minute, shown to whoever may read it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from flask import url_for
from sqlalchemy import delete, select, update
from sqlalchemy.orm import joinedload

from app.actions.models import Action, ActionNote, Evidence
from app.documents.models import Document
from app.documents.services import keep_document
from app.foundation.db import db
from app.foundation.permissions import Reader, Scope, grant
from app.foundation.web import request_transaction
from app.minutes import queries as minutes
from app.minutes.models import Minute, Minutes
from app.people.models import Person
from app.reports import queries as reports
from app.reports.models import Report

MOST_NAMED = 20
FILED = "owner of the action that the file is evidence of"


@dataclass(frozen=True)
class GivenFile:
    """A file as its sender gave it."""

    name: str
    data: bytes


@dataclass(frozen=True)
class ShownEvidence:
    """A piece of evidence as one reader sees it."""

    title: str
    url: str
    note_id: int | None


def attach(
    action: Action, *, by: Person | None, file: GivenFile | None, papers: Sequence[Report | Minute]
) -> None:
    """Keep what shows that an action is done; who may read a file follows the action."""
    if file is not None:
        document = keep_document(
            by=by,
            group_id=action.group_id,
            title=file.name,
            name=file.name,
            data=file.data,
            access=action.access,
            published_at=action.published_at,
        )
        db.session.add(Evidence(action_id=action.id, document_id=document.id))
        let_owner_read(action)
    for paper in papers:
        named = {"report_id": paper.id} if isinstance(paper, Report) else {"minute_id": paper.id}
        db.session.add(Evidence(action_id=action.id, **named))


def keep_with_note(action: Action, note: ActionNote) -> None:
    """What was evidence until an action was reopened belongs to the note that keeps its words."""
    db.session.flush()
    former = update(Evidence).where(Evidence.action_id == action.id, Evidence.note_id.is_(None))
    db.session.execute(former.values(note_id=note.id))


def follow(actions: Iterable[Action]) -> None:
    """Files become as open as their actions."""
    by_id = {action.id: action for action in actions}
    for action_id, document in _files_of(by_id):
        action = by_id[action_id]
        document.access = action.access
        document.published_at = document.published_at or action.published_at


def let_owner_read(action: Action) -> None:
    """Let the owner, or holders of the post, read the files; a former owner no longer may."""
    db.session.flush()
    for _, document in _files_of([action.id]):
        db.session.execute(
            delete(Reader).where(
                Reader.kind == Document.KIND,
                Reader.thing_id == document.id,
                Reader.reason == FILED,
            )
        )
        if action.person_id is not None or action.post_id is not None:
            grant(document, reason=FILED, person_id=action.person_id, post_id=action.post_id)


def papers_named(reference: str, scope: Scope) -> list[Report | Minute]:
    """The minutes with this number that a reader may see, or else the reports with this title, as
    the reader knows it."""
    if minutes_found := minutes.numbered(reference, scope=scope):
        return list(minutes_found)
    titled = select(Report).where(
        Report.title.icontains(reference, autoescape=True), Report.visible_to(scope)
    )
    rows = db.session.scalars(titled.order_by(Report.id.desc()).limit(MOST_NAMED)).all()
    titles = reports.titles_for(rows, scope)
    return [one for one in rows if reference.lower() in titles[one.id].lower()]


def shown_to(scope: Scope, actions: Iterable[Action]) -> dict[int, list[ShownEvidence]]:
    """The evidence of these actions that a reader may see, by action; views are logged."""
    ids = [action.id for action in actions]
    rows = list(db.session.scalars(_EVIDENCE.where(Evidence.action_id.in_(ids)))) if ids else []
    known = _documents(rows, scope) | _reports(rows, scope) | _minutes(rows, scope)
    found: dict[int, list[ShownEvidence]] = {}
    for row in rows:
        key = (row.document_id, row.report_id, row.minute_id)
        if key in known:
            shown = ShownEvidence(*known[key], note_id=row.note_id)
            found.setdefault(row.action_id, []).append(shown)
    return found


_EVIDENCE = select(Evidence).order_by(Evidence.id)
Thing = TypeVar("Thing", Document, Report, Minute)
_Key = tuple[int | None, int | None, int | None]


def _documents(rows: Sequence[Evidence], scope: Scope) -> dict[_Key, tuple[str, str]]:
    ids = [row.document_id for row in rows if row.document_id is not None]
    chosen = select(Document).where(Document.id.in_(ids), Document.visible_to(scope))
    return {
        (one.id, None, None): (one.title, url_for("documents.show", document_id=one.id))
        for one in _seen(db.session.scalars(chosen) if ids else ())
    }


def _reports(rows: Sequence[Evidence], scope: Scope) -> dict[_Key, tuple[str, str]]:
    ids = [row.report_id for row in rows if row.report_id is not None]
    chosen = select(Report).where(Report.id.in_(ids), Report.visible_to(scope))
    seen = _seen(db.session.scalars(chosen) if ids else ())
    titles = reports.titles_for(seen, scope)
    return {
        (None, one.id, None): (titles[one.id], url_for("reports.show", report_id=one.id))
        for one in seen
    }


def _minutes(rows: Sequence[Evidence], scope: Scope) -> dict[_Key, tuple[str, str]]:
    ids = [row.minute_id for row in rows if row.minute_id is not None]
    chosen = select(Minute).where(Minute.id.in_(ids), Minute.visible_to(scope))
    chosen = chosen.options(joinedload(Minute.minutes))
    return {
        (None, None, one.id): (f"Minute {one.printed} {one.heading}".strip(), _address(one))
        for one in _seen(db.session.scalars(chosen) if ids else ())
    }


def _address(minute: Minute) -> str:
    record: Minutes = minute.minutes
    where = url_for("minutes.show", meeting_id=record.meeting_id)
    return f"{where}#minute-{minute.id}"


def _seen(things: Iterable[Thing]) -> list[Thing]:
    found = list(things)
    for thing in found:
        request_transaction.log_view(thing)
    return found


def _files_of(action_ids: Iterable[int]) -> list[tuple[int, Document]]:
    chosen = select(Evidence.action_id, Document).join(
        Document, Document.id == Evidence.document_id
    )
    rows = db.session.execute(chosen.where(Evidence.action_id.in_(list(action_ids))))
    return [(action_id, document) for action_id, document in rows]
