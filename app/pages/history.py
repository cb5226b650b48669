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
from app.agendas import policy as agendas_policy
from app.agendas.models import Agenda
from app.boards.models import Board
from app.foundation import clock
from app.foundation.audit import AuditEvent
from app.foundation.db import db
from app.foundation.permissions import Scope
from app.foundation.registry import THE_SYSTEM, registry
from app.foundation.web import auth
from app.foundation.web.filters import humanise
from app.foundation.web.forms import DateField, Form
from app.foundation.web.params import id_param, page_number
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
PAGES_AHEAD = 99
PUBLIC = (
    *agendas_policy.TOLD_TO_EVERYBODY,
    "minutes:publish",
    "minutes:bring-in",
    "minutes:agree",
    "minutes:not-agree",
    "minutes:take-back",
)
"""Audit tags that everyone may read; also of minutes."""


class DayForm(Form):
    """The day to list."""

    day = DateField("Day")


def _sitting(own: Any) -> Select[Any]:
    return select(own, Meeting.id, Board.name, Meeting.on_date).join(
        Board, Board.id == Meeting.board_id
    )


_SITTINGS: dict[str, tuple[Any, Select[Any]]] = {
    "meeting": (Meeting.id, _sitting(Meeting.id)),
    "agenda": (Agenda.id, _sitting(Agenda.id).join(Agenda, Agenda.meeting_id == Meeting.id)),
    "minutes": (Minutes.id, _sitting(Minutes.id).join(Minutes, Minutes.meeting_id == Meeting.id)),
    "minute": (
        Minute.id,
        _sitting(Minute.id)
        .join(Minutes, Minutes.meeting_id == Meeting.id)
        .join(Minute, Minute.minutes_id == Minutes.id),
    ),
}


@dataclass(frozen=True)
class HistoryLine:
    """One line of the history."""

    sentence: str
    at: datetime
    thing: str
    """The thing, as named in the whole history."""
    short: str
    """The thing, as named in the history of one meeting."""
    url: str | None


@bp.get("/meetings/<int:meeting_id>/history")
def of_meeting(meeting_id: int) -> ResponseReturnValue:
    """The history of one meeting, as far as this reader may read it."""
    meeting = meetings_access.meeting(meeting_id, may=meetings_policy.see)
    scope = auth.scope()
    sees_all = meetings_policy.run(scope, meeting) or scope.is_administrator
    known = _everything_about(meeting) if sees_all else _public_about(meeting, scope)
    return render_template(
        "history/of_meeting.html", meeting=meeting, sees_all=sees_all, **_paged(known)
    )


@bp.get("/administration/history")
def index() -> ResponseReturnValue:
    """Everything that was done, for administrators: by whom, what, and on which day."""
    people_access.register(may=people_policy.run)
    person, tag, form = request.args.get("person", type=id_param), _tag(), _day_form()
    day = form.day.data
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
        tags=[(one, humanise(_spaced(one, ": "))) for one in sorted(registry().sentences)],
        person=person,
        tag=tag,
        form=form,
        filters={"person": person, "tag": tag, "day": request.args.getlist("day")},
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


def _public_about(meeting: Meeting, scope: Scope) -> list[ColumnElement[bool]]:
    """The lines that everyone may read, and those of actions that this reader may see."""
    minutes = select(Minutes.id).where(Minutes.meeting_id == meeting.id)
    entries = select(Minute.id).where(Minute.minutes_id.in_(minutes))
    mine = select(Action.id).where(Action.minute_id.in_(entries), Action.visible_to(scope))
    return [*_everything_about(meeting), or_(AuditEvent.tag.in_(PUBLIC), _about("action", mine))]


def _about(kind: str, ids: Any) -> ColumnElement[bool]:
    return (AuditEvent.kind == kind) & AuditEvent.thing_id.in_(ids)


