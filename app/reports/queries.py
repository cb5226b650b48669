"""Finding reports, and what each reader is given to read of them."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Integer,
    Select,
    and_,
    bindparam,
    case,
    func,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import joinedload, selectinload

from app.documents.models import Document, DocumentVersion
from app.foundation.db import db
from app.foundation.permissions import Reader, Scope
from app.people.models import Person
from app.reports import policy
from app.reports.contents import (
    cited_in,
    content_of,
    contents_to_issue,
    without_issue,
)
from app.reports.models import (
    ISSUED,
    Appendix,
    ClearanceComment,
    Report,
    ReportState,
    ReportTemplate,
    ReportVersion,
    TemplateVersion,
)
from app.reports.revising import (
    has_unissued,
    is_issued_so,
    issued_of,
    newest_of,
    revised,
    says_the_same,
)
from app.reports.seeing import attached_since, earlier_version, seeing
from app.reports.templating import background_section

__all__ = [
    "attached_since",
    "background_section",
    "cited_in",
    "earlier_version",
    "issued_of",
    "revised",
    "seeing",
]


def templates() -> list[ReportTemplate]:
    """Every template with its versions and their sections."""
    return list(
        db.session.scalars(
            select(ReportTemplate)
            .options(selectinload(ReportTemplate.versions).selectinload(TemplateVersion.sections))
            .order_by(ReportTemplate.id)
        )
    )


def template_version(key: str, *, on: date) -> TemplateVersion | None:
    """A template as it stands on a day; before its first day, the first there is."""
    chosen = (
        select(TemplateVersion)
        .join(TemplateVersion.template)
        .where(ReportTemplate.key == key)
        .options(selectinload(TemplateVersion.sections))
    )
    current = chosen.where(TemplateVersion.from_on <= on).order_by(TemplateVersion.from_on.desc())
    first = chosen.order_by(TemplateVersion.from_on)
    return db.session.scalar(current.limit(1)) or db.session.scalar(first.limit(1))


def number_in(number: str) -> int | None:
    """The number of a section from which its paragraphs are counted: 6 of "6.0"."""
    found = re.match(r"\d+", number)
    return int(found[0]) if found else None


def keeps_numbers(report: Report) -> bool:
    """Whether it is a past paper, which keeps the numbers it was printed with."""
    return any(section.printed_number for section in report.sections)


def in_drafting_circle(report: Report, scope: Scope) -> bool:
    """Whether this reader is in the drafting circle, also after publication."""
    return policy.in_circle(scope, report)


def readable_content(report: Report, scope: Scope) -> dict[str, Any]:
    """The content for this reader: the working text, or the last published version."""
    if in_drafting_circle(report, scope):
        return content_of(report)
    issued = newest_issued(report)
    return without_issue(issued.content) if issued else _nothing(report)


def issued_for(report: Report, scope: Scope) -> ReportVersion | None:
    """The issued version for this reader; None if the report or its appendices changed since."""
    issued = newest_issued(report) if report.published_at else None
    if issued is None or not in_drafting_circle(report, scope):
        return issued
    is_same = not has_unissued(report) and says_the_same(issued, content_of(report))
    return issued if is_same else None


def versions_to_issue(reports: Sequence[Report]) -> dict[int, ReportVersion]:
    """The versions that would be issued now, by report: new ones, or the last if it is the same."""
    last, contents = newest_of([one.id for one in reports]), contents_to_issue(reports)
    return {one.id: _to_issue(one, last.get(one.id), contents[one.id]) for one in reports}


def _to_issue(report: Report, last: ReportVersion | None, content: dict[str, Any]) -> ReportVersion:
    if last is not None and last.is_issued and is_issued_so(last, content):
        return last
    number = last.number + 1 if last else 1
    return ReportVersion(report_id=report.id, number=number, content=content)


def _nothing(report: Report) -> dict[str, Any]:
    """Empty content, for an unpublished report outside its drafting circle; no page gets there."""
    return {
        "title": "Report",
        "header": [],
        "cover_sheet": report.template_version.is_cover_sheet,
        "sections": [],
    }


def newest_issued(report: Report) -> ReportVersion | None:
    """The last issued version, which readers outside the drafting circle get."""
    return db.session.scalar(
        select(ReportVersion)
        .where(ReportVersion.report_id == report.id, ReportVersion.why.in_(ISSUED))
        .order_by(ReportVersion.number.desc())
        .limit(1)
    )


def newest_version(report: Report) -> ReportVersion | None:
    """The version kept last, for whatever reason."""
    return db.session.scalar(_NEWEST, {"report_id": report.id})


_NEWEST = (
    select(ReportVersion)
    .where(ReportVersion.report_id == bindparam("report_id", type_=Integer))
    .order_by(ReportVersion.number.desc())
    .limit(1)
)


def versions_of(report: Report, scope: Scope) -> list[tuple[ReportVersion, str]]:
    """The versions that this reader may open, newest first, with who kept each."""
    chosen = (
        select(ReportVersion, Person.name)
        .outerjoin(Person, Person.id == ReportVersion.by_id)
        .where(ReportVersion.report_id == report.id)
        .order_by(ReportVersion.number.desc())
    )
    if not in_drafting_circle(report, scope):
        chosen = chosen.where(ReportVersion.why.in_(ISSUED))
    return [(version, name or "") for version, name in db.session.execute(chosen)]


def version_numbered(report: Report, number: int, scope: Scope) -> ReportVersion | None:
    """One version, if this reader may open it."""
    found = [version for version, _ in versions_of(report, scope) if version.number == number]
    return found[0] if found else None


def appendices_of(report: Report, scope: Scope) -> list[Appendix]:
    """The appendices; outside the drafting circle the published ones."""
    chosen = (
        select(Appendix)
        .where(Appendix.report_id == report.id)
        .options(
            joinedload(Appendix.document)
            .selectinload(Document.versions)
            .joinedload(DocumentVersion.blob)
        )
        .order_by(Appendix.position)
    )
    if not in_drafting_circle(report, scope):
        chosen = chosen.where(Appendix.visible_to(scope), Appendix.published_at.is_not(None))
    return list(db.session.scalars(chosen))


def comments_on(report: Report) -> list[ClearanceComment]:
    """The comments of clearers, newest first."""
    return list(
        db.session.scalars(
            select(ClearanceComment)
            .where(ClearanceComment.report_id == report.id)
            .options(joinedload(ClearanceComment.by))
            .order_by(ClearanceComment.id.desc())
        )
    )


class Order(StrEnum):
    """The orders of a list of reports."""

    NEWEST = "newest"
    MEETING = "meeting"
    TITLE = "title"
    AUTHOR = "author"


@dataclass(frozen=True)
class ReportFilter:
    """What a reader asked the list of reports for."""

    board_id: int | None = None
    state: ReportState | None = None
    words: str = ""
    """Words from the title or the author's name."""
    order: Order = Order.NEWEST


