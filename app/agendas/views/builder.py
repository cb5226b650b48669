"""The view model of the builder: what each row says, and where its item can move."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from flask import url_for

from app.agendas.models import Agenda, ItemKind
from app.agendas.showing.reading import CLOSED_PART, AgendaLine, every
from app.foundation.exports.wording import together
from app.foundation.web.offers import Button
from app.reports.models import Report

ABOUT = {
    ItemKind.EXCLUSION: "Stands here because Part II has items",
    ItemKind.HEADING: "Group heading",
    ItemKind.STANDING: "Standing item",
    ItemKind.MINUTES: "Standing item",
}
"""What a row says of items that have no report."""


@dataclass(frozen=True)
class BuilderRow:
    """One item as the builder shows it."""

    line: AgendaLine
    is_first: bool
    """Whether it cannot move up: it is the first, or the one above is issued and keeps its
    place."""
    is_last: bool
    is_nested: bool = False
    may_go_in: bool = False
    """Whether it can be put under the item above."""

    @property
    def is_fixed(self) -> bool:
        """Whether it cannot be moved."""
        return self.line.is_issued or self.line.kind == ItemKind.EXCLUSION

    @property
    def about(self) -> str:
        """The line under its title."""
        line = self.line
        if line.exempt and line.open_title != line.title:
            return f"Published as “{line.open_title}”"
        if line.kind in ABOUT:
            return ABOUT[line.kind]
        if line.papers:
            return self._about_papers
        if line.minutes:
            return "Receives minutes"
        return "Waits for a report" if line.is_missing else "Without a report"

    @property
    def state(self) -> str:
        """How far its reports are; empty where none is awaited, or all are issued."""
        line = self.line
        if line.waits_for:
            return line.waits_for[0].state
        if line.is_missing:
            return "to follow"
        return "ready" if line.papers and not line.is_issued else ""

    @property
    def _about_papers(self) -> str:
        """Their titles, or, where that is the item's own, who reports."""
        line = self.line
        if line.papers[0].label == line.title:
            return together(line.officers) or "Report"
        return "; ".join(paper.label for paper in line.papers if not paper.appendix_id)


@dataclass(frozen=True)
class WaitingReport:
    """A report that waits for a place, and the item of its own title that waits for it."""

    report: Report
    title: str
    place: Button | None
    add: Button


def waiting_rows(
    agenda: Agenda,
    waiting: Sequence[Report],
    titles: Mapping[int, str],
    lines: Sequence[AgendaLine],
) -> list[WaitingReport]:
    """The reports that wait; of one whose title an empty item bears its place there comes first."""
    empty = {line.title.casefold(): line for line in every(lines) if line.is_missing}
    return [_waiting(agenda, one, titles[one.id], empty) for one in waiting]


def _waiting(
    agenda: Agenda, report: Report, title: str, empty: Mapping[str, AgendaLine]
) -> WaitingReport:
    line = empty.get(title.casefold())
    is_fit = line is not None and (line.part == CLOSED_PART or not report.is_held_back)
    meeting_id = agenda.meeting_id
    place = None
    if line is not None and is_fit:
        url = url_for(
            "agenda_items.place", meeting_id=meeting_id, item_id=line.id, report_id=report.id
        )
        seen: dict[str, object] = {"version": agenda.version}
        place = Button(f"Place on item {line.number}", url, "", "small", title, fields=seen)
    url = url_for("agenda_items.add_report", meeting_id=meeting_id, report_id=report.id)
    label = "Add as another item" if place else "Add"
    return WaitingReport(report, title, place, Button(label, url, "second", "small", title, {}))


def rows_of(lines: Sequence[AgendaLine]) -> Iterator[BuilderRow]:
    """The items of one part in their order, each followed by those that stand under it."""
    last = lines[-1].id if lines else 0
    free = [line.id for line in lines if line.kind != ItemKind.EXCLUSION][-1:]
    for place, line in enumerate(lines):
        yield BuilderRow(
            line,
            is_first=place == 0 or lines[place - 1].is_issued,
            is_last=line.id in (last, *free),
            may_go_in=place > 0 and not line.children,
        )
        yield from _under(line)


def _under(line: AgendaLine) -> Iterator[BuilderRow]:
    for place, child in enumerate(line.children):
        yield BuilderRow(
            child,
            is_first=place == 0 or line.children[place - 1].is_issued,
            is_last=place == len(line.children) - 1,
            is_nested=True,
        )
