"""The minutes of a meeting: opening, attendance, numbered minutes, and how it ended."""

import re
from collections.abc import Sequence

from app.archive.paper import Item, Paper
from app.archive.recognise import words
from app.archive.recognise.actions import settle_year
from app.archive.recognise.attendance import apologies_in, declarations_in, read_attendance
from app.archive.recognise.front_sheet import moment_of
from app.archive.recognise.minute_items import read_minutes_items
from app.archive.recognise.moments import dates_in, first_date, time_in, without_moment
from app.foundation.reading.lines import Line

OPENING = re.compile(
    r"^(?:(?:draft )?minutes of (?:a |the )?|at a |at the )?(?:\w+ )?meeting of (?:the )?"
    r"(?P<rest>\S.*)$",
    re.I,
)
_TITLE = re.compile(
    r"^(?:(?:draft |published )*minutes(?: of (?:the )?(?P<board>.+))?|"
    r"(?P<before>.+?)\s*[–—:-]\s*(?:draft )?minutes)$",
    re.IGNORECASE,
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
_BEFORE_DAY = re.compile(r"(?:,\s*)?(?:\s+held)?(?:\s+(?:on|at|in))?\s*$|,\s*$", re.IGNORECASE)


def read_minutes(lines: Sequence[Line], *, source_file: str) -> Paper:
    """Minutes as understood, from the board's own name to the time the meeting ended."""
    paper = Paper(source_file, kind="minutes")
    tail = _tail(lines)
    items, taken, first = read_minutes_items(lines[:tail])
    paper.items = items
    above = lines[:first]
    taken |= _opening(above, paper)
    taken |= read_attendance([line for line in above if line.number not in taken], paper)
    for item in items:
        _settle(item, paper)
    paper.apologies = paper.apologies or apologies_in(items)
    paper.declarations = declarations_in(items)
    taken |= _ending(lines, paper) | _next(lines[tail:], paper)
    if paper.next_meeting.date is None:
        _next_in_items(paper)
    paper.unmatched = words.leftover(lines, taken)
    return paper


def _settle(item: Item, paper: Paper) -> None:
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


def _opening(lines: Sequence[Line], paper: Paper) -> set[int]:
    for place, line in enumerate(lines):
        found = OPENING.match(line.text)
        if found:
            text, taken = found["rest"], {line.number}
            if not dates_in(text) and place + 1 < len(lines) and dates_in(lines[place + 1].text):
                text, taken = f"{text} {lines[place + 1].text}", taken | {lines[place + 1].number}
            _convened(text, paper)
            return taken | _again(lines, paper) | _loose(lines[place + 1 :], paper)
    return _titled(lines, paper)


def _convened(text: str, paper: Paper) -> None:
    """ "… of the X held on Tuesday, 10 May 2011 at 6.30 p.m. in the Y"."""
    days = dates_in(text)
    if days:
        paper.date = days[0][0]
        board, rest = text[: days[0][1]], text[days[0][1] :]
        paper.board = _BEFORE_DAY.sub("", board.rstrip(" ,")).strip(" ,")
        if " at the " in paper.board and re.search(r"held at the", board):
            paper.board = board.split(" held ")[0].strip(" ,")
        paper.time = time_in(rest)
        paper.venue = without_moment(rest).rstrip(".") or None
    else:
        paper.board = re.split(r"\s+held\b|,", text)[0].strip()


def _again(lines: Sequence[Line], paper: Paper) -> set[int]:
    """The board's name printed once more as a title."""
    name = (paper.board or "").casefold()
    return {line.number for line in lines if line.text.casefold().strip(" :") == name}


def _titled(lines: Sequence[Line], paper: Paper) -> set[int]:
    """Minutes that give board, day and place on lines of their own."""
    taken: set[int] = set()
    for line in lines:
        found = _TITLE.match(line.text)
        name = (found["board"] or found["before"]) if found else None
        if found and name and words.BOARD_WORD.search(name):
            paper.board, taken = _BEFORE_DAY.sub("", name), taken | {line.number}
        elif paper.board is None and words.is_board_name(line.text) and not line.cells:
            paper.board, taken = line.text, taken | {line.number}
    return taken | _again(lines, paper) | _loose(lines, paper)


def _loose(lines: Sequence[Line], paper: Paper) -> set[int]:
    """Day, time and place given on lines of their own, with or without labels."""
    taken: set[int] = set()
    for place, line in enumerate(lines):
        if paper.date is None and dates_in(line.text) and len(line.text) <= 160:
            paper.date, paper.time = first_date(line.text), time_in(line.text) or paper.time
            paper.venue = paper.venue or _place(line.text)
            taken.add(line.number)
            if paper.venue is None and place + 1 < len(lines):
                taken |= _place_below(lines[place + 1], paper)
        elif found := re.match(r"^(?:venue|place|location)\s*:\s*(?P<place>.+)$", line.text, re.I):
            paper.venue = paper.venue or found["place"]
            taken.add(line.number)
        elif paper.time is None and re.match(r"^time\s*:", line.text, re.I) and time_in(line.text):
            paper.time = time_in(line.text)
            taken.add(line.number)
    return taken


def _place(text: str) -> str | None:
    rest = without_moment(re.sub(r"^date(?: and time)?(?: of meeting)?\s*:", "", text, flags=re.I))
    return rest if re.search(r"[^\W\d_]{3}", rest) and len(rest) <= 120 else None


def _place_below(line: Line, paper: Paper) -> set[int]:
    looks = re.search(
        r"\b(?:room|hall|chamber|suite|centre|house|offices?|building|street|road)\b",
        line.text,
        re.I,
    )
    if looks and len(line.text) <= 120 and ":" not in line.text and words.ends_open(line.text):
        paper.venue = without_moment(line.text)
        paper.time = paper.time or time_in(line.text)
        return {line.number}
    return set()


def _ending(lines: Sequence[Line], paper: Paper) -> set[int]:
    for line in reversed(lines):
        if _is_closing(line):
            ended = _ENDED.search(line.text)
            paper.end_time = time_in(line.text[ended.start() if ended else 0 :])
            return {line.number}
    return set()


def _next(lines: Sequence[Line], paper: Paper) -> set[int]:
    """The first day of the schedule that lies after this meeting."""
    for line in lines:
        days = dates_in(line.text)
        if not days or (paper.date and days[0][0] <= paper.date) or _is_closing(line):
            continue
        text = _SCHEDULE.sub("", line.text)
        paper.next_meeting = moment_of(text)
        return {line.number}
    return set()


def _next_in_items(paper: Paper) -> None:
    for item in paper.items:
        text = item.text or item.title
        if _SCHEDULE.match(item.title) and dates_in(text):
            days = dates_in(text)
            paper.next_meeting = moment_of(text[days[0][1] :].split("\n")[0])
