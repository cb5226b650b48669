"""The life of an agenda: draft, then published; what follows are supplements."""

from app.agendas import policy
from app.agendas.models import Agenda, AgendaState
from app.foundation.workflow import Machine, Move
from app.meetings.models import MeetingState

DRAFT, PUBLISHED = AgendaState.DRAFT, AgendaState.PUBLISHED


def called_off(agenda: Agenda) -> str | None:
    """Nothing is issued for a meeting that will not take place."""
    if agenda.meeting.state in (MeetingState.CANCELLED, MeetingState.POSTPONED):
        return f"This meeting is {agenda.meeting.state.value}: its agenda cannot be published."
    return None


moves = Machine(
    Move("publish", "Publish", (DRAFT,), PUBLISHED, may=policy.run, unless=(called_off,)),
    Move(
        "supplement",
        "Publish a supplement",
        (PUBLISHED,),
        PUBLISHED,
        may=policy.run,
        unless=(called_off,),
    ),
)
