"""The line that convenes a meeting, however it is worded: board, day, time and place."""

import re
from dataclasses import dataclass
from datetime import date as Day

from app.archive.recognise import words
from app.archive.recognise.moments import (
    dates_in,
    span_at,
    time_at,
    time_in,
    without_dates,
    without_moment,
)

_SORT = (
    r"(?:ordinary|special|annual|extraordinary|extra-ordinary|additional|urgent|emergency|"
    r"scheduled|adjourned|reconvened|virtual|remote|hybrid|joint|public|formal|informal|"
    r"inaugural|first|quarterly|monthly|regular|statutory|budget)"
)
_OPENING = re.compile(
    r"^(?:(?:(?:draft|published|unconfirmed|confirmed|approved|unapproved|open|public|part \w)\s+)*"
    r"(?:(?:minutes?|agenda)\b(?:\s+and\s+(?:agenda|papers|summons|reports))?\s*"
    r"(?:of|for|from|[–—:-])?|(?:notice|notes|record|proceedings|summons)"
    r"(?: and actions?)?\s+(?:of|to|for|from))\s*)?"
    rf"(?:(?:at\s+)?(?:(?:the|an?)\s+)?(?:{_SORT}\s+)*meeting\b"
    r"(?=\s*(?:of|held|on|at|in|to be|which|[–—:,-]|\d|$))\s*(?:of\b|[–—:-])?\s*)?"
    r"(?:(?<=\s)the\s+)?",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"^(?:(?:name of )?(?:the )?(?:board|committee|meeting|panel|body|group|forum|partnership)"
    r"(?: name)?|meeting of)\s*:\s*(?:the\s+)?",
    re.IGNORECASE,
)
_SUMMONS = re.compile(
    r"^(?:to:?\s[^.]{0,60}?)?\b(?:you are|notice is|i hereby|we hereby|please)\b.{0,90}?"
    r"(?=\b(?:the|an?)\s+(?:\w+\s+){0,3}meeting\b)",
    re.IGNORECASE,
)
"""What a letter says before it says which meeting it calls to."""
_ENDS = re.compile(
    r",?\s+(?:for the purpose|for the transaction|to (?:consider|transact|discuss|deal)|when\b|"
    r"at which)|(?<![ap]\.m)[.;]\s+(?=[A-Z])|\s\((?=[^)]*\d)",
)
"""Where a sentence that convenes goes on to something else."""
_CUT = re.compile(
    r"\s*(?:,\s*)?\b(?:to be held|will (?:be held|take place|meet)|a gynhaliwyd|"
    r"which (?:was|is)|held|convened|took place|taking place|"
    r"was held|commencing|starting|beginning)\b",
    re.IGNORECASE,
)
_AT = re.compile(r"\s*(?:,\s*)?\b(?:at|in)\s+", re.IGNORECASE)
_IN_A_SENTENCE = re.compile(r"\b(?:is|was|were|will|be|been|are|that)\b|^\(", re.IGNORECASE)
_LONGEST_PLACE = 120
_LAST = re.compile(
    r"[\s,;:.–—-]*(?:\b(?:on|at|in)\s*)?(?:\(?(?:draft )?(?:minutes|agenda|meeting)\)?)?"
    r"[\s,;:–—-]*$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Convened:
    """What a line says of a meeting; None for what it does not say."""

    board: str | None
    date: Day | None
    time: str | None
    venue: str | None
    until: str | None = None


def convened(text: str) -> Convened:
    """ "Minutes of the X held on 5 March 2014 at 7 pm in the Y", in whatever order it is told."""
    said = _without_opening(text)
    end = _board_ends(said)
    board, rest = _LAST.sub("", said[:end]).strip(" ,"), _of_meeting(said[end:])
    day = next((found for found, _, _ in dates_in(rest)), None)
    place = without_moment(_CUT.sub(" ", rest)).rstrip(". ")
    span = span_at(without_dates(rest))
    until = span[1] if span else None
    return Convened(board or None, day, time_in(rest), place if _is_place(place) else None, until)


def _of_meeting(rest: str) -> str:
    """What a line says of the meeting, without the sentences that follow its day and place."""
    days = dates_in(rest)
    after = _ENDS.search(rest, days[0][2] if days else 0)
    return rest[: after.start()] if after else rest


def _is_place(place: str) -> bool:
    """Whether words beside a board and a day are a place: anything but a sentence."""
    is_short = len(place) <= _LONGEST_PLACE and re.search(r"[^\W\d_]{3}", place) is not None
    return is_short and _IN_A_SENTENCE.search(place) is None


def opens(text: str) -> bool:
    """Whether the line begins with minutes, agenda or meeting."""
    return _SUMMONS.match(text) is not None or _OPENING.sub("", text, count=1) != text


def _without_opening(text: str) -> str:
    said = _SUMMONS.sub("", _LABEL.sub("", text.strip(), count=1), count=1)
    return _OPENING.sub("", said, count=1)


def _board_ends(said: str) -> int:
    """The name ends at "held", at the day, at the time, or where it says in which place."""
    ends = [len(said)]
    ends += [found.start() for found in [_CUT.search(said)] if found]
    ends += [start for _, start, _ in dates_in(said)]
    moment = time_at(said)
    ends += [moment[1]] if moment else []
    end = min(ends)
    if _CUT.match(said, end):
        return end
    places = [found.start() for found in _AT.finditer(said, 0, end) if _at_place(said[:end], found)]
    return min([end, *places])


def _at_place(said: str, found: re.Match[str]) -> bool:
    """Whether a place begins here: in "Board in the Council Chamber", not in "Sub-Committee at
    Ditton"."""
    before, after = said[: found.start()], said[found.end() :]
    return words.is_place(after) and words.BOARD_WORD.search(before) is not None
