"""What agendas answer when meetings ask how far their papers are."""

from sqlalchemy import func, select

from app.agendas.models import Agenda, AgendaState, Publication
from app.foundation.db import db
from app.foundation.web.filters import local_day
from app.meetings.events import PapersAsked
from app.meetings.models import Meeting


def answer_papers(asked: PapersAsked) -> None:
    """Whether an agenda is a draft, which its clerks may know, or published, and since when."""
    rows = db.session.execute(
        select(Agenda.meeting_id, Meeting.board_id, Agenda.state, func.min(Publication.at))
        .join(Meeting, Meeting.id == Agenda.meeting_id)
        .outerjoin(Publication, Publication.agenda_id == Agenda.id)
        .where(Agenda.meeting_id.in_(asked.meeting_ids))
        .group_by(Agenda.meeting_id, Meeting.board_id, Agenda.state)
    )
    for meeting_id, board_id, state, issued in rows:
        if state == AgendaState.PUBLISHED or board_id in asked.reach.clerked:
            papers = asked.of(meeting_id)
            papers.agenda, papers.issued_on = state.value, local_day(issued)
