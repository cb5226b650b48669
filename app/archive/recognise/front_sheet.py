"""The front sheet of a meeting: board, day, place, members, and what is to be taken."""

import re
from collections.abc import Sequence

from app.archive.paper import ParsedPaper, ParsedPerson
from app.archive.recognise import words
from app.archive.recognise.agenda_items import read_items
from app.archive.recognise.chairing import read_chair
from app.archive.recognise.closing import read_next
from app.archive.recognise.meeting import read_meeting
from app.archive.recognise.membership import members_below, read_members
from app.foundation.reading.lines import Line

_NEXT = re.compile(r"\bnext (?:ordinary |scheduled )?meeting\b", re.IGNORECASE)


def read_front_sheet(
    lines: Sequence[Line], *, source_file: str, furniture: Sequence[Line] = ()
) -> ParsedPaper:
    """An agenda as understood, from the board's name to the last item."""
    paper = ParsedPaper(source_file, kind="agenda")
    items, item_lines, first = read_items(lines)
    paper.items = items
    paper.members, named = read_members([*lines[:first], *members_below(lines[first:])])
    taken = read_meeting(lines, paper, first=first, furniture=furniture) | named | item_lines
    taken |= read_next(lines, paper)
    paper.chair = chair_of(paper.members)
    read_chair(lines, paper)
    paper.unmatched = words.leftover(lines, taken)
    return paper


def chair_of(listed: Sequence[ParsedPerson]) -> str | None:
    """Who is printed as the chair."""
    return next((one.name for one in listed if one.role == "chair"), None)
