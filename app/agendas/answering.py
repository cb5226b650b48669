"""The answers of agendas to the questions of meetings and reports."""

from sqlalchemy import func, select

from app.agendas.models import Agenda, AgendaState, Consideration, Publication
from app.foundation.db import db
from app.foundation.web.filters import local_day
from app.meetings.events import MeetingProgress, PapersAsked
from app.meetings.models import Meeting
from app.reports.events import StandingAsked


def answer_papers(question: PapersAsked) -> dict[int, MeetingProgress]:
    """How far the agendas of these meetings are: published, or a draft, which only their clerks
    know."""
    rows = db.session.execute(
        select(Agenda.meeting_id, Meeting.board_id, Agenda.state, func.min(Publication.at))
        .join(Meeting, Meeting.id == Agenda.meeting_id)
        .outerjoin(Publication, Publication.agenda_id == Agenda.id)
        .where(Agenda.meeting_id.in_(question.meeting_ids))
        .group_by(Agenda.meeting_id, Meeting.board_id, Agenda.state)
    )
    return {
        meeting_id: MeetingProgress(agenda=state.value, issued_on=local_day(issued))
        for meeting_id, board_id, state, issued in rows
        if state == AgendaState.PUBLISHED or board_id in question.scope.clerked
    }


def answer_standing(question: StandingAsked) -> bool:
    """Whether an agenda still has this version of a report; a supplement may have brought a later
    one."""
    takes = select(Consideration.id).where(Consideration.report_version_id == question.version_id)
    return db.session.scalar(takes.limit(1)) is not None
