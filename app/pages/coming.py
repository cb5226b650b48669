"""The meetings that concern a reader: coming ones with their agendas, past ones with minutes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple

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
class ComingMeeting:
    """A planned meeting with what its reader may know of its agenda."""

    meeting: Meeting
    publish_by: date | None
    """The last day to publish; None where the board has no notice rule."""
    clearance: date | None
    agenda: AgendaState | None
    papers: int
    ready: int
    bare: int
    """How many items have neither a paper nor words; for the board's clerks."""
    issued: datetime | None

    @property
    def is_published(self) -> bool:
        """Whether everybody may read its agenda."""
        return self.agenda == AgendaState.PUBLISHED


class AgendaProgress(NamedTuple):
    """How far an agenda is, for one reader."""

    state: AgendaState | None
    papers: int
    ready: int
    bare: int
    issued: datetime | None


NOT_BEGUN = AgendaProgress(None, 0, 0, 0, None)


@dataclass(frozen=True)
class PastMeeting:
    """A past meeting whose minutes are not finished."""

    meeting: Meeting
    minutes: MinutesState | None
    entries: int
    written: int


def circle(scope: Scope) -> frozenset[int] | None:
    """The boards that a reader clerks or sits on; None, for all, if there are none."""
    return (scope.clerked | scope.seated) or None


def near(board_ids: frozenset[int] | None, first: date, *, until: date) -> list[Meeting]:
    """The meetings of these boards around today; one query."""
    return list(
        db.session.scalars(meetings.listed(board_ids=board_ids, from_on=first, to_on=until))
    )


def coming(
    scope: Scope, near: Iterable[Meeting], *, today: date, closed: frozenset[date]
) -> list[ComingMeeting]:
    """The coming meetings among these, with their agendas; one query for all."""
    found = [
        meeting
        for meeting in near
        if meeting.state == MeetingState.PLANNED and today <= meeting.on_date <= today + AHEAD
    ][:MOST]
    agendas = _agendas_of(found, scope)
    return [_coming(meeting, agendas.get(meeting.id, NOT_BEGUN), closed) for meeting in found]


def _coming(meeting: Meeting, agenda: AgendaProgress, closed: frozenset[date]) -> ComingMeeting:
    clock = meetings.deadlines_of(meeting, closed=closed) if meeting.board.notice_days else None
    return ComingMeeting(
        meeting=meeting,
        publish_by=clock.publish_by if clock else None,
        clearance=clock.clearance if clock else None,
        agenda=agenda.state,
        papers=agenda.papers,
        ready=agenda.ready,
        bare=agenda.bare,
        issued=agenda.issued,
    )


