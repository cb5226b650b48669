"""What agendas announce to the modules above them, which may refuse it, and what they ask."""

from dataclasses import dataclass, field
from datetime import date

from app.foundation.readable import Reach
from app.meetings.models import Meeting


@dataclass(frozen=True)
class ItemRemoved:
    """An item is about to be taken off its agenda; whoever still needs it refuses."""

    item_id: int


@dataclass(frozen=True)
class ItemMadeExempt:
    """An item and its wording stand in Part II from now on; whatever quotes it is closed too."""

    item_id: int
    recalled: bool = False
    """It had been published: what was published of it is closed all the same."""


@dataclass(frozen=True)
class Recorded:
    """The minute of one item: its number, how the item ended, and where it is read."""

    printed: str
    outcome: str
    url: str


@dataclass(frozen=True)
class MinutesAsked:
    """What do published minutes say of this meeting's items, and which ones is it to agree?

    Minutes answer both in one query, as far as this reader may see.
    """

    meeting: Meeting
    reach: Reach
    recorded: dict[int, Recorded] = field(default_factory=dict)
    """By item."""
    to_agree: dict[date, str] = field(default_factory=dict)
    """The board's last published minutes before this meeting: their day and their address."""


@dataclass(frozen=True)
class ItemMadeOpen:
    """An item and its wording stand in Part I again; whatever was closed with it opens too."""

    item_id: int
