"""Finding agendas, their items and papers, what waits for a place, and what stands in the way."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from itertools import chain
from typing import NamedTuple

from sqlalchemy import (
    Exists,
    Integer,
    and_,
    bindparam,
    exists,
    func,
    or_,
    select,
)
from sqlalchemy.orm import joinedload
from sqlalchemy.orm.attributes import set_committed_value

from app.agendas.events import MinutesToAgree, MinutesToAgreeAsked
from app.agendas.models import (
    Agenda,
    AgendaItem,
    AgendaItemExempt,
    AgendaState,
    Consideration,
    Exemption,
    ItemKind,
    Outcome,
    Publication,
    PublicationExempt,
)
from app.agendas.rules import checking, ordering, revising
from app.agendas.rules.draft import AgendaCheck, Draft
from app.boards.models import Board
from app.foundation import clock
from app.foundation.db import db, fetch_rows
from app.foundation.permissions import Access, Scope, readers_of
from app.foundation.questions import ask
from app.foundation.richtext.dialect import is_blank
from app.meetings import queries as meetings
from app.meetings.models import TAKING_PLACE, Meeting
from app.reports.models import Report, ReportState, ReportVersion


def agenda_of(meeting: Meeting) -> Agenda | None:
    """The agenda of a meeting, if it has been begun."""
    return db.session.scalar(_OF_MEETING, {"meeting_id": meeting.id})


_OF_MEETING = select(Agenda).where(Agenda.meeting_id == bindparam("meeting_id", type_=Integer))


def agenda_put_off_to(meeting: Meeting) -> Agenda | None:
    """The agenda that was begun for this meeting before it was put off to its present day."""
    earlier = meetings.put_off_to(meeting)
    while earlier is not None:
        found = agenda_of(earlier)
        if found is not None:
            return found
        earlier = meetings.put_off_to(earlier)
    return None


def meeting_with_agenda(
    meeting_id: int, scope: Scope
) -> tuple[Meeting, Agenda | None, Publication | None] | None:
    """A meeting, its agenda, and what was issued last as far as this reader may read it."""
    parameters = {"meeting_id": meeting_id} | scope.parameters
    row = db.session.execute(_WITH_AGENDA, parameters).one_or_none()
    return (row[0], row[1], row[2]) if row else None


_NEWEST = (
    select(func.max(Publication.number))
    .where(Publication.agenda_id == Agenda.id)
    .correlate(Agenda)
    .scalar_subquery()
)
_WITH_AGENDA = (
    select(Meeting, Agenda, Publication)
    .outerjoin(Agenda, Agenda.meeting_id == Meeting.id)
    .outerjoin(
        Publication,
        and_(
            Publication.agenda_id == Agenda.id,
            Publication.number == _NEWEST,
            Publication.visible(),
        ),
    )
    .where(Meeting.id == bindparam("meeting_id", type_=Integer))
    .options(joinedload(Meeting.board))
)


def items_of(agenda: Agenda, *, with_sections: bool = False) -> list[AgendaItem]:
    """The items of the first level in order, with what stands on them: two queries."""
    parameters = {"agenda_id": agenda.id}
    items = list(db.session.scalars(_WITH_RECEIVED, parameters).unique())
    taken: dict[int, list[Consideration]] = {}
    statement = _WITH_SECTIONS if with_sections else _TAKEN
    for consideration in db.session.scalars(statement, parameters):
        taken.setdefault(consideration.item_id, []).append(consideration)
    for item in items:
        set_committed_value(item, "agenda", agenda)
        set_committed_value(item, "children", ordering.under(items, item.id))
        set_committed_value(item, "considerations", taken.get(item.id, []))
    return ordering.under(items, None)


_AGENDA = bindparam("agenda_id", type_=Integer)
_ITEMS = select(AgendaItem).where(AgendaItem.agenda_id == _AGENDA).order_by(AgendaItem.id)
_WITH_RECEIVED = _ITEMS.options(joinedload(AgendaItem.received))
_REPORT = joinedload(Consideration.report)
_TAKEN = (
    select(Consideration)
    .join(Consideration.item)
    .where(AgendaItem.agenda_id == _AGENDA)
    .options(_REPORT.joinedload(Report.author))
    .order_by(Consideration.id)
)
_WITH_SECTIONS = _TAKEN.options(_REPORT.selectinload(Report.sections))


def rows_of(agenda: Agenda) -> list[AgendaItem]:
    """The items of every level, without what stands on them."""
    return list(db.session.scalars(_ITEMS, {"agenda_id": agenda.id}))


def walk(tree: Sequence[AgendaItem]) -> Iterator[AgendaItem]:
    """Items and what stands under them, in the order of the paper."""
    for item in tree:
        yield item
        yield from walk(item.children)


def item_with_id(agenda: Agenda, item_id: int) -> AgendaItem | None:
    """One item of this agenda."""
    return db.session.scalar(
        select(AgendaItem).where(AgendaItem.id == item_id, AgendaItem.agenda_id == agenda.id)
    )


def exempt_wordings(agenda: Agenda, scope: Scope) -> dict[int, AgendaItemExempt]:
    """The exempt wordings this reader may read, by item."""
    chosen = (
        select(AgendaItemExempt)
        .join(AgendaItemExempt.item)
        .where(AgendaItem.agenda_id == agenda.id, AgendaItemExempt.visible_to(scope))
    )
    return {exempt.item_id: exempt for exempt in db.session.scalars(chosen)}


def exempt_access(agenda: Agenda) -> dict[int, Access]:
    """The access of each item of Part II, by item; without any wording."""
    return {one.item_id: one.access for one in _closed_items(agenda)}


def access_of(item: AgendaItem) -> Access:
    """The access of this item, and so of its papers and its minute."""
    chosen = select(AgendaItemExempt.access).where(AgendaItemExempt.item_id == item.id)
    return db.session.scalar(chosen) or Access.OPEN


def publications_of(agenda: Agenda) -> list[Publication]:
    """The publications of an agenda, the latest first."""
    return list(
        db.session.scalars(
            select(Publication)
            .where(Publication.agenda_id == agenda.id)
            .order_by(Publication.number.desc())
        )
    )


def answered_in(publications: Sequence[Publication]) -> dict[str, int]:
    """The warnings for which a reason was given, each with the publication it was given for."""
    answered: dict[str, int] = publications[0].content.get("answered", {}) if publications else {}
    return answered


def exemptions_due(board_ids: Collection[int], *, until: date) -> tuple[int, date | None]:
    """How many exemptions of these boards are to be reviewed by a day, and when the first is."""
    count, first = db.session.execute(
        select(func.count(), func.min(Exemption.review_on))
        .join(Exemption.item)
        .where(
            AgendaItem.group_id.in_(board_ids),
            AgendaItem.published_at.is_not(None),
            Exemption.ended_on.is_(None),
            Exemption.review_on <= until,
        )
    ).one()
    return count, first


def last_deciding_post(board_id: int) -> int | None:
    """The post that decided this board's last exemption, which is likely to decide the next."""
    chosen = select(Exemption.post_id).join(Exemption.item)
    chosen = chosen.where(AgendaItem.group_id == board_id, Exemption.post_id.is_not(None))
    return db.session.scalar(chosen.order_by(Exemption.id.desc()).limit(1))


