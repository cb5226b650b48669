"""What agendas announce to the modules above them, which may refuse it, and what they ask."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from app.foundation.permissions import Scope
from app.foundation.questions import Question
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
    """It had been published; what was published of it is closed too."""
    spared: frozenset[int] = frozenset()
    """Of a recalled item: the reasons (`ReasonsAsked`) that tell nothing of it and stay
    readable."""


@dataclass(frozen=True)
class ReasonsAsked(Question[dict[int, str]]):
    """Which reasons, freely worded, does everybody read beside what is said of an item?

    Minutes name them, each under the number of the publication that gave it.
    """

    item_id: int


@dataclass(frozen=True)
class Recorded:
    """The minute of one item: its number, how the item ended, and where it is read."""

    printed: str
    outcome: str
    url: str


@dataclass(frozen=True)
class MinutesTold:
    """What published minutes say of the items of a meeting, and which ones it is to agree."""

    recorded: dict[int, Recorded] = field(default_factory=dict)
    """By item."""
    to_agree: dict[date, str] = field(default_factory=dict)
    """The board's last published minutes before this meeting: their day and their address. Only
    used for agendas that do not keep which minutes they put to the board."""


@dataclass(frozen=True)
class MinutesAsked(Question[MinutesTold]):
    """What do published minutes say of this meeting's items, and which ones is it to agree?

    Minutes answer both in one query, as far as this reader may see.
    """

    meeting: Meeting
    scope: Scope


@dataclass(frozen=True)
class MinutesToAgree:
    """One set of minutes that a meeting is to agree as a correct record."""

    meeting_id: int
    """The meeting whose minutes they are."""
    on: date
    is_extraordinary: bool
    is_published: bool
    url: str

    @property
    def name(self) -> str:
        """As an agenda names them: minutes of 13 October 2026."""
        kind = "the extraordinary meeting of " if self.is_extraordinary else ""
        return f"minutes of {kind}{self.on.day} {self.on:%B %Y}"


@dataclass(frozen=True)
class MinutesToAgreeAsked(Question[list[MinutesToAgree]]):
    """Which sets of minutes of its board has this meeting still to agree? Minutes know them."""

    meeting: Meeting


@dataclass(frozen=True)
class PublishedMinutes:
    """Minutes of another board as they were published: what an agenda attaches of them."""

    meeting_id: int
    number: int
    """Their publication; a later one leaves it as it was."""
    label: str
    """Whose minutes, of which day, and how they stood: a draft, or agreed."""
    url: str


@dataclass(frozen=True)
class PublishedMinutesAsked(Question[dict[int, PublishedMinutes]]):
    """How do the published minutes of these meetings stand, by meeting? Minutes know them.

    Where a publication is named, that one is told of; otherwise the newest that all may read.
    """

    numbers: Mapping[int, int | None]


@dataclass(frozen=True)
class ItemMadeOpen:
    """An item and its wording stand in Part I again; whatever was closed with it opens too."""

    item_id: int
