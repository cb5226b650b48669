"""From an id in a URL to an action."""

from sqlalchemy.orm import joinedload, selectinload

from app.actions.models import Action, ActionNote
from app.foundation.web.access import May, fetch
from app.people.models import Post

_TOGETHER = (
    joinedload(Action.person),
    joinedload(Action.post).selectinload(Post.holders),
    joinedload(Action.organisation),
    selectinload(Action.notes).joinedload(ActionNote.by),
)


def action(action_id: int, *, may: May) -> Action:
    """An action with its owner and its notes; a view of an exempt one is recorded."""
    return fetch(Action, action_id, may=may, options=_TOGETHER)
