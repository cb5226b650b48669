"""What one reader is given of an agenda: the working draft, or what was issued last."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Integer, Row, and_, bindparam, func, select

from app.agendas import excluding, ordering, queries
from app.agendas.checking import is_ready
from app.agendas.models import (
    Agenda,
    AgendaItem,
    AgendaItemExempt,
    Consideration,
    ItemKind,
    Publication,
    PublicationExempt,
)
from app.agendas.snapshot import officer_of
from app.foundation.db import Several, db, facts, one_of
from app.foundation.readable import Access, Reach, Readable
from app.foundation.richtext.dialect import is_blank
from app.meetings import queries as meetings
from app.meetings.models import Meeting
from app.people.models import Person
from app.reports import queries as reports
from app.reports.models import Appendix, Report

Content = dict[str, Any]


class Paper(NamedTuple):
    """A report or an appendix, as the agenda names it."""

    label: str
    report_id: int
    appendix_id: int | None = None
    document_id: int | None = None
    state: str = "ready"
    """ready, or the report's state while it is not."""
    who: str = ""
    """Whose report it is, while it is waited for."""
    is_issued: bool = True
    access: Access = Access.OPEN
    """How far the paper itself is closed, whatever item it stands on."""


class Line(NamedTuple):
    """One item as its reader gets it."""

    id: int
    number: str
    title: str
    html: str
    kind: ItemKind
    part: int
    open_title: str
    """What everyone may read; the title itself unless the reader sees the exempt wording."""
    paragraphs: tuple[int, ...] = ()
    access: Access = Access.OPEN
    public_interest: str = ""
    late_reason: str = ""
    pages: str = ""
    officer: str = ""
    papers: tuple[Paper, ...] = ()
    is_missing: bool = False
    """No report stands on an item that waits for one."""
    to_follow: bool = False
    is_issued: bool = True
    has_news: bool = False
    """The clerk has added it, or a report to it, since the last publication."""
    added_in: int = 0
    """The supplement with which it came, 0 for the agenda itself."""
    children: tuple["Line", ...] = ()
    exempt: Readable | None = None
    """The closed row that this line shows: a view of it is recorded."""
    held: tuple[Report, ...] = ()
    """The closed reports whose titles this line shows: a view of them is recorded too."""

    @property
    def is_hidden(self) -> bool:
        """Of Part II, and its reader gets the open title alone."""
        return self.part == 2 and self.exempt is None

    @property
    def waits_for(self) -> tuple[Paper, ...]:
        """The reports that are not ready yet."""
        return tuple(paper for paper in self.papers if paper.state != "ready")


def every(lines: Iterable[Line]) -> list[Line]:
    """Lines and what stands under them."""
    return [one for line in lines for one in (line, *every(line.children))]


def closed_rows(lines: Iterable[Line]) -> list[Readable]:
    """Every closed row that these lines show to their reader."""
    found: list[Readable] = []
    for line in every(lines):
        found += [line.exempt] if line.exempt is not None else []
        found += line.held
    return found


def as_issued(publication: Publication, reach: Reach) -> list[Line]:
    """The agenda as it was issued last; of its papers those that this reader may still read."""
    contents = publication.content["items"]
    is_closed = any(content["part"] == 2 for content in contents)
    exempts = queries.published_exempt(publication, reach) if is_closed else {}
    closed = {item_id: exempt.content for item_id, exempt in exempts.items()}
    readable = _Readable(_reports_in(contents, closed), reach)
    lines = [_issued_line(content, exempts, readable) for content in contents]
    return _kept_promises(lines, publication.agenda.meeting)


def as_drafted(agenda: Agenda, reach: Reach) -> list[Line]:
    """The working draft, for its clerks: items, exempt wordings and papers in one query."""
    rows = db.session.execute(_DRAFT, {"agenda_id": agenda.id} | reach.parameters).all()
    items = list(dict.fromkeys(row.AgendaItem for row in rows))
    named = {row.Report for row in rows if row.Report is not None}
    drafted = _Drafted(agenda, items, titles=reports.titles_for(named, reach))
    for row in rows:
        drafted.take(row)
    lines = [drafted.line(item) for item in ordering.under(items, None)]
    return _kept_promises(lines, agenda.meeting)


def _kept_promises(lines: list[Line], meeting: Meeting) -> list[Line]:
    """Until its meeting an item's paper may follow; afterwards there simply was none."""
    return [_without_promise(line) for line in lines] if meetings.is_over(meeting) else lines


def _without_promise(line: Line) -> Line:
    children = tuple(_without_promise(child) for child in line.children)
    return line._replace(to_follow=False, is_missing=False, children=children)


