"""Printed numbers of items and minutes: what may be one, of which form, and what it counts."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from app.archive.recognise import words
from app.foundation.reading.lines import Line

_WORD = r"(?:(?:agenda\s+)?item|min(?:ute)?|no|ref(?:erence)?)\b[.:]?\s*(?:no\b\.?|number)?\s*"
_NUMBER = re.compile(
    rf"^(?:{_WORD})?(?P<open>[\[(#])?(?P<label>"
    r"(?:[A-Z][A-Za-z&]{0,5}[ ./-]{0,2})?\d{1,4}(?:\s?[./–-]\s?\d{1,4}){0,3}"
    r"(?:\s?\([a-zA-Z]{1,3}\)|[A-Z](?![\w])|[a-z](?=[.):]))?"
    r")(?P<mark>\.\)|[.):\]/]?)(?=\s|$)\s*(?P<rest>.*)$",
    re.IGNORECASE | re.DOTALL,
)
_LETTER = re.compile(
    r"^(?P<label>\((?:[a-zA-Z]|[ivxIVX]{2,5})\)|(?:[a-zA-Z]|[ivxIVX]{2,5})[.)])(?P<mark>)"
    r"(?:\s+(?P<rest>\S.*))?$",
    re.DOTALL,
)
_TIME = re.compile(r"^\d{1,2}[:.]\d{2}\s*(?:am|pm)?$", re.IGNORECASE)
_PARTS = re.compile(r"\d+|[A-Za-z&]+")
_ROMANS = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv")
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_DAY = re.compile(rf"^(?:st|nd|rd|th)?\s*{_MONTH}\b", re.IGNORECASE)
_MEASURED = re.compile(
    r"^(?:days?|weeks?|months?|years?|hours?|minutes?|mins|metres?|miles?|members?|people|"
    r"residents|votes?|per cent|pupils|households|calls|a\.?m|p\.?m|o['’]clock)\b|^[£$€%]|"
    r"^[-–]?\s*\d"
)
"""What stands after a number that is no item's: a measure, money, more figures."""
_AGENDA_NUMBER = re.compile(r"^\d{1,2}[.)]\s+(?=[A-Z])")
"""An agenda's number after the minute's own: "F031/24 1. APOLOGIES"."""
_LONGEST_PREFIX = 6
_COLUMN_HEAD = re.compile(
    r"(?:actions?|lead|owner|who|responsible|due|when|pages?)(?: by)?", re.IGNORECASE
)
LETTER = "@"
"""In the form of a number, the letter with which it ends: 7A, 19/91(b)."""
_BEFORE_A = ord("a") - 1
_PLAIN = 3
"""So long is the form of a number without letters or parts."""


@dataclass(frozen=True)
class PrintedNumber:
    """A printed number, taken apart."""

    printed: str
    """As it would be cited: "7", "SHP54", "PL/24/071", "(a)"."""
    form: tuple[str, ...]
    """What numbers of one run have in common: letters, separators, how many figures."""
    values: tuple[int, ...]
    """Its figures; of a letter or a Roman number, also one at its end, what it stands for."""
    mark: str = ""
    is_named: bool = False
    """Whether the word Item or Minute stands before it."""

    @property
    def is_letter(self) -> bool:
        """Whether it has no figures: "(a)", "iv.", "B."."""
        return self.form[0] in ("letter", "roman")


@dataclass(frozen=True)
class Candidate:
    """A line that may begin an item."""

    place: int
    label: PrintedNumber
    title: str
    """What stands beside the number, or in the cell after it."""
    below: tuple[str, ...] = ()
    """What stands under the title in its cell."""
    cells: tuple[str, ...] = ()
    """What stands in the cells after the title's."""
    lines: int = 1
    """How many lines the number and the title take."""
    is_under_heading: bool = False
    """Whether the title stands on the line above the number."""


def candidates(lines: Sequence[Line], *, start: int = 0) -> list[Candidate]:
    """Every line from `start` that begins with what may be a number, in order.

    A letter may be two things, and then there are two candidates.
    """
    return [one for place in range(start, len(lines)) for one in _at(lines, place)]


def _at(lines: Sequence[Line], place: int) -> Iterator[Candidate]:
    line = lines[place]
    if words.is_bullet(line.text):
        return
    if line.cells:
        yield from _in_row(line, place)
        return
    for label, rest in labels(line.text):
        if rest:
            yield Candidate(place, label, rest)
        elif place + 1 < len(lines) and not label.is_letter:
            yield from _alone(lines, place, label)


