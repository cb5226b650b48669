"""The head of a report: the labelled lines, however they are set, into their fields."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from app.archive.paper import ParsedPaper, ParsedSection, Purpose
from app.archive.recognise import words
from app.archive.recognise.labels import Label, label_of
from app.archive.recognise.limbs import limbs
from app.archive.recognise.moments import first_date, time_in
from app.foundation.reading.lines import Line

_PLAIN = (
    "author",
    "subject",
    "portfolio",
    "prepared_by",
    "present_at_meeting",
    "leading_partner",
    "summary",
    "venue",
)
_COVER = frozenset({"paper_title", "prepared_by", "present_at_meeting", "leading_partner"})
_ANSWERED = re.compile(r"^(?P<title>[A-Z][^:.]{2,79}?)\s*(?::|\s[-–—]\s)\s*(?P<rest>.*)$")
_OPTION = re.compile(r"\b(decision|discussion|information)\b", re.IGNORECASE)
_MARK = re.compile(r"\[\s*x\s*\]|[☒☑✓✔✗✘■]|(?<!\w)[xX](?!\w)", re.IGNORECASE)


@dataclass
class HeadBlock:
    """The labels of one head with their lines, and where the head ends."""

    end: int = 0
    labels: list[Label] = field(default_factory=list)
    values: dict[str, list[str]] = field(default_factory=dict)
    sections: list[ParsedSection] = field(default_factory=list)
    taken: set[int] = field(default_factory=set)

    @property
    def fields(self) -> set[str]:
        """The fields labelled so far."""
        return set(self.values)


def read_head(lines: Sequence[Line], *, start: int, body: int) -> HeadBlock:
    """The labels from `start` on, their values going on over lines, until the text at `body`."""
    block = HeadBlock(end=start)
    last = ""
    for place in range(start, body):
        line = lines[place]
        label = label_of(line)
        if label is not None and _is_new(label, block):
            block.labels.append(label)
            block.values[label.field] = [label.value] if label.value else []
            last = label.field
        elif _goes_on(lines, place, body, last, is_cover=bool(block.fields & _COVER)):
            block.values[last].append(line.text)
        elif block.fields & _COVER and (answer := _answer(line)):
            block.sections.append(answer)
        else:
            if _is_past(lines, place, body):
                break
            continue
        block.taken.add(line.number)
        block.end = place + 1
    return block


def _answer(line: Line) -> ParsedSection | None:
    """A row of a cover sheet that has no field of its own: its question and its answer."""
    if len(line.cells) > 1 and line.cells[0] and len(line.cells[0]) <= 80:
        said = "\n".join(filter(None, line.cells[1:]))
        if said or not _ANSWERED.match(line.cells[0]):
            return ParsedSection(None, line.cells[0].strip(" :"), said)
    found = _ANSWERED.match(line.text)
    return ParsedSection(None, found["title"].strip(), found["rest"]) if found else None


def _is_new(label: Label, block: HeadBlock) -> bool:
    return label.field not in block.values


def _is_past(lines: Sequence[Line], place: int, body: int) -> bool:
    """Whether the head is over: no label follows soon."""
    return not any(label_of(line) for line in lines[place + 1 : min(place + 5, body)])


def _goes_on(lines: Sequence[Line], place: int, body: int, last: str, *, is_cover: bool) -> bool:
    """Whether a line without a label continues the value above it."""
    line = lines[place]
    if not last or len(line.text) > 160:
        return False
    if last == "purpose":
        return _OPTION.search(line.text) is not None and len(line.text) <= 60
    if line.level is not None or words.numbered(line):
        return False
    if is_cover and _answer(line):
        return False
    if label_after := any(label_of(after) for after in lines[place + 1 : min(place + 4, body)]):
        return label_after
    is_loud = words.is_capitals(line.text) and last != "subject"
    return words.ends_open(line.text) and not is_loud and len(line.text) <= 100


def fill(paper: ParsedPaper, block: HeadBlock) -> None:
    """Put the values of a head into the paper's fields."""
    values = {
        name: " ".join(" ".join(parts).split()).strip(" *") for name, parts in block.values.items()
    }
    for name in _PLAIN:
        if values.get(name):
            setattr(paper, name, values[name])
    paper.subject = values.get("paper_title") or values.get("subject") or paper.subject
    paper.to = values.get("report_to") or values.get("to") or None
    paper.board = values.get("report_to") or paper.board
    paper.date = first_date(values.get("date", "")) or paper.date
    paper.time = time_in(values.get("time", "") or values.get("date", ""))
    paper.wards = _wards(values.get("wards", ""))
    paper.purpose = purpose_of(block.values.get("purpose", []))
    if recommended := "\n".join(block.values.get("recommendations", [])):
        before, paper.recommendations = limbs(recommended)
        if before:
            block.sections.append(ParsedSection(None, "Recommendations", recommended))
    paper.template = template_of(block.fields)


def template_of(fields: set[str]) -> str | None:
    """Which of the known skeletons the head follows."""
    if fields & {"paper_title", "leading_partner", "present_at_meeting"}:
        return "partnership-cover"
    if "report_to" not in fields:
        return None
    if "portfolio" in fields:
        return "policy-board-2024"
    return "policy-board-2011"


def _wards(value: str) -> list[str]:
    parts = [part.strip(" .") for part in re.split(r"[,;]", value)]
    if len(parts) > 1:
        parts[-1:] = [part.strip(" .") for part in re.split(r"\band\b", parts[-1])]
    return [part for part in parts if part]


def purpose_of(rows: Sequence[str]) -> Purpose | None:
    """The one purpose ticked, or the only one named."""
    for row in rows:
        if found := _ticked(row):
            return found
    named = {option.lower() for row in rows for option in _OPTION.findall(row)}
    return _as_purpose(named.pop()) if len(named) == 1 else None


def _ticked(row: str) -> Purpose | None:
    mark = _MARK.search(row)
    options = list(_OPTION.finditer(row))
    if mark is None or not options:
        return None
    leads = bool(re.match(r"\s*(?:\[.?\]|[☐☒☑✓✔□■])", row))
    after = [option for option in options if option.start() >= mark.end()]
    before = [option for option in options if option.end() <= mark.start()]
    chosen = (after or before)[0] if leads else (before or after)[-1 if before else 0]
    return _as_purpose(chosen[0].lower())


def _as_purpose(word: str) -> Purpose:
    if word == "decision":
        return "decision"
    return "discussion" if word == "discussion" else "information"
