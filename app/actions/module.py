"""What actions bring to the house."""

from app.actions import search
from app.foundation.module import Module

module = Module(
    name="actions",
    searchables=(search.searchable,),
    sentences={
        "action:add": "{person} added an action",
        "action:edit": "{person} changed an action",
        "action:start": "{person} began work on an action",
        "action:note": "{person} noted progress on an action",
        "action:finish": "{person} recorded an action as done",
        "action:drop": "{person} dropped an action",
        "action:reopen": "{person} reopened an action",
        "action:follow-minute": "An action took on the openness of its minute",
    },
)
