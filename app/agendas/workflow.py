"""The life of an agenda: draft, then published; what follows are supplements."""

from app.agendas import policy
from app.agendas.models import Agenda, AgendaState
from app.foundation.workflow import Machine, Move
from app.meetings import workflow as meetings

DRAFT, PUBLISHED = AgendaState.DRAFT, AgendaState.PUBLISHED


def called_off(agenda: Agenda) -> str | None:
    """Nothing is issued for a meeting that will not take place."""
    trouble = meetings.called_off(agenda.meeting)
    return f"{trouble} Its agenda cannot be published." if trouble else None


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
