"""What meetings announce to the modules above them, which may refuse it, and what they ask."""

from dataclasses import dataclass
from datetime import date

from app.boards.models import Board
from app.foundation.permissions import Scope
from app.foundation.questions import Question
from app.meetings.models import Meeting
from app.people.models import Person


@dataclass(frozen=True)
class MeetingMoved:
    """A meeting was put off to another day, or its day was changed: whatever is dated for it
    follows."""

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


@dataclass(frozen=True)
class MeetingProgress:
    """How far the papers of one meeting are, as its reader may know."""

    agenda: str = ""
    """draft, published, or nothing."""
    issued_on: date | None = None
    minutes: str = ""
    """The state of the minutes, or nothing."""

    def __or__(self, other: "MeetingProgress") -> "MeetingProgress":
        """The combination of what two modules know."""
        return MeetingProgress(
            self.agenda or other.agenda,
            self.issued_on or other.issued_on,
            self.minutes or other.minutes,
        )


@dataclass(frozen=True)
class PapersAsked(Question[dict[int, MeetingProgress]]):
    """How far are the papers of these meetings? Agendas and minutes answer, in one query each."""

    meeting_ids: tuple[int, ...]
    scope: Scope


@dataclass(frozen=True)
class RecordChanging:
    """Attendance, times or chair of a meeting are about to change. A module that has published them
    refuses, or prepares to publish them again for this reason."""

    meeting: Meeting
    by: Person | None
    reason: str


@dataclass(frozen=True)
class RecordChanged:
    """Who came to a meeting, its times or its chair have changed."""

    meeting: Meeting
    by: Person | None
    reason: str


@dataclass(frozen=True)
class RecordKept:
    """Whether the record of a meeting (attendance, times, chair) is published, and agreed."""

    is_published: bool = False
    is_agreed: bool = False


@dataclass(frozen=True)
class RecordAsked(Question[RecordKept]):
    """Is the record of this meeting published, and has the board agreed it?"""

    meeting_id: int
