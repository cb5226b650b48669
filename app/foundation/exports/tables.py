"""Tables as Word draws them: widths, joined cells, heading rows that repeat."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from app.foundation.exports.ooxml import TEXT_WIDTH, Layout, attribute, paragraph
from app.foundation.exports.unbroken import unbroken

_PADDING = 216
_BOLD = 1.08
_LINE_ENOUGH = 60 * 125
"""No column is made wider than this for a long line."""
_LEAST = 600
_MANY_COLUMNS = 5
_LONG_ROW = 1500
_LONG_BESIDE = 700
_ABOVE_TOTAL = (
    '<w:tcBorders><w:top w:val="single" w:sz="12" w:space="0" w:color="404040"/></w:tcBorders>'
)
_BELOW_THE_RULE = '<w:tblCellMar><w:top w:w="60" w:type="dxa"/></w:tblCellMar>'
_GAPS = re.compile(r"[ \n\t]+|(?<=-)(?=\w)")
"""Where a line may break; not at a no-break space."""
_THIN = "ijlftrI.,;:!'|()[]/- \N{NO-BREAK SPACE}’‘"
_WIDE = "MWm%@—…"
_EMPTY = paragraph(Layout("TableText"), "")


@dataclass(frozen=True, slots=True)
class TableCell:
    """A cell: its content as WordprocessingML, and its plain text to measure."""

    inside: str
    text: str = ""
    header: bool = False
    is_total: bool = False
    """Whether it stands in a row of totals, which a line parts from what it adds up."""
    colspan: int = 1
    rowspan: int = 1


Line = tuple[TableCell, ...]


@dataclass(frozen=True)
class Grid:
    """A table and its available width; column widths are `shares` of it, or follow from the words.

    `flows` is for text with notes beside it: where there are none, a row may break across pages.
    """

    head: tuple[Line, ...]
    body: tuple[Line, ...]
    caption: str = ""
    width: int = TEXT_WIDTH
    left: int = 0
    shares: tuple[int, ...] = ()
    ruled: bool = True
    flows: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class _Place:
    """A cell with the row and column where it begins."""

    cell: TableCell
    row: int
    column: int


_Places = dict[tuple[int, int], _Place]


def draw(grid: Grid) -> str:
    """The table as WordprocessingML; one too wide for its indent begins at the margin."""
    places = _places(grid)
    columns = max((column for _, column in places), default=-1) + 1
    least, wanted = _needs(places, columns)
    if sum(least) > grid.width - grid.left:
        grid = replace(grid, left=0)
    widths = _widths(grid, least, wanted)
    rows = "".join(
        _row(grid, number, line, "".join(_cells(places, number, widths)))
        for number, line in enumerate(grid.head + grid.body)
    )
    columns_xml = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        f"<w:tbl>{_properties(grid, sum(widths))}<w:tblGrid>{columns_xml}</w:tblGrid>{rows}</w:tbl>"
    )


def least_width(grid: Grid) -> int:
    """The least width in which no word is broken; few columns always fit."""
    if max((len(line) for line in (*grid.head, *grid.body)), default=0) < _MANY_COLUMNS:
        return 0
    places = _places(grid)
    least, _ = _needs(places, max(column for _, column in places) + 1)
    return sum(least)


def _properties(grid: Grid, width: int) -> str:
    body_headings = any(cell.header for line in grid.body for cell in line)
    first_row, first_column = int(bool(grid.head)), int(body_headings)
    value = 0x0600 | 0x20 * first_row | 0x80 * first_column
    style = "HouseTable" if grid.ruled else "HousePlainTable"
    indent = f'<w:tblInd w:w="{grid.left}" w:type="dxa"/>' if grid.left else ""
    said = _description(grid) if grid.caption else ""
    apart = _BELOW_THE_RULE if grid.flows else ""
    return (
        f'<w:tblPr><w:tblStyle w:val="{style}"/><w:tblW w:w="{width}" w:type="dxa"/>{indent}'
        f'<w:tblLayout w:type="fixed"/>{apart}'
        f'<w:tblLook w:val="{value:04X}" w:firstRow="{first_row}"'
        f' w:lastRow="0" w:firstColumn="{first_column}" w:lastColumn="0" w:noHBand="1"'
        f' w:noVBand="1"/>{said}</w:tblPr>'
    )


def _description(grid: Grid) -> str:
    """The name and columns of a table, for readers who cannot see it."""
    names = "; ".join(cell.text for line in grid.head[:1] for cell in line if cell.text)
    holds = f"Columns: {names}" if names else grid.caption
    return (
        f'<w:tblCaption w:val="{attribute(grid.caption[:250])}"/>'
        f'<w:tblDescription w:val="{attribute(holds[:250])}"/>'
    )


def _places(grid: Grid) -> _Places:
    """The cell that covers each position of the table; spans stay within heading or body."""
    places: _Places = {}
    edge = 0
    for lines in (grid.head, grid.body):
        top, edge = edge, edge + len(lines)
        for number, line in enumerate(lines, top):
            _place_line(places, line, number, edge)
    return places


def _place_line(places: _Places, line: Line, number: int, edge: int) -> None:
    column = 0
    for cell in line:
        while (number, column) in places:
            column += 1
        place = _Place(cell, number, column)
        for down in range(min(cell.rowspan, edge - number)):
            for across in range(cell.colspan):
                places.setdefault((number + down, column + across), place)
        column += cell.colspan


def _row(grid: Grid, number: int, line: Line, cells: str) -> str:
    repeats = number < len(grid.head)
    kept = "<w:cantSplit/>" if _stays_whole(grid, line) else ""
    header = "<w:tblHeader/>" if repeats else ""
    return f"<w:tr><w:trPr>{kept}{header}</w:trPr>{cells}</w:tr>"


def _stays_whole(grid: Grid, line: Line) -> bool:
    length = sum(len(cell.text) for cell in line)
    return length <= _LONG_BESIDE and bool(line[-1].text) if grid.flows else length <= _LONG_ROW


def _cells(places: _Places, number: int, widths: list[int]) -> Iterator[str]:
    column = 0
    while column < len(widths):
        place = places.get((number, column))
        span = 1
        while place is not None and places.get((number, column + span)) is place:
            span += 1
        yield _cell(place, number, sum(widths[column : column + span]), span)
        column += span


def _cell(place: _Place | None, number: int, width: int, span: int) -> str:
    begins = place is not None and place.row == number
    joined = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    if place is not None and place.cell.rowspan > 1:
        joined += '<w:vMerge w:val="restart"/>' if begins else "<w:vMerge/>"
    if place is not None and place.cell.is_total:
        joined += _ABOVE_TOTAL
    inside = (place.cell.inside if place is not None and begins else "") or _EMPTY
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{joined}</w:tcPr>{inside}</w:tc>'


def _widths(grid: Grid, least: list[int], wanted: list[int]) -> list[int]:
    room = grid.width - grid.left
    if len(grid.shares) == len(least) and _are_enough(grid.shares, least, room):
        return [room * share // sum(grid.shares) for share in grid.shares]
    return _fitted(least, wanted, room)


def _are_enough(shares: tuple[int, ...], least: list[int], room: int) -> bool:
    """Whether every column's share holds its longest word, or no sharing could."""
    given = [room * share // sum(shares) for share in shares]
    return sum(least) > room or all(has >= need for has, need in zip(given, least, strict=True))


def _needs(places: _Places, columns: int) -> tuple[list[int], list[int]]:
    """For each column the width of its longest word, and of its longest line."""
    least, wanted = [_LEAST] * columns, [_LEAST] * columns
    for (_, column), place in places.items():
        if place.cell.colspan == 1:
            longest, length = _measures(place.cell.text, bold=place.cell.header)
            least[column] = max(least[column], longest + _PADDING)
            wanted[column] = max(wanted[column], length + _PADDING)
    return least, wanted


def _measures(text: str, *, bold: bool) -> tuple[int, int]:
    """The widths of the longest word and of the longest line, the latter up to a limit."""
    text = unbroken(text)
    heavy = _BOLD if bold else 1.0
    longest = max((text_width(word) for word in _GAPS.split(text)), default=0)
    line = max((text_width(line) for line in text.split("\n")), default=0)
    return int(longest * heavy) + 1, min(int(line * heavy) + 1, _LINE_ENOUGH)


def text_width(words: str) -> int:
    """The approximate width of words in the text size, in twentieths of a point."""
    return sum(map(_sign_width, words))


@lru_cache(maxsize=1024)
def _sign_width(sign: str) -> int:
    if sign in _THIN:
        return 70
    if sign in _WIDE:
        return 220
    return 170 if sign.isupper() or sign == "w" else 134


def _fitted(least: list[int], wanted: list[int], room: int) -> list[int]:
    """Column widths: the longest word of each, and the rest shared by the length of the text."""
    spare = room - sum(least)
    if spare <= 0:
        return [max(1, room * width // sum(least)) for width in least]
    missing = [max(0, want - need) for want, need in zip(wanted, least, strict=True)]
    share = min(1.0, spare / max(1, sum(missing)))
    even = max(0, spare - sum(missing)) // len(least)
    return [need + int(lack * share) + even for need, lack in zip(least, missing, strict=True)]
