"""What minutes announce to the modules above them."""

from dataclasses import dataclass, field
from datetime import datetime

from app.foundation.readable import Access, Reach


@dataclass(frozen=True)
class MinutesPublished:
    """The minutes of a meeting can be read from now on, and with them what they decided."""

    minutes_id: int
    at: datetime


@dataclass(frozen=True)
class MinuteClosed:
    """The wording of a minute was closed with its item; what follows from it is closed too."""

    minute_id: int


@dataclass(frozen=True)
class MinuteOpened:
    """The wording of a minute was opened with its item; what follows from it is opened too."""

    minute_id: int


@dataclass(frozen=True)
class ActionsAsked:
    """What is to be done under these minutes? Actions answer, as far as this reader may see."""

    minute_ids: tuple[int, ...]
    reach: Reach
    answers: dict[int, list[str]] = field(default_factory=dict)
    """By minute: "Joanna Pike, by 30 June 2026: cases by ward"."""
    kinds: set[Access] = field(default_factory=set)
    """How far the actions in the answers are open: a file that shows closed ones is marked."""
