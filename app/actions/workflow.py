"""The life of an action: open, in progress, then done with evidence or dropped with a reason."""

from app.actions import policy
from app.actions.models import Action, ActionState
from app.foundation.workflow import Machine, Move

OPEN, IN_PROGRESS = ActionState.OPEN, ActionState.IN_PROGRESS
DONE, DROPPED = ActionState.DONE, ActionState.DROPPED


def no_evidence(action: Action) -> str | None:
    """Refused while there is no evidence that it is done."""
    return None if action.evidence else "Say what was done, and where it can be seen."


def no_reason(action: Action) -> str | None:
    """Refused without a reason."""
    return None if action.dropped_reason else "Give the reason why this action is dropped."


moves = Machine(
    Move("start", "Start work", (OPEN,), IN_PROGRESS, may=policy.report_on),
    Move(
        "finish",
        "Record as done",
        (OPEN, IN_PROGRESS),
        DONE,
        may=policy.report_on,
        unless=(no_evidence,),
    ),
    Move(
        "drop",
        "Drop",
        (OPEN, IN_PROGRESS),
        DROPPED,
        may=policy.run,
        unless=(no_reason,),
        asks_reason=True,
    ),
    Move("reopen", "Reopen", (DONE, DROPPED), OPEN, may=policy.run),
)
