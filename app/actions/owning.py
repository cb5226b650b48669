"""Whose an action is, and what of it waits for its owner: what is new, due, or to be reviewed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Date,
    Integer,
    ScalarSelect,
    and_,
    bindparam,
    func,
    literal,
    not_,
    or_,
    select,
)
from sqlalchemy.orm import InstrumentedAttribute, joinedload

from app.actions.models import Action, ActionNote, ActionReceipt, ActionState, TimeRequest
from app.foundation import clock
from app.foundation.db import db, fetch_rows
from app.foundation.permissions import Scope
from app.meetings.models import Meeting, MeetingState
from app.people.models import PostHolder

OUTSTANDING = (ActionState.OPEN, ActionState.IN_PROGRESS)
BEFORE_REVIEW = timedelta(days=10)
"""How long before a meeting the owners of actions due in words are asked how these get on."""
Day = date | BindParameter[date]


@dataclass(frozen=True)
class OwnAction:
    """An action that waits for its owner, and why."""

    action: Action
    is_new: bool
    """Whether its owner has not opened it yet."""
    review_on: date | None
    """The next meeting of its board, where it is due in words and is reviewed there."""
    asked: TimeRequest | None
    """A request for more time that the reader, as clerk of its board, is to answer."""
    is_answered: bool
    """Whether the reader asked for more time, and has been answered."""


def waiting_for(scope: Scope, *, today: date, until: date, most: int) -> list[OwnAction]:
    """The reader's outstanding actions that are new, due by a day, or soon to be reviewed; and for
    a clerk those whose owners ask for more time.

    These come first, then what is new and what is most urgent; one query.
    """
    person = literal(scope.person_id, Integer)
    is_new, review = is_new_to(person), _next_review(today)
    is_reviewed = and_(review.is_not(None), not_(_is_reported(today)))
    is_due = or_(is_new, Action.due_on <= until, and_(Action.due_on.is_(None), is_reviewed))
    is_asked = and_(TimeRequest.id.is_not(None), Action.group_id.in_(sorted(scope.clerked)))
    waits = and_(TimeRequest.action_id == Action.id, TimeRequest.answered_at.is_(None))
    chosen = (
        select(Action, is_new, review, TimeRequest, is_asked, _is_answered(person))
        .outerjoin(TimeRequest, waits)
        .where(Action.visible_to(scope), is_outstanding())
        .where(or_(is_asked, and_(belongs_to(person, today), is_due)))
        .options(joinedload(TimeRequest.by))
        .order_by(is_asked.desc(), is_new.desc())
        .order_by(func.coalesce(Action.due_on, review).nulls_last(), Action.id)
        .limit(most)
    )
    return [
        OwnAction(
            action,
            is_new=bool(new),
            review_on=None if action.due_on else day,
            asked=asked if is_theirs else None,
            is_answered=bool(answered),
        )
        for action, new, day, asked, is_theirs, answered in db.session.execute(chosen)
    ]


def count_waiting(scope: Scope, *, today: date) -> int:
    """How many of the reader's actions are new or late, for the navigation; one query."""
    ((count,),) = fetch_rows(_WAITING, {"today": today} | scope.parameters)
    return int(count)


def has_any(scope: Scope, *, today: date) -> bool:
    """Whether the reader owns an outstanding action; one query."""
    return bool(fetch_rows(_ANY, {"today": today} | scope.parameters))


def new_among(actions: Iterable[Action], scope: Scope) -> frozenset[int]:
    """Which of these actions are the reader's, outstanding, and not opened by them yet."""
    mine = {
        action.id
        for action in actions
        if action.state in OUTSTANDING
        and (action.person_id == scope.person_id or action.post_id in scope.posts)
    }
    if not mine:
        return frozenset()
    opened = select(ActionReceipt.action_id).where(
        ActionReceipt.person_id == scope.person_id, ActionReceipt.action_id.in_(sorted(mine))
    )
    return frozenset(mine.difference(db.session.scalars(opened)))


def last_note(action: Action) -> ActionNote | None:
    """The latest note on an action."""
    chosen = select(ActionNote).where(ActionNote.action_id == action.id)
    return db.session.scalar(chosen.order_by(ActionNote.at.desc(), ActionNote.id.desc()).limit(1))


def open_request(action: Action) -> TimeRequest | None:
    """The request for more time that waits for its answer."""
    chosen = select(TimeRequest).where(TimeRequest.action_id == action.id)
    return db.session.scalar(chosen.where(TimeRequest.answered_at.is_(None)))


def waits_for_review(today: date) -> ColumnElement[bool]:
    """SQL: due in words, and nobody has said how it gets on while its meeting draws near."""
    return and_(Action.due_on.is_(None), not_(_is_reported(today)))


def belongs_to(person_id: ColumnElement[Any], today: Day) -> ColumnElement[bool]:
    """The SQL condition that an action is this person's, by name or through a post held today."""
    held = select(PostHolder.post_id).where(
        PostHolder.person_id == person_id,
        or_(PostHolder.from_on.is_(None), PostHolder.from_on <= today),
        or_(PostHolder.to_on.is_(None), PostHolder.to_on >= today),
    )
    return or_(Action.person_id == person_id, Action.post_id.in_(held))


def is_new_to(person_id: ColumnElement[Any]) -> ColumnElement[bool]:
    """The SQL condition that this person has not opened an action."""
    opened = select(literal(1)).where(
        ActionReceipt.person_id == person_id, ActionReceipt.action_id == Action.id
    )
    return not_(opened.correlate(Action).exists())


def is_outstanding() -> ColumnElement[bool]:
    """The SQL condition that an action is neither done nor dropped."""
    return or_(*(Action.state == state for state in OUTSTANDING))


def _next_review(today: date) -> ScalarSelect[date]:
    """SQL for the day of the next meeting of its board, if that is near."""
    on_date: InstrumentedAttribute[date] = Meeting.on_date
    return (
        select(func.min(on_date))
        .where(
            Meeting.board_id == Action.group_id,
            Meeting.state == MeetingState.PLANNED,
            on_date.between(today, today + BEFORE_REVIEW),
        )
        .correlate(Action)
        .scalar_subquery()
    )


def _is_answered(person_id: ColumnElement[Any]) -> ColumnElement[bool]:
    """SQL: this person has asked for more time and has been answered."""
    answered = select(literal(1)).where(
        TimeRequest.action_id == Action.id,
        TimeRequest.by_id == person_id,
        TimeRequest.answered_at.is_not(None),
    )
    return answered.correlate(Action).exists()


def _is_reported(today: date) -> ColumnElement[bool]:
    """SQL: somebody has noted its progress lately, so that the coming meeting knows."""
    since = clock.moment(today - BEFORE_REVIEW, 0)
    noted = select(literal(1)).where(ActionNote.action_id == Action.id, ActionNote.at >= since)
    return noted.correlate(Action).exists()


_TODAY = bindparam("today", type_=Date)
_MINE = (Action.visible(), belongs_to(Scope.PERSON, _TODAY), is_outstanding())
_WAITING = select(func.count()).where(*_MINE, or_(Action.due_on < _TODAY, is_new_to(Scope.PERSON)))
_ANY = select(literal(1)).where(*_MINE).limit(1)
