"""What minutes answer when meetings ask how far their papers are."""

from sqlalchemy import or_, select

from app.foundation.db import db
from app.meetings.events import PapersAsked
from app.meetings.models import Meeting
from app.minutes.models import Minutes


def answer_papers(asked: PapersAsked) -> None:
    """How far the minutes are: published for everybody, written so far for their clerks."""
    rows = db.session.execute(
        select(Minutes.meeting_id, Minutes.state)
        .join(Meeting, Meeting.id == Minutes.meeting_id)
        .where(
            Minutes.meeting_id.in_(asked.meeting_ids),
            or_(
                Minutes.published_at.is_not(None),
                Meeting.board_id.in_(sorted(asked.reach.clerked)),
            ),
        )
    )
    for meeting_id, state in rows:
        asked.of(meeting_id).minutes = state.value
