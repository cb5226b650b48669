"""What minutes announce to the modules above them."""

from dataclasses import dataclass
from datetime import date, datetime

from markupsafe import Markup

from app.foundation.exports.wording import day
from app.foundation.permissions import Access, Scope
from app.foundation.questions import Question


@dataclass(frozen=True)
class MinutesPublished:
    """The minutes of a meeting have been published."""

    minutes_id: int
    at: datetime


@dataclass(frozen=True)
class MinuteClosed:
    """A minute was closed with its item; what follows from it is closed too."""

    minute_id: int


@dataclass(frozen=True)
class ToDo:
    """What is to be done under a minute, by whom, and by when or in what words."""

    text: str
    owner: str = ""
    due_on: date | None = None
    due_words: str = ""
    action_id: int | None = None
    access: Access = Access.OPEN
    made_at: datetime | None = None
    """When it was published; None before that."""
    standing: str = ""
    """How it stands today: open, in progress, done, dropped, overdue."""

    def __str__(self) -> str:
        """ "Joanna Pike, by 30 June 2026: cases by ward", "Partners: report (due: Continuous)"."""
        by = f"by {day(self.due_on)}" if self.due_on else ""
        who = ", ".join(filter(None, (self.owner, by)))
        said = f"{who}: {self.text}" if who else self.text
        told = by or not self.due_words or self.due_words.lower() in self.text.lower()
        return said if told else f"{said} (due: {self.due_words})"


@dataclass(frozen=True)
class MinuteOpened:
    """A minute was opened with its item; what follows from it is opened too."""

    minute_id: int


@dataclass(frozen=True)
class ActionsAsked(Question[dict[int, list[ToDo]]]):
    """Which actions stand under these minutes, by minute? Actions know."""

    minute_ids: tuple[int, ...]
    scope: Scope | None
    """The reader; None for all actions, to be kept in a publication."""


@dataclass(frozen=True)
class AddingAsked(Question[Markup]):
    """With which form is an action added under this minute, on the minute's own page? Actions
    know."""

    meeting_id: int
    minute_id: int
    page: str
    """The page it stands on: "write", where the minute is taken, or "read"."""
