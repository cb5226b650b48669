"""The blueprint of actions, and what their pages share."""

from flask import Blueprint

from app.actions.models import Action
from app.foundation.web import request_transaction

bp = Blueprint("actions", __name__)


def seen(actions: list[Action]) -> list[Action]:
    """These actions are shown; each view of one that is not open is logged."""
    for action in actions:
        request_transaction.log_view(action)
    return actions
