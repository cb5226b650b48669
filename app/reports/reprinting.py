"""Importing reports from past papers, and importing them again with corrected words."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from app.boards.models import Board
from app.foundation import audit
from app.foundation.db import add_together, db
from app.foundation.permissions import Access
from app.people.models import Person
from app.reports import attaching, composing, keeping
from app.reports.models import PrintedReport, Report, ReportState, TemplateVersion

IMPORTED = "imported"


def bring_in(
    *,
    by: Person | None,
    board: Board,
    title: str,
    template: TemplateVersion,
    header: dict[str, str],
    sections: list[dict[str, Any]],
    wanted_on: date | None,
    access: Access,
    published_at: datetime,
    appendices: Iterable[dict[str, Any]] = (),
    at: datetime | None = None,
) -> Report:
    """Import a past paper as it was printed: its own sections, labels and numbers."""
    moment = at or published_at
    report = Report(
        group_id=board.id,
        template_version=template,
        title=composing.titled(title),
        author_id=None,
        header=composing.tidy(header),
        wanted_on=wanted_on,
        access=access,
        state=ReportState.CLEARED,
        started_at=moment,
        changed_at=moment,
    )
    db.session.add(report)
    audit.record(by, "bring-in", report, at=at)
    _print(report, sections)
    for given in appendices:
        attaching.attach(
            report,
            by=by,
            title=given["title"],
            document=given.get("document"),
            html=given.get("html", ""),
            at=at,
        )
    version = keeping.version_of_now(report, by=by, why=IMPORTED, at=moment)
    keeping.set_published({report: version}, at=published_at)
    return report


def says(report: Report, printed: PrintedReport) -> bool:
    """Whether a report has these words already."""
    kept = [(one.label, one.printed_number, one.text) for one in report.sections]
    read = composing.printed(printed.sections)
    said = [(one.label, one.printed_number, one.text) for one in read]
    head = (composing.titled(printed.title), composing.tidy(printed.header))
    return (report.title, report.header) == head and kept == said


def _print(report: Report, sections: list[dict[str, Any]]) -> None:
    rows = list(composing.printed(sections))
    for row in rows:
        row.report_id = report.id
    add_together(rows)
    db.session.expire(report, ["sections"])


def put(
    report: Report, printed: PrintedReport, *, by: Person | None, at: datetime, why: str
) -> None:
    """Replace the words of an imported report by corrected ones, in a new version."""
    for section in list(report.sections):
        db.session.delete(section)
    db.session.flush()
    report.title, report.header = composing.titled(printed.title), composing.tidy(printed.header)
    _print(report, printed.sections)
    report.changed_at, report.version = at, report.version + 1
    audit.record(by, "bring-in-again", report, at=at)
    version = keeping.version_of_now(report, by=by, why=why, at=at)
    keeping.set_published({report: version}, at=report.published_at or at)
