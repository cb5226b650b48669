"""Numbered minutes: text, sub-headings, what was resolved and who is to act."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from app.archive.paper import ParsedAction, ParsedItem
from app.archive.recognise import words
from app.archive.recognise.actions import action, action_in, columns, from_row, is_owner
from app.archive.recognise.attendance import opens_list
from app.archive.recognise.limbs import limbs
from app.archive.recognise.part_two import opens_part_two
from app.archive.recognise.parts import mark_parts
from app.foundation.reading.lines import Line

_PREFIXED = re.compile(
    r"^(?P<number>(?P<prefix>[A-Z][A-Z&]{0,5}|[A-Z][A-Za-z&]{0,3}[A-Z])\s?[./-]?\s?\d{1,4}(?:/\d{2,4})?)[.:)]?(?:\s+(?P<title>\S.*))?$"
)
_YEARLY = re.compile(
    r"^(?:minute\s+(?:no\.?\s*)?)?(?P<number>\d{1,4}/\d{2,4}(?:[-–/]\d{1,4}(?:/\d{1,3})?)?|"
    r"\d{2,4}[-–/]\d{2,4}[-–/.]\d{1,4})[.:)]?(?:\s+(?P<title>\S.*))?$",
    re.IGNORECASE,
)
_WORDED = re.compile(
    r"^minute\s+(?:no\.?\s*|number\s+)?(?P<number>[A-Z]{0,6}\s?\d{1,4})\s?[.:)–-]?\s*"
    r"(?P<title>\S.*)?$",
    re.IGNORECASE,
)
_YEAR_FIRST = re.compile(r"^\d{4}[-–/]\d{2,4}[-–/.]|^\d{2}[-–/](?:\d{2})[-–/.]\d{3}")
_DOTTED = re.compile(r"^(?P<number>\d{2}\.\d{2}\.\d{2})[.:)]?(?:\s+(?P<title>\S.*))?$")
_PLAIN = re.compile(r"^(?P<number>\d{1,4})[.)]?\s+(?P<title>\S.*)$")
_RESOLVED = re.compile(
    r"^(?i:it was (?:therefore )?|the (?:board|committee|partnership|panel) )?"
    r"(?:RESOLVED|Resolved|resolved|AGREED|RESOLUTION)\b(?:\s+unanimously)?\s*(?:[:–—-]\s*-?)?\s*(?P<rest>.*)$",
    re.DOTALL,
)
_RECOMMENDED = re.compile(
    r"^(?:RECOMMENDED|Recommended)\b(?:\s+(?i:to)\s+(?!that\b)(?:[^\s:]+\s+){0,8}?[^\s:]+"
    r"(?=\s*[:–—-]|\s+that\b|\s*$))?\s*(?:[:–—-]\s*-?)?\s*(?P<rest>.*)$",
    re.DOTALL,
)
_WITHIN = re.compile(r"(?<=[.;)”\"])\s+(?=(?:RESOLVED|RECOMMENDED)\b[^.]{0,60}\bThat\b)")
_LIMB = re.compile(r"^(?:\(?(?:\d{1,2}|[ivx]{1,5}|[a-z])\)|\d{1,2}\.|[ivx]{1,4}\.|- )\s*\S")
_CHILD = re.compile(
    r"^\(?(?P<letter>[a-z]|I)\)\s*(?P<title>[A-Z“\"'‘].*)$|^(?P<dot>[a-z])\.\s+(?P<after>[A-Z].*)$"
)
_LONGEST_HEAD = 40
_COLUMN = re.compile(r"^actions?(?: by)?$", re.IGNORECASE)
_HEADS_COLUMN = re.compile(r"^minutes?(?: \S{1,12})?$", re.IGNORECASE)
_CAPITALS_FIRST = re.compile(
    r"^(?P<title>[^a-z]{3,}?[A-Z)])\s+(?P<rest>[A-Z][a-z].*|RESOLVED.*)$", re.DOTALL
)


@dataclass(frozen=True)
class Start:
    """The line a minute begins with."""

    place: int
    number: str
    title: str
    rest: str = ""
    lines: int = 1


def minute_starts(lines: Sequence[Line]) -> list[Start]:
    """Where the numbered minutes begin, by the one style of number the paper keeps to."""
    column = _action_column(lines)
    lines = [_left_of(line, column) for line in lines]
    best: list[Start] = []
    for pattern in (_PREFIXED, _YEARLY, _DOTTED, _WORDED, _PLAIN):
        found = [start for at in range(len(lines)) if (start := _start(lines, at, pattern))]
        found = _one_prefix(found) if pattern is _PREFIXED else _counting(found)
        if len(found) > len(best) and (pattern is not _PLAIN or len(best) < 2):
            best = found
    return best


def headed_starts(lines: Sequence[Line]) -> list[Start]:
    """Where the entries of minutes without numbers begin: at each heading below the attendance."""
    listed = [at for at, line in enumerate(lines[:_LONGEST_HEAD]) if opens_list(line)]
    if not listed:
        return []
    return [
        Start(at, "", line.text.rstrip(" :"))
        for at, line in enumerate(lines)
        if at > listed[-1] and _is_heading(line)
    ]


def _is_heading(line: Line) -> bool:
    """Whether it is a heading: a loud line that is no resolution, action or heading of Part II."""
    is_other = _RESOLVED.match(line.text) or _RECOMMENDED.match(line.text) or action_in(line.text)
    is_short = len(line.text) <= 100 and words.ends_open(line.text) and not line.cells
    return words.is_loud(line) and is_short and not is_other and not opens_part_two(line.text)


def _left_of(line: Line, column: int | None) -> Line:
    """The line without what the Action column says beside it."""
    if column is None or column >= len(line.cells):
        return line
    text = " ".join(cell for at, cell in enumerate(line.cells) if cell and at != column)
    return replace(line, text=" ".join(text.split()))


def _start(lines: Sequence[Line], place: int, pattern: re.Pattern[str]) -> Start | None:
    line = lines[place]
    if words.is_bullet(line.text) or not (found := pattern.match(line.text)):
        return None
    number, title = _cited(found["number"]), (found["title"] or "").strip()
    if not title:
        below = lines[place + 1] if place + 1 < len(lines) else None
        if below is None or not words.is_loud(below) or len(below.text) > 160:
            return None
        return Start(place, number, below.text, lines=2)
    if line.cells and (split := _CAPITALS_FIRST.match(title)) and len(title) > 60:
        return Start(place, number, split["title"], split["rest"])
    loud = line.level is not None or line.bold or words.is_capitals(title)
    plain = pattern is _PLAIN and not _stands_apart(lines, place)
    if len(title) > 200 or not (loud or (not plain and _is_title(lines, place, title))):
        return None
    return Start(place, number, title.rstrip(" :"))


def _stands_apart(lines: Sequence[Line], place: int) -> bool:
    """Whether a number begins a minute: a full stop after it, and an empty line above."""
    line = lines[place]
    apart = place == 0 or line.number - lines[place - 1].number > 1
    return apart and line.indent == 0 and re.match(r"^\d{1,4}[.)]\s", line.text) is not None


def _is_title(lines: Sequence[Line], place: int, title: str) -> bool:
    """Whether it is a title: short, no full stop, and text below."""
    return (
        len(title) <= 100
        and words.ends_open(title)
        and title[0].isupper()
        and place + 1 < len(lines)
    )


def _cited(number: str) -> str:
    """ "SHP 54" and "SHP.54" are cited SHP54."""
    found = re.fullmatch(r"([A-Z][A-Za-z&]*)[\s./-]*(\d+)", number)
    return f"{found[1]}{found[2]}" if found else number.strip()


def _one_prefix(starts: Sequence[Start]) -> list[Start]:
    prefixes = [re.split(r"[\s\d./-]", start.number)[0] for start in starts]
    if not prefixes:
        return []
    chosen = Counter(prefixes).most_common(1)[0][0]
    return [start for start, prefix in zip(starts, prefixes, strict=True) if prefix == chosen]


def _counting(starts: Sequence[Start]) -> list[Start]:
    """Numbers that go up by little; a lone number that jumps is not a minute's."""
    kept: list[Start] = []
    for start in starts:
        value = _counted(start.number)
        last = _counted(kept[-1].number) if kept else value - 1
        if last <= value <= last + 3:
            kept.append(start)
    return kept


