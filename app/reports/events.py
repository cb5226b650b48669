"""What reports announce to the modules above them, and ask of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from app.foundation.questions import Question


@dataclass(frozen=True)
class ReportsPublished:
    """From now on the readers of these reports get these versions of them."""

    version_ids: Mapping[int, int]
    """By report."""
    on: date
    """The date of the papers: of their meeting where that is known."""


@dataclass(frozen=True)
class GroundsAsked(Question[str]):
    """Why is this report closed (s100B(5))? Agendas know the grounds."""

    report_id: int
    on: date


@dataclass(frozen=True)
class CitedMinutesAsked(Question[dict[int, list[str]]]):
    """Which published minutes do these papers cite? Minutes, which stand above, name their keys.

    Asked when something is issued, and kept with it: its links lead there for good.
    """

    texts: Mapping[int, Sequence[str]]
    """By paper, under numbers of whoever asks."""


@dataclass(frozen=True)
class StandingAsked(Question[bool]):
    """Is this version what an issued agenda takes now? Agendas, which stand above, say so.

    A version that was issued for one board is not superseded by what another board was sent since.
    """

    version_id: int
