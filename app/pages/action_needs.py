"""What a reader has to do about actions: open what is new, report, chase, review at a meeting."""

from collections.abc import Iterable, Iterator

from flask import url_for

from app.actions import queries as actions
from app.actions.models import Action, TimeRequest
from app.actions.queries import OwnAction, Tally
from app.actions.search import title_of
from app.foundation.permissions import Scope
from app.foundation.web import request_transaction
from app.foundation.web.filters import count_of, local_day
from app.pages.coming import ComingMeeting
from app.pages.needs import SOON, Need, WorkingCalendar, first_words, name_of, spoken_day

MOST_OWN = 12


def of_late_actions(
    tallies: Iterable[Tally], scope: Scope, boards: dict[int, str]
) -> Iterator[Need]:
    """A clerk chases what the board resolved and nobody has done."""
    late = [one for one in tallies if one.late and one.board_id in scope.clerked]
    if not late:
        return
    oldest = min(one.oldest for one in late if one.oldest)
    late.sort(key=lambda one: (-one.late, one.board_id))
    said = ", ".join(f"{boards.get(one.board_id, '')} {one.late}" for one in late)
    yield Need(
        title=f"Chase {count_of(sum(one.late for one in late), 'overdue action')}",
        url=url_for("actions.index", state="overdue", whose="boards"),
        why=f"{said}. The oldest was due on {spoken_day(oldest)}.",
        label="See actions",
        day=oldest,
        weight=2,
    )


def of_reviews(
    tallies: Iterable[Tally], ahead: Iterable[ComingMeeting], scope: Scope, hours: WorkingCalendar
) -> Iterator[Need]:
    """A clerk has each meeting of a board look at its actions that are due in words."""
    waiting = {one.board_id: one.to_review for one in tallies if one.board_id in scope.clerked}
    for one in ahead:
        count = waiting.get(one.meeting.board_id, 0)
        if not count or one.meeting.on_date > hours.today + actions.BEFORE_REVIEW:
            continue
        waiting[one.meeting.board_id] = 0
        yield Need(
            title=f"Review {count_of(count, 'action')} at {name_of(one.meeting)}",
            url=url_for("actions.of_meeting", meeting_id=one.meeting.id),
            why="Due in words, so each meeting asks how it stands. Nothing was noted lately.",
            label="See actions",
            day=one.meeting.on_date,
            weight=2,
        )


def of_my_actions(scope: Scope, boards: dict[int, str], hours: WorkingCalendar) -> Iterator[Need]:
    """Whoever owns an action opens it when it is new, and reports before it is due or reviewed;
    a clerk answers who asks for more time. One query."""
    found = actions.waiting_for(scope, today=hours.today, until=hours.today + SOON, most=MOST_OWN)
    for own in found:
        action = own.action
        request_transaction.log_view(action)
        if own.asked is not None:
            yield _to_answer(action, own.asked)
            continue
        yield Need(
            title=title_of(action),
            url=url_for("actions.show", action_id=action.id),
            why=f"{_why(own)}, from {boards.get(action.group_id, '')}{_due(own)}.",
            label="Open" if own.is_new else "Report",
            day=action.due_on or own.review_on,
            since=action.made_on,
            is_new=own.is_new,
        )


def _to_answer(action: Action, asked: TimeRequest) -> Need:
    who = asked.by.full_name if asked.by else "Its owner"
    until = f"until {spoken_day(asked.due_on)}" if asked.due_on else f"“{asked.due_words}”"
    return Need(
        title=f"Answer whether there is more time: {title_of(action)}",
        url=url_for("actions.show", action_id=action.id),
        why=f"{who} asks for it, {until}: “{first_words(asked.reason)}”",
        label="Answer",
        since=local_day(asked.at),
        weight=0,
    )


def _why(own: OwnAction) -> str:
    if own.is_new and own.is_answered:
        return "Your request for more time is answered"
    return "New to you" if own.is_new else f"Your action, {own.action.state.value}"


def _due(own: OwnAction) -> str:
    """When an action is due, as far as its day does not stand beside it."""
    said = own.action.due_words.rstrip(".")
    words = f": due “{said}”" if said and own.action.due_on is None else ""
    return f"{words}, reviewed at the next meeting" if own.review_on else words
