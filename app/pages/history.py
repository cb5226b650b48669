"""What happened: the history of one meeting, and of the whole council for its administrators."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from flask import Blueprint, current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import ColumnElement, Select, func, or_, select

from app.actions.models import Action
from app.agendas.models import Agenda
from app.foundation import clock
from app.foundation.audit import AuditEvent
from app.foundation.db import db
from app.foundation.readable import Reach
from app.foundation.web import gate
from app.foundation.web.asked import day_named, number, page_asked
from app.foundation.web.filters import humanise
from app.meetings import access as meetings_access
from app.meetings import policy as meetings_policy
from app.meetings.models import Meeting
from app.minutes.models import Minute, Minutes
from app.people import access as people_access
from app.people import policy as people_policy
from app.people import queries as people
from app.people.models import Person

bp = Blueprint("history", __name__)
PER_PAGE = 50
NOBODY = "The system"
PUBLIC = (
    "meeting:plan",
    "meeting:change",
    "meeting:cancel",
    "meeting:postpone",
    "meeting:reinstate",
    "meeting:hold",
    "agenda:publish",
    "agenda:supplement",
    "minutes:publish",
    "minutes:bring-in",
)
"""Deeds that everyone could watch as they were done; how papers were drafted is not among them."""
_PAGES = {
    "meeting": ("agendas.show", "meeting_id"),
    "board": ("boards.show", "board_id"),
    "report": ("reports.show", "report_id"),
    "action": ("actions.show", "action_id"),
    "document": ("documents.show", "document_id"),
    "person": ("people.show", "person_id"),
    "account": ("accounts.show", "account_id"),
    "post": ("posts.show", "post_id"),
}


@dataclass(frozen=True)
class Line:
    """One deed as the page says it."""

    sentence: str
    at: datetime
    thing: str
    url: str | None


@bp.get("/meetings/<int:meeting_id>/history")
def of_meeting(meeting_id: int) -> ResponseReturnValue:
    """What was done about one meeting, as far as the reader may know of it."""
    meeting = meetings_access.meeting(meeting_id, may=meetings_policy.see)
    reach = gate.reach()
    sees_all = meetings_policy.run(reach, meeting) or reach.is_administrator
    known = _everything_about(meeting) if sees_all else _public_about(meeting, reach)
    return render_template(
        "history/of_meeting.html", meeting=meeting, sees_all=sees_all, **_paged(known)
    )


@bp.get("/administration/history")
def index() -> ResponseReturnValue:
    """Everything that was done, for administrators: by whom, what, and on which day."""
    people_access.register(may=people_policy.run)
    person, tag, day = request.args.get("person", type=number), _tag(), _day()
    chosen: list[ColumnElement[bool]] = []
    if person:
        chosen.append(AuditEvent.person_id == person)
    if tag:
        chosen.append(AuditEvent.tag == tag)
    if day:
        chosen.append(AuditEvent.at.between(clock.moment(day, 0), _end_of(day)))
    return render_template(
        "history/index.html",
        people=people.choices(),
        tags=[(one, humanise(one.replace(":", ": "))) for one in sorted(_sentences())],
        person=person,
        tag=tag,
        day=day,
        asked={"person": person, "tag": tag, "day": day.isoformat() if day else None},
        **_paged(chosen),
    )


def _everything_about(meeting: Meeting) -> list[ColumnElement[bool]]:
    """Every line about a meeting, its agenda, its minutes and their actions."""
    minutes = select(Minutes.id).where(Minutes.meeting_id == meeting.id)
    entries = select(Minute.id).where(Minute.minutes_id.in_(minutes))
    return [
        or_(
            _about("meeting", [meeting.id]),
            _about("agenda", select(Agenda.id).where(Agenda.meeting_id == meeting.id)),
            _about("minutes", minutes),
            _about("minute", entries),
            _about("action", select(Action.id).where(Action.minute_id.in_(entries))),
        )
    ]


def _public_about(meeting: Meeting, reach: Reach) -> list[ColumnElement[bool]]:
    """What everyone could watch, and the deeds on actions that this reader may see."""
    minutes = select(Minutes.id).where(Minutes.meeting_id == meeting.id)
    entries = select(Minute.id).where(Minute.minutes_id.in_(minutes))
    mine = select(Action.id).where(Action.minute_id.in_(entries), Action.visible_to(reach))
    return [*_everything_about(meeting), or_(AuditEvent.tag.in_(PUBLIC), _about("action", mine))]


def _about(kind: str, ids: Any) -> ColumnElement[bool]:
    return (AuditEvent.kind == kind) & AuditEvent.thing_id.in_(ids)


def _paged(chosen: Iterable[ColumnElement[bool]]) -> dict[str, Any]:
    """One page of lines, newest first, with how many there are."""
    clauses = list(chosen)
    total = db.session.scalar(select(func.count(AuditEvent.id)).where(*clauses)) or 0
    pages = -(-total // PER_PAGE)
    page = min(page_asked(), max(pages, 1))
    rows = select(AuditEvent).where(*clauses).order_by(AuditEvent.at.desc(), AuditEvent.id.desc())
    events = db.session.scalars(rows.limit(PER_PAGE).offset((page - 1) * PER_PAGE)).all()
    return {"lines": lines_of(events), "page": page, "pages": pages, "total": total}


def lines_of(events: Iterable[AuditEvent]) -> list[Line]:
    """These deeds as sentences, with the names of whoever did them."""
    listed = list(events)
    names = _names({event.person_id for event in listed if event.person_id is not None})
    sentences = _sentences()
    return [
        Line(
            sentence=_say(event, sentences, names),
            at=event.at,
            thing=f"{humanise(event.kind)} {event.thing_id}",
            url=_address(event),
        )
        for event in listed
    ]


def _say(event: AuditEvent, sentences: Mapping[str, str], names: Mapping[int, str]) -> str:
    said = sentences.get(event.tag, "{person}: " + humanise(event.tag.replace(":", ", ")))
    facts: dict[str, Any] = defaultdict(str, event.facts)
    facts["person"] = names.get(event.person_id or 0, NOBODY)
    return said.format_map(facts)


def _address(event: AuditEvent) -> str | None:
    endpoint, argument = _PAGES.get(event.kind, ("", ""))
    if endpoint not in current_app.view_functions:
        return None
    values: dict[str, Any] = {argument: event.thing_id}
    return url_for(endpoint, **values)


def _names(ids: set[int]) -> dict[int, str]:
    chosen: Select[int, str, str] = select(Person.id, Person.honorific, Person.name)
    rows = db.session.execute(chosen.where(Person.id.in_(ids)))
    return {person_id: f"{honorific} {name}".strip() for person_id, honorific, name in rows}


def _sentences() -> dict[str, str]:
    found: dict[str, str] = current_app.extensions["guildhall.sentences"]
    return found


def _tag() -> str:
    asked = request.args.get("tag", "")
    return asked if asked in _sentences() else ""


def _day() -> date | None:
    return day_named(request.args.get("day", ""))


def _end_of(day: date) -> datetime:
    return clock.moment(day + timedelta(days=1), 0) - timedelta(microseconds=1)
