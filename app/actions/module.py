"""What actions bring to the application."""

from app.actions import queries, search, services
from app.actions.views import adding, blueprint, listing, one  # noqa: F401
from app.foundation import clock
from app.foundation.module import Module
from app.foundation.permissions import Scope
from app.foundation.questions import answers
from app.foundation.web.navigation import NavigationEntry
from app.minutes.events import (
    ActionsAsked,
    AddingAsked,
    MinuteClosed,
    MinuteOpened,
    MinutesPublished,
)
from app.people.events import PersonMerged


def _waiting(scope: Scope) -> int:
    return queries.count_waiting(scope, today=clock.today())


module = Module(
    name="actions",
    blueprints=(blueprint.bp,),
    searchables=(search.searchable,),
    navigation=(
        NavigationEntry(
            "Actions", "actions.index", 40, count=_waiting, count_label="new or overdue"
        ),
    ),
    listeners={
        MinutesPublished: (services.publish_with_minutes,),
        MinuteClosed: (services.follow_minute,),
        MinuteOpened: (services.follow_minute,),
        PersonMerged: (services.follow_merge,),
    },
    answers=(
        answers(ActionsAsked, listing.answer_minutes),
        answers(AddingAsked, adding.answer_minutes),
    ),
    pages={"action": "actions.show"},
    sentences={
        "action:add": "{person} added an action",
        "action:edit": "{person} changed an action",
        "action:start": "{person} began work on an action",
        "action:note": "{person} noted progress on an action",
        "action:finish": "{person} recorded an action as done",
        "action:drop": "{person} dropped an action",
        "action:reopen": "{person} reopened an action",
        "action:ask-for-time": "{person} asked for more time for an action",
        "action:give-time": "{person} gave more time for an action",
        "action:decline-time": "{person} declined more time for an action",
        "action:follow-minute": "An action became as open as its minute",
    },
)