def _counted(number: str) -> int:
    """What counts in a printed number: "141" in "141/13-14", "55" in "2013/14-55"."""
    parts = [int(part) for part in re.findall(r"\d+", number)]
    return parts[-1] if _YEAR_FIRST.match(number) else parts[0]


@dataclass
class _Book:
    items: list[ParsedItem] = field(default_factory=list)
    taken: set[int] = field(default_factory=set)
    column: int | None = None
    table: dict[str, int] = field(default_factory=dict)
    motion: list[str] = field(default_factory=list)
    motion_of: ParsedItem | None = None
    is_recommendation: bool = False

    @property
    def current(self) -> ParsedItem:
        """The minute or sub-heading being read."""
        return self.items[-1].children[-1] if self.items[-1].children else self.items[-1]


def read_minutes_items(lines: Sequence[Line]) -> tuple[list[ParsedItem], set[int], int]:
    """The minutes, the lines they took, and the place of the first of them."""
    starts = minute_starts(lines) or headed_starts(lines)
    first = starts[0].place if starts else len(lines)
    column = _action_column(lines[:first])
    book = _Book()
    ends = [start.place for start in starts[1:]] + [len(lines)]
    for start, end in zip(starts, ends, strict=False):
        book.items.append(ParsedItem(start.number or None, start.title))
        book.table, book.column = {}, column
        _column_apart(book, lines[start.place])
        book.taken |= {line.number for line in lines[start.place : end]}
        if start.rest:
            _read(book, replace(lines[start.place], text=start.rest, cells=()))
        for line in lines[start.place + start.lines : end]:
            _read(book, line)
        _close_motion(book)
    left = [_left_of(line, book.column) for line in lines]
    bodies = [left[one.place + one.lines : end] for one, end in zip(starts, ends, strict=False)]
    mark_parts(book.items, above=lines[:first], bodies=bodies)
    return book.items, book.taken, first


