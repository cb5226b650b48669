"""The labels of a report's head: "REPORT TO", "DATE", "PREPARED BY" and their like."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.foundation.reading.lines import Line

_FIELDS = {
    "report_to": r"report to|to be considered by|(?:name of )?(?:board|committee)(?: name)?",
    "to": r"to",
    "date": r"date(?: of meeting)?|meeting date",
    "time": r"time(?: of meeting)?",
    "venue": r"venue|place|location",
    "author": (
        r"reporting officer|(?:report )?author|report of|report by|lead officer|"
        r"responsible officer|from"
    ),
    "portfolio": r"portfolio(?: holder)?|executive member|cabinet member",
    "subject": r"subject|title(?: of (?:the )?report)?|report title",
    "paper_title": r"title of (?:the )?paper|paper title",
    "wards": r"wards?(?:\s?\(s\))?(?: affected)?|area\(s\)",
    "prepared_by": r"prepared by",
    "present_at_meeting": r"present at (?:the )?meeting",
    "leading_partner": r"lead(?:ing)? partner(?:/s|\(s\)|s)?",
    "summary": r"summary(?: of content(?: and issues raised)?)?",
    "recommendations": r"recommendations?",
    "purpose": r"purpose of (?:the )?paper(?:\s*\([^)]*\))?",
}
_ANY = "|".join(f"(?P<{name}>{words})" for name, words in _FIELDS.items())
_WITH_MARK = re.compile(rf"^(?:{_ANY})\s*(?::\s*-?|\s[–—]\s)\s*(?P<value>.*)$", re.IGNORECASE)
_ALONE = re.compile(rf"^(?:{_ANY})\s*:?$", re.IGNORECASE)
_IN_CAPITALS = re.compile(
    r"^(?:(?P<report_to>REPORT TO)|(?P<date>DATE)|(?P<author>REPORTING OFFICER|AUTHOR|REPORT OF)|"
    r"(?P<portfolio>PORTFOLIO)|(?P<subject>SUBJECT)|(?P<wards>WARDS?(?:\s?\([Ss]\))?)|"
    r"(?P<purpose>(?:Purpose|PURPOSE) (?:of|OF) (?:paper|PAPER)(?:\s*\([^)]*\))?))"
    r"\s+(?P<value>\S.*)$"
)
LIKE_HEADINGS = frozenset({"recommendations", "summary", "purpose"})
"""Labels that are as often the headings of sections."""
OPENERS = frozenset({"report_to", "paper_title"})
_SURE = frozenset({"subject", "paper_title"})
_WINDOW = 16


@dataclass(frozen=True)
class Label:
    """One labelled line of a head: which field, and what stands beside it."""

    field: str
    value: str
    printed: str


def label_of(line: Line) -> Label | None:
    """The field a line is labelled with, whether typed with a colon or set in a table."""
    if len(line.cells) > 1 and (found := _in_row(line.cells)):
        return found
    for pattern in (_WITH_MARK, _IN_CAPITALS):
        found = _label(pattern.match(line.text))
        if found:
            return found
    return None


def _in_row(cells: Sequence[str]) -> Label | None:
    alone = _label(_ALONE.match(cells[0]))
    if alone is None:
        return None
    return replace(alone, value="\n".join(cell for cell in cells[1:] if cell))


def _label(match: re.Match[str] | None) -> Label | None:
    if match is None:
        return None
    groups = match.groupdict()
    value = (groups.pop("value", "") or "").strip()
    name = next(key for key, words in groups.items() if words)
    return Label(name, value, match[0])


def head_starts(lines: Sequence[Line]) -> list[int]:
    """Where the heads of reports begin: three labels or more close together, one the subject."""
    starts: list[int] = []
    labels = [label_of(line) for line in lines]
    last = -1
    for place, label in enumerate(labels):
        if label is None or place <= last or not _may_open(lines, labels, place):
            continue
        near = _near(labels, place)
        fields = {labels[one].field for one in near if labels[one]}  # type: ignore[union-attr]
        if len(fields) >= 3 and fields & _SURE:
            starts.append(place)
            last = near[-1]
    return starts


def _near(labels: Sequence[Label | None], place: int) -> list[int]:
    """The labelled lines of one head: until the window ends or the first label comes again."""
    first = labels[place]
    near = [place]
    for one in range(place + 1, min(place + _WINDOW, len(labels))):
        label = labels[one]
        if label and first and label.field == first.field:
            break
        if label:
            near.append(one)
    return near


def _may_open(lines: Sequence[Line], labels: Sequence[Label | None], place: int) -> bool:
    """Whether a label may open a head: REPORT TO or a title, others only where a paper can
    begin."""
    label = labels[place]
    if label is None:
        return False
    if label.field in OPENERS:
        return True
    if label.field == "date" and any(
        near is not None and near.field == "paper_title" for near in labels[place : place + 4]
    ):
        return True
    return place < 8 or any(line.page_break for line in lines[max(0, place - 6) : place + 1])
