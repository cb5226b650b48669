"""Past papers that come in again with corrected words."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.foundation import audit
from app.foundation.db import db
from app.people.models import Person
from app.reports import composing, keeping
from app.reports.models import Report
from app.reports.services import IMPORTED


@dataclass(frozen=True)
class Printed:
    """A past paper as it was printed: title, head, and sections under its own labels."""

    title: str
    header: dict[str, str]
    sections: list[dict[str, Any]]


def says(report: Report, printed: Printed) -> bool:
    """Whether a report has these words already."""
    kept = [(one.label, one.printed_number, one.text) for one in report.sections]
    read = composing.printed(printed.sections)
    said = [(one.label, one.printed_number, one.text) for one in read]
    head = (composing.titled(printed.title), composing.tidy(printed.header))
    return (report.title, report.header) == head and kept == said


def bring_in_again(report: Report, printed: Printed, *, by: Person | None, at: datetime) -> None:
    """Put the corrected words of a past paper in the place of the first, as its newest version."""
    for section in list(report.sections):
        db.session.delete(section)
    db.session.flush()
    report.title, report.header = composing.titled(printed.title), composing.tidy(printed.header)
    report.sections = list(composing.printed(printed.sections))
    report.changed_at, report.version = at, report.version + 1
    audit.record(by, "bring-in-again", report, at=at)
    version = keeping.version_of_now(report, by=by, why=IMPORTED, at=at)
    keeping.set_published(report, version, at=report.published_at or at)
    keeping.touch_all(report)
