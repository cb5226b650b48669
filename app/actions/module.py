"""What actions bring to the application."""

from app.actions import queries, search, services, views
from app.foundation import clock
from app.foundation.module import Module
from app.foundation.permissions import Scope
from app.foundation.questions import answers
from app.foundation.web.navigation import NavigationEntry
from app.minutes.events import ActionsAsked, MinuteClosed, MinuteOpened, MinutesPublished
from app.people.events import PersonMerged


def _overdue(scope: Scope) -> int:
    return queries.overdue_of(scope, today=clock.today())


module = Module(
    name="actions",
    blueprints=(views.bp,),
    searchables=(search.searchable,),
    navigation=(
        NavigationEntry("Actions", "actions.index", 40, count=_overdue, count_label="overdue"),
    ),
    listeners={
        MinutesPublished: (services.publish_with_minutes,),
        MinuteClosed: (services.follow_minute,),
        MinuteOpened: (services.follow_minute,),
        PersonMerged: (services.follow_merge,),
    },
    answers=(answers(ActionsAsked, views.answer_minutes),),
    pages={"action": "actions.show"},
    sentences={
        "action:add": "{person} added an action",
        "action:edit": "{person} changed an action",
        "action:start": "{person} began work on an action",
        "action:note": "{person} noted progress on an action",
        "action:finish": "{person} recorded an action as done",
        "action:drop": "{person} dropped an action",
        "action:reopen": "{person} reopened an action",
        "action:follow-minute": "An action became as open as its minute",
    },
)
