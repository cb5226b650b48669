"""Finding actions: lists, counts, the minutes behind them, and who is to do them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    String,
    bindparam,
    case,
    cast,
    func,
    literal,
    not_,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import joinedload

from app.actions.models import Action, ActionState
from app.actions.owning import (
    BEFORE_REVIEW,
    OUTSTANDING,
    Day,
    OwnAction,
    belongs_to,
    count_waiting,
    has_any,
    is_outstanding,
    new_among,
    waiting_for,
    waits_for_review,
)
from app.agendas.models import AgendaItem, AgendaItemExempt
from app.foundation.db import ArrayParam, db, fetch_rows, in_array
from app.foundation.permissions import Access, Scope
from app.meetings.models import Meeting
from app.minutes.models import Minute, MinuteExempt, Minutes, MinutesState
from app.people.models import Organisation, Person, Post

__all__ = [
    "BEFORE_REVIEW",
    "OUTSTANDING",
    "OwnAction",
    "count_waiting",
    "has_any",
    "new_among",
    "waiting_for",
]

SOON = timedelta(days=14)
_NOT_DONE = (*OUTSTANDING, ActionState.DROPPED)
_STRICTEST = (Access.RESTRICTED, Access.CONFIDENTIAL, Access.EXEMPT, Access.OPEN)


class Standing(StrEnum):
    """How a reader narrows a list of actions."""

    OUTSTANDING = "outstanding"
    OVERDUE = "overdue"
    OPEN = "open"
    IN_PROGRESS = "in progress"
    DONE = "done"
    DROPPED = "dropped"
    ALL = "all"


@dataclass(frozen=True)
class ActionFilter:
    """What a reader asked the list of actions for."""

    standing: Standing = Standing.OUTSTANDING
    mine: bool = False
    ours: bool = False
    """Only actions of boards that the reader clerks or sits on."""
    board_id: int | None = None
    owner: str = ""
    meeting_id: int | None = None

    @property
    def takes_all(self) -> bool:
        """Whether nothing but the state narrows the list."""
        return replace(self, standing=Standing.OUTSTANDING) == ActionFilter()


@dataclass(frozen=True)
class SourceMinute:
    """The minute that an action came from, as far as this reader may see it."""

    minute_id: int
    meeting_id: int
    reference: str
    heading: str
    on: date


def listed(wanted: ActionFilter, scope: Scope, *, today: date) -> Select[Action]:
    """The actions a reader asked for and may see, what is due first before what has no day."""
    chosen = _visible(wanted, scope, today=today).where(_stands(wanted.standing, today))
    return _in_order(chosen)


def page_of(chosen: Select[Action], *, number: int, size: int) -> list[Action]:
    """One page of a list; owners are read for what stands on it alone."""
    ids = chosen.with_only_columns(Action.id).limit(size).offset((number - 1) * size)
    return list(db.session.scalars(_in_order(select(Action).where(Action.id.in_(ids)))))


def _in_order(chosen: Select[Action]) -> Select[Action]:
    return chosen.options(*_owners()).order_by(Action.due_on.nulls_last(), Action.id)


def for_everybody(chosen: Select[Action]) -> Select[Action]:
    """Of these actions those that are open and published."""
    return chosen.where(Action.access == Access.OPEN, Action.published_at.is_not(None))


def holds_closed(chosen: Select[Action]) -> bool:
    """Whether any of these actions is not open."""
    closed = chosen.where(Action.access != Access.OPEN).order_by(None).with_only_columns(Action.id)
    return db.session.scalar(closed.limit(1)) is not None


def counts(wanted: ActionFilter, scope: Scope, *, today: date) -> dict[Standing, int]:
    """How many actions each state holds, the other filters standing; one query.

    What is done is what is left of all: after many years there is too much of it to be counted.
    """
    visible = _visible(wanted, scope, today=today)
    in_states = visible.where(Action.state.in_(_NOT_DONE)).group_by(Action.state)
    overdue = visible.where(_stands(Standing.OVERDUE, today)).with_only_columns(func.count())
    everything = _all(scope) if wanted.takes_all else visible.with_only_columns(func.count())
    rows = db.session.execute(
        union_all(
            in_states.with_only_columns(cast(Action.state, String), func.count()),
            select(literal(Standing.OVERDUE.value), overdue.scalar_subquery()),
            select(literal(Standing.ALL.value), everything.scalar_subquery()),
        )
    )
    held = dict.fromkeys(Standing, 0) | {Standing(word): number for word, number in rows}
    held[Standing.OUTSTANDING] = sum(held[Standing(one.value)] for one in OUTSTANDING)
    held[Standing.DONE] = held[Standing.ALL] - held[Standing.OUTSTANDING] - held[Standing.DROPPED]
    return held


@dataclass(frozen=True)
class Tally:
    """The outstanding actions of one board, as far as a reader may see them."""

    board_id: int
    late: int
    soon: int
    on_track: int
    oldest: date | None
    """The earliest day on which one of them was due."""
    to_review: int
    """How many are due in words, of which nobody has said lately how they get on."""


def tallies(scope: Scope, *, today: date, board_ids: Iterable[int] | None = None) -> list[Tally]:
    """The outstanding actions of each board; one query."""
    late = _times(Action.due_on < today)
    soon = _times(Action.due_on.between(today, today + SOON))
    on_track = _times(or_(Action.due_on.is_(None), Action.due_on > today + SOON))
    to_review = _times(waits_for_review(today))
    chosen = select(Action.group_id, late, soon, on_track, func.min(Action.due_on), to_review)
    chosen = chosen.where(Action.visible_to(scope), Action.state.in_(OUTSTANDING))
    if board_ids is not None:
        chosen = chosen.where(Action.group_id.in_(sorted(board_ids)))
    return [Tally(*row) for row in db.session.execute(chosen.group_by(Action.group_id))]


def summed(tallies: Iterable[Tally]) -> list[int]:
    """How many are overdue, due soon, and on track, of all these boards together."""
    rows = [(one.late, one.soon, one.on_track) for one in tallies]
    return [sum(counts) for counts in zip(*rows, strict=True)] or [0, 0, 0]


def behind(actions: Iterable[Action], scope: Scope) -> dict[int, SourceMinute]:
    """The minutes these actions came from, by id; those the reader may not see are absent."""
    ids = sorted({action.minute_id for action in actions if action.minute_id is not None})
    rows = fetch_rows(_BEHIND, {"minute_ids": ids} | scope.parameters) if ids else ()
    return {row[0]: SourceMinute(*row) for row in rows}


_BEHIND = (
    select(Minute.id, Minutes.meeting_id, Minute.printed, Minute.heading, Meeting.on_date)
    .join(Minutes, Minutes.id == Minute.minutes_id)
    .join(Meeting, Meeting.id == Minutes.meeting_id)
    .where(
        in_array(Minute.id, bindparam("minute_ids", type_=ArrayParam(Integer))), Minute.visible()
    )
)


def items_behind(actions: Iterable[Action]) -> list[tuple[AgendaItem, date]]:
    """The agenda items these actions came from, each with the day it was taken."""
    ids = [action.minute_id for action in actions if action.minute_id is not None]
    rows = db.session.execute(
        select(AgendaItem, Meeting.on_date)
        .join(Minute, Minute.item_id == AgendaItem.id)
        .join(Minutes, Minutes.id == Minute.minutes_id)
        .join(Meeting, Meeting.id == Minutes.meeting_id)
        .where(Minute.id.in_(ids))
        .order_by(Meeting.on_date, AgendaItem.id)
    )
    return [(item, on) for item, on in rows] if ids else []


def actions_of_minutes(minute_ids: Iterable[int]) -> list[Action]:
    """Every action of these minutes, in their order, whoever may see it."""
    chosen = select(Action).where(Action.minute_id.in_(list(minute_ids)))
    return list(db.session.scalars(chosen.order_by(Action.minute_id, Action.position, Action.id)))


def actions_for(minute_ids: Iterable[int], scope: Scope | None) -> dict[int, list[Action]]:
    """The actions of these minutes that a reader may see, or all of them, by minute."""
    chosen = (
        select(Action)
        .where(Action.minute_id.in_(list(minute_ids)))
        .options(*_owners())
        .order_by(Action.position, Action.id)
    )
    if scope is not None:
        chosen = chosen.where(Action.visible_to(scope))
    found: dict[int, list[Action]] = {}
    for action in db.session.scalars(chosen):
        found.setdefault(action.minute_id or 0, []).append(action)
    return found


def is_in_publication(action: Action) -> bool:
    """Whether published minutes contain it, and can still be corrected."""
    minute = action.minute
    if minute is None or minute.published_at is None or action.published_at is None:
        return False
    was_there = action.published_at <= minute.published_at
    return was_there and minute.minutes.state == MinutesState.PUBLISHED


def outstanding_before(meeting: Meeting, scope: Scope, *, most: int) -> list[Action]:
    """The board's outstanding actions from before a meeting; first those due in words, which it is
    to review."""
    chosen = (
        select(Action)
        .where(
            Action.visible_to(scope),
            Action.group_id == meeting.board_id,
            Action.made_on < meeting.on_date,
            Action.state.in_(OUTSTANDING),
        )
        .options(*_owners())
        .order_by(Action.due_on.nulls_first(), Action.id)
    )
    return list(db.session.scalars(chosen.limit(most)))


def minutes_with_id(minutes_id: int) -> list[Minute]:
    """The numbered minutes of one record."""
    return list(db.session.scalars(select(Minute).where(Minute.minutes_id == minutes_id)))


def minutes_of_meeting(meeting: Meeting, scope: Scope) -> list[Minute]:
    """The numbered minutes of a meeting that a reader may see, for choosing one."""
    chosen = (
        select(Minute)
        .join(Minutes, Minutes.id == Minute.minutes_id)
        .where(Minutes.meeting_id == meeting.id, Minute.visible_to(scope))
        .order_by(Minute.position, Minute.id)
    )
    return list(db.session.scalars(chosen))


def access_like(minutes: Sequence[Minute]) -> dict[int, Access]:
    """How far the actions of these minutes are open: as the strictest wording behind them.

    A minute whose own row is open may have its substance in exempt wording, or
    belong to an item taken in Part II; an action tells of that substance.
    """
    found = {minute.id: minute.access for minute in minutes}
    for minute_id, access in db.session.execute(_held_back_behind(found)):
        found[minute_id] = strictest(found[minute_id], access)
    for minute_id, part, access in db.session.execute(_items_behind(found)):
        found[minute_id] = strictest(found[minute_id], access)
        if part == 2:
            found[minute_id] = strictest(found[minute_id], Access.EXEMPT)
    return found


def strictest(*kinds: Access) -> Access:
    """The strictest of these accesses."""
    return min(kinds, key=_STRICTEST.index)


def next_position(minute: Minute | None) -> int:
    """The position of one more action under a minute."""
    if minute is None:
        return 1
    last = select(func.max(Action.position)).where(Action.minute_id == minute.id)
    return (db.session.scalar(last) or 0) + 1


def posts_to_choose() -> list[tuple[int, str]]:
    """Posts to choose from in a form."""
    return [(row[0], row[1]) for row in db.session.execute(_named(Post.id, Post.title))]


def organisations_to_choose() -> list[tuple[int, str]]:
    """Organisations to choose from in a form."""
    named = _named(Organisation.id, Organisation.name)
    return [(row[0], row[1]) for row in db.session.execute(named)]


def _visible(wanted: ActionFilter, scope: Scope, *, today: date) -> Select[Action]:
    chosen = select(Action).where(Action.visible_to(scope))
    if wanted.mine:
        chosen = chosen.where(belongs_to(literal(scope.person_id, Integer), today))
    if wanted.ours:
        chosen = chosen.where(Action.group_id.in_(sorted(scope.clerked | scope.seated)))
    if wanted.board_id is not None:
        chosen = chosen.where(Action.group_id == wanted.board_id)
    if wanted.meeting_id is not None:
        minutes = select(Minute.id).join(Minutes).where(Minutes.meeting_id == wanted.meeting_id)
        chosen = chosen.where(Action.minute_id.in_(minutes))
    for word in wanted.owner.split():
        chosen = chosen.where(_owner_says(word))
    return chosen


def _all(scope: Scope) -> Select[int]:
    """How many actions a reader may see: all there are but the few that are hidden."""
    hidden = select(func.count()).where(Action.is_not_public(), not_(Action.visible_to(scope)))
    return select(
        select(func.count()).select_from(Action).scalar_subquery() - hidden.scalar_subquery()
    )


def _owner_says(word: str) -> ColumnElement[bool]:
    return or_(
        Action.owner_words.icontains(word, autoescape=True),
        Action.person.has(Person.name.icontains(word, autoescape=True)),
        Action.post.has(Post.title.icontains(word, autoescape=True)),
        Action.organisation.has(Organisation.name.icontains(word, autoescape=True)),
    )


def _stands(standing: Standing, today: Day) -> ColumnElement[bool]:
    match standing:
        case Standing.ALL:
            return Action.id.is_not(None)
        case Standing.OUTSTANDING:
            return is_outstanding()
        case Standing.OVERDUE:
            return is_outstanding() & (Action.due_on < today)
        case _:
            return Action.state == ActionState(standing.value)


def _times(kind: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((kind, 1), else_=0))


def _owners() -> tuple[Any, ...]:
    return tuple(joinedload(named) for named in (Action.person, Action.post, Action.organisation))


def _held_back_behind(minute_ids: Iterable[int]) -> Select[int, Access]:
    return select(MinuteExempt.minute_id, MinuteExempt.access).where(
        MinuteExempt.minute_id.in_(list(minute_ids))
    )


def _items_behind(minute_ids: Iterable[int]) -> Select[int, int, Access]:
    worst = func.coalesce(AgendaItemExempt.access, AgendaItem.access)
    return (
        select(Minute.id, AgendaItem.part, worst)
        .join(AgendaItem, AgendaItem.id == Minute.item_id)
        .outerjoin(AgendaItemExempt, AgendaItemExempt.item_id == AgendaItem.id)
        .where(Minute.id.in_(list(minute_ids)))
    )


def _named(row_id: Any, name: Any) -> Select[int, str]:
    return select(row_id, name).order_by(name)
