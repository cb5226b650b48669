"""Receipts: that an owner has opened an action, so that it is no longer new to them."""

from sqlalchemy import delete, select

from app.actions import policy
from app.actions.models import Action, ActionReceipt
from app.foundation import clock
from app.foundation.db import (
    add_each_once,
    add_once,
    db,
    short_transaction,
    statement_of_additions,
)
from app.foundation.permissions import Scope
from app.people.events import PersonMerged
from app.people.models import Person

ONE_EACH = ("person_id", "action_id")


def note_received(action_id: int, *, person_id: int) -> None:
    """Note that an owner looks at an action; its page does not wait for a busy database."""
    row = {"action_id": action_id, "person_id": person_id, "at": clock.now()}
    with short_transaction(wait_milliseconds=200) as connection:
        connection.execute(statement_of_additions(ActionReceipt, unique=ONE_EACH, rows=[row]))


def received(action: Action, *, by: Person | None) -> None:
    """Whoever reports on an action of their own has opened it, too."""
    if by is not None and policy.owns(Scope(person_id=by.id), action):
        row = {"action_id": action.id, "person_id": by.id, "at": clock.now()}
        add_once(ActionReceipt, unique=ONE_EACH, **row)


def is_news(action: Action) -> None:
    """Let an action stand before its owner as new: it was given to them, or answered."""
    db.session.execute(delete(ActionReceipt).where(ActionReceipt.action_id == action.id))


def follow_merge(merged: PersonMerged) -> None:
    """What either entry has opened, the one that stays has opened."""
    gone = select(ActionReceipt.action_id, ActionReceipt.at)
    rows = db.session.execute(gone.where(ActionReceipt.person_id == merged.gone_id))
    opened = [{"action_id": one, "person_id": merged.kept_id, "at": at} for one, at in rows]
    add_each_once(ActionReceipt, unique=ONE_EACH, rows=opened)
    db.session.execute(delete(ActionReceipt).where(ActionReceipt.person_id == merged.gone_id))
