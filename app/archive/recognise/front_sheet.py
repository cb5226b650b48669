"""The front sheet of a meeting: board, day, place, members, and what is to be taken."""

import re
from collections.abc import Sequence

from app.archive.paper import NextMeeting, ParsedPaper, ParsedPerson
from app.archive.recognise import words
from app.archive.recognise.agenda_items import read_items
from app.archive.recognise.convened import Convened, board_said, convened
from app.archive.recognise.moments import dates_in, first_date, time_in, trimmed, without_moment
from app.archive.recognise.people import is_column_head, is_name, people, person
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
_ISSUED = re.compile(
    r"\b(?:publi(?:shed|cation)|issued?|(?:de|di)spatch(?:ed)?|printed|updated|deadline|"
    r"minutes (?:of|from)|previous meeting|last meeting|no later than)\b|^dated\b",
    re.IGNORECASE,
)
"""Words beside a day that is not that of the meeting."""
_COUNCIL = re.compile(r"\bcouncil$|^(?:you are|london borough of|city of)\b", re.IGNORECASE)
_TITLE_ONLY = re.compile(
    r"^(?:notice of (?:a )?meeting|(?:public )?agenda(?: and (?:papers|reports))?|summons|"
    r"(?:public|supplementary|additional) (?:papers|reports|pack).*|date of issue.*)$",
    re.IGNORECASE,
)
_PLACE = re.compile(r"^(?:venue|place|location)\s*:\s*(?P<place>.+)$", re.IGNORECASE)
_STARTS = re.compile(r"^(?:start(?:s|ing)?(?: time)?|time|commenc(?:es|ing))\s*:", re.IGNORECASE)
_DATE_LABEL = re.compile(r"^date(?: and time)?(?: of meeting)?\s*:", re.IGNORECASE)
_NOT_A_PLACE = re.compile(
    r"^(?:chief executive|town clerk|proper officer|agenda|a handwritten|\[|image|signature|"
    r"board membership|members|contact|dated?\b|monitoring officer|head of|director)",
    re.IGNORECASE,
)


def read_front_sheet(lines: Sequence[Line], *, source_file: str) -> ParsedPaper:
    """An agenda as understood, from the board's name to the last item."""
    paper = ParsedPaper(source_file, kind="agenda")
    items, item_lines, first = read_items(lines)
    paper.items = items
    above = list(lines[:first])
    taken = _when(above, paper) | _members(above, paper) | item_lines
    taken |= next_meeting(lines, paper)
    paper.chair = chair_of(paper.members)
    paper.unmatched = words.leftover(lines, taken)
    return paper


def chair_of(listed: Sequence[ParsedPerson]) -> str | None:
    """Who is printed as the chair."""
    return next((one.name for one in listed if one.role == "chair"), None)


def _when(lines: Sequence[Line], paper: ParsedPaper) -> set[int]:
    """Board above, place below or above: the line that gives the day stands among them."""
    place = _dated(lines)
    if place is None:
        return _board(lines[:8], paper)
    line = lines[place]
    told = convened(line.text)
    paper.date = told.date or first_date(line.text)
    taken = {line.number} | _board(lines[:place], paper, beside=told.board)
    taken |= _time(lines[place : place + 4], paper)
    rest = _beside_day(line, told)
    left = [above for above in lines[:place] if above.number not in taken]
    taken |= _venue(lines[place + 1 : place + 5], rest, paper)
    return taken | _venue_above(left, paper, is_beside=place > 0 and lines[place - 1] in left)


def _dated(lines: Sequence[Line]) -> int | None:
    """The line with the day of the meeting: one with its hour or a label, else the first."""
    dated = [
        at
        for at, line in enumerate(lines)
        if dates_in(line.text) and not _is_next(line) and not _ISSUED.search(line.text)
    ]
    sure = [at for at in dated if time_in(lines[at].text) or _DATE_LABEL.match(lines[at].text)]
    return next(iter(sure or dated), None)


def _beside_day(line: Line, told: Convened) -> str:
    """What is printed on the line of the day that is neither the day nor the board."""
    if told.board is not None and words.is_board_name(told.board):
        return told.venue or ""
    return without_moment(re.sub(r"^to be held\b", "", _DATE_LABEL.sub("", line.text), flags=re.I))


