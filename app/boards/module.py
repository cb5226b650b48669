"""What boards bring to the application."""

from app.boards import services
from app.boards.models import Board
from app.boards.views import blueprint, seats, standing  # noqa: F401
from app.foundation.module import Module
from app.foundation.web.navigation import NavigationEntry
from app.people.events import PersonMerged

module = Module(
    name="boards",
    blueprints=(blueprint.bp,),
    navigation=(NavigationEntry("Boards", "boards.index", 20),),
    in_every_entry=(Board.name,),
    listeners={PersonMerged: (services.follow_merge,)},
    pages={"board": "boards.show"},
    sentences={
        "board:create": "{person} set the board up",
        "board:edit": "{person} changed the board’s settings",
        "board:set-aliases": "{person} recorded the board’s other names",
        "board:set-standing-items": "{person} changed the standing items",
        "board:give-seat": "{person} gave a seat as {role}",
        "board:end-seat": "{person} recorded the end of a seat",
        "board:name-clerk": "{person} named a clerk",
        "board:end-clerkship": "{person} recorded the end of a clerkship",
    },
)
