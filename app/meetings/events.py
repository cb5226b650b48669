"""What meetings ask of the modules above them."""

from dataclasses import dataclass, field
from datetime import date

from app.foundation.readable import Reach


@dataclass
class Papers:
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
    reach: Reach
    answers: dict[int, Papers] = field(default_factory=dict)

    def of(self, meeting_id: int) -> Papers:
        """What is known of one of them so far."""
        return self.answers.setdefault(meeting_id, Papers())