def listed(scope: Scope, wanted: ReportFilter) -> Select[Report]:
    """The reports that this reader may read and asked for; states only within the drafting
    circle."""
    chosen = select(Report).where(Report.visible_to(scope))
    if wanted.board_id is not None:
        chosen = chosen.where(Report.group_id == wanted.board_id)
    if wanted.state is not None:
        chosen = chosen.where(Report.state == wanted.state, _circle_of(scope))
    for word in wanted.words.split():
        known = (_title_for(scope), *_AUTHORS)
        chosen = chosen.where(or_(*(one.icontains(word, autoescape=True) for one in known)))
    return chosen


def count_of(chosen: Select[Report]) -> int:
    """How many reports a list has."""
    return db.session.scalar(chosen.with_only_columns(func.count(Report.id))) or 0


def page_of(
    chosen: Select[Report], scope: Scope, order: Order, *, number: int, size: int
) -> list[Report]:
    """One page of a list."""
    if order == Order.NEWEST:
        chosen = chosen.where(Report.id.in_(_newest(chosen, most=number * size)))
    ordered = _with_facts(chosen).order_by(*_in_order(order, scope), Report.id.desc())
    return list(db.session.scalars(ordered.limit(size).offset((number - 1) * size)))


def _newest(chosen: Select[Report], *, most: int) -> CompoundSelect[int]:
    """The ids of the reports published last and of those changed last, each by an index."""
    ids = chosen.with_only_columns(Report.id).limit(most)
    issued = ids.where(Report.published_at.is_not(None))
    others = ids.where(Report.published_at.is_(None))
    return union_all(
        select(issued.order_by(Report.published_at.desc(), Report.id.desc()).subquery().c.id),
        select(others.order_by(Report.changed_at.desc(), Report.id.desc()).subquery().c.id),
    )