def _alone(lines: Sequence[Line], place: int, label: PrintedNumber) -> Iterator[Candidate]:
    """A number on a line of its own has its title on the next."""
    below = lines[place + 1]
    if len(below.text) <= 160 and not below.cells and not next(labels(below.text), None):
        yield Candidate(place, label, below.text, lines=2)


def _in_row(line: Line, place: int) -> Iterator[Candidate]:
    """The number stands in the first cell, or after the hour; the title beside it, or with it."""
    filled = [cell for cell in line.cells if cell.strip()]
    if len(filled) > 1 and _TIME.match(filled[0].strip()):
        filled = filled[1:]
    if not filled:
        return
    first, *below = filled[0].split("\n")
    for label, beside in labels(first.strip()):
        if beside:
            yield Candidate(place, label, beside, tuple(below), tuple(filled[1:]))
        elif rest := [cell for cell in filled[1:] if not _AGENDA_NUMBER.match(f"{cell} X")]:
            title, *under = rest[0].split("\n")
            if not _COLUMN_HEAD.fullmatch(title.strip(" :")):
                yield Candidate(place, label, title.strip(), tuple(under), tuple(rest[1:]))


def labels(text: str) -> Iterator[tuple[PrintedNumber, str]]:
    """The number with which a text begins, and what follows it; none for a day or a sum."""
    if found := _NUMBER.match(text):
        rest = found["rest"].lstrip(" –—-").strip()
        is_named = found.start("label") > len(found["open"] or "")
        label = _label(found["label"], found["mark"], is_named=is_named)
        label = (
            replace(label, form=(*label.form, "()")) if label and found["open"] == "(" else label
        )
        if label is not None and not (_is_measure(label, rest) and not found["mark"]):
            yield label, _AGENDA_NUMBER.sub("", rest) if len(label.form) > _PLAIN else rest
    elif found := _LETTER.match(text):
        yield from ((one, (found["rest"] or "").strip()) for one in _letters(found["label"]))


def _is_measure(label: PrintedNumber, rest: str) -> bool:
    return bool(_DAY.match(rest) or (len(label.form) <= _PLAIN and _MEASURED.match(rest)))


def _label(printed: str, mark: str, *, is_named: bool) -> PrintedNumber | None:
    squeezed = re.sub(r"\s+", "", printed)
    parts = _PARTS.findall(squeezed)
    letters = [part for part in parts if not part.isdigit()]
    if letters and len(letters[0]) > _LONGEST_PREFIX:
        return None
    values = tuple(int(part) for part in parts if part.isdigit())
    form = tuple("#" if part.isdigit() else part.upper() for part in parts)
    if len(parts) > 1 and not parts[-1].isdigit() and len(parts[-1]) == 1:
        values, form = (*values, ord(parts[-1].lower()) - _BEFORE_A), (*form[:-1], LETTER)
    separators = re.sub(r"[A-Za-z&0-9]", "", squeezed)
    if re.fullmatch(r"\d+\.0", squeezed):
        return PrintedNumber(squeezed, ("#", ".0"), values[:1], mark, is_named)
    cited = _cited(squeezed)
    return PrintedNumber(cited, ("number", *form, separators), values, mark, is_named)


def _cited(squeezed: str) -> str:
    """ "SHP 54" and "SHP.54" are cited SHP54; what has more parts as it is printed."""
    simple = re.fullmatch(r"([A-Z][A-Za-z&]+)[./-]*(\d+)", squeezed)
    return f"{simple[1]}{simple[2]}" if simple and len(simple[1]) > 1 else squeezed


def _letters(printed: str) -> Iterator[PrintedNumber]:
    bare = printed.strip("().").lower()
    case = "upper" if printed.strip("().").isupper() else "lower"
    style = "()" if printed.startswith("(") else printed[-1]
    cited = f"({printed.strip('().')})"
    if len(bare) == 1:
        yield PrintedNumber(cited, ("letter", case, style), (ord(bare) - _BEFORE_A,), style)
    if bare in _ROMANS:
        yield PrintedNumber(cited, ("roman", case, style), (_ROMANS.index(bare) + 1,), style)
