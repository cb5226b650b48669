"""What meetings announce to the modules above them, which may refuse it, and what they ask."""

from dataclasses import dataclass, field
from datetime import date

from app.boards.models import Board
from app.foundation.permissions import Scope
from app.meetings.models import Meeting
from app.people.models import Person


@dataclass(frozen=True)
class MeetingMoved:
    """A board meets on another day instead: its papers are found under that day, and what was
    meant for the one is meant for the other."""

    meeting_id: int
    """The meeting of the new day."""
    board: Board
    before: date
    after: date
    by: Person | None


@dataclass(frozen=True)
class MeetingCalledOff:
    """A meeting will not take place; whoever has recorded it already refuses."""

    meeting_id: int


@dataclass
class MeetingProgress:
    """How far the papers of one meeting are, as its reader may know."""

    agenda: str = ""
    """draft, published, or nothing."""
    issued_on: date | None = None
    minutes: str = ""
    """The state of the minutes, or nothing."""


@dataclass(frozen=True)
class PapersAsked:
    """How far are the papers of these meetings? Agendas and minutes answer, in one query each."""

    meeting_ids: tuple[int, ...]
    scope: Scope
    answers: dict[int, MeetingProgress] = field(default_factory=dict)

    def of(self, meeting_id: int) -> MeetingProgress:
        """What is known of one of them so far."""
        return self.answers.setdefault(meeting_id, MeetingProgress())


@dataclass(frozen=True)
class RecordChanging:
    """Who came to a meeting, its times or its chair are about to change; whoever has published
    them refuses, or makes ready to publish them anew for this reason."""

    meeting: Meeting
    by: Person | None
    reason: str


@dataclass(frozen=True)
class RecordChanged:
    """Who came to a meeting, its times or its chair have changed."""

    meeting: Meeting
    by: Person | None
    reason: str


@dataclass
class RecordAsked:
    """Has it been published who came to this meeting, and has the board agreed that record?"""

    meeting_id: int
    is_published: bool = False
    is_agreed: bool = False
