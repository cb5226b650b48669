"""A file divided into its papers: front sheet, reports, minutes, and what is appended."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from app.archive.paper import Kind
from app.archive.recognise import words
from app.archive.recognise.agenda_items import count_of, read_items
from app.archive.recognise.headings import Head, top_heads
from app.archive.recognise.items import headed_starts, minute_starts
from app.archive.recognise.kinds import Votes, weigh
from app.archive.recognise.labels import head_starts
from app.archive.recognise.minutes import OPENING
from app.archive.recognise.moments import dates_in
from app.archive.recognise.report import APPENDIX, cover_lines
from app.foundation.reading.lines import Line

_PRESENT = re.compile(
    r"^(?:(?:(?:members|councillors|those)\s+)?present|in attendance|attendance|attendees)\b"
    r"(?: were)?\s*(?::|$|[–-])",
    re.IGNORECASE,
)
_MINUTES_TITLE = re.compile(r"^(?:(?:draft|published)\s+)*minutes\b|\bminutes$", re.IGNORECASE)
_FRONT = re.compile(
    r"\bmembership\b|^item no|^part i\b|^agenda\b|\bagenda$|items to be dealt with"
    r"|next meeting|^page no",
    re.IGNORECASE,
)
_BACKGROUND = re.compile(r"\bbackground papers\b", re.IGNORECASE)

_APPENDICES = re.compile(r"\b(?:appendices|annexes)\s*:?$", re.IGNORECASE)
_LONGEST_LIST = 30
_LONGEST_HEAD = 8

Sort = Literal["front", "report", "minutes", "appendix", "whole"]
_SORTS: dict[Kind, Sort] = {
    "minutes": "minutes",
    "agenda": "front",
    "report": "report",
    "other": "whole",
}


@dataclass(frozen=True)
class PackSegment:
    """The lines of one paper of a file."""

    sort: Sort
    lines: Sequence[Line]


def segments(
    lines: Sequence[Line], *, furniture: Sequence[Line] = (), name: str = ""
) -> list[PackSegment]:
    """The papers of a file, in order, with no line left out."""
    cuts = _likely(_cuts(lines), lines)
    votes = weigh(lines, furniture=furniture, name=name)
    if not cuts or (len(cuts) == 1 and votes.kind == "other" and votes.is_known):
        return [PackSegment(_alone(lines, votes), lines)]
    found: list[PackSegment] = []
    first = cuts[0][0]
    if first and is_front_sheet(lines[:first]):
        found.append(PackSegment("front", lines[:first]))
    elif first:
        cuts[0] = (0, cuts[0][1])
    ends = [place for place, _ in cuts[1:]] + [len(lines)]
    for (place, sort), end in zip(cuts, ends, strict=True):
        found += _with_appendices(sort, lines[place:end])
    return found


def _likely(cuts: list[tuple[int, Sort]], lines: Sequence[Line]) -> list[tuple[int, Sort]]:
    """The cuts without heads of reports that are none, as the head of a pasted e-mail."""
    ends = [*(place for place, _ in cuts), len(lines)][1:]
    return [
        (place, sort)
        for (place, sort), end in zip(cuts, ends, strict=True)
        if sort != "report" or _may_be_report(lines[place:end])
    ]


def _may_be_report(lines: Sequence[Line]) -> bool:
    votes = weigh(lines)
    return votes.kind == "report" or not votes.is_known


def _alone(lines: Sequence[Line], votes: Votes) -> Sort:
    """What a file is that holds neither a report's head nor the opening of minutes."""
    is_front = not votes.is_known and is_front_sheet(lines)
    return "front" if is_front else _SORTS[votes.kind]


def _cuts(lines: Sequence[Line]) -> list[tuple[int, Sort]]:
    reports: list[tuple[int, Sort]] = [(_back(lines, at), "report") for at in head_starts(lines)]
    places = {place for place, _ in reports}
    minutes: list[tuple[int, Sort]] = [
        (place, "minutes") for place in _minutes_starts(lines) if place not in places
    ]
    return sorted({place: (place, sort) for place, sort in minutes + reports}.values())


def _back(lines: Sequence[Line], place: int) -> int:
    """Take in what stands over a head on the same page, or else its title lines."""
    for at in range(place, max(place - 7, -1), -1):
        if lines[at].page_break:
            return at
    start = place
    for step in range(1, 5):
        at = place - step
        if at < 0 or not _is_title(lines[at]):
            break
        start = at
    return start


def _is_title(line: Line) -> bool:
    text = line.text
    if len(text) > 120 or line.cells or words.numbered(line) or not words.ends_open(text):
        return False
    if re.match(r"not for publication|report to\b", text, re.IGNORECASE):
        return True
    return line.level is not None or (words.is_board_name(text) and words.is_loud(line))


def _minutes_starts(lines: Sequence[Line]) -> list[int]:
    found: list[int] = []
    lists: set[int] = set()
    for place, line in enumerate(lines):
        near = range(place + 1, min(place + 25, len(lines)))
        listed = next((at for at in near if _is_present(lines[at])), None)
        if listed is None or listed in lists:
            continue
        opens = len(line.text) <= 300 and (OPENING.match(line.text) or _is_dated_title(line))
        titled = _is_minutes_title(lines, place) and (
            minute_starts(lines[place:]) or headed_starts(lines[place:])
        )
        if opens or titled:
            found.append(_minutes_back(lines, place))
            lists.add(listed)
    return found


