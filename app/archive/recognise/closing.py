"""How a meeting ended, and when the board said that it would meet again."""

import re
from collections.abc import Sequence
from datetime import date as Day

from app.archive.paper import NextMeeting, ParsedPaper
from app.archive.recognise.moments import (
    dates_in,
    dates_without_year,
    time_in,
    without_dates,
    without_moment,
)
from app.foundation.reading.lines import Line

_ENDED = re.compile(
    r"\b(?:meeting|business|chair(?:man|woman|person)?|convener|proceedings|mayor)\b.{0,80}?"
    r"\b(?:ended|closed|concluded|finished|terminated|close|rose)\b|"
    r"(?:^|[.;]\s)(?:(?:meeting|it)\s+)?(?:closed|ended|finished|concluded|close|finish|end time)\b"
    r"(?=.{0,15}\d)|\bi ben am\b",
    re.IGNORECASE,
)
_NEXT = re.compile(
    r"\bnext\s+(?:(?:ordinary|scheduled|public|full|formal|regular|quarterly|committee|board|council)"
    r"\s+)*(?:meetings?|call|session)\b|\bcyfarfod nesaf\b|^(?:\S+\s+)?(?:-\s+)?next\s*:|"
    r"\b(?:future meetings?|schedule of (?:future )?meetings|meeting schedule)\b|"
    r"\bmeet (?:again|next)\b",
    re.IGNORECASE,
)
_OVER = re.compile(r"(?<![ap]\.m)[.;]\s+(?=[A-Z])|\bmeeting closed\b|\n", re.IGNORECASE)
_IN_A_SENTENCE = re.compile(r"\b(?:is|was|will|be|been|preceded|followed|to)\b", re.IGNORECASE)
_LONGEST_SCHEDULE = 4


def read_end(lines: Sequence[Line], paper: ParsedPaper) -> set[int]:
    """The hour at which the meeting closed, told at its end; taken is a line that tells no more."""
    for place in range(len(lines) - 1, -1, -1):
        text = " ".join(line.text for line in lines[place : place + 2])
        found = _ENDED.search(text, 0, len(lines[place].text))
        if found is None:
            continue
        hour = time_in(without_dates(text[found.end() :])[:60])
        if hour is not None:
            paper.end_time = _after(paper.time, hour)
            paper.confidence["end_time"] = "likely"
            return {lines[place].number} if len(lines[place].text) <= 200 else set()
    return set()


def _after(begun: str | None, ended: str) -> str:
    """An hour without a.m. or p.m. is the one that comes after the meeting began."""
    hour, minute = ended.split(":")
    if begun and ended < begun and int(hour) + 12 < 24 and f"{int(hour) + 12:02d}:{minute}" > begun:
        return f"{int(hour) + 12:02d}:{minute}"
    return ended


def read_next(lines: Sequence[Line], paper: ParsedPaper) -> set[int]:
    """ "Next meeting: 9 January, 7 pm", in a line or below a heading: day, hour and place."""
    for place, line in enumerate(lines):
        found = _NEXT.search(line.text)
        if found is None:
            continue
        below = lines[place + 1 : place + _LONGEST_SCHEDULE] if _is_heading(line, found) else ()
        for more in range(len(below) + 1):
            near = [line, *below[:more]]
            text = "\n".join([line.text[found.start() :], *(one.text for one in below[:more])])
            if meeting := moment_after(text, paper.date):
                paper.next_meeting = meeting
                paper.confidence["next_meeting"] = "likely"
                return {one.number for one in near} if len(text) <= 200 else set()
    return set()


def _is_heading(line: Line, found: re.Match[str]) -> bool:
    return len(line.text) - found.end() < 30


def moment_after(text: str, day: Day | None) -> NextMeeting | None:
    """The first day named that comes after this meeting, with the hour and the place beside it."""
    years = (day.year, day.year + 1) if day else ()
    named = dates_in(text) + [one for year in years for one in dates_without_year(text, year)]
    later = sorted((one for one in named if day is None or one[0] > day), key=lambda one: one[1])
    if not later:
        return None
    found, _, end = later[0]
    rest = text[end:]
    over = min([len(rest), *(one.start() for one in _OVER.finditer(rest))])
    nexts = [one[1] - end for one in named if one[1] >= end]
    said = rest[: min([over, *nexts])]
    return NextMeeting(found, time_in(said) or time_in(text[: later[0][1]]), _place(said))


def _place(said: str) -> str | None:
    place = without_moment(said).strip(" .")
    is_place = 3 <= len(place) <= 120 and re.search(r"[^\W\d_]{3}", place) is not None
    return place if is_place and _IN_A_SENTENCE.search(place) is None else None
