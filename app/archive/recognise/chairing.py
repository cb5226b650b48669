"""Who took the chair, by what is printed beside a name in a head or a list."""

import re
from collections.abc import Iterator, Sequence

from app.archive.paper import ParsedPaper
from app.archive.recognise.bodies import is_body
from app.archive.recognise.evidence import FieldEvidence
from app.archive.recognise.persons import is_name
from app.foundation.reading.lines import Line

_CHAIR = r"(?:chair(?:man|woman|person)?|convener|convenor|cadeirydd|presiding)"
_OTHER = r"(?:vice|deputy|former|past|acting vice|is-?|assistant|elect)"
_NAME = (
    r"(?P<name>(?:(?:the\s+)?[A-Z][\w.'’/&-]*)(?:\s+(?:[A-Z][\w.'’/&-]*|de|van|der|von|ap|ferch|of))"
    r"{0,5})"
)
_LABEL = re.compile(
    rf"^(?i:(?:in the |(?:committee|board|panel|meeting) )?{_CHAIR}(?:ed by)?)\s*(?::|[–-])\s*"
    rf"{_NAME}"
)
_IN_CHAIR = re.compile(rf"{_NAME}\s*(?:\([^()]*\))?[\s,–-]*(?:\([^()]*|\b)(?i:in the chair)\b")
_TOOK = re.compile(
    rf"{_NAME},?(?:\s+\([^()]*\)|[^.;()]{{0,40}},)?\s+"
    r"(?i:took the chair|presided|chaired the meeting|was in the chair|in the chair)\b"
)
_MARKED = re.compile(
    rf"{_NAME}\s*(?:[–-]\s*|,\s*)?\((?![^()]*(?i:{_OTHER})[ -]*(?i:{_CHAIR}))[^()]*"
    rf"\b(?i:{_CHAIR})\b[^()]*\)"
)
_POST = re.compile(rf"^(?:[\w-]+\s){{0,3}}{_CHAIR}\b|[,;]\s*{_CHAIR}$|\({_CHAIR}\)", re.IGNORECASE)
_NOT_POST = re.compile(rf"\b{_OTHER}[ -]*{_CHAIR}", re.IGNORECASE)
_ROW_LABEL = re.compile(rf"^(?:in the )?{_CHAIR}\s*:?$", re.IGNORECASE)
_PLURAL = re.compile(r"^(Councillor|Cllr|Cyng)s\b")
_LEAD = re.compile(
    r"^(?:Present|Attendees|Attending|Attendance|Members|Sederunt|Here|Trustees|Councillors?:)"
    r"(?:\s+(?:Present|were))?\s*:?\s+"
)
_LONGEST = 1500


def read_chair(lines: Sequence[Line], paper: ParsedPaper) -> None:
    """State who took the chair, unless the lists have said so."""
    found = FieldEvidence()
    found.add(paper.chair, 5)
    for line in lines:
        _look(line, found)
    best, confidence = found.best, found.confidence
    if best is not None and confidence is not None:
        paper.confidence["chair"] = "likely" if confidence == "unsure" else confidence
        paper.chair = str(best.value)


def _look(line: Line, found: FieldEvidence) -> None:
    cells = [cell for cell in line.cells if cell]
    if len(cells) > 1:
        _look_in_row(cells, found)
    for text in _pieces(line):
        for pattern, weight in ((_LABEL, 6), (_IN_CHAIR, 7), (_TOOK, 5), (_MARKED, 4)):
            match = pattern.search(text)
            found.add(_name(_listed(text, match)) if match else None, weight)


def _look_in_row(cells: Sequence[str], found: FieldEvidence) -> None:
    """A row of a list: a name, and a post in a cell beside it."""
    if _ROW_LABEL.match(cells[0]):
        found.add(_name(cells[1].split("\n")[0]), 6)
        return
    if any(_POST.search(cell) and not _NOT_POST.search(cell) for cell in cells[1:]):
        name = re.sub(r"\s*\(.*$", "", cells[0].split("\n")[0])
        found.add(_name(name) if is_name(name) else None, 4)


def _listed(text: str, match: re.Match[str]) -> str:
    """The name before the mark; of an entry of a list that names an organisation, its first."""
    first = text.removeprefix("- ").split(",")[0]
    is_entry = text.startswith("- ") and match.start() > len(first)
    return first if is_entry else match["name"]


def _pieces(line: Line) -> Iterator[str]:
    for cell in line.cells or (line.text,):
        yield from cell[:_LONGEST].split("\n")


def _name(printed: str) -> str | None:
    name = _PLURAL.sub(r"\1", _LEAD.sub("", printed.strip())).strip(" ,:;–-")
    return name if 2 < len(name) <= 60 and not is_body(name) else None