_DRAFT = (
    select(
        AgendaItem,
        AgendaItemExempt,
        Consideration,
        Report,
        func.trim(Person.honorific + " " + Person.name).label("author"),
        Appendix.id.label("appendix_id"),
        Appendix.title.label("appendix"),
        Appendix.document_id,
        Appendix.access.label("appendix_access"),
    )
    .select_from(AgendaItem)
    .outerjoin(
        AgendaItemExempt,
        and_(AgendaItemExempt.item_id == AgendaItem.id, AgendaItemExempt.visible()),
    )
    .outerjoin(Consideration, Consideration.item_id == AgendaItem.id)
    .outerjoin(Report, and_(Report.id == Consideration.report_id, Report.visible()))
    .outerjoin(Person, Person.id == Report.author_id)
    .outerjoin(Appendix, and_(Appendix.report_id == Report.id, Appendix.visible()))
    .where(AgendaItem.agenda_id == bindparam("agenda_id", type_=Integer))
    .order_by(AgendaItem.id, Consideration.id, Appendix.position)
)
"""One row for each paper of each item; names of columns alone where no row is needed."""


def for_the_public(lines: Iterable[Line]) -> list[Line]:
    """What anybody would get if these lines were issued now."""
    return [_public(line) for line in lines]


def _public(line: Line) -> Line:
    children = tuple(for_the_public(line.children))
    if line.part == 2:
        return line._replace(
            title=line.open_title,
            html="",
            papers=(),
            officer="",
            public_interest="",
            to_follow=False,
            is_missing=False,
            exempt=None,
            held=(),
            children=children,
        )
    papers = _for_everybody(line)
    return line._replace(
        papers=papers,
        held=(),
        officer="" if line.held and not papers else line.officer,
        to_follow=line.to_follow or line.is_missing,
        children=children,
    )


def _for_everybody(line: Line) -> tuple[Paper, ...]:
    """The papers that are ready and open, whatever the item they stand on."""
    ready = {
        paper.report_id
        for paper in line.papers
        if paper.appendix_id is None and paper.access == Access.OPEN
    } - {paper.report_id for paper in line.waits_for}
    return tuple(
        paper for paper in line.papers if paper.report_id in ready and paper.access == Access.OPEN
    )


class _Drafted:
    """The loaded rows of a draft, from which its lines are made."""

    def __init__(
        self, agenda: Agenda, items: Sequence[AgendaItem], *, titles: dict[int, str]
    ) -> None:
        self.agenda = agenda
        self.titles = titles
        self.items = items
        self.exempts: dict[int, AgendaItemExempt] = {}
        self.papers: dict[int, list[Paper]] = {item.id: [] for item in items}
        self.officers: dict[int, str] = {}
        self.held: dict[int, list[Report]] = {item.id: [] for item in items}
        self.seen: set[int] = set()

    def take(self, row: Row[Any]) -> None:
        """Take in one row: an item, perhaps with a report, perhaps with one of its appendices."""
        item_id, placed, report = row.AgendaItem.id, row.Consideration, row.Report
        if row.AgendaItemExempt is not None:
            self.exempts[item_id] = row.AgendaItemExempt
        if placed is not None and placed.id not in self.seen:
            self.seen.add(placed.id)
            self.papers[item_id].append(self._report(placed, report, row.author or ""))
            self.held[item_id] += [report] if report is not None and report.is_held_back else []
        if report is not None:
            self.officers[item_id] = officer_of(report)
        if row.appendix_id is not None:
            self.papers[item_id].append(_drafted_appendix(row))

    def line(self, item: AgendaItem) -> Line:
        """One item with what stands under it."""
        exempt = self.exempts.get(item.id)
        worded: AgendaItem | AgendaItemExempt = exempt or item
        said = self._said(item)
        papers = tuple(self.papers[item.id])
        children = tuple(self.line(child) for child in ordering.under(self.items, item.id))
        waits = item.kind == ItemKind.ORDINARY and not children and not papers
        return Line(
            id=item.id,
            number=item.number,
            title=worded.title,
            html=said.text,
            kind=item.kind,
            part=item.part,
            open_title=item.title,
            paragraphs=tuple(said.paragraphs),
            access=exempt.access if exempt else Access.OPEN,
            public_interest=item.public_interest,
            late_reason=item.late_reason,
            pages=item.pages,
            officer=self.officers.get(item.id, ""),
            papers=papers,
            is_missing=waits and is_blank(said.text),
            to_follow=any(paper.state != "ready" for paper in papers),
            is_issued=item.published_at is not None,
            has_news=item.published_at is None
            or any(paper.state == "ready" and not paper.is_issued for paper in papers),
            children=children,
            exempt=exempt,
            held=tuple(self.held[item.id]),
        )

    def _said(self, item: AgendaItem) -> excluding.Exclusion:
        """The words of an item; an exclusion that is out as the supplement will have it."""
        worded: AgendaItem | AgendaItemExempt = self.exempts.get(item.id) or item
        kept = excluding.Exclusion(worded.text, item.paragraphs)
        if item.kind != ItemKind.EXCLUSION or item.published_at is None:
            return kept
        access = {exempt.access for exempt in self.exempts.values()}
        statutory = self.agenda.meeting.board.has_statutory_access
        return excluding.words_for(self.items, access=access, is_statutory=statutory) or kept

    def _report(self, placed: Consideration, report: Report | None, author: str) -> Paper:
        issued = placed.report_version_id is not None
        if report is None:
            unread = "A report that you cannot open yet"
            return Paper(unread, placed.report_id, is_issued=issued, access=Access.RESTRICTED)
        state = "ready" if issued or is_ready(report) else report.state.value
        return Paper(
            self.titles[report.id],
            report.id,
            state=state,
            who=author,
            is_issued=issued,
            access=report.access,
        )


