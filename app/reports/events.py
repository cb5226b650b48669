"""What reports ask of the modules above them."""

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True)
class GroundsAsked:
    """Why is this report closed (s100B(5))? Agendas, which know the grounds, put an answer in."""

    report_id: int
    on: date
    answers: list[str] = field(default_factory=list)
