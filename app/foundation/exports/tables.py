"""Tables as Word draws them: widths, joined cells, heading rows that repeat."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from app.foundation.exports.ooxml import LINE, Layout, attribute, paragraph

_PADDING = 216
_LETTER = 125
_LONGEST_LINE = 60
_LEAST = 600
_LONG_ROW = 1500
_EMPTY = paragraph(Layout("TableText"), "")


@dataclass(frozen=True, slots=True)
class Square:
    """A cell ready to be drawn: its paragraphs, and its bare words to measure by."""

    inside: str
    text: str = ""
    header: bool = False
    colspan: int = 1
    rowspan: int = 1


Line = tuple[Square, ...]


@dataclass(frozen=True)
class Grid:
    """A table with the room it has; widths are shares of it, or come from the words."""

    head: tuple[Line, ...]
    body: tuple[Line, ...]
    caption: str = ""
    width: int = LINE
    left: int = 0
    shares: tuple[int, ...] = ()
    ruled: bool = True


@dataclass(frozen=True, slots=True, eq=False)
class _Place:
    """A cell and the row and column where it begins."""

    square: Square
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
        _row(places, number, widths, line, repeats=number < len(grid.head))
        for number, line in enumerate(grid.head + grid.body)
    )
    columns_xml = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        f"<w:tbl>{_properties(grid, sum(widths))}<w:tblGrid>{columns_xml}</w:tblGrid>{rows}</w:tbl>"
    )


def _properties(grid: Grid, width: int) -> str:
    body_headings = any(square.header for line in grid.body for square in line)
    first_row, first_column = int(bool(grid.head)), int(body_headings)
    value = 0x0600 | 0x20 * first_row | 0x80 * first_column
    style = "HouseTable" if grid.ruled else "HousePlainTable"
    indent = f'<w:tblInd w:w="{grid.left}" w:type="dxa"/>' if grid.left else ""
    caption = f'<w:tblCaption w:val="{attribute(grid.caption[:250])}"/>' if grid.caption else ""
    return (
        f'<w:tblPr><w:tblStyle w:val="{style}"/><w:tblW w:w="{width}" w:type="dxa"/>{indent}'
        f'<w:tblLayout w:type="fixed"/><w:tblLook w:val="{value:04X}" w:firstRow="{first_row}"'
        f' w:lastRow="0" w:firstColumn="{first_column}" w:lastColumn="0" w:noHBand="1"'
        f' w:noVBand="1"/>{caption}</w:tblPr>'
    )


def _places(grid: Grid) -> _Places:
    """For every spot of the table the cell that covers it; heading and body never mix."""
    places: _Places = {}
    edge = 0
    for lines in (grid.head, grid.body):
        top, edge = edge, edge + len(lines)
        for number, line in enumerate(lines, top):
            _place_line(places, line, number, edge)
    return places


def _place_line(places: _Places, line: Line, number: int, edge: int) -> None:
    column = 0
    for square in line:
        while (number, column) in places:
            column += 1
        place = _Place(square, number, column)
        for down in range(min(square.rowspan, edge - number)):
            for across in range(square.colspan):
                places.setdefault((number + down, column + across), place)
        column += square.colspan


def _row(places: _Places, number: int, widths: list[int], line: Line, *, repeats: bool) -> str:
    short = sum(len(square.text) for square in line) <= _LONG_ROW
    kept = "<w:cantSplit/>" if short else ""
    header = "<w:tblHeader/>" if repeats else ""
    cells = "".join(_cells(places, number, widths))
    return f"<w:tr><w:trPr>{kept}{header}</w:trPr>{cells}</w:tr>"


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
    if place is not None and place.square.rowspan > 1:
        joined += '<w:vMerge w:val="restart"/>' if begins else "<w:vMerge/>"
    inside = (place.square.inside if place is not None and begins else "") or _EMPTY
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{joined}</w:tcPr>{inside}</w:tc>'


def _widths(grid: Grid, least: list[int], wanted: list[int]) -> list[int]:
    room = grid.width - grid.left
    if len(grid.shares) == len(least):
        return [room * share // sum(grid.shares) for share in grid.shares]
    return _fitted(least, wanted, room)


def _needs(places: _Places, columns: int) -> tuple[list[int], list[int]]:
    """For each column the room of its longest word, and of its longest line."""
    least, wanted = [_LEAST] * columns, [_LEAST] * columns
    for (_, column), place in places.items():
        if place.square.colspan == 1:
            longest, length = _measures(place.square.text)
            least[column] = max(least[column], longest * _LETTER + _PADDING)
            wanted[column] = max(wanted[column], length * _LETTER + _PADDING)
    return least, wanted


def _measures(text: str) -> tuple[int, int]:
    """The length of the longest word and of the longest line, as far as lines go."""
    longest = max((len(word) for word in text.split()), default=1)
    line = max((len(line) for line in text.split("\n")), default=1)
    return longest, min(line, _LONGEST_LINE)


def _fitted(least: list[int], wanted: list[int], room: int) -> list[int]:
    """Every column its longest word, if they all fit; the rest by how much each has to say."""
    spare = room - sum(least)
    if spare <= 0:
        return [max(1, room * width // sum(least)) for width in least]
    missing = [max(0, want - need) for want, need in zip(wanted, least, strict=True)]
    share = min(1.0, spare / max(1, sum(missing)))
    even = max(0, spare - sum(missing)) // len(least)
    return [need + int(lack * share) + even for need, lack in zip(least, missing, strict=True)]
