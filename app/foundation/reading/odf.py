"""Reads an OpenDocument text, spreadsheet or presentation into lines as printed."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from app.foundation.errors import Refused
from app.foundation.reading.container import DAMAGED, Container
from app.foundation.reading.limits import LIMITS, Limits
from app.foundation.reading.lines import Line, row_line
from app.foundation.reading.markup import Element, local, parse
from app.foundation.reading.odf_styles import OFFICE, STYLE, TEXT, OdfStyles
from app.foundation.reading.odf_text import OdfText
from app.foundation.reading.printed import NEW_LINE, PrintedText

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_CLASS = "{urn:oasis:names:tc:opendocument:xmlns:presentation:1.0}class"
_MOST_REPEATED = 100
"""So often one cell is shown beside itself; a sheet is blank to its last column and row."""
_HOLDERS = frozenset({"section", "frame", "text-box", "g", "custom-shape", "table-header-rows",
                      "table-rows", "table-row-group", "index-body", "table-of-content", "page",
                      "notes", "text", "spreadsheet", "presentation", "index-title"})  # fmt: skip
"""What only holds other things."""


def read_odf(data: bytes, *, limits: Limits = LIMITS) -> list[Line]:
    """Every printed paragraph and row; page headers and footers come first, as number 0."""
    container = Container(data, limits=limits)
    content, styles = container.read("content.xml"), container.read("styles.xml")
    if content is None:
        raise Refused(DAMAGED)
    parts = [parse(content), *([parse(styles)] if styles else [])]
    return _OdfReader(parts, limits=limits).lines()


@dataclass
class _RunningList:
    """Where a list has come to, depth by depth."""

    name: str | None
    counts: list[int] = field(default_factory=list)


class _OdfReader:
    """Walks a file once from first to last, for numbers and notes depend on it."""

    def __init__(self, parts: list[Element], *, limits: Limits) -> None:
        self._parts = parts
        self._limits = limits
        self._styles = OdfStyles(*parts)
        self._text = OdfText(self._styles)
        self._lists: dict[str | None, _RunningList] = {}
        self._headings = _RunningList(None)
        self._page = 0
        self._met = 0
        self._new_page = False
        self._in_sheet = False

    def lines(self) -> list[Line]:
        """The whole file, in order."""
        body = self._parts[0].find(f"{OFFICE}body")
        furniture = [Line(number=0, text=text) for text in self._furniture() if text]
        printed = [] if body is None else [line for one in body for line in self._within(one)]
        notes = [
            Line(number=0, text=f"[{at}] {text}") for at, text in enumerate(self._text.notes, 1)
        ]
        numbered = enumerate([*printed, *notes], 1)
        return [*furniture, *(replace(line, number=number) for number, line in numbered)]

    def _furniture(self) -> dict[str, None]:
        found: dict[str, None] = {}
        for part in self._parts[1:]:
            for page in part.iter(f"{STYLE}master-page"):
                for edge in page.iterchildren("*"):
                    if local(edge).startswith(("header", "footer")):
                        for one in edge.iter(f"{TEXT}p"):
                            found.setdefault(self._text.read(one).running)
        return found

    def _within(self, parent: Element) -> Iterator[Line]:
        name = local(parent)
        if name == "page":
            self._page, self._new_page = self._page + 1, self._page > 0
        for child in parent.iterchildren("*"):
            yield from self._printed(child)

    def _printed(self, element: Element) -> Iterator[Line]:
        name = local(element)
        if name in ("p", "h"):
            yield from self._paragraph(element)
        elif name == "list":
            yield from self._list(element, depth=1, within=None)
        elif name == "table":
            yield from self._table(element)
        elif name == "table-row":
            yield from self._row(element)
        elif name in _HOLDERS:
            yield from self._within(element)

    def _paragraph(self, element: Element, *, label: str = "", depth: int = 0) -> Iterator[Line]:
        self._met += 1
        if self._met > self._limits.paragraphs:
            raise Refused(f"This file has more than {self._limits.paragraphs:,} paragraphs.")
        style = element.get(f"{TEXT}style-name")
        self._new_page |= self._styles.begins_page(style)
        level = _heading_level(element)
        label = label or (self._number_of_heading(level) if level else "")
        printed = self._text.read(element)
        for part in [printed] if level or label else printed.parted(NEW_LINE):
            if part.text:
                yield self._line(part, element, label=label, depth=depth)
        for box in printed.boxes:
            yield from self._printed(box) if local(box) == "table" else self._within(box)

    def _line(self, part: PrintedText, element: Element, *, label: str, depth: int) -> Line:
        page_break, self._new_page = self._new_page, False
        return Line(
            number=0,
            text=f"{label} {part.text}" if label else part.text,
            level=_heading_level(element),
            bold=part.bold,
            indent=depth - 1 if label else 0,
            page_break=page_break,
            page=self._page,
            size=part.size,
            underlined=part.underlined,
            centred=self._styles.is_centred(element.get(f"{TEXT}style-name")),
        )

    def _number_of_heading(self, level: int) -> str:
        if not self._styles.level(None, level).form:
            return ""
        return self._label(self._headings, level, start=None)

    def _list(self, element: Element, *, depth: int, within: _RunningList | None) -> Iterator[Line]:
        counted = within or self._begin(element)
        for item in element.iterchildren(f"{TEXT}list-item", f"{TEXT}list-header"):
            label, start = "", item.get(f"{TEXT}start-value")
            is_counted = local(item) == "list-item"
            for child in item.iterchildren("*"):
                if local(child) == "list":
                    yield from self._list(child, depth=depth + 1, within=counted)
                elif local(child) in ("p", "h"):
                    label = self._label(counted, depth, start=start) if is_counted else ""
                    is_counted = False
                    yield from self._paragraph(child, label=label, depth=depth)

    def _begin(self, element: Element) -> _RunningList:
        """A list counts from the beginning, unless it says that it goes on."""
        name = element.get(f"{TEXT}style-name")
        goes_on = element.get(f"{TEXT}continue-numbering") == "true"
        if name not in self._lists or not (goes_on or element.get(f"{TEXT}continue-list")):
            self._lists[name] = _RunningList(name)
        return self._lists[name]

    def _label(self, counted: _RunningList, depth: int, *, start: str | None) -> str:
        level = self._styles.level(counted.name, depth)
        for above in range(len(counted.counts) + 1, depth):
            counted.counts.append(self._styles.level(counted.name, above).start)
        if len(counted.counts) < depth:
            counted.counts.append(level.start)
        else:
            counted.counts[depth - 1] += 1
        del counted.counts[depth:]
        if start and start.isdecimal() and len(start) < 6:
            counted.counts[depth - 1] = int(start)
        forms = [self._styles.level(counted.name, at).form for at in range(1, depth + 1)]
        return level.label(counted.counts, forms)

    def _table(self, table: Element) -> Iterator[Line]:
        parent = table.getparent()
        if parent is not None and local(parent) == "spreadsheet":
            yield from self._sheet(table)
        else:
            yield from self._within(table)

    def _sheet(self, table: Element) -> Iterator[Line]:
        """A sheet's name and its rows, each sheet as a page of its own."""
        self._new_page = self._in_sheet = True
        rows = list(self._within(table))
        if rows:
            yield Line(number=0, text=table.get(f"{_TABLE}name", ""), level=1)
            yield from rows

    def _row(self, row: Element) -> Iterator[Line]:
        """A row with one cell is a box around running text; any other row is one line."""
        self._met += 1
        cells: list[list[Line]] = []
        for cell in row.iterchildren(f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
            lines = [] if local(cell).startswith("covered") else list(self._within(cell))
            cells.extend([lines] * _times(cell))
        while self._in_sheet and cells and not cells[-1]:
            cells.pop()
        if len(cells) == 1:
            yield from cells[0]
        elif cells:
            yield row_line(cells)


def _heading_level(element: Element) -> int | None:
    if local(element) == "h":
        said = element.get(f"{TEXT}outline-level", "1")
        return int(said) if said in "123456789" and said else 1
    frame = next(element.iterancestors("{*}frame"), None)
    return 1 if frame is not None and frame.get(_CLASS) == "title" else None


def _times(cell: Element) -> int:
    said = cell.get(f"{_TABLE}number-columns-repeated", "1")
    return min(int(said), _MOST_REPEATED) if said.isdecimal() and len(said) < 9 else 1
