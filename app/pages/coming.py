"""The meetings that concern a reader: coming ones with their agendas, past ones with minutes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from flask import url_for
from sqlalchemy import ColumnElement, Select, case, func, or_, select
from sqlalchemy.orm import aliased, joinedload

from app.agendas.models import (
    Agenda,
    AgendaItem,
    AgendaState,
    Consideration,
    ItemKind,
    Publication,
)
from app.foundation.db import db
from app.foundation.permissions import Scope
from app.meetings import queries as meetings
from app.meetings.models import Meeting, MeetingState
from app.minutes.models import Minute, Minutes, MinutesState, Resolution
from app.reports.models import Report, ReportState

AHEAD = timedelta(days=60)
BEHIND = timedelta(days=60)
MOST = 40


@dataclass(frozen=True)
class Coming:
    """A planned meeting with what its reader may know of its agenda."""

    meeting: Meeting
    publish_by: date | None
    """The last day to publish; None where the board has no notice rule."""
    clearance: date | None
    agenda: AgendaState | None
    papers: int
    ready: int
    bare: int
    """Items that have neither a paper nor words yet; counted for the board's clerks."""
    issued: datetime | None

    @property
    def is_published(self) -> bool:
        """Everybody may read its agenda."""
        return self.agenda == AgendaState.PUBLISHED


@dataclass(frozen=True)
class Past:
    """A meeting whose minutes are still to be seen to."""

    meeting: Meeting
    minutes: MinutesState | None
    entries: int
    written: int


def circle(scope: Scope) -> frozenset[int] | None:
    """The boards a reader works for or sits on; None, all of them, for whoever has none."""
    return (scope.clerked | scope.seated) or None


def coming(scope: Scope, *, today: date, closed: frozenset[date]) -> list[Coming]:
    """The meetings ahead of a reader's boards, in five queries whatever their number."""
    chosen = meetings.listed(board_ids=circle(scope), from_on=today, to_on=today + AHEAD)
    chosen = chosen.where(Meeting.state == MeetingState.PLANNED).limit(MOST)
    found = list(db.session.scalars(chosen))
    agendas = _agendas_of(found)
    papers = _papers_of(agendas.values(), scope)
    bare = _bare_items_of(agendas.values(), scope)
    issued = _issues_of(agendas.values(), scope)
    return [
        _coming(meeting, agendas.get(meeting.id), papers, bare, issued, closed) for meeting in found
    ]


def _coming(
    meeting: Meeting,
    agenda: Agenda | None,
    papers: dict[int, tuple[int, int]],
    bare: dict[int, int],
    issued: dict[int, datetime],
    closed: frozenset[date],
) -> Coming:
    agenda_id = agenda.id if agenda else 0
    count, ready = papers.get(agenda_id, (0, 0))
    clock = meetings.deadlines_of(meeting, closed=closed) if meeting.board.notice_days else None
    return Coming(
        meeting=meeting,
        publish_by=clock.publish_by if clock else None,
        clearance=clock.clearance if clock else None,
        agenda=agenda.state if agenda else None,
        papers=count,
        ready=ready,
        bare=bare.get(agenda_id, 0),
        issued=issued.get(agenda_id),
    )


def past(scope: Scope, *, today: date) -> list[Past]:
    """The meetings of a clerk's boards that want minutes, the oldest first; three queries."""
    if not scope.clerked:
        return []
    chosen = (
        select(Meeting, Minutes.id, Minutes.state)
        .outerjoin(Minutes, Minutes.meeting_id == Meeting.id)
        .options(joinedload(Meeting.board))
        .where(
            Meeting.board_id.in_(sorted(scope.clerked)),
            Meeting.on_date.between(today - BEHIND, today - timedelta(days=1)),
            Meeting.state.in_((MeetingState.PLANNED, MeetingState.HELD)),
            or_(Minutes.id.is_(None), Minutes.published_at.is_(None)),
        )
        .order_by(Meeting.on_date, Meeting.id)
        .limit(MOST)
    )
    rows = db.session.execute(chosen).all()
    counts = _entries_of(minutes_id for _, minutes_id, _ in rows if minutes_id)
    return [
        Past(meeting, state, *counts.get(minutes_id or 0, (0, 0)))
        for meeting, minutes_id, state in rows
    ]


@dataclass(frozen=True)
class Lately:
    """An agenda, a supplement or minutes that everybody can read since a moment ago."""

    meeting: Meeting
    what: str
    url: str
    at: datetime


