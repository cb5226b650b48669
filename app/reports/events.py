"""What reports announce to the modules above them, and ask of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True)
class ReportsPublished:
    """From now on the readers of these reports get these versions of them."""

    version_ids: Mapping[int, int]
    """By report."""
    on: date
    """The date of the papers: of their meeting where that is known."""


@dataclass(frozen=True)
class GroundsAsked:
    """Why is this report closed (s100B(5))? Agendas, which know the grounds, put an answer in."""

    report_id: int
    on: date
    answers: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class CitedMinutesAsked:
    """Which published minutes do these papers cite? Minutes, which stand above, put in the keys.

    Asked when something is issued, and kept with it: its links lead there for good.
    """

    texts: Mapping[int, Sequence[str]]
    """By paper, under numbers of whoever asks."""
    keys: dict[int, list[str]] = field(default_factory=dict)


@dataclass
class StandingAsked:
    """Is this version what an issued agenda takes now? Agendas, which stand above, say so.

    A version that was issued for one board is not superseded by what another board was sent since.
    """

    version_id: int
    stands: bool = False
