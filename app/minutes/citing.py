"""Stores which paper cites which minute, so that a minute can list where it is cited."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import joinedload

from app.agendas.models import Agenda, AgendaItem, Consideration
from app.foundation.db import add_each_once, db
from app.meetings.models import Meeting
from app.minutes import citations
from app.minutes.models import Citation, Minute, MinuteExempt
from app.reports.events import ReportsPublished
from app.reports.models import Report, ReportVersion


def record_citations(kind: str, texts: Mapping[int, Sequence[str]], *, on: date) -> None:
    """Store which minutes papers of this date cite, in the place of what was stored."""
    if not texts:
        return
    known = Citation.kind == kind, Citation.thing_id.in_(list(texts))
    db.session.execute(delete(Citation).where(*known))
    rows = [
        {"minute_id": minute.id, "kind": kind, "thing_id": thing_id}
        for thing_id, minutes in citations.minutes_cited_in(texts, on=on).items()
        for minute in minutes
        if (kind, thing_id) != (Minute.KIND, minute.id)
    ]
    add_each_once(Citation, unique=("minute_id", "kind", "thing_id"), rows=rows)


def of_minutes(entries: Sequence[Minute]) -> None:
    """Store what the open wording of a meeting's minutes cites."""
    texts = {one.id: [one.text, *(limb.text for limb in one.resolutions)] for one in entries}
    if entries:
        record_citations(Minute.KIND, texts, on=entries[0].minutes.meeting.on_date)


def of_exempt(rows: Sequence[MinuteExempt]) -> None:
    """Store what the exempt wording cites; only its readers see that."""
    texts = {row.id: [row.text, row.resolved] for row in rows}
    if rows:
        record_citations(MinuteExempt.KIND, texts, on=rows[0].minute.minutes.meeting.on_date)


def of_reports(published: ReportsPublished) -> None:
    """Store what published reports cite."""
    versions = (db.session.get(ReportVersion, one) for one in published.version_ids.values())
    texts = {one.report_id: list(_texts(one.content)) for one in versions if one is not None}
    record_citations(Report.KIND, texts, on=published.on)


def of_reports_at(meeting: Meeting) -> None:
    """Store what the reports cite that were issued for a meeting."""
    issued = db.session.scalars(
        select(Consideration)
        .join(AgendaItem, AgendaItem.id == Consideration.item_id)
        .join(Agenda, Agenda.id == AgendaItem.agenda_id)
        .where(Agenda.meeting_id == meeting.id, Consideration.report_version_id.is_not(None))
        .options(joinedload(Consideration.report_version))
    )
    texts = {
        taken.report_id: list(_texts(taken.report_version.content))
        for taken in issued
        if taken.report_version is not None
    }
    record_citations(Report.KIND, texts, on=meeting.on_date)


def _texts(content: Mapping[str, Any]) -> Iterator[str]:
    for section in content.get("sections", ()):
        yield section.get("text", "")
        for part in section.get("parts", ()):
            yield part.get("text", "")