def published_exempt(publication: Publication, scope: Scope) -> dict[int, PublicationExempt]:
    """The exempt wordings of what was issued that this reader may read, by item."""
    parameters = {"publication_id": publication.id} | scope.parameters
    return {exempt.item_id: exempt for exempt in db.session.scalars(_PUBLISHED_EXEMPT, parameters)}


_PUBLISHED_EXEMPT = select(PublicationExempt).where(
    PublicationExempt.publication_id == bindparam("publication_id", type_=Integer),
    PublicationExempt.visible(),
)


def placed_on(item: AgendaItem, scope: Scope) -> list[tuple[Consideration, Report | None]]:
    """The reports on an item; None for one that this reader may not read."""
    rows = db.session.execute(
        select(Consideration, Report)
        .outerjoin(Report, and_(Report.id == Consideration.report_id, Report.visible_to(scope)))
        .where(Consideration.item_id == item.id)
        .order_by(Consideration.id)
    )
    return [(placed, report) for placed, report in rows]


def version_issued(meeting: Meeting, report: Report) -> ReportVersion | None:
    """The version in which a report was issued with the agenda of this meeting."""
    return db.session.scalar(
        select(ReportVersion)
        .join(Consideration, Consideration.report_version_id == ReportVersion.id)
        .join(Consideration.item)
        .join(AgendaItem.agenda)
        .where(Agenda.meeting_id == meeting.id, Consideration.report_id == report.id)
        .order_by(ReportVersion.number.desc())
        .limit(1)
    )


def waiting_reports(board: Board, *, scope: Scope | None = None) -> list[Report]:
    """Reports that wait for a place on an agenda of this board, the soonest wanted first.

    They are written for it and stand on none of its agendas, or they were referred to it; a
    report that was deferred waits again, and so does one whose meeting was called off. With a
    scope, only those that this reader may read.
    """
    here = _stands_before(board.id)
    anywhere = exists().where(Consideration.report_id == Report.id)
    referred = exists().where(
        Consideration.report_id == Report.id, Consideration.referred_to_id == board.id
    )
    own = and_(Report.group_id == board.id, or_(Report.published_at.is_(None), anywhere))
    chosen = (
        select(Report)
        .where(or_(own, referred), ~here, Report.state != ReportState.WITHDRAWN)
        .options(joinedload(Report.author))
        .order_by(Report.wanted_on.is_(None), Report.wanted_on, Report.id)
    )
    if scope is not None:
        chosen = chosen.where(Report.visible_to(scope))
    return list(db.session.scalars(chosen))


