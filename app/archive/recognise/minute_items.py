"""Numbered minutes: text, sub-headings, what was resolved and who is to act."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from app.archive.paper import ParsedAction, ParsedItem
from app.archive.recognise import words
from app.archive.recognise.actions import action, action_in, columns, from_row, is_owner
from app.archive.recognise.items import headed_starts, minute_starts
from app.archive.recognise.limbs import limbs
from app.archive.recognise.parts import mark_parts
from app.foundation.reading.lines import Line

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
_COLUMN = re.compile(r"^actions?(?: by)?$", re.IGNORECASE)
_HEADS_COLUMN = re.compile(r"^minutes?(?: \S{1,12})?$", re.IGNORECASE)


def _left_of(line: Line, column: int | None) -> Line:
    """The line without what the Action column says beside it."""
    if column is None or column >= len(line.cells):
        return line
    text = " ".join(cell for at, cell in enumerate(line.cells) if cell and at != column)
    return replace(line, text=" ".join(text.split()))


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
    column = _action_column(lines)
    left = [_left_of(line, column) for line in lines]
    starts = minute_starts(left) or headed_starts(left)
    first = starts[0].place if starts else len(lines)
    column = _action_column(lines[:first])
    book = _Book()
    ends = [start.place for start in starts[1:]] + [len(lines)]
    for start, end in zip(starts, ends, strict=False):
        found = ParsedItem(start.number or None, start.title)
        (book.items[-1].children if start.is_child else book.items).append(found)
        book.table, book.column = {}, book.column if start.is_child else column
        _column_apart(book, lines[start.place])
        book.taken |= {line.number for line in lines[start.place : end]}
        if start.rest:
            _read(book, replace(lines[start.place], text=start.rest, cells=()))
        for line in lines[start.place + start.lines : end]:
            _read(book, line)
        _close_motion(book)
    left = [_left_of(line, book.column) for line in lines]
    own = [one for one in starts if not one.is_child]
    ends = [one.place for one in own[1:]] + [len(lines)]
    bodies = [left[one.place + one.lines : end] for one, end in zip(own, ends, strict=False)]
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
