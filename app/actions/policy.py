"""Who may see, report on and run actions."""

from datetime import date

from app.actions.models import Action
from app.boards.policy import clerks
from app.foundation import clock
from app.foundation.permissions import Scope
from app.people.models import PostHolder


def see(scope: Scope, _action: object) -> bool:
    """Whoever can reach an action may read it."""
    return scope.person_id is not None


def run(scope: Scope, action: Action) -> bool:
    """The board's clerk adds, changes, drops and reopens its actions."""
    return clerks(scope, action.group_id)


def owns(scope: Scope, action: Action) -> bool:
    """Whether the action is this person's, by name or through a post held today."""
    if scope.person_id is None:
        return False
    if action.person_id == scope.person_id:
        return True
    today = clock.today()
    holders = action.post.holders if action.post else ()
    return any(
        holding.person_id == scope.person_id and _holds(holding, today) for holding in holders
    )


def report_on(scope: Scope, action: Action) -> bool:
    """The owner starts an action, notes its progress and says it is done; so may the clerk."""
    return run(scope, action) or owns(scope, action)


def _holds(holding: PostHolder, today: date) -> bool:
    begun = holding.from_on is None or holding.from_on <= today
    return begun and (holding.to_on is None or holding.to_on >= today)