def stands_on(agenda: Agenda, report: Report) -> bool:
    """Whether the report is on this agenda already."""
    parameters = {"agenda_id": agenda.id, "report_id": report.id}
    return db.session.scalar(_STANDS, parameters) is not None


_STANDS = (
    select(Consideration.id)
    .join(Consideration.item)
    .where(
        Consideration.report_id == bindparam("report_id", type_=Integer),
        AgendaItem.agenda_id == _AGENDA,
    )
)


def stands_before(report: Report, board_id: int) -> bool:
    """Whether it is on an agenda of this board whose meeting takes place, and not deferred."""
    chosen = select(Report.id).where(Report.id == report.id, _stands_before(board_id))
    return db.session.scalar(chosen) is not None


def _stands_before(board_id: int) -> Exists:
    return exists().where(
        Consideration.report_id == Report.id,
        Consideration.item_id == AgendaItem.id,
        AgendaItem.group_id == board_id,
        Agenda.id == AgendaItem.agenda_id,
        Meeting.id == Agenda.meeting_id,
        Meeting.state.in_(TAKING_PLACE),
        or_(Consideration.outcome.is_(None), Consideration.outcome != Outcome.DEFERRED),
    )


def is_open_to_board(report: Report, board_id: int) -> bool:
    """Whether a board may take a report: its own, an open one, or one shared with it."""
    if report.group_id == board_id:
        return True
    if not report.is_held_back and report.published_at is not None:
        return True
    readers = readers_of(Report.KIND, [report.id]).get(report.id, [])
    may_be_let = report.access != Access.RESTRICTED
    return may_be_let and any(reader.group_id == board_id for reader in readers)


def checks(
    agenda: Agenda, *, at: datetime | None = None, items: list[AgendaItem] | None = None
) -> list[AgendaCheck]:
    """The findings against issuing this agenda now: errors forbid it, warnings need a reason.

    `items` are the items of all levels in order, if they are loaded already.
    """
    items = items or list(walk(items_of(agenda, with_sections=True)))
    closed = _closed_items(agenda)
    taken = [one for item in items for one in item.considerations]
    draft = Draft(
        agenda=agenda,
        items=items,
        issued_on=meetings.day_of_issue(at or clock.now()),
        closed=meetings.closed_days(),
        exempt_access={one.item_id: one.access for one in closed},
        exempt_titles={one.item_id: one.title for one in closed},
        undecided=frozenset(one.item_id for one in closed if not one.decided_by),
        unreviewed=frozenset(one.item_id for one in closed if one.review_on is None),
        worded=frozenset(one.item_id for one in closed if not is_blank(one.text)),
        minutes=minutes_to_agree(agenda.meeting, items),
        revised={key: one.number for key, one in revising.revised_on(agenda, taken).items()},
    )
    return checking.findings(_with_call(draft))


def minutes_to_agree(meeting: Meeting, items: Iterable[AgendaItem]) -> list[MinutesToAgree]:
    """The sets of minutes that these items put to the board, the oldest first."""
    if not any(item.kind == ItemKind.MINUTES for item in items):
        return []
    answers = ask(MinutesToAgreeAsked(meeting))
    return sorted(chain.from_iterable(answers), key=lambda one: (one.on, one.meeting_id))


def _with_call(draft: Draft) -> Draft:
    """The draft with the day of the call; asked only of a first issue that is late."""
    if draft.agenda.state != AgendaState.DRAFT or not draft.is_past_its_day:
        return draft
    return replace(draft, convened_on=meetings.convened_on(draft.agenda.meeting))


class _ClosedItem(NamedTuple):
    item_id: int
    access: Access
    title: str
    text: str
    decided_by: str | None
    review_on: date | None


def _closed_items(agenda: Agenda) -> list[_ClosedItem]:
    return [_ClosedItem(*row) for row in fetch_rows(_CLOSED, {"agenda_id": agenda.id})]


_CLOSED = (
    select(
        AgendaItemExempt.item_id,
        AgendaItemExempt.access,
        AgendaItemExempt.title,
        AgendaItemExempt.text,
        Exemption.decided_by,
        Exemption.review_on,
    )
    .join(AgendaItemExempt.item)
    .outerjoin(Exemption, and_(Exemption.item_id == AgendaItem.id, Exemption.ended_on.is_(None)))
    .where(AgendaItem.agenda_id == _AGENDA)
)
