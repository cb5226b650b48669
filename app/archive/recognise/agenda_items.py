"""The items of an agenda, with their parts, page ranges and sub-items."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from app.archive.paper import ParsedItem, Part
from app.archive.recognise import part_two, words
from app.archive.recognise.agenda_rows import PrintedRow, follows, paged, row_of
from app.foundation.reading.lines import Line

_COLUMNS = re.compile(r"^(?:item|page|agenda|no)\b[\s.]*(?:no\b|item|page|title)?", re.IGNORECASE)
_PAGE_MARK = re.compile(r"^(?:-\s)?page \d", re.IGNORECASE)
_FURNITURE = re.compile(
    r"\b(?:health and safety at work|evacuation|fire alarm|please contact|for further information|"
    r"members of the public are|copies of|this agenda|filmed|recorded|next meeting)\b",
    re.IGNORECASE,
)
"""Notes that many agendas print below the last item, and that belong to none."""
_LEAD = 300


@dataclass
class _Agenda:
    items: list[ParsedItem] = field(default_factory=list)
    taken: set[int] = field(default_factory=set)
    part: Part | None = None
    last: int = 0
    """The number of the last main item, and below it the last sub-item's mark."""
    last_sub: str | None = None
    last_page: int = 0
    in_rows: bool = False
    is_between: bool = False
    """Set after the heading of a part, until its first item."""
    texts: list[tuple[ParsedItem, Line]] = field(default_factory=list)
    line_before: Line | None = None

    @property
    def current(self) -> ParsedItem | None:
        """The item or sub-item being read."""
        if not self.items:
            return None
        return self.items[-1].children[-1] if self.items[-1].children else self.items[-1]


def read_items(lines: Sequence[Line]) -> tuple[list[ParsedItem], set[int], int]:
    """The items, the lines they took, and the place of the first of them."""
    first = _first(lines)
    agenda = _Agenda()
    for _, text in _with_next(lines[:first]):
        agenda.part = _part_above(text) or agenda.part
    for line, text in _with_next(lines[first:]):
        _take(agenda, line, text)
        agenda.line_before = line
    _give_texts(agenda)
    _mark_withheld(agenda.items)
    return agenda.items, agenda.taken, first


def count_of(items: Sequence[ParsedItem]) -> int:
    """How many items there are, those under others counted with them."""
    return len(items) + sum(count_of(item.children) for item in items)


def _first(lines: Sequence[Line]) -> int:
    """The first item: number 1, or any number beside pages."""
    for place, line in enumerate(lines):
        row = row_of(line, last_page=0)
        if row is None or row.main is None or not row.is_item_like(line):
            continue
        if row.main == 1 or row.page_from is not None:
            return place
    return len(lines)


def _with_next(lines: Sequence[Line]) -> Iterator[tuple[Line, str]]:
    """Each line, with its text and the text together with the next line, as headings may take
    two."""
    for place, line in enumerate(lines):
        after = lines[place + 1] if place + 1 < len(lines) else None
        joined = after is not None and after.number == line.number + 1 and not after.cells
        is_row = after is not None and row_of(after, last_page=0) is not None
        yield line, f"{line.text} {after.text}" if after and joined and not is_row else line.text


def _part_above(text: str) -> Part | None:
    """The part named above the items, in a heading; sentences there apply to no item."""
    if part_two.opens_part_two(text) and words.ends_open(text):
        return "exempt"
    return "open" if part_two.opens_part_one(text) else None


def _part(line: Line, text: str) -> Part | None:
    """The part that begins with this line, whether it says so by itself or with the next."""
    if part_two.is_note(line.text):
        return None
    is_set_over_two = words.is_capitals(line.text) and part_two.opens_part_two(text)
    if part_two.opens_part_two(line.text) or is_set_over_two or part_two.excludes(line.text):
        return "exempt"
    if part_two.is_withheld(line.text):
        return "exempt"
    is_back = part_two.opens_part_one(text) or part_two.lets_back(line.text)
    return "open" if is_back or part_two.opens_part_one(line.text) else None


def _take(agenda: _Agenda, line: Line, text: str) -> None:
    """Read one line below the first item: a new item, a mark of a part, or text."""
    row = row_of(line, last_page=agenda.last_page)
    if row is not None and _continues(agenda, row, line):
        _add(agenda, row, line)
    elif part := _part(line, text):
        _begin_part(agenda, part, line)
    elif agenda.is_between:
        return
    elif agenda.current is not None and not _is_column_head(line):
        _carry_on(agenda, line)


def _begin_part(agenda: _Agenda, part: Part, line: Line) -> None:
    """Begin a part, at a heading or at words below an item that close what follows."""
    agenda.part = part
    if agenda.current is None or agenda.is_between:
        return
    is_heading = part == "open" or part_two.opens_part_two(line.text)
    if not is_heading and part_two.is_withheld(line.text):
        agenda.current.part = "exempt"
    if is_heading or not (part_two.is_withheld(line.text) or part_two.excludes(line.text)):
        agenda.is_between = True
    else:
        agenda.texts.append((agenda.current, line))


