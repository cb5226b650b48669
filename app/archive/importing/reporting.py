"""From a past report to a report: its template, header, sections and appendices."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from app.archive.importing import closed
from app.archive.importing.context import ImportContext
from app.archive.importing.renewing import renew_report
from app.archive.importing.texts import plain, sections_of, whole_html
from app.archive.paper import ParsedPaper
from app.boards.models import Board
from app.foundation import clock
from app.foundation.db import db
from app.foundation.permissions import Access
from app.reports import queries, services
from app.reports.models import PrintedReport, Report, TemplateVersion

_PARTNERSHIP, _CURRENT = "partnership-cover", "policy-board-2024"
_OLDEST = date(2000, 1, 1)
_COVER_FIELDS = (
    ("financial_hr", "financ"),
    ("equality", "equalit"),
    ("purpose", "purpose of"),
)


def import_report(
    paper: ParsedPaper,
    *,
    board: Board,
    wanted_on: date | None,
    appendices: list[ParsedPaper],
    access: Access,
    published_at: datetime,
    context: ImportContext,
) -> Report:
    """Import one report with its attachments; an existing one is kept."""
    if any(map(closed.has_part_two, appendices)):
        access = Access.EXEMPT
    printed = _printed(paper)
    known = _same(paper, board=board, wanted_on=wanted_on, context=context)
    if known is not None:
        renew_report(known, printed, access=access, context=context)
        context.add_things(known, *known.appendices)
        return known
    report = services.bring_in(
        by=context.by,
        board=board,
        title=printed.title,
        template=_template(paper, context),
        header=printed.header,
        sections=printed.sections,
        wanted_on=wanted_on,
        access=access,
        published_at=published_at,
        appendices=[_appendix(one) for one in appendices],
        at=published_at if wanted_on else context.at,
    )
    context.add_things(report, *report.appendices)
    return report


def _printed(paper: ParsedPaper) -> PrintedReport:
    on_sheet = _on_cover_sheet(paper)
    sections = sections_of(paper, without=[title for title, _, _ in on_sheet])
    return PrintedReport(_title(paper), _header(paper, on_sheet), sections)


def access_with(paper: ParsedPaper, appendices: list[ParsedPaper]) -> Access:
    """The access of a report: as strict as the strictest of its attachments."""
    return Access.EXEMPT if any(map(closed.is_closed, (paper, *appendices))) else Access.OPEN


def _same(
    paper: ParsedPaper, *, board: Board, wanted_on: date | None, context: ImportContext
) -> Report | None:
    """The existing report of this subject for this board and day."""
    standing = select(Report).where(Report.group_id == board.id, Report.wanted_on == wanted_on)
    if wanted_on is None:
        standing = standing.where(Report.id.in_(context.previous_ids(Report.KIND)))
    same = (one for one in db.session.scalars(standing) if plain(one.title) == plain(_title(paper)))
    return next(same, None)


def _title(paper: ParsedPaper) -> str:
    return paper.subject or paper.source_file


def _template(paper: ParsedPaper, context: ImportContext) -> TemplateVersion:
    key = "partnership" if paper.template == _PARTNERSHIP else "policy-board"
    on = date.max if paper.template == _CURRENT else _OLDEST
    found = queries.template_version(key, on=on)
    if found is None:
        services.install_templates(by=context.by, current_from=clock.today(), priorities=[])
        found = queries.template_version(key, on=on)
    if found is None:
        raise LookupError(f"no template {key}")
    return found


def _header(paper: ParsedPaper, on_sheet: list[tuple[str, str, str]]) -> dict[str, str]:
    """The facts of the header, by the keys of the template's fields."""
    said = {
        "officer": paper.author,
        "portfolio": paper.portfolio,
        "wards": ", ".join(paper.wards),
        "prepared_by": paper.prepared_by or paper.author,
        "present": paper.present_at_meeting,
        "partner": paper.leading_partner,
        "summary": paper.summary,
        "recommendations": "\n".join(paper.recommendations),
        "addressed_to": paper.to,
    }
    said |= {key: text for _, key, text in on_sheet}
    said["purpose"] = paper.purpose
    if paper.template != _PARTNERSHIP:
        for key in ("recommendations", "purpose", "prepared_by"):
            said.pop(key)
    return {key: value for key, value in said.items() if value}


def _on_cover_sheet(paper: ParsedPaper) -> list[tuple[str, str, str]]:
    """Unnumbered sections of a cover sheet that are fields of its template: title, key, text."""
    if paper.template != _PARTNERSHIP:
        return []
    found = []
    for section in paper.sections:
        title = (section.title or "").lower()
        key = next((key for key, word in _COVER_FIELDS if word in title), None)
        if key and not section.number:
            found.append((section.title or "", key, section.text))
    return found


def _appendix(paper: ParsedPaper) -> dict[str, Any]:
    return {"title": appendix_title(paper), "html": whole_html(paper)}


def appendix_title(paper: ParsedPaper) -> str:
    """What an attached paper is called on the report."""
    if paper.kind == "minutes":
        day = f", {paper.date.day} {paper.date:%B %Y}" if paper.date else ""
        return f"Minutes of {paper.board or 'a meeting'}{day}"
    return paper.subject or "Appendix"