def _in_order(order: Order, scope: Scope) -> list[ColumnElement[Any]]:
    newest = func.coalesce(Report.published_at, Report.changed_at).desc()
    if order == Order.MEETING:
        return [Report.wanted_on.is_(None), Report.wanted_on.desc()]
    if order == Order.TITLE:
        return [func.lower(_title_for(scope))]
    if order == Order.AUTHOR:
        return [_SURNAME.is_(None), _SURNAME, newest]
    return [newest]


def _title_for(scope: Scope) -> ColumnElement[str]:
    """SQL for the title that this reader knows a report by: the working or the issued one."""
    return case((_circle_of(scope), Report.title), else_=_ISSUED_TITLE)


_AUTHOR = select(Person).where(Person.id == Report.author_id).correlate(Report)
_SURNAME = _AUTHOR.with_only_columns(Person.sort_name).scalar_subquery()
_AUTHORS: tuple[ColumnElement[str], ...] = (
    func.coalesce(_AUTHOR.with_only_columns(Person.name).scalar_subquery(), ""),
    func.coalesce(Report.header["officer"].as_string(), ""),
    func.coalesce(Report.header["prepared_by"].as_string(), ""),
)
_ISSUED_TITLE = (
    select(ReportVersion.content["title"].as_string())
    .where(ReportVersion.report_id == Report.id, ReportVersion.why.in_(ISSUED))
    .order_by(ReportVersion.number.desc())
    .limit(1)
    .correlate(Report)
    .scalar_subquery()
)


@dataclass(frozen=True)
class Desk:
    """The reports that a person has to deal with."""

    mine: list[Report]
    """Their own in hand: drafts, in clearance, and cleared but not yet published."""
    waiting: list[Report]
    """In clearance, and for them to clear: they were asked to, or clerk the board."""


def desk_of(scope: Scope) -> Desk:
    """A person's reports, the soonest wanted first; two queries.

    Only reports in hand are searched, not all that an author has ever written.
    """
    is_own = func.coalesce(Report.author_id, 0) == scope.person_id
    is_asked = or_(
        Report.group_id.in_(sorted(scope.clerked)), _reads_for(scope, (policy.CLEARANCE,))
    )
    chosen = _with_facts(select(Report)).where(
        _IN_HAND,
        Report.visible_to(scope),
        or_(is_own, and_(Report.state == ReportState.IN_CLEARANCE, is_asked)),
    )
    chosen = chosen.order_by(Report.wanted_on.is_(None), Report.wanted_on, Report.id)
    found = list(db.session.scalars(chosen))
    mine = [report for report in found if policy.is_author(scope, report)]
    return Desk(mine, [report for report in found if not policy.is_author(scope, report)])


_IN_HAND = or_(
    Report.state.in_((ReportState.DRAFT, ReportState.IN_CLEARANCE)),
    and_(Report.state == ReportState.CLEARED, Report.published_at.is_(None)),
)


def _with_facts(chosen: Select[Report]) -> Select[Report]:
    return chosen.options(
        joinedload(Report.author),
        joinedload(Report.template_version),
        selectinload(Report.readers),
    )


def _circle_of(scope: Scope) -> ColumnElement[bool]:
    """`policy.in_circle` for published and unpublished reports alike, as far as lists need it."""
    return or_(
        Report.group_id.in_(sorted(scope.clerked)),
        Report.author_id == scope.person_id,
        Report.published_at.is_(None),
        _reads_for(scope, tuple(sorted(policy.DRAFTING))),
    )


def _reads_for(scope: Scope, reasons: tuple[str, ...]) -> ColumnElement[bool]:
    return (
        select(Reader.id)
        .where(
            Reader.kind == Report.KIND,
            Reader.thing_id == Report.id,
            or_(Reader.person_id == scope.person_id, Reader.post_id.in_(sorted(scope.posts))),
            Reader.reason.in_(reasons),
        )
        .correlate(Report)
        .exists()
    )


def titles_for(reports: Iterable[Report], scope: Scope) -> dict[int, str]:
    """The titles under which this reader knows these reports, in one query."""
    rows = list(reports)
    outside = [one.id for one in rows if not in_drafting_circle(one, scope)]
    titles = {one.id: one.title for one in rows if one.id not in set(outside)}
    if outside:
        titles |= {one_id: one.content["title"] for one_id, one in issued_of(outside).items()}
    return {one.id: titles.get(one.id, "Report") for one in rows}


def title_on(report: Report, board_id: int) -> str:
    """The title by which a board knows a report: of another board's report the issued one."""
    issued = None
    if report.group_id != board_id and report.published_at is not None:
        issued = newest_issued(report)
    return issued.content["title"] if issued else report.title
