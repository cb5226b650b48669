"""The items of an agenda, with their parts, page ranges and sub-items."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace

from app.archive.paper import ParsedItem, Part
from app.archive.recognise import part_two, words
from app.archive.recognise.agenda_pages import paged, pages_below, titled
from app.archive.recognise.chain import run_in
from app.archive.recognise.items import Start, agenda_starts
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
    starts = agenda_starts(lines)
    first = starts[0].place if starts else len(lines)
    agenda = _Agenda()
    texts = list(_with_next(lines, {start.place for start in starts}))
    for text in texts[:first]:
        agenda.part = _part_above(text) or agenda.part
    begun: dict[int, list[Start]] = {}
    for start in starts:
        begun.setdefault(start.place, []).append(start)
    skipped = {start.place + more for start in starts for more in range(1, start.lines)}
    for place in range(first, len(lines)):
        for start in begun.get(place, ()):
            _add(agenda, start, lines[place])
        if place in skipped:
            agenda.taken.add(lines[place].number)
        elif place not in begun:
            _take(agenda, lines[place], texts[place])
        agenda.line_before = lines[place]
    _give_texts(agenda)
    _mark_withheld(agenda.items)
    return agenda.items, agenda.taken, first


def count_of(items: Sequence[ParsedItem]) -> int:
    """How many items there are, those under others counted with them."""
    return len(items) + sum(count_of(item.children) for item in items)


def _with_next(lines: Sequence[Line], starts: Collection[int]) -> Iterator[str]:
    """Each line's text, together with the next line's, as headings may take two."""
    for place, line in enumerate(lines):
        after = lines[place + 1] if place + 1 < len(lines) else None
        joined = after is not None and after.number == line.number + 1 and not after.cells
        is_row = place + 1 in starts
        yield f"{line.text} {after.text}" if after and joined and not is_row else line.text


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
    """Read one line between items: a mark of a part, or text."""
    if part := _part(line, text):
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


def _add(agenda: _Agenda, start: Start, line: Line) -> None:
    agenda.taken.add(line.number)
    agenda.is_between = False
    agenda.in_rows = agenda.in_rows or bool(line.cells)
    title, pages = titled(start, agenda.last_page)
    agenda.last_page = pages[1] or pages[0] or agenda.last_page
    is_procedure = part_two.is_procedure(title)
    if part_two.opens_part_two(title) and not is_procedure:
        agenda.part = "exempt"
    is_whole = line.bold or line.level is not None or bool(line.cells)
    title, rest = (title, "") if is_whole else run_in(title)
    found = ParsedItem(start.number, title, *pages, agenda.part)
    (agenda.items[-1].children if start.is_child else agenda.items).append(found)
    for text in filter(None, (rest, *start.rest.split("\n"))):
        agenda.texts.append((found, replace(line, text=text, cells=())))
    if is_procedure:
        agenda.part = "exempt"


def _carry_on(agenda: _Agenda, line: Line) -> None:
    """Add a line to the title above it, or to the text below an item."""
    item = agenda.current
    if item is None:
        return
    if not _is_of_title(agenda, item, line):
        agenda.texts.append((item, line))
        if item.page_from is None:
            item.page_from, item.page_to = pages_below(line.text)
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
    return not (is_paged and item.page_from is not None)


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
