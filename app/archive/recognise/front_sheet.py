"""The front sheet of a meeting: board, day, place, members, and what is to be taken."""

import re
from collections.abc import Sequence

from app.archive.paper import ParsedPaper, ParsedPerson
from app.archive.recognise import words
from app.archive.recognise.agenda_items import read_items
from app.archive.recognise.chairing import read_chair
from app.archive.recognise.closing import read_next
from app.archive.recognise.meeting import read_meeting
from app.archive.recognise.people import is_column_head, people, person
from app.archive.recognise.persons import is_name
from app.foundation.reading.lines import Line

_MEMBERSHIP = re.compile(
    r"^(?:(?P<whose>[\w &,'’-]{0,60}?)\s*)?(?:membership|members)(?: of the \w+)?\s*"
    r"(?::\s*(?P<names>.*))?$",
    re.IGNORECASE,
)
_BODIES = re.compile(r"\b(?:representing|organisations?|agenc(?:y|ies)|bod(?:y|ies))\b", re.I)
"""Heads of a column that says for whom the members of a partnership sit."""
_HONORIFIC = re.compile(r"^(?:councillor|cllr|alderman)s?\b", re.IGNORECASE)
_NEXT = re.compile(r"\bnext (?:ordinary |scheduled )?meeting\b", re.IGNORECASE)


def read_front_sheet(
    lines: Sequence[Line], *, source_file: str, furniture: Sequence[Line] = ()
) -> ParsedPaper:
    """An agenda as understood, from the board's name to the last item."""
    paper = ParsedPaper(source_file, kind="agenda")
    items, item_lines, first = read_items(lines)
    paper.items = items
    above = list(lines[:first])
    taken = (
        read_meeting(lines, paper, first=first, furniture=furniture)
        | _members(above, paper)
        | item_lines
    )
    taken |= read_next(lines, paper)
    paper.chair = chair_of(paper.members)
    read_chair(lines, paper)
    paper.unmatched = words.leftover(lines, taken)
    return paper


def chair_of(listed: Sequence[ParsedPerson]) -> str | None:
    """Who is printed as the chair."""
    return next((one.name for one in listed if one.role == "chair"), None)


def _members(lines: Sequence[Line], paper: ParsedPaper) -> set[int]:
    taken: set[int] = set()
    inside, party_first = False, True
    for line in lines:
        heading = _MEMBERSHIP.match(line.text)
        if heading and not line.cells:
            inside, party_first = True, True
            paper.members += people(heading["names"] or "")
            if heading["names"]:
                taken.add(line.number)
        elif inside and is_column_head(line.cells or (line.text,)):
            party_first = _BODIES.search(line.text) is None
        elif found := _member(line, inside=inside, party_first=party_first):
            paper.members += found
            taken.add(line.number)
        else:
            inside = False
    for one in paper.members:
        one.role = one.role or "member"
    return taken


def _member(line: Line, *, inside: bool, party_first: bool) -> list[ParsedPerson]:
    """One row of the membership table, or a line of names."""
    if not inside and not _HONORIFIC.match(line.text):
        return []
    cells = [cell for cell in line.cells if cell] or [line.text]
    if is_name(cells[0]):
        return [person(cells[0], tuple(cells[1:]), party_first=party_first)]
    return people(line.text) if _HONORIFIC.match(line.text) and len(cells) == 1 else []
