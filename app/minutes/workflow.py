"""The life of minutes: draft, published draft, then agreed as a correct record or not."""

from app.foundation.workflow import Machine, Move
from app.minutes import checking, policy
from app.minutes.models import Minutes, MinutesState

DRAFT, WITH_CHAIR, PUBLISHED = MinutesState.DRAFT, MinutesState.WITH_CHAIR, MinutesState.PUBLISHED
APPROVED = MinutesState.APPROVED


def stands_in_the_way(minutes: Minutes) -> str | None:
    """Refused while the checks find an error."""
    errors = (check.sentence for check in checking.checks(minutes) if check.level == "error")
    return next(errors, None)


moves = Machine(
    Move(
        "publish",
        "Publish as draft minutes",
        (DRAFT, WITH_CHAIR),
        PUBLISHED,
        may=policy.write,
        unless=(stands_in_the_way,),
    ),
    Move("agree", "Record that they were agreed", (PUBLISHED,), APPROVED, may=policy.write),
    Move("not-agree", "Record that they were not", (PUBLISHED,), PUBLISHED, may=policy.write),
    Move("take-back", "Take it back", (PUBLISHED, APPROVED), PUBLISHED, may=policy.write),
    Move("bring-in", "Bring in", (DRAFT, WITH_CHAIR), PUBLISHED, may=policy.bring_in),
)