def _action_column(lines: Sequence[Line]) -> int | None:
    """The place of the column headed Action, if the minutes are set in a table."""
    for line in lines:
        for place, cell in enumerate(line.cells):
            if place and _COLUMN.match(cell.strip(" :")):
                return place
    return None


def _read(book: _Book, line: Line) -> None:
    line = _column_apart(book, line)
    if not line.text or _table_row(book, line):
        return
    for printed in line.text.split("\n"):
        for text in _WITHIN.split(printed):
            _read_text(book, replace(line, text=text))


def _read_text(book: _Book, line: Line) -> None:
    if not (_motion(book, line) or _action(book, line) or _child(book, line)):
        _add_text(book.current, line.text)


def _column_apart(book: _Book, line: Line) -> Line:
    """What the Action column says beside a paragraph is an action of that paragraph."""
    if (named := _column_named_in(line)) is not None:
        book.column = named
        return replace(line, text="", cells=())
    if book.column is None or book.column >= len(line.cells):
        return line
    left = _left_of(line, book.column)
    for beside in line.cells[book.column].split("\n"):
        if beside and not _COLUMN.match(beside.strip(" :")):
            book.current.actions.append(_action_beside(beside, left.text))
    printed = [cell for at, cell in enumerate(line.cells) if cell and at != book.column]
    return replace(line, text="\n".join(printed), cells=())