def _drafted_appendix(row: Row[Any]) -> Paper:
    return Paper(
        row.appendix,
        row.Report.id,
        row.appendix_id,
        row.document_id,
        access=row.appendix_access,
    )


def _issued_line(
    content: Content, exempts: dict[int, PublicationExempt], readable: "_Readable"
) -> Line:
    exempt = exempts.get(content["id"])
    worded: Content = exempt.content if exempt else content
    return Line(
        id=content["id"],
        number=content["number"],
        title=worded["title"],
        html=worded["text"],
        kind=ItemKind(content["kind"]),
        part=content["part"],
        open_title=content["title"],
        paragraphs=tuple(content["paragraphs"]),
        access=exempt.access if exempt else Access.OPEN,
        public_interest=worded.get("public_interest", ""),
        late_reason=content["late_reason"],
        pages=content["pages"],
        officer=", ".join(dict.fromkeys(one["officer"] for one in worded["reports"])),
        papers=tuple(_issued_papers(worded["reports"], readable)),
        to_follow=worded["to_follow"],
        added_in=content["added_in"],
        children=tuple(_issued_line(child, exempts, readable) for child in content["children"]),
        exempt=exempt,
        held=() if exempt else readable.held(worded["reports"]),
    )


def _issued_papers(reports: Iterable[Content], readable: "_Readable") -> Iterable[Paper]:
    for report in reports:
        report_id = report["report_id"]
        if report_id not in readable.reports:
            continue
        yield Paper(report["title"], report_id, access=readable.reports[report_id])
        for appendix in report["appendices"]:
            access = readable.appendices.get(appendix["id"])
            if access is not None:
                yield Paper(
                    appendix["title"],
                    report_id,
                    appendix["id"],
                    appendix["document_id"],
                    access=access,
                )


def _reports_in(contents: Iterable[Content], closed: dict[int, Content]) -> list[int]:
    found: list[int] = []
    for content in contents:
        worded = closed.get(content["id"], content)
        found += [report["report_id"] for report in worded["reports"]]
        found += _reports_in(content["children"], closed)
    return found


class _Readable:
    """Reports, and the access of their appendices, that this reader may read, in one query.

    What has been closed since it was issued takes a second one: a view of it is recorded.
    """

    def __init__(self, report_ids: Sequence[int], reach: Reach) -> None:
        self.reports: dict[int, Access] = {}
        self.appendices: dict[int, Access] = {}
        asked = {"report_ids": report_ids} | reach.parameters
        for report_id, access, appendix_id, appendix_access in (
            facts(_READABLE, asked) if report_ids else ()
        ):
            self.reports[report_id] = access
            if appendix_id is not None:
                self.appendices[appendix_id] = appendix_access
        self.closed = _reports_with(
            [report_id for report_id, access in self.reports.items() if access != Access.OPEN]
        )

    def held(self, contents: Iterable[Content]) -> tuple[Report, ...]:
        """Those of these papers that have been closed since they were issued."""
        found = (self.closed.get(content["report_id"]) for content in contents)
        return tuple(one for one in found if one is not None)


_READABLE = (
    select(Report.id, Report.access, Appendix.id, Appendix.access)
    .outerjoin(Appendix, and_(Appendix.report_id == Report.id, Appendix.visible()))
    .where(one_of(Report.id, bindparam("report_ids", type_=Several(Integer))), Report.visible())
)


def _reports_with(ids: Sequence[int]) -> dict[int, Report]:
    """Reports that the reader has been found to be able to read."""
    if not ids:
        return {}
    return {one.id: one for one in db.session.scalars(select(Report).where(Report.id.in_(ids)))}
