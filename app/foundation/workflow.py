"""State machines as tables of moves; a page's buttons are the moves that apply."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, ClassVar, Protocol

from app.foundation import audit
from app.foundation.errors import Refused
from app.foundation.locking import lock_rows
from app.foundation.permissions import Scope


class Stateful(Protocol):
    """A thing with a stored state."""

    KIND: ClassVar[str]
    state: Any

    @property
    def id(self) -> int:
        """Its id."""


Check = Callable[[Any], str | None]
"""Returns why a move is refused, as a sentence for the reader, or None."""


@dataclass(frozen=True)
class Move:
    """One step of a state machine."""

    name: str
    label: str
    before: tuple[StrEnum, ...]
    after: StrEnum
    may: Callable[[Scope, Any], bool]
    unless: tuple[Check, ...] = ()
    asks_reason: bool = False


class Machine:
    """All the moves of one kind of thing."""

    def __init__(self, *moves: Move) -> None:
        self.moves = {move.name: move for move in moves}

    def open_to(self, scope: Scope, thing: Stateful) -> list[Move]:
        """The moves that this person may make from the present state: the page's buttons."""
        return [
            move
            for move in self.moves.values()
            if thing.state in move.before and move.may(scope, thing)
        ]

    def make(self, name: str, thing: Stateful, *, by: audit.Someone | None, **facts: Any) -> None:
        """Make the move and write it to the audit log, or refuse with the first reason found."""
        move = self.moves[name]
        lock_rows(thing)
        if thing.state not in move.before:
            raise Refused(f"This cannot be done while it is “{thing.state}”.")
        for check in move.unless:
            if trouble := check(thing):
                raise Refused(trouble)
        thing.state = move.after
        audit.record(by, name, thing, **facts)
