"""Remembering which paper cites which minute, so that a minute can say where it is cited."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import joinedload

from app.agendas.models import Agenda, AgendaItem, Consideration
from app.foundation.db import db
from app.meetings.models import Meeting
from app.minutes import citations
from app.minutes.models import Citation, Minute, MinuteExempt
from app.reports.events import ReportPublished
from app.reports.models import Report, ReportVersion


def record_citations(kind: str, thing_id: int, *, texts: list[str], on: date) -> None:
    """Remember which minutes a paper of this date cites, in place of what was known before."""
    db.session.execute(delete(Citation).where(Citation.kind == kind, Citation.thing_id == thing_id))
    for minute in citations.minutes_cited_in(texts, on=on):
        if (kind, thing_id) != (Minute.KIND, minute.id):
            db.session.add(Citation(minute_id=minute.id, kind=kind, thing_id=thing_id))
    db.session.flush()


def of_minute(minute: Minute) -> None:
    """What the open wording of a minute cites."""
    texts = [minute.text, *(one.text for one in minute.resolutions)]
    record_citations(Minute.KIND, minute.id, texts=texts, on=minute.minutes.meeting.on_date)


def of_exempt(row: MinuteExempt) -> None:
    """What the exempt wording of a minute cites; only its own readers learn of it."""
    day = row.minute.minutes.meeting.on_date
    record_citations(MinuteExempt.KIND, row.id, texts=[row.text, row.resolved], on=day)


def of_report(published: ReportPublished) -> None:
    """What a report cites, as it was published."""
    version = db.session.get(ReportVersion, published.version_id)
    if version is not None:
        texts = list(_texts(version.content))
        record_citations(Report.KIND, published.report_id, texts=texts, on=published.on)


def of_reports_at(meeting: Meeting) -> None:
    """What the reports cite that were issued for a meeting, as they were issued."""
    issued = db.session.scalars(
        select(Consideration)
        .join(AgendaItem, AgendaItem.id == Consideration.item_id)
        .join(Agenda, Agenda.id == AgendaItem.agenda_id)
        .where(Agenda.meeting_id == meeting.id, Consideration.report_version_id.is_not(None))
        .options(joinedload(Consideration.report_version))
    )
    for taken in issued:
        if taken.report_version is not None:
            texts = list(_texts(taken.report_version.content))
            record_citations(Report.KIND, taken.report_id, texts=texts, on=meeting.on_date)


def _texts(content: Mapping[str, Any]) -> Iterator[str]:
    for section in content.get("sections", ()):
        yield section.get("text", "")
        for part in section.get("parts", ()):
            yield part.get("text", "")
