"""The working draft of an agenda as its clerk gets it, before anything of it is issued."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Integer, Row, and_, bindparam, func, select

from app.agendas import queries, receiving
from app.agendas.models import Agenda, AgendaItem, AgendaItemExempt, Consideration, ItemKind
from app.agendas.rules import excluding, ordering, revising
from app.agendas.rules.draft import is_ready
from app.agendas.showing.reading import AgendaLine, AgendaPaper, PutToBoard
from app.foundation.db import db
from app.foundation.permissions import Access, Scope
from app.foundation.richtext.dialect import is_blank
from app.meetings import queries as meetings
from app.meetings.models import Meeting
from app.people.models import Person
from app.reports import queries as reports
from app.reports.models import Appendix, Report, ReportVersion


def as_drafted(agenda: Agenda, scope: Scope) -> list[AgendaLine]:
    """The working draft, for its clerks: items, exempt wordings and papers in one query."""
    rows = db.session.execute(_DRAFT, {"agenda_id": agenda.id} | scope.parameters).all()
    items = list(dict.fromkeys(row.AgendaItem for row in rows))
    named = {row.Report for row in rows if row.Report is not None}
    drafted = _Drafted(agenda, items, titles=reports.titles_for(named, scope))
    drafted.revised = revising.revised_on(agenda, _placed(rows))
    for row in rows:
        drafted.take(row)
    lines = [drafted.line(item) for item in ordering.under(items, None)]
    return _kept_promises(lines, agenda.meeting)


def _placed(rows: Sequence[Row[Any]]) -> list[Consideration]:
    """The placed reports that this clerk may read."""
    read = [row.Consideration for row in rows if row.Report is not None]
    return list(dict.fromkeys(read))


def _kept_promises(lines: list[AgendaLine], meeting: Meeting) -> list[AgendaLine]:
    """Before its meeting an item's paper may still follow; afterwards there was none."""
    return [_without_promise(line) for line in lines] if meetings.is_over(meeting) else lines


def _without_promise(line: AgendaLine) -> AgendaLine:
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
"""One row for each paper of each item, of columns alone where no object is needed."""


class _Drafted:
    """The loaded rows of a draft, from which its lines are made."""

    def __init__(
        self, agenda: Agenda, items: Sequence[AgendaItem], *, titles: dict[int, str]
    ) -> None:
        self.agenda = agenda
        self.titles = titles
        self.items = items
        self.exempts: dict[int, AgendaItemExempt] = {}
        self.papers: dict[int, list[AgendaPaper]] = {item.id: [] for item in items}
        self.officers: dict[int, dict[str, None]] = {}
        self.held: dict[int, list[Report]] = {item.id: [] for item in items}
        self.seen: set[int] = set()
        self.revised: dict[int, ReportVersion] = {}
        self.minutes = tuple(
            PutToBoard(f"{one.name[:1].upper()}{one.name[1:]}", one.url if one.is_published else "")
            for one in queries.minutes_to_agree(agenda.meeting, items)
        )
        self.received = receiving.of_agenda(agenda)

    def take(self, row: Row[Any]) -> None:
        """Add one row: an item, perhaps with a report and one of its appendices."""
        item_id, placed, report = row.AgendaItem.id, row.Consideration, row.Report
        if row.AgendaItemExempt is not None:
            self.exempts[item_id] = row.AgendaItemExempt
        if placed is not None and placed.id not in self.seen:
            self.seen.add(placed.id)
            self.papers[item_id].append(self._report(placed, report, row.author or ""))
            self.held[item_id] += [report] if report is not None and report.is_held_back else []
        if report is not None:
            self.officers.setdefault(item_id, {})[report.officer] = None
        if row.appendix_id is not None:
            self.papers[item_id].append(_drafted_appendix(row))

    def line(self, item: AgendaItem) -> AgendaLine:
        """One item with what stands under it."""
        exempt = self.exempts.get(item.id)
        worded: AgendaItem | AgendaItemExempt = exempt or item
        said = self._wording_of(item)
        papers = tuple(self.papers[item.id])
        children = tuple(self.line(child) for child in ordering.under(self.items, item.id))
        attached = papers or self.received.get(item.id)
        waits = item.kind == ItemKind.ORDINARY and not children and not attached
        return AgendaLine(
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
            officers=tuple(filter(None, self.officers.get(item.id, ()))),
            papers=papers,
            minutes=self.minutes if item.kind == ItemKind.MINUTES else self._received(item),
            is_missing=waits and is_blank(said.text),
            to_follow=any(paper.state != "ready" for paper in papers),
            is_issued=item.published_at is not None,
            has_news=item.published_at is None
            or any(paper.state == "ready" and not paper.is_issued for paper in papers),
            children=children,
            exempt=exempt,
            held=tuple(self.held[item.id]),
        )

    def _received(self, item: AgendaItem) -> tuple[PutToBoard, ...]:
        return tuple(PutToBoard(one.label, one.url) for one in self.received.get(item.id, ()))

    def _wording_of(self, item: AgendaItem) -> excluding.Exclusion:
        """The words of an item; of an issued exclusion those that the supplement will have."""
        worded: AgendaItem | AgendaItemExempt = self.exempts.get(item.id) or item
        kept = excluding.Exclusion(worded.text, item.paragraphs)
        if item.kind != ItemKind.EXCLUSION or item.published_at is None:
            return kept
        access = {key: exempt.access for key, exempt in self.exempts.items()}
        law = self.agenda.meeting.board.access_law
        return excluding.words_for(self.items, access=access, law=law) or kept

    def _report(self, placed: Consideration, report: Report | None, author: str) -> AgendaPaper:
        issued = placed.report_version_id is not None
        if report is None:
            unread = "A report that you cannot open yet"
            return AgendaPaper(unread, placed.report_id, is_issued=issued, access=Access.RESTRICTED)
        state = "ready" if issued or is_ready(report) else report.state.value
        replaced = self.revised.get(placed.id)
        return AgendaPaper(
            self.titles[report.id],
            report.id,
            state=state,
            who=author,
            is_issued=issued and replaced is None,
            access=report.access,
            version=0 if replaced else None,
            earlier=replaced.number if replaced else None,
        )


def _drafted_appendix(row: Row[Any]) -> AgendaPaper:
    return AgendaPaper(
        row.appendix,
        row.Report.id,
        row.appendix_id,
        row.document_id,
        access=row.appendix_access,
    )