def _paged(chosen: Iterable[ColumnElement[bool]]) -> dict[str, Any]:
    """One page of lines, newest first, and how many there are, up to a limit.

    The log only grows: what lies far beyond the page is not counted.
    """
    clauses, wanted = list(chosen), page_number()
    most = (wanted + PAGES_AHEAD) * PER_PAGE
    counted = select(AuditEvent.id).where(*clauses).limit(most + 1).subquery()
    total = db.session.scalar(select(func.count()).select_from(counted)) or 0
    has_more, total = total > most, min(total, most)
    pages = -(-total // PER_PAGE)
    page = min(wanted, max(pages, 1))
    rows = select(AuditEvent).where(*clauses).order_by(AuditEvent.at.desc(), AuditEvent.id.desc())
    events = db.session.scalars(rows.limit(PER_PAGE).offset((page - 1) * PER_PAGE)).all()
    return {
        "lines": lines_of(events), "page": page, "pages": pages, "total": total, "more": has_more
    }  # fmt: skip


def lines_of(events: Iterable[AuditEvent]) -> list[HistoryLine]:
    """These lines as sentences, with the names of who did them."""
    listed = list(events)
    names = _names({event.person_id for event in listed if event.person_id is not None})
    sittings = _sittings_of(listed)
    return [_line(event, names, sittings) for event in listed]


def _line(
    event: AuditEvent,
    names: Mapping[int, str],
    sittings: Mapping[tuple[str, int], tuple[int, str]],
) -> HistoryLine:
    said, kind = _say(event, names), humanise(_spaced(event.kind))
    known = sittings.get((event.kind, event.thing_id))
    if known is None:
        thing = f"{kind} {event.thing_id}" if event.thing_id else f"No {kind.lower()}"
        return HistoryLine(said, event.at, thing, thing.lower(), _address(event))
    meeting_id, name = known
    url = _paper_address(event, meeting_id)
    return HistoryLine(said, event.at, f"{kind}, {name}", kind.lower(), url)


def _sittings_of(events: Iterable[AuditEvent]) -> dict[tuple[str, int], tuple[int, str]]:
    """The meetings of meetings, agendas and minutes, by kind and id."""
    ids: dict[str, set[int]] = defaultdict(set)
    for event in events:
        ids[event.kind].add(event.thing_id)
    found: dict[tuple[str, int], tuple[int, str]] = {}
    for kind, (own, chosen) in _SITTINGS.items():
        if kind in ids:
            for thing_id, meeting_id, board, on in db.session.execute(
                chosen.where(own.in_(ids[kind]))
            ):
                found[kind, thing_id] = meeting_id, f"{board}, {on.day} {on:%B %Y}"
    return found


def _paper_address(event: AuditEvent, meeting_id: int) -> str:
    """The link to a meeting's paper, at the item or minute that the line is about."""
    match event.kind:
        case "minutes":
            return url_for("minutes.show", meeting_id=meeting_id)
        case "minute":
            minute = f"minute-{event.thing_id}"
            return url_for("minutes.show", meeting_id=meeting_id, _anchor=minute)
    item = event.facts.get("item") if event.tag != "agenda:remove-item" else None
    anchor = f"item-{item}" if item else None
    return url_for("agendas.show", meeting_id=meeting_id, _anchor=anchor)


def _say(event: AuditEvent, names: Mapping[int, str]) -> str:
    who = names.get(event.person_id or 0, THE_SYSTEM)
    said = registry().sentence(event.tag, event.facts, who=who)
    return said or f"{who}: {humanise(_spaced(event.tag, ', '))}"


def _spaced(tag: str, mark: str = "") -> str:
    """A tag in words: closed-day:add is closed day, add."""
    return tag.replace("-", " ").replace(":", mark)


def _address(event: AuditEvent) -> str | None:
    """The link to the thing, if its module names a page for its kind."""
    endpoint = registry().pages.get(event.kind)
    if endpoint is None or not event.thing_id:
        return None
    (rule,) = current_app.url_map.iter_rules(endpoint)
    values: dict[str, Any] = dict.fromkeys(rule.arguments, event.thing_id)
    return url_for(endpoint, **values)


def _names(ids: set[int]) -> dict[int, str]:
    chosen: Select[int, str, str] = select(Person.id, Person.honorific, Person.name)
    rows = db.session.execute(chosen.where(Person.id.in_(ids)))
    return {person_id: f"{honorific} {name}".strip() for person_id, honorific, name in rows}


def _tag() -> str:
    tag = request.args.get("tag", "")
    return tag if tag in registry().sentences else ""


def _day_form() -> DayForm:
    """The day from the query string, or what is wrong with it."""
    form = DayForm(request.args, meta={"csrf": False})
    form.validate()
    return form


def _end_of(day: date) -> datetime:
    return clock.moment(day + timedelta(days=1), 0) - timedelta(microseconds=1)