def _is_column_head(line: Line) -> bool:
    is_head = bool(line.cells and _COLUMNS.match(line.cells[0]) and len(line.text) < 40)
    return is_head or _PAGE_MARK.match(line.text) is not None


def _continues(agenda: _Agenda, row: PrintedRow, line: Line) -> bool:
    if row.main is None:
        return bool(agenda.items) and follows(row.sub or "", agenda.last_sub)
    if not row.is_item_like(line):
        return False
    if not agenda.items:
        return True
    if row.sub:
        return agenda.last <= row.main <= agenda.last + 2
    if agenda.last < row.main <= agenda.last + 2:
        return True
    return _starts_again(agenda, row) or _jumps(agenda, row)


def _starts_again(agenda: _Agenda, row: PrintedRow) -> bool:
    """Whether the number begins again from 1, as it may in a new part."""
    return agenda.is_between and row.main == 1


def _jumps(agenda: _Agenda, row: PrintedRow) -> bool:
    """Whether a number may follow although some are left out: the pages go on, or the title is
    loud."""
    if (row.main or 0) <= agenda.last:
        return False
    if row.page_from is not None:
        return row.page_from > agenda.last_page
    return bool(row.mark) and words.is_capitals(row.title)


def _add(agenda: _Agenda, row: PrintedRow, line: Line) -> None:
    agenda.taken.add(line.number)
    agenda.is_between = False
    agenda.in_rows = agenda.in_rows or bool(line.cells)
    agenda.last_page = row.page_to or agenda.last_page
    if part_two.opens_part_two(row.title) and not part_two.is_procedure(row.title):
        agenda.part = "exempt"
    if row.sub is None:
        agenda.items.append(_item(agenda, row, row.full))
    else:
        _add_below(agenda, row)
    agenda.last, agenda.last_sub = row.main or agenda.last, row.sub
    if part_two.is_procedure(row.title):
        agenda.part = "exempt"


def _add_below(agenda: _Agenda, row: PrintedRow) -> None:
    """Add a sub-item, under its item or under one that is not printed by itself."""
    if row.main is not None and (not agenda.items or agenda.last != row.main):
        agenda.items.append(ParsedItem(row.printed, "", part=agenda.part))
    above = agenda.items[-1]
    full = row.full if row.main is not None else f"{above.number or ''}{row.full}"
    above.children.append(_item(agenda, row, full))


def _item(agenda: _Agenda, row: PrintedRow, number: str) -> ParsedItem:
    return ParsedItem(number, row.title, row.page_from, row.page_to, agenda.part)


def _carry_on(agenda: _Agenda, line: Line) -> None:
    """Add a line to the title above it, or to the text below an item."""
    item = agenda.current
    if item is None:
        return
    if not _is_of_title(agenda, item, line):
        agenda.texts.append((item, line))
        return
    text, pages = paged(line, agenda.last_page)
    item.title = f"{item.title} {text}"
    item.page_from, item.page_to = pages if pages[0] else (item.page_from, item.page_to)
    agenda.last_page = item.page_to or agenda.last_page
    agenda.taken.add(line.number)


def _is_of_title(agenda: _Agenda, item: ParsedItem, line: Line) -> bool:
    """Whether a line continues a title: directly below it, in capitals too, without a number."""
    before = agenda.line_before
    if before is None or before.number != line.number - 1 or before.number not in agenda.taken:
        return False
    if item.text or not (words.is_capitals(line.text) and words.is_capitals(item.title)):
        return False
    is_paged = paged(line, agenda.last_page)[1][0] is not None
    return row_of(line, last_page=0) is None and not (is_paged and item.page_from is not None)


def _give_texts(agenda: _Agenda) -> None:
    """Give each item its text; notes below the last item go to none."""
    for item, line in agenda.texts:
        if item is agenda.current and _is_for_all(agenda, line):
            continue
        item.text = f"{item.text}\n{line.text}".strip()
        agenda.taken.add(line.number)


def _is_for_all(agenda: _Agenda, line: Line) -> bool:
    """Whether it is prose after a table, or a note that closes an agenda."""
    is_prose = agenda.in_rows and not line.cells
    return is_prose or (_FURNITURE.search(line.text) is not None and len(line.text) < 400)


def _mark_withheld(items: Sequence[ParsedItem]) -> None:
    for item in items:
        is_named = part_two.withholds_one(f"{item.title}\n{item.text[:_LEAD]}")
        is_named = is_named or part_two.names_ground(item.title)
        if is_named and not part_two.is_procedure(item.title):
            item.part = "exempt"
        _mark_withheld(item.children)