def published_lately(scope: Scope, *, most: int) -> list[Lately]:
    """What was published last, agendas and minutes together, the newest first; two queries."""
    agendas = [
        Lately(
            one.agenda.meeting,
            f"Supplement {one.number}" if one.number else "Agenda and papers",
            url_for("agendas.show", meeting_id=one.agenda.meeting_id),
            one.at,
        )
        for one in _latest_publications(scope, most=most)
    ]
    minutes = [
        Lately(meeting, "Minutes", url_for("minutes.show", meeting_id=meeting.id), published_at)
        for meeting, published_at in _latest_minutes(most=most)
    ]
    return sorted([*agendas, *minutes], key=lambda one: one.at, reverse=True)[:most]


def _latest_minutes(*, most: int) -> list[tuple[Meeting, datetime]]:
    chosen: Select[Meeting, datetime | None] = (
        select(Meeting, Minutes.published_at)
        .join(Minutes, Minutes.meeting_id == Meeting.id)
        .where(Minutes.published_at.is_not(None))
        .options(joinedload(Meeting.board))
        .order_by(Minutes.published_at.desc(), Minutes.id.desc())
        .limit(most)
    )
    return [(meeting, at) for meeting, at in db.session.execute(chosen) if at]


def _latest_publications(scope: Scope, *, most: int) -> list[Publication]:
    chosen = (
        select(Publication)
        .where(Publication.visible_to(scope), Publication.published_at.is_not(None))
        .options(
            joinedload(Publication.agenda).joinedload(Agenda.meeting).joinedload(Meeting.board)
        )
        .order_by(Publication.at.desc(), Publication.id.desc())
    )
    return list(db.session.scalars(chosen.limit(most)))


def _agendas_of(found: Iterable[Meeting]) -> dict[int, Agenda]:
    ids = [meeting.id for meeting in found]
    rows = db.session.scalars(select(Agenda).where(Agenda.meeting_id.in_(ids)))
    return {agenda.meeting_id: agenda for agenda in rows}


def _papers_of(agendas: Iterable[Agenda], scope: Scope) -> dict[int, tuple[int, int]]:
    """Reports on these agendas that the reader may see: how many, and how many are ready."""
    ready = or_(Report.state == ReportState.CLEARED, Report.published_at.is_not(None))
    chosen: Select[int, int, int] = (
        select(AgendaItem.agenda_id, func.count(Report.id), _times(ready))
        .join(Consideration, Consideration.item_id == AgendaItem.id)
        .join(Report, Report.id == Consideration.report_id)
        .where(AgendaItem.agenda_id.in_([one.id for one in agendas]), Report.visible_to(scope))
        .group_by(AgendaItem.agenda_id)
    )
    return {row[0]: (row[1], row[2] or 0) for row in db.session.execute(chosen)}


def _bare_items_of(agendas: Iterable[Agenda], scope: Scope) -> dict[int, int]:
    """Ordinary items with neither a report nor words, on the agendas the reader clerks."""
    paper = select(Consideration.id).where(Consideration.item_id == AgendaItem.id).exists()
    below = aliased(AgendaItem)
    children = select(below.id).where(below.parent_id == AgendaItem.id).exists()
    chosen: Select[int, int] = (
        select(AgendaItem.agenda_id, func.count(AgendaItem.id))
        .where(
            AgendaItem.agenda_id.in_([one.id for one in agendas]),
            AgendaItem.group_id.in_(sorted(scope.clerked)),
            AgendaItem.kind == ItemKind.ORDINARY,
            AgendaItem.part == 1,
            AgendaItem.text == "",
            ~paper,
            ~children,
        )
        .group_by(AgendaItem.agenda_id)
    )
    return {row[0]: row[1] for row in db.session.execute(chosen)}


def _issues_of(agendas: Iterable[Agenda], scope: Scope) -> dict[int, datetime]:
    """When each was issued first, of those of which this reader may read an issue."""
    seen = select(Publication.agenda_id).where(Publication.visible_to(scope))
    chosen: Select[int, datetime] = (
        select(Publication.agenda_id, func.min(Publication.at))
        .where(
            Publication.agenda_id.in_([one.id for one in agendas]), Publication.agenda_id.in_(seen)
        )
        .group_by(Publication.agenda_id)
    )
    return {row[0]: row[1] for row in db.session.execute(chosen)}


def _entries_of(minutes_ids: Iterable[int]) -> dict[int, tuple[int, int]]:
    resolved = select(Resolution.id).where(Resolution.minute_id == Minute.id).exists()
    chosen: Select[int, int, int] = (
        select(Minute.minutes_id, func.count(Minute.id), _times(or_(Minute.text != "", resolved)))
        .where(Minute.minutes_id.in_(list(minutes_ids)))
        .group_by(Minute.minutes_id)
    )
    return {row[0]: (row[1], row[2] or 0) for row in db.session.execute(chosen)}


def _times(what: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((what, 1), else_=0))
