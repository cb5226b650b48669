"""Listeners: reports follow their meeting to another day and keep the files issued with them."""

from sqlalchemy import select

from app.documents.events import DocumentReplacing
from app.foundation import audit
from app.foundation.db import db
from app.foundation.errors import Refused
from app.foundation.locking import lock_rows
from app.meetings import queries as meetings
from app.meetings.events import MeetingMoved
from app.reports.models import Appendix, Report, ReportState, ReportVersion

ISSUED_FILE = (
    "This file has been published with a report, so it stays as it was issued. Attach the new one "
    "to the report, which then goes out with a supplement, or publish it with a report of its "
    "own; what must not be read is withdrawn with its item."
)


def follow_meeting(event: MeetingMoved) -> None:
    """Date the unpublished reports of a meeting for its new day, unless its board still meets on
    the old one."""
    lock_rows(event.board)
    if meetings.meets_on(event.board, event.before):
        return
    chosen = select(Report).where(
        Report.group_id == event.board.id,
        Report.wanted_on == event.before,
        Report.published_at.is_(None),
        Report.state != ReportState.WITHDRAWN,
    )
    lock_rows(*db.session.scalars(chosen.order_by(Report.id)))
    for report in db.session.scalars(chosen):
        report.wanted_on, report.version = event.after, report.version + 1
        audit.record(event.by, "follow-meeting", report)


def keep_issued_file(event: DocumentReplacing) -> None:
    """Refuse to replace a file that was issued with a report; those of past papers are
    corrected."""
    issued = (
        select(Appendix.id)
        .join(ReportVersion, ReportVersion.report_id == Appendix.report_id)
        .where(
            Appendix.document_id == event.document_id,
            Appendix.published_at.is_not(None),
            ReportVersion.why == "published",
        )
    )
    if db.session.scalar(issued.limit(1)) is not None:
        raise Refused(ISSUED_FILE)
