"""What a file seems to be, as a clerk decides on it: its facts, and how sure the reader is."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any, cast

from app.archive.importing import closed
from app.archive.importing.boards import known_as, near_boards, tidy
from app.archive.models import Sureness
from app.archive.paper import Confidence, Kind, ParsedPaper
from app.foundation.permissions import Access

DECIDING = ("kind", "board", "date")
"""The fields that decide where a paper goes."""
SHOWN = ("kind", "board", "date", "time", "venue")
"""The fields that a clerk sees of a proposal, and puts right."""
MEETS = ("pack", "agenda", "minutes")
"""The kinds of paper that belong to a meeting."""


def sureness_of(paper: ParsedPaper, *, is_board_told: bool) -> Sureness:
    """How sure the reader is of where the paper goes: as unsure as of the least sure fact.

    A mark on what was not understood is for people to judge. A field whose sureness the reader
    does not tell is likely; a new board with the words of a known one is asked about, unless a
    clerk has told it.
    """
    if paper.kind in (None, "other"):
        has_guess = any(one != "other" for one in paper.candidates.get("kind", ()))
        is_marked = closed.access_of_file(paper) != Access.OPEN
        return Sureness.UNSURE if is_marked or has_guess else Sureness.LIKELY
    if not paper.board or (paper.kind in MEETS and paper.date is None):
        return Sureness.UNSURE
    if not is_board_told and near_boards(paper.board):
        return Sureness.UNSURE
    asked = [Sureness(paper.confidence.get(name, "likely")) for name in DECIDING]
    return max(asked, key=lambda one: one.doubt)


def proposal_of(paper: ParsedPaper) -> dict[str, Any]:
    """The facts of a paper as they stand on the list, with what else each may be."""
    items = list(closed.every(paper.items))
    people = (*paper.members, *paper.present, *paper.in_attendance, *paper.apologies)
    near = [one.name for one in near_boards(paper.board or "")]
    guesses = {name: paper.candidates.get(name, []) for name in SHOWN}
    guesses["board"] = [*near, *guesses["board"]]
    return {
        "kind": paper.kind or "other",
        "board": tidy(paper.board or ""),
        "date": paper.date.isoformat() if paper.date else "",
        "time": paper.time or "",
        "venue": paper.venue or "",
        "subject": paper.subject or "",
        "items": len(items),
        "people": len({one.name for one in people}),
        "resolutions": sum(len(one.resolved) for one in items),
        "papers": len(paper.papers),
        "unsure": [name for name in SHOWN if _is_unsure(paper, name)],
        "guesses": {name: list(dict.fromkeys(said))[:5] for name, said in guesses.items() if said},
    }


def _is_unsure(paper: ParsedPaper, name: str) -> bool:
    if paper.confidence.get(name) == "unsure":
        return True
    if name == "board":
        name_said = paper.board or ""
        return not name_said or (known_as(name_said) is None and bool(near_boards(name_said)))
    return name == "date" and paper.kind in MEETS and paper.date is None


def corrected(paper: ParsedPaper, said: Mapping[str, str]) -> ParsedPaper:
    """The paper with what a clerk said of it in the place of what was read."""
    told: dict[str, Any] = {name: said[name] for name in ("board", "time", "venue") if name in said}
    if "date" in said:
        told["date"] = date.fromisoformat(said["date"])
    if "kind" in said and not (said["kind"] == "agenda" and paper.kind == "pack"):
        told["kind"] = cast(Kind, said["kind"])
    told_by_clerk: dict[str, Confidence] = dict.fromkeys(told, "certain")
    sure = {**paper.confidence, **told_by_clerk}
    return replace(paper, **told, confidence=sure)
