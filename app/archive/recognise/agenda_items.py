"""The items of an agenda, with their parts, page ranges and sub-items."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from app.archive.paper import Item, Part
from app.archive.recognise import words
from app.foundation.reading.lines import Line

_MAIN = re.compile(
    r"^(?:item\s+)?(?P<main>\d{1,3})\s?(?P<mark>[.):]?)\s*(?:\(?"
    r"(?P<sub>[A-Za-z])\)[.:]?\s*)?(?=\S)(?P<title>.+)$",
    re.IGNORECASE,
)
_SUB = re.compile(r"^\(?(?P<sub>[A-Za-z]|[ivx]{1,4})\)[.:]?\s+(?P<title>\S.*)$")
_PAGES = re.compile(
    r"^(?:pages?\s*)?(?P<from>\d{1,4})(?:\s*(?:-|–|—|to)\s*(?P<to>\d{1,4}))?$", re.I
)
_PAGES_IN_BRACKETS = re.compile(
    r"\s*\(\s*pages?\s*(?P<from>\d{1,4})(?:\s*(?:-|–|—|to)\s*(?P<to>\d{1,4}))?\s*\)\s*$", re.I
)
_PAGES_AT_END = re.compile(
    r"(?:\s|\.{2,})\s*(?P<from>\d{1,4})\s*(?P<dash>\s?[-–—]\s?)\s*(?P<to>\d{1,4})$"
)
_LEADER = re.compile(r"\s*(?:\.\s?){4,}\s*(?P<from>\d{1,4})?$|\s*…+\s*(?P<only>\d{1,4})?$")
_OPEN = re.compile(
    r"^part\s+(?:i|1|a|one)\b|in the presence of the press and public|^(?:public|open) items?\b",
    re.I,
)
_EXEMPT = re.compile(
    r"^part\s+(?:ii|2|b|two)\b|^(?:exempt|private|confidential) items?\b|"
    r"^items? (?:containing|considered).{0,40}exempt",
    re.IGNORECASE,
)
_EXCLUSION = re.compile(r"\bexclusion of (?:the )?(?:press|public)", re.IGNORECASE)
_WITHHELD = re.compile(
    r"not for publication|(?m:^)\(?exempt\b|"
    r"\(exempt\b|exempt by virtue|contains? exempt|\(restricted\)",
    re.IGNORECASE,
)
_LONGEST_TITLE = 500
_COLUMNS = re.compile(r"^(?:item|page|agenda|no)\b[\s.]*(?:no\b|item|page|title)?", re.IGNORECASE)
_FURNITURE = re.compile(
    r"\b(?:health and safety at work|evacuation|fire alarm|please contact|for further information|"
    r"members of the public are|copies of|this agenda|filmed|recorded|next meeting)\b|^"
    r"(?:-\s)?page \d",
    re.IGNORECASE,
)


@dataclass
class _Agenda:
    items: list[Item] = field(default_factory=list)
    taken: set[int] = field(default_factory=set)
    part: Part | None = None
    last_page: int = 0
    in_rows: bool = False
    is_between: bool = False
    """After the heading of a part and before its first item."""
    texts: list[tuple[Item, Line]] = field(default_factory=list)
    line_before: Line | None = None

    @property
    def last(self) -> int:
        """The number of the last main item."""
        mains = [item.number for item in self.items if item.number]
        return int(re.match(r"\d+", mains[-1])[0]) if mains else 0  # type: ignore[index]

    @property
    def current(self) -> Item | None:
        """The item or sub-item being read."""
        if not self.items:
            return None
        return self.items[-1].children[-1] if self.items[-1].children else self.items[-1]


def read_items(lines: Sequence[Line]) -> tuple[list[Item], set[int], int]:
    """The items, the lines they took, and the place of the first of them."""
    first = _first(lines)
    agenda = _Agenda()
    for line in lines[:first]:
        agenda.part = _part(line.text) or agenda.part
    for line in lines[first:]:
        _take(agenda, line)
        agenda.line_before = line
    _give_texts(agenda)
    _mark_withheld(agenda.items)
    return agenda.items, agenda.taken, first


def _first(lines: Sequence[Line]) -> int:
    """The first item: number 1, or any number beside pages."""
    for place, line in enumerate(lines):
        row = _row(line, 0)
        if row is None or not row.is_item_like(line):
            continue
        if row.main == 1 or row.page_from is not None:
            return place
    return len(lines)


@dataclass(frozen=True)
class _Row:
    main: int | None
    sub: str | None
    title: str
    page_from: int | None
    page_to: int | None
    mark: str = ""

    def is_item_like(self, line: Line) -> bool:
        """A number with a mark, with pages or in a table, or a title that is loud."""
        is_loud = line.level is not None or line.bold or words.is_capitals(self.title)
        is_marked = bool(self.mark or line.cells or self.page_from)
        return (is_marked or is_loud) and len(self.title) <= 250


def _row(line: Line, last_page: int) -> _Row | None:
    text, pages = _paged(line, last_page)
    found = _MAIN.match(text)
    if found and found["title"].strip(" .") and not re.match(r"\d", found["title"]):
        return _Row(int(found["main"]), found["sub"], _tidy(found["title"]), *pages, found["mark"])
    found = _SUB.match(text)
    return _Row(None, found["sub"], _tidy(found["title"]), *pages, ")") if found else None


def _tidy(title: str) -> str:
    return title.strip(" \t.") if title.endswith("..") else title.strip()


def _paged(line: Line, last_page: int) -> tuple[str, tuple[int | None, int | None]]:
    """The line without its pages, and the pages."""
    filled = [cell for cell in line.cells if cell]
    if len(filled) > 1 and (found := _PAGES.match(filled[-1])):
        return " ".join(filled[:-1]), _range(found["from"], found["to"])
    text = " ".join(filled) if filled else line.text
    if len(text) > _LONGEST_TITLE:
        return text, (None, None)
    for pattern in (_PAGES_IN_BRACKETS, _PAGES_AT_END):
        if (found := pattern.search(text)) and _sensible(found):
            return text[: found.start()].rstrip(" ."), _range(found["from"], found["to"])
    if found := _LEADER.search(text):
        page = found["from"] or found["only"]
        return text[: found.start()], _range(page, None) if page else (None, None)
    tail = re.search(r"\s(\d{1,4})$", text)
    if tail and last_page and int(tail[1]) == last_page + 1:
        return text[: tail.start()], _range(tail[1], None)
    return text, (None, None)


def _sensible(found: re.Match[str]) -> bool:
    """ "2010-11" and "2024 - 2027" are years, not pages."""
    start, end = int(found["from"]), int(found["to"] or found["from"])
    return start <= end and not 1900 <= start <= 2100


def _range(start: str, end: str | None) -> tuple[int | None, int | None]:
    return int(start), int(end or start)


def _part(text: str) -> Part | None:
    if len(text) > 140:
        return None
    if _EXEMPT.search(text):
        return "exempt"
    return "open" if _OPEN.search(text) else None


def _take(agenda: _Agenda, line: Line) -> None:
    """One line below the first item: a new item, a mark of a part, or text."""
    row = _row(line, agenda.last_page)
    if row is not None and _continues(agenda, row, line):
        _add(agenda, row, line)
    elif part := _part(line.text):
        agenda.part, agenda.is_between = part, True
    elif agenda.is_between:
        return
    elif agenda.current is not None and not _is_furniture(line):
        _carry_on(agenda, line)


def _is_furniture(line: Line) -> bool:
    return bool(line.cells and _COLUMNS.match(line.cells[0]) and len(line.text) < 40) or bool(
        _FURNITURE.search(line.text) and len(line.text) < 400
    )


def _continues(agenda: _Agenda, row: _Row, line: Line) -> bool:
    if row.main is None:
        return bool(agenda.items) and _next_sub(agenda.items[-1], row.sub or "")
    if not row.is_item_like(line):
        return False
    if not agenda.items:
        return True
    if row.sub:
        return agenda.last <= row.main <= agenda.last + 2
    return agenda.last < row.main <= agenda.last + 2


def _next_sub(parent: Item, sub: str) -> bool:
    """Sub-items count on from (A): anything else in brackets is text."""
    if not parent.children:
        return sub.lower() in ("a", "i")
    before = re.search(r"\((\w+)\)$", parent.children[-1].number or "")
    if before is None:
        return False
    if len(before[1]) == len(sub) == 1 and ord(sub.lower()) == ord(before[1].lower()) + 1:
        return True
    roman = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii"]
    return sub in roman[1:] and before[1] == roman[roman.index(sub) - 1]


def _add(agenda: _Agenda, row: _Row, line: Line) -> None:
    number = str(row.main) if row.main is not None else (agenda.items[-1].number or "")
    agenda.taken.add(line.number)
    agenda.is_between = False
    agenda.in_rows = agenda.in_rows or bool(line.cells)
    agenda.last_page = row.page_to or agenda.last_page
    if row.sub and not (agenda.items and agenda.items[-1].number == number):
        agenda.items.append(Item(number, "", part=agenda.part))
    full = f"{number}({row.sub})" if row.sub else number
    item = Item(full, row.title, row.page_from, row.page_to, agenda.part)
    (agenda.items[-1].children if row.sub else agenda.items).append(item)
    if _EXCLUSION.search(row.title):
        agenda.part = "exempt"


def _carry_on(agenda: _Agenda, line: Line) -> None:
    """A title set over two lines, or the text below an item."""
    item, before = agenda.current, agenda.line_before
    if item is None:
        return
    if (
        before is not None
        and before.number == line.number - 1
        and before.number in agenda.taken
        and words.is_capitals(line.text)
        and words.is_capitals(item.title)
        and not item.text
    ):
        text, pages = _paged(line, agenda.last_page)
        item.title = f"{item.title} {text}"
        item.page_from, item.page_to = pages if pages[0] else (item.page_from, item.page_to)
        agenda.last_page = item.page_to or agenda.last_page
        agenda.taken.add(line.number)
        return
    agenda.texts.append((item, line))


def _give_texts(agenda: _Agenda) -> None:
    """Text goes to its item; prose after the last row of a table belongs to no item."""
    for item, line in agenda.texts:
        if agenda.in_rows and item is agenda.current and not line.cells:
            continue
        item.text = f"{item.text}\n{line.text}".strip()
        agenda.taken.add(line.number)


def _mark_withheld(items: Sequence[Item]) -> None:
    for item in items:
        said = f"{item.title}\n{item.text[:300]}"
        if _WITHHELD.search(said) and not _EXCLUSION.search(item.title):
            item.part = "exempt"
        _mark_withheld(item.children)