def _column_named_in(line: Line) -> int | None:
    """The place of the Action column, of a row that names the columns within a minute."""
    if len(line.cells) < 2 or not _HEADS_COLUMN.match(line.cells[0]):
        return None
    return _action_column([line])


def _action_beside(words_beside: str, text: str) -> ParsedAction:
    """A name alone beside a paragraph is who acts on it; more than a name is the action itself."""
    if is_owner(words_beside) and text:
        return action(text, owner=words_beside)
    return action(words_beside)


def _table_row(book: _Book, line: Line) -> bool:
    if len(line.cells) < 2:
        book.table = {}
        return False
    named = columns(line.cells)
    if "text" in named and len(named) >= 2:
        book.table = named
        _close_motion(book)
        return True
    if book.table and (found := from_row(line.cells, book.table)):
        book.current.actions.append(found)
        return True
    return False


def _motion(book: _Book, line: Line) -> bool:
    """Read a line of a resolution, or of its next limb; returns whether it was one."""
    for pattern, is_recommendation in ((_RESOLVED, False), (_RECOMMENDED, True)):
        found = pattern.match(line.text)
        if found and _is_motion(line.text, found["rest"]):
            _close_motion(book)
            book.motion, book.motion_of = [found["rest"]], book.current
            book.is_recommendation = is_recommendation
            return True
    if book.motion_of is None:
        return False
    if _goes_on(book.motion, line.text):
        book.motion.append(line.text)
        return True
    _close_motion(book)
    return False


def _is_motion(text: str, rest: str) -> bool:
    """Whether it is a resolution: RESOLVED in capitals, or the word before a colon or "that"."""
    capital = re.search(r"\bRESOLVED\b|\bRECOMMENDED\b|^AGREED\s*[:–-]", text[:60])
    return bool(capital or re.match(r"that\b", rest, re.IGNORECASE) or re.match(r"^\w+\s*:", text))


def _goes_on(motion: Sequence[str], text: str) -> bool:
    before = next((part for part in reversed(motion) if part), "")
    if action_in(text):
        return False
    opens = not before or not before.rstrip().endswith(".")
    return opens or (
        bool(_LIMB.match(text)) and ("(" in before or ")" in before or before[:1].isdigit())
    )


def _close_motion(book: _Book) -> None:
    if book.motion_of is None:
        return
    before, found = limbs("\n".join(part for part in book.motion if part))
    target = book.motion_of.recommended if book.is_recommendation else book.motion_of.resolved
    target += found
    if before and before.strip(" :-–").lower() != "that":
        _add_text(book.motion_of, before)
    book.motion, book.motion_of = [], None


def _action(book: _Book, line: Line) -> bool:
    found = action_in(line.text)
    if found is None:
        return False
    said = book.current.text.split("\n")[-1]
    book.current.actions.append(_action_beside(found.text, said) if is_owner(found.text) else found)
    return True


def _child(book: _Book, line: Line) -> bool:
    """Read a sub-heading as "a) Performance Management", counting from a; an I may stand for an
    l."""
    found = _CHILD.match(line.text)
    if not found:
        return False
    parent = book.items[-1]
    expected = chr(ord("a") + len(parent.children))
    letter = found["letter"] or found["dot"]
    title = found["title"] or found["after"]
    if letter == "I" and expected == "l":
        letter = "l"
    if letter != expected:
        return False
    title, text = _run_in(title)
    if len(title) > 110 or not words.ends_open(title):
        return False
    parent.children.append(ParsedItem(f"{parent.number}({letter})", title, text=text))
    return True


def _run_in(title: str) -> tuple[str, str]:
    """ "Domestic abuse. The number of cases …": a few words, then the text on the same line."""
    found = re.match(r"^(?P<title>[^.:;]{3,60})[.:]\s+(?P<text>[A-Z].*)$", title)
    if found is None or len(found["title"].split()) > 7:
        return title, ""
    return found["title"], found["text"]


def _add_text(item: ParsedItem, text: str) -> None:
    item.text = f"{item.text}\n{text}".strip()
