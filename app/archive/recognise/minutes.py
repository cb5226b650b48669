"""The minutes of a meeting: opening, attendance, numbered minutes, and how it ended."""

import re
from collections.abc import Sequence

from app.archive.paper import ParsedItem, ParsedPaper
from app.archive.recognise import words
from app.archive.recognise.actions import settle_year
from app.archive.recognise.attendance import opens_list, read_attendance
from app.archive.recognise.chairing import read_chair
from app.archive.recognise.closing import read_end, read_next
from app.archive.recognise.meeting import read_meeting
from app.archive.recognise.minute_items import read_minutes_items
from app.archive.recognise.moments import dates_in, time_in
from app.archive.recognise.told import apologies_in, declarations_in, lists_in
from app.foundation.reading.lines import Line

OPENING = re.compile(
    r"^(?:(?:draft )?minutes of (?:a |the )?|at a |at the )?(?:\w+ )?meeting of (?:the )?"
    r"(?P<rest>\S.*)$",
    re.I,
)
_ENDED = re.compile(
    r"\bmeeting\b.{0,60}\b(?:ended|closed|concluded|finished|terminated|close)\b", re.IGNORECASE
)
_SCHEDULE = re.compile(
    r"^(?:meeting schedule|schedule of (?:future )?meetings|(?:dates?|time"
    r"|day)\b.{0,20}\bof (?:the )?"
    r"(?:next|future) meetings?|(?:the )?next meeting|future meetings?)\b",
    re.IGNORECASE,
)
_HEAD = 25
"""Who took the chair is looked for in so many lines, however early the first item stands."""

_LONGEST_HEAD = 60
"""The lists of people are looked for in so many lines where none stands above the first item."""


def read_minutes(
    lines: Sequence[Line], *, source_file: str, furniture: Sequence[Line] = ()
) -> ParsedPaper:
    """Minutes as understood, from the board's own name to the time the meeting ended."""
    paper = ParsedPaper(source_file, kind="minutes")
    tail = _tail(lines)
    items, taken, first = read_minutes_items(lines[:tail])
    paper.items = items
    above = lines[:first]
    taken |= read_meeting(lines, paper, first=first, furniture=furniture)
    listed = above if any(opens_list(line) for line in above) else lines[:_LONGEST_HEAD]
    taken |= read_attendance(listed, paper)
    for item in items:
        _settle(item, paper)
    lists_in(items, paper)
    paper.apologies = paper.apologies or apologies_in(items)
    paper.declarations = declarations_in(items)
    taken |= read_end(lines, paper) | read_next(lines, paper)
    read_chair(lines[: max(first, _HEAD)], paper)
    paper.unmatched = words.leftover(lines, taken)
    return paper


def _settle(item: ParsedItem, paper: ParsedPaper) -> None:
    for one in item.actions:
        settle_year(one, meeting=paper.date)
    for child in item.children:
        _settle(child, paper)


def _tail(lines: Sequence[Line]) -> int:
    """Where the minutes are over: a schedule of meetings or the closing line, near the end."""
    for place in range(len(lines) - 1, max(len(lines) - 40, len(lines) // 2) - 1, -1):
        text = lines[place].text
        if len(text) < 140 and (_SCHEDULE.match(text) and _dated(lines[place : place + 4])):
            return place
    ended = [at for at, line in enumerate(lines) if _is_closing(line)]
    return ended[-1] if ended and len(lines) - ended[-1] <= 12 else len(lines)


def _dated(lines: Sequence[Line]) -> bool:
    return any(dates_in(line.text) for line in lines)


def _is_closing(line: Line) -> bool:
    return bool(len(line.text) <= 200 and _ENDED.search(line.text) and time_in(line.text))
