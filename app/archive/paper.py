"""The result of recognising a past paper, and its JSON form."""

import re
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import date as Day
from typing import Literal

Kind = Literal["pack", "agenda", "report", "minutes", "other"]
Role = Literal["chair", "vice-chair", "member", "co-optee", "substitute", "officer"]
Part = Literal["open", "exempt"]
Purpose = Literal["decision", "discussion", "information"]
Confidence = Literal["certain", "likely", "unsure"]
"""How sure the reader is of a field; what is unsure stays empty, its candidates kept."""

TEMPLATES = {
    "policy-board-2007": "Report to, date, author, subject, wards; conclusions close it.",
    "policy-board-2011": "Report to, date, reporting officer, subject, ward(s); no portfolio.",
    "policy-board-2024": "As 2011, with the portfolio in the head.",
    "partnership-cover": "Title, prepared by, present at meeting, leading partner, summary.",
}
"""The skeletons a report may be written in, by the name `template` gives them; else None."""

_SPACES = re.compile(r"\s+")
_BULLET = re.compile(r"(?m)^- ")


@dataclass
class ParsedPerson:
    """Someone named in a paper, the honorific kept and the role and organisation taken out."""

    name: str
    role: Role | None = None
    party: str | None = None
    organisation: str | None = None


@dataclass
class NextMeeting:
    """When and where the board said it would meet again."""

    date: Day | None = None
    time: str | None = None
    venue: str | None = None


@dataclass
class Declaration:
    """An interest a member declared."""

    name: str | None
    item: str | None
    text: str


@dataclass
class ParsedAction:
    """A promise as the minutes printed it; owner and due keep the printed words."""

    text: str
    owner: str | None = None
    due: str | None = None
    due_on: Day | None = None


@dataclass
class ParsedItem:
    """One agenda item, or one minute, with what was resolved under it."""

    number: str | None
    title: str
    page_from: int | None = None
    page_to: int | None = None
    part: Part | None = None
    text: str = ""
    children: list["ParsedItem"] = field(default_factory=list)
    resolved: list[str] = field(default_factory=list)
    recommended: list[str] = field(default_factory=list)
    actions: list[ParsedAction] = field(default_factory=list)


@dataclass
class ParsedHeading:
    """A heading as printed, top-level sections being level 1."""

    number: str | None
    title: str
    level: int


@dataclass
class ParsedSection:
    """One top-level section of a report with everything printed under it, sub-headings too."""

    number: str | None
    title: str | None
    text: str


@dataclass
class Unmatched:
    """Neighbouring lines that fit no field, kept so that nothing is lost."""

    line_from: int
    line_to: int
    text: str


@dataclass
class ParsedPaper:
    """A recognised past paper; texts have one line per paragraph, bullets as "- "."""

    source_file: str
    kind: Kind | None = None
    error: str | None = None
    template: str | None = None
    board: str | None = None
    date: Day | None = None
    time: str | None = None
    end_time: str | None = None
    venue: str | None = None
    chair: str | None = None
    next_meeting: NextMeeting = field(default_factory=NextMeeting)
    members: list[ParsedPerson] = field(default_factory=list)
    present: list[ParsedPerson] = field(default_factory=list)
    in_attendance: list[ParsedPerson] = field(default_factory=list)
    apologies: list[ParsedPerson] = field(default_factory=list)
    declarations: list[Declaration] = field(default_factory=list)
    items: list[ParsedItem] = field(default_factory=list)
    to: str | None = None
    author: str | None = None
    subject: str | None = None
    wards: list[str] = field(default_factory=list)
    portfolio: str | None = None
    prepared_by: str | None = None
    present_at_meeting: str | None = None
    leading_partner: str | None = None
    summary: str | None = None
    purpose: Purpose | None = None
    headings: list[ParsedHeading] = field(default_factory=list)
    sections: list[ParsedSection] = field(default_factory=list)
    recommendations: list[str] = field(default_factory=list)
    papers: list["ParsedPaper"] = field(default_factory=list)
    unmatched: list[Unmatched] = field(default_factory=list)
    confidence: dict[str, Confidence] = field(default_factory=dict)
    """By field name; a field that is not named here was not looked for."""
    candidates: dict[str, list[str]] = field(default_factory=dict)
    """By field name, what an unsure field may be, best first: for the clerk, never stated."""
    page_from: int | None = None
    page_to: int | None = None
    appendix_of: str | None = None
    """The subject of the report this paper was attached to."""


_ONLY_INSIDE = ("page_from", "page_to", "appendix_of")


def as_json(paper: ParsedPaper, *, inside: bool = False) -> dict[str, object]:
    """The object of `archive read`: every key present, dates ISO, white space runs one space."""
    written = {
        each.name: _plain(getattr(paper, each.name))
        for each in fields(paper)
        if inside or each.name not in _ONLY_INSIDE
    }
    del written["candidates"]
    written["papers"] = [as_json(one, inside=True) for one in paper.papers]
    return written


def _plain(value: object) -> object:
    if isinstance(value, str):
        return _SPACES.sub(" ", _BULLET.sub("", value)).strip()
    if isinstance(value, Day):
        return value.isoformat()
    if isinstance(value, list):
        return [_plain(one) for one in value]
    if isinstance(value, dict):
        return {name: _plain(one) for name, one in value.items()}
    if is_dataclass(value) and not isinstance(value, ParsedPaper):
        return {each.name: _plain(getattr(value, each.name)) for each in fields(value)}
    return None if isinstance(value, ParsedPaper) else value