def _is_present(line: Line) -> bool:
    text = line.cells[0] if line.cells else line.text
    return bool(_PRESENT.match(text) or re.match(r"^(?:Present|PRESENT)\s+[A-Z]", text))


def _is_minutes_title(lines: Sequence[Line], place: int) -> bool:
    line = lines[place]
    is_top = place < 6 or any(near.page_break for near in lines[max(0, place - 3) : place + 1])
    return is_top and len(line.text) <= 120 and bool(_MINUTES_TITLE.search(line.text))


def _is_dated_title(line: Line) -> bool:
    """Whether it is a title as "Minutes of the meeting held on 5 March"."""
    return _MINUTES_TITLE.match(line.text) is not None and bool(dates_in(line.text))


def _minutes_back(lines: Sequence[Line], place: int) -> int:
    """The board's name in capitals above "At a meeting of …" belongs to the minutes."""
    start = place
    while start > 0 and place - start < 4 and not lines[start].page_break:
        above = lines[start - 1]
        named = words.is_board_name(above.text) and (words.is_loud(above) or place < 6)
        named = named or above.text.casefold() in lines[place].text.casefold()
        if not (named or _MINUTES_TITLE.search(above.text)) or words.numbered(above):
            break
        if not words.ends_open(above.text) or len(above.text) > 120:
            break
        start -= 1
    return start


def is_front_sheet(lines: Sequence[Line]) -> bool:
    """Whether it is a front sheet: a day, two or more items, and the usual words."""
    if not any(dates_in(line.text) for line in lines[:20]):
        return False
    items, _, first = read_items(lines)
    count = count_of(items)
    if any(_FRONT.search(line.text) for line in lines if len(line.text) <= 120):
        return count >= 2
    is_named = any(words.is_board_name(line.text) for line in lines[: min(first, _LONGEST_HEAD)])
    return is_named and count >= 3 and len(lines) <= _LONGEST_HEAD + 3 * count


def _with_appendices(sort: Sort, lines: Sequence[Line]) -> list[PackSegment]:
    if sort != "report":
        return [PackSegment(sort, lines)]
    start, is_titled = _appendix_start(lines)
    if start >= len(lines):
        return [PackSegment(sort, lines)]
    found = [PackSegment(sort, lines[:start])]
    rest = lines[start:]
    marks = [] if is_titled else _marks(rest)
    places = [0, *(at for at in marks if at)]
    ends = [*places[1:], len(rest)]
    return found + [
        PackSegment("appendix", rest[at:end]) for at, end in zip(places, ends, strict=True)
    ]


def _marks(lines: Sequence[Line]) -> list[int]:
    return [at for at, line in enumerate(lines) if _is_marker(lines, at) and not line.cells]


def _is_marker(lines: Sequence[Line], place: int) -> bool:
    """Whether a line is a title as "APPENDIX 1" or "Annex A: title", not a sentence about one."""
    line = lines[place]
    found = APPENDIX.match(line.text)
    if not found or line.cells or line.text.rstrip().endswith((".", ";", ",")):
        return False
    return bool(found["number"] or not (found["title"] or found["named"])) and not _is_listed(
        lines, place
    )


def _is_listed(lines: Sequence[Line], place: int) -> bool:
    """Whether it stands in a list of appendices, under a heading that says so."""
    for line in reversed(lines[max(0, place - _LONGEST_LIST) : place]):
        if _APPENDICES.search(line.text) and len(line.text) <= 60:
            return True
        if not APPENDIX.match(line.text):
            return False
    return False


def _appendix_start(lines: Sequence[Line]) -> tuple[int, bool]:
    """Where what is appended begins, and whether a title of its own opened it."""
    heads = top_heads(lines)
    if not heads:
        return len(lines), False
    begins = heads[0].start
    marks = [at for at in _marks(lines) if at > begins]
    mark = marks[0] if marks else len(lines)
    titled = _after_background(lines, heads)
    restart = _restart(lines, heads)
    start = min(mark, titled, restart)
    return start, start == titled < mark


def _after_background(lines: Sequence[Line], heads: Sequence[Head]) -> int:
    """The background papers close a report: a title after them opens something else."""
    closing = next((head for head in reversed(heads) if _BACKGROUND.search(head.title)), None)
    if closing is None:
        closing = next((head for head in heads if _BACKGROUND.search(head.title)), None)
    if closing is None:
        return len(lines)
    for place in range(closing.end + (0 if closing.rest else 1), len(lines)):
        line, before = lines[place], lines[place - 1]
        apart = line.page_break or line.number - before.number >= 3
        is_none = any(_answers_none(one) for one in lines[closing.end : place])
        if (apart or is_none) and cover_lines(lines[place : place + 2]):
            return place
    return len(lines)


def _answers_none(line: Line) -> bool:
    return words.is_none(line.text) or "no background papers" in line.text.lower()


def _restart(lines: Sequence[Line], heads: Sequence[Head]) -> int:
    """Numbers that begin at 1 again below an unnumbered heading belong to an appendix."""
    last = heads[-1]
    if last.number is None:
        return len(lines)
    for place in range(last.end, len(lines)):
        found = words.numbered(lines[place])
        if found and found.depth == 1 and found.first == 1 and lines[place].level is not None:
            return _title_above(lines, last.end, place)
    return len(lines)


def _title_above(lines: Sequence[Line], begin: int, place: int) -> int:
    for at in range(place - 1, max(begin, place - 5) - 1, -1):
        if lines[at].level is not None and words.numbered(lines[at]) is None:
            return at
    return len(lines)
