"""Past papers that come in again with corrected words."""

from datetime import datetime

from app.foundation import audit
from app.foundation.db import db
from app.people.models import Person
from app.reports import composing, keeping
from app.reports.models import Printed, Report


def says(report: Report, printed: Printed) -> bool:
    """Whether a report has these words already."""
    kept = [(one.label, one.printed_number, one.text) for one in report.sections]
    read = composing.printed(printed.sections)
    said = [(one.label, one.printed_number, one.text) for one in read]
    head = (composing.titled(printed.title), composing.tidy(printed.header))
    return (report.title, report.header) == head and kept == said


def put(report: Report, printed: Printed, *, by: Person | None, at: datetime, why: str) -> None:
    """Put the corrected words of a past paper in the place of the first, as its newest version."""
    for section in list(report.sections):
        db.session.delete(section)
    db.session.flush()
    report.title, report.header = composing.titled(printed.title), composing.tidy(printed.header)
    report.sections = list(composing.printed(printed.sections))
    report.changed_at, report.version = at, report.version + 1
    audit.record(by, "bring-in-again", report, at=at)
    version = keeping.version_of_now(report, by=by, why=why, at=at)
    keeping.set_published(report, version, at=report.published_at or at)
    keeping.touch_all(report)
