"""Attaching documents and texts to a report; they are as closed as the report."""

from datetime import datetime

from app.documents.models import Document
from app.foundation import audit
from app.foundation.db import db
from app.foundation.permissions import Access
from app.foundation.richtext.dialect import clean
from app.people.models import Person
from app.reports import composing, keeping
from app.reports.models import Appendix, Report


def attach(
    report: Report,
    *,
    by: Person | None,
    title: str,
    document: Document | None,
    html: str,
    at: datetime | None,
) -> Appendix:
    """Attach a document or a text to a report; it is read by whoever reads the report."""
    appendix = Appendix(
        report_id=report.id,
        position=max((one.position for one in report.appendices), default=0) + 1,
        title=composing.titled(title),
        document_id=document.id if document else None,
        text=clean(html),
        access=report.access,
        group_id=report.group_id,
        published_at=None,
    )
    db.session.add(appendix)
    db.session.flush()
    keeping.share_with_readers(report, appendix)
    if document is not None:
        _take_in(report, document)
    audit.record(by, "attach", report, at=at, appendix=appendix.id)
    db.session.expire(report, ["appendices"])
    return appendix


def detach(appendix: Appendix, *, by: Person | None, at: datetime | None) -> None:
    """Take an appendix off its report again."""
    report = appendix.report
    audit.record(by, "detach", report, at=at, appendix=appendix.id)
    db.session.delete(appendix)
    db.session.flush()
    db.session.expire(report, ["appendices"])


def _take_in(report: Report, document: Document) -> None:
    """Close the document of an unpublished appendix as far as its report."""
    if report.access != Access.OPEN:
        document.access = report.access
    keeping.share_with_readers(report, document)
