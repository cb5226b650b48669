"""What boards ask the modules above them."""

from dataclasses import dataclass
from datetime import date

from app.foundation.questions import Question


@dataclass(frozen=True)
class AnnualMeetingAsked(Question[date | None]):
    """On which day of this calendar year does the annual meeting begin the municipal year?"""

    board_id: int
    year: int
