"""From an id in a URL to an action."""

from flask import abort
from sqlalchemy.orm import joinedload, selectinload

from app.actions.models import Action, ActionNote, TimeRequest
from app.foundation.web.access import May, fetch
from app.people.models import Post

_TOGETHER = (
    joinedload(Action.person),
    joinedload(Action.post).selectinload(Post.holders),
    joinedload(Action.organisation),
    selectinload(Action.notes).joinedload(ActionNote.by),
    selectinload(Action.requests).joinedload(TimeRequest.by),
    selectinload(Action.requests).joinedload(TimeRequest.answered_by),
)


def action(action_id: int, *, may: May) -> Action:
    """An action with its owner and its notes; a view of an exempt one is recorded."""
    return fetch(Action, action_id, may=may, options=_TOGETHER)


def time_request(action_id: int, request_id: int, *, may: May) -> TimeRequest:
    """A request for more time for this action."""
    found = [one for one in action(action_id, may=may).requests if one.id == request_id]
    if not found:
        abort(404)
    return found[0]
