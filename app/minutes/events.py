"""What minutes announce to the modules above them."""

from dataclasses import dataclass, field
from datetime import datetime

from app.foundation.readable import Reach


@dataclass(frozen=True)
class MinutesPublished:
    """The minutes of a meeting can be read from now on, and with them what they decided."""

    minutes_id: int
    at: datetime


@dataclass(frozen=True)
class ActionsAsked:
    """What is to be done under these minutes? Actions answer, as far as this reader may see."""

    minute_ids: tuple[int, ...]
    reach: Reach
    answers: dict[int, list[str]] = field(default_factory=dict)
    """By minute: "Joanna Pike, by 30 June 2026: cases by ward"."""