def _is_next(line: Line) -> bool:
    return _NEXT.search(line.text) is not None


def _time(lines: Sequence[Line], paper: ParsedPaper) -> set[int]:
    """The hour, beside the day or just below it."""
    timed = next((line for line in lines if time_in(line.text)), None)
    if timed is None:
        return set()
    paper.time = time_in(timed.text)
    return {timed.number}


def _board(lines: Sequence[Line], paper: ParsedPaper, *, beside: str | None = None) -> set[int]:
    """The board's name: the last line above the day that names one, else beside it, else first."""
    named = [line for line in lines if words.is_board_name(board_said(line.text))]
    if not named and beside is not None and words.is_board_name(beside):
        paper.board = beside
        return set()
    chosen = named[-1] if named else next(filter(_may_be_board, lines), None)
    if chosen is None:
        return set()
    paper.board = board_said(chosen.text)
    same = paper.board.casefold()
    return {
        line.number for line in lines if line is chosen or board_said(line.text).casefold() == same
    }


def _may_be_board(line: Line) -> bool:
    """Whether it may name a board: a short line that is no place, no day and no mere title."""
    is_other = words.is_place(line.text) or _TITLE_ONLY.match(line.text) or dates_in(line.text)
    return len(line.text) < 120 and not is_other


def _venue_above(lines: Sequence[Line], paper: ParsedPaper, *, is_beside: bool) -> set[int]:
    """The place on a line above the day, if none is given below it."""
    for line in reversed(lines if paper.venue is None else ()):
        labelled = _PLACE.match(line.text)
        is_place = words.is_place(line.text) or (is_beside and line is lines[-1])
        if labelled or (is_place and len(line.text) <= 120 and not _is_furniture(line)):
            paper.venue = labelled["place"] if labelled else trimmed(line.text)
            return {line.number}
    return set()


def _is_furniture(line: Line) -> bool:
    """Whether it is no place: a title, a date of issue, or a line with a label or a full stop."""
    text = line.text
    is_title = _TITLE_ONLY.match(text) or _ISSUED.search(text) or words.is_board_name(text)
    return bool(is_title) or ":" in text or text.endswith(".") or _COUNCIL.search(text) is not None


def _venue(lines: Sequence[Line], rest: str, paper: ParsedPaper) -> set[int]:
    if rest and len(rest) <= 120 and re.search(r"[^\W\d_]{3}", rest):
        paper.venue = rest
        return set()
    for line in lines:
        labelled = _PLACE.match(line.text)
        if labelled:
            paper.venue = labelled["place"]
            return {line.number}
        if _NOT_A_PLACE.match(line.text) or _MEMBERSHIP.match(line.text):
            break
        left = without_moment(_STARTS.sub("", line.text))
        if left and len(line.text) <= 120 and not words.numbered(line):
            paper.venue = trimmed(left)
            return {line.number}
    return set()


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


def next_meeting(lines: Sequence[Line], paper: ParsedPaper) -> set[int]:
    """ "The next meeting of the Board is on …": day, time and place."""
    for at, line in enumerate(lines):
        if not _NEXT.search(line.text):
            continue
        text, numbers = line.text, {line.number}
        if not dates_in(text) and at + 1 < len(lines) and dates_in(lines[at + 1].text):
            text, numbers = f"{text} {lines[at + 1].text}", numbers | {lines[at + 1].number}
        found = dates_in(text)
        if found:
            paper.next_meeting = moment_of(text[found[0][1] :])
            return numbers
    return set()


def moment_of(text: str) -> NextMeeting:
    """Day, time and place out of "Tuesday, 15 November 2011 at 2.00 pm, Civic Suite"."""
    found = dates_in(text)
    head = text[: found[1][1]] if len(found) > 1 else text
    place = without_moment(head).rstrip(". ")
    sensible = 3 <= len(place) <= 120 and not re.search(r"\b(?:is|was|will|be)\b", place)
    return NextMeeting(found[0][0] if found else None, time_in(head), place if sensible else None)
