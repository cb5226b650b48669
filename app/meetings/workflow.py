"""The life of a meeting: planned, then held, cancelled or postponed."""

from app.foundation import clock
from app.foundation.workflow import Machine, Move
from app.meetings import policy
from app.meetings.models import TAKING_PLACE, Meeting, MeetingState

PLANNED, HELD = MeetingState.PLANNED, MeetingState.HELD
CANCELLED, POSTPONED = MeetingState.CANCELLED, MeetingState.POSTPONED


def called_off(meeting: Meeting) -> str | None:
    """Nothing is prepared or recorded for a meeting that will not take place."""
    if meeting.state not in TAKING_PLACE:
        return f"This meeting is {meeting.state.value}."
    return None


def not_yet_begun(meeting: Meeting) -> str | None:
    """A meeting cannot be recorded as held before its day."""
    if meeting.on_date > clock.today():
        return "This meeting has not taken place yet."
    return None


moves = Machine(
    Move("hold", "Record as held", (PLANNED,), HELD, may=policy.run, unless=(not_yet_begun,)),
    Move("postpone", "Postpone", (PLANNED,), POSTPONED, may=policy.run, asks_reason=True),
    Move("cancel", "Cancel", (PLANNED,), CANCELLED, may=policy.run, asks_reason=True),
    Move("reinstate", "Reinstate", (CANCELLED,), PLANNED, may=policy.run),
)
