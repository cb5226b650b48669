"""What reports announce to the modules above them, and ask of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from app.foundation.questions import Question


@dataclass(frozen=True)
class ReportsPublished:
    """Reports have been published: from now on their readers get these versions."""

    version_ids: Mapping[int, int]
    """The version of each report."""
    on: date
    """The date of the papers: of their meeting where that is known."""


@dataclass(frozen=True)
class GroundsAsked(Question[str]):
    """On which grounds is this report exempt (s100B(5))? Agendas know."""

    report_id: int
    on: date


@dataclass(frozen=True)
class CitedMinutesAsked(Question[dict[int, list[str]]]):
    """Which published minutes do these papers cite? Minutes, which stand above, name their keys.

    Asked when something is issued, and kept with it: its links lead there for good.
    """

    texts: Mapping[int, Sequence[str]]
    """The texts of each paper, under keys that the asker chooses."""


@dataclass(frozen=True)
class StandingAsked(Question[bool]):
    """Does an issued agenda still have this version? Agendas know.

    A version that was issued for one board is not superseded by one sent to another.
    """

    version_id: int