def past(scope: Scope, *, today: date) -> list[PastMeeting]:
    """The meetings of a clerk's boards that want minutes, the oldest first; one query."""
    if not scope.clerked:
        return []
    entries = select(func.count(Minute.id)).where(Minute.minutes_id == Minutes.id)
    resolved = select(Resolution.id).where(Resolution.minute_id == Minute.id).exists()
    written = entries.where(or_(Minute.text != "", resolved))
    chosen = (
        select(Meeting, Minutes.state, _number(entries, Minutes), _number(written, Minutes))
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
    return [PastMeeting(*row) for row in db.session.execute(chosen)]


def to_follow(ahead: Iterable[ComingMeeting], scope: Scope) -> list[tuple[Report, Meeting]]:
    """The reports that stand on published agendas of the reader's boards and have not gone out,
    each with its meeting, the soonest first; one query."""
    published = {
        one.meeting.id: one.meeting
        for one in ahead
        if one.is_published and one.meeting.board_id in scope.clerked
    }
    if not published:
        return []
    chosen = (
        select(Report, Agenda.meeting_id)
        .join(Consideration, Consideration.report_id == Report.id)
        .join(AgendaItem, AgendaItem.id == Consideration.item_id)
        .join(Agenda, Agenda.id == AgendaItem.agenda_id)
        .join(Meeting, Meeting.id == Agenda.meeting_id)
        .where(
            Meeting.id.in_(sorted(published)),
            Consideration.report_version_id.is_(None),
            Report.state != ReportState.WITHDRAWN,
            Report.visible_to(scope),
        )
        .options(joinedload(Report.author))
        .order_by(Meeting.on_date, AgendaItem.id)
    )
    return [(report, published[one]) for report, one in db.session.execute(chosen)]


@dataclass(frozen=True)
class RecentPublication:
    """An agenda, a supplement or minutes published recently."""

    meeting: Meeting
    what: str
    url: str
    at: datetime


def published_lately(scope: Scope, *, most: int) -> list[RecentPublication]:
    """What was published last, agendas and minutes together, the newest first; two queries."""
    agendas = [
        RecentPublication(
            meeting,
            f"Later papers {number}" if number else "Agenda and papers",
            url_for("agendas.show", meeting_id=meeting.id),
            at,
        )
        for meeting, number, at in _latest_publications(scope, most=most)
    ]
    minutes = [
        RecentPublication(
            meeting, "Minutes", url_for("minutes.show", meeting_id=meeting.id), published_at
        )
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


def _latest_publications(scope: Scope, *, most: int) -> list[tuple[Meeting, int, datetime]]:
    """The latest publications, without their content, which can be long."""
    chosen = (
        select(Meeting, Publication.number, Publication.at)
        .join(Agenda, Agenda.meeting_id == Meeting.id)
        .join(Publication, Publication.agenda_id == Agenda.id)
        .where(Publication.visible_to(scope), Publication.published_at.is_not(None))
        .options(joinedload(Meeting.board))
        .order_by(Publication.at.desc(), Publication.id.desc())
        .limit(most)
    )
    return [(meeting, number, at) for meeting, number, at in db.session.execute(chosen)]


def _agendas_of(found: Iterable[Meeting], scope: Scope) -> dict[int, AgendaProgress]:
    """How far the agendas of these meetings are, as far as this reader may know, by meeting."""
    papers = _papers(scope)
    ready = or_(Report.state == ReportState.CLEARED, Report.published_at.is_not(None))
    counts = (papers, papers.where(ready), _bare_items(scope))
    chosen = select(
        Agenda.meeting_id, Agenda.state, *(_number(one, Agenda) for one in counts), _issued(scope)
    ).where(Agenda.meeting_id.in_([meeting.id for meeting in found]))
    return {meeting_id: AgendaProgress(*facts) for meeting_id, *facts in db.session.execute(chosen)}


def _papers(scope: Scope) -> Select[int]:
    """SQL that counts the reports on an agenda that the reader may see."""
    return (
        select(func.count(Report.id))
        .join(Consideration, Consideration.report_id == Report.id)
        .join(AgendaItem, AgendaItem.id == Consideration.item_id)
        .where(AgendaItem.agenda_id == Agenda.id, Report.visible_to(scope))
    )


def _bare_items(scope: Scope) -> Select[int]:
    """SQL that counts ordinary items with neither a report nor words, for the reader's own
    boards."""
    paper = select(Consideration.id).where(Consideration.item_id == AgendaItem.id).exists()
    below = aliased(AgendaItem)
    children = select(below.id).where(below.parent_id == AgendaItem.id).exists()
    return select(func.count(AgendaItem.id)).where(
        AgendaItem.agenda_id == Agenda.id,
        AgendaItem.group_id.in_(sorted(scope.clerked)),
        AgendaItem.kind == ItemKind.ORDINARY,
        AgendaItem.part == 1,
        AgendaItem.text == "",
        ~paper,
        ~children,
    )


def _issued(scope: Scope) -> ColumnElement[datetime | None]:
    """SQL for when an agenda was first issued, if this reader may read it."""
    issues = select(Publication.id).where(Publication.agenda_id == Agenda.id)
    first = select(func.min(Publication.at)).where(Publication.agenda_id == Agenda.id)
    is_seen = issues.where(Publication.visible_to(scope)).correlate(Agenda).exists()
    return case((is_seen, first.correlate(Agenda).scalar_subquery()))


def _number(counting: Select[int], of: type[Agenda] | type[Minutes]) -> ColumnElement[int]:
    """SQL for a count, 0 where there is none."""
    return counting.correlate(of).scalar_subquery()
