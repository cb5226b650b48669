"""The minutes of a meeting: opening, attendance, numbered minutes, and how it ended."""

import re
from collections.abc import Sequence

from app.archive.paper import ParsedItem, ParsedPaper
from app.archive.recognise import words
from app.archive.recognise.actions import settle_year
from app.archive.recognise.attendance import apologies_in, declarations_in, read_attendance
from app.archive.recognise.convened import board_said, convened, opens
from app.archive.recognise.front_sheet import moment_of
from app.archive.recognise.minute_items import read_minutes_items
from app.archive.recognise.moments import dates_in, first_date, time_in, without_moment
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
_GOES_ON = re.compile(r"^(?:[a-z]|held\b|convened\b|on\b|at\b|in\b)", re.IGNORECASE)
_STARTS = re.compile(r"^(?:time|starts?|commenc(?:ed|es|ing)|start time)\s*:", re.IGNORECASE)
_NOT_A_PLACE = re.compile(
    r"^(?:draft|minutes|agenda|present|attendance|attendees|apolog\w+|absent|in attendance|"
    r"officers?|members|councillors?|members?hip|also|those|part|public|action|chair\w*)\b",
    re.IGNORECASE,
)
_LABEL = re.compile(r"^(?:venue|place|location)\s*:\s*(?P<place>.+)$", re.IGNORECASE)


def read_minutes(lines: Sequence[Line], *, source_file: str) -> ParsedPaper:
    """Minutes as understood, from the board's own name to the time the meeting ended."""
    paper = ParsedPaper(source_file, kind="minutes")
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


def _opening(lines: Sequence[Line], paper: ParsedPaper) -> set[int]:
    """The line that convenes the meeting; what it leaves out stands on lines of its own."""
    place = next((at for at, line in enumerate(lines) if _convenes(line)), None)
    taken: set[int] = set()
    if place is not None:
        text, taken = _whole_opening(lines, place)
        told = convened(text)
        paper.board, paper.date = told.board, told.date
        paper.time, paper.venue = told.time, told.venue
    taken |= _named(lines, paper) if paper.board is None else _again(lines, paper)
    return taken | _loose(lines, paper, taken)


def _convenes(line: Line) -> bool:
    """Whether a line convenes a meeting: "Minutes of …", "At a meeting of …"."""
    told = convened(line.text)
    is_named = told.board is not None and words.BOARD_WORD.search(told.board) is not None
    is_short = len(line.text) <= 300 and not line.cells
    return is_short and opens(line.text) and (is_named or told.date is not None)


def _whole_opening(lines: Sequence[Line], place: int) -> tuple[str, set[int]]:
    """The opening with the lines it runs on over, as far as its day."""
    text, taken = lines[place].text, {lines[place].number}
    for after in lines[place + 1 : place + 4]:
        hangs = convened(text).board is None or not words.ends_open(text)
        if dates_in(text) or not (hangs or _GOES_ON.match(after.text) or dates_in(after.text)):
            break
        text, taken = f"{text} {after.text}", taken | {after.number}
    return text, taken


def _again(lines: Sequence[Line], paper: ParsedPaper) -> set[int]:
    """The board's name printed once more as a title."""
    name = (paper.board or "").casefold()
    return {line.number for line in lines if board_said(line.text).casefold().strip(" :") == name}


def _named(lines: Sequence[Line], paper: ParsedPaper) -> set[int]:
    """The board's name on a line of its own, with a label or the day beside it or without."""
    for line in lines:
        told = convened(line.text)
        if told.board is None or line.cells or not words.is_board_name(told.board):
            continue
        paper.board, paper.date = told.board, paper.date or told.date
        paper.time, paper.venue = paper.time or told.time, paper.venue or told.venue
        return {line.number} | _again(lines, paper)
    return set()


def _loose(lines: Sequence[Line], paper: ParsedPaper, before: set[int]) -> set[int]:
    """Day, time and place given on lines of their own, with or without labels."""
    taken: set[int] = set()
    for place, line in enumerate(lines):
        if line.number in before:
            continue
        if paper.date is None and dates_in(line.text) and len(line.text) <= 160:
            paper.date, paper.time = first_date(line.text), time_in(line.text) or paper.time
            paper.venue = paper.venue or _place(line.text)
            taken.add(line.number)
        elif found := _LABEL.match(line.text):
            paper.venue = paper.venue or found["place"]
            taken.add(line.number)
        elif paper.time is None and _STARTS.match(line.text) and time_in(line.text):
            paper.time = time_in(line.text)
            taken.add(line.number)
        elif paper.venue is None and _is_place(lines, place):
            paper.venue = without_moment(line.text)
            paper.time = paper.time or time_in(line.text)
            taken.add(line.number)
    return taken


def _place(text: str) -> str | None:
    rest = without_moment(re.sub(r"^date(?: and time)?(?: of meeting)?\s*:", "", text, flags=re.I))
    return rest if words.is_place(rest) and len(rest) <= 120 else None


def _is_place(lines: Sequence[Line], at: int) -> bool:
    """Whether a line is the place: a room or building beside the day, or a title just below it."""
    text, above = lines[at].text, lines[max(at - 1, 0) : at]
    is_short = len(text) <= 120 and ":" not in text and words.ends_open(text)
    if not is_short or lines[at].cells or _NOT_A_PLACE.match(text) or words.is_board_name(text):
        return False
    if any(dates_in(line.text) for line in above):
        return words.is_place(text) or words.is_title_case(text)
    return words.is_place(text) and any(dates_in(line.text) for line in lines[at + 1 : at + 2])


def _ending(lines: Sequence[Line], paper: ParsedPaper) -> set[int]:
    for line in reversed(lines):
        if _is_closing(line):
            ended = _ENDED.search(line.text)
            paper.end_time = time_in(line.text[ended.start() if ended else 0 :])
            return {line.number}
    return set()


def _next(lines: Sequence[Line], paper: ParsedPaper) -> set[int]:
    """The first day of the schedule that lies after this meeting."""
    for line in lines:
        days = dates_in(line.text)
        if not days or (paper.date and days[0][0] <= paper.date) or _is_closing(line):
            continue
        text = _SCHEDULE.sub("", line.text)
        paper.next_meeting = moment_of(text)
        return {line.number}
    return set()


def _next_in_items(paper: ParsedPaper) -> None:
    for item in paper.items:
        text = item.text or item.title
        if _SCHEDULE.match(item.title) and dates_in(text):
            days = dates_in(text)
            paper.next_meeting = moment_of(text[days[0][1] :].split("\n")[0])
