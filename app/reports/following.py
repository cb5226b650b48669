"""Reports follow their meeting: one that is written for a day goes with it to another."""

from sqlalchemy import select

from app.foundation import audit, indexing
from app.foundation.alone import alone_with
from app.foundation.db import db
from app.meetings.events import MeetingMoved
from app.reports.models import Report, ReportState


def follow_meeting(event: MeetingMoved) -> None:
    """What the board has not published yet is dated for the new day."""
    chosen = select(Report).where(
        Report.group_id == event.board.id,
        Report.wanted_on == event.before,
        Report.published_at.is_(None),
        Report.state != ReportState.WITHDRAWN,
    )
    alone_with(*db.session.scalars(chosen.order_by(Report.id)))
    for report in db.session.scalars(chosen):
        report.wanted_on = event.after
        audit.record(event.by, "follow-meeting", report)
        indexing.touch(report)
