"""The one shape in which every reader hands over a file: lines as printed."""

from collections.abc import Sequence
from dataclasses import dataclass

NEW_PAGE = "\f"
_MOST_PAGES = 20_000
"""Of a file that says it has more, the last are one."""


@dataclass(frozen=True)
class Line:
    """One printed line or paragraph of a file, with what its layout tells."""

    number: int
    """1-based place in the file: the text line, or the paragraph or table row of a Word file."""
    text: str
    """As printed, white space runs made one space, markup removed, its number or bullet first."""
    level: int | None = None
    """Heading level told by a style or by markup, or None."""
    bold: bool = False
    """The whole line is bold."""
    indent: int = 0
    """Leading spaces, or the list depth of a Word paragraph."""
    cells: tuple[str, ...] = ()
    """The cells of a table row; empty for running text."""
    page_break: bool = False
    """A new page begins with this line."""
    page: int = 0
    """1-based page of a file that has pages of its own, as a PDF; else 0."""
    size: float = 0.0
    """Size of its type in points, or 0 where the file does not tell."""
    underlined: bool = False
    """The whole line is underlined."""
    centred: bool = False
    """It stands in the middle of the line."""


def row_line(cells: Sequence[Sequence[Line]]) -> Line:
    """A table row as one line, from the lines that stand in its cells; in a cell, one below the
    other."""
    within = [line for cell in cells for line in cell]
    return Line(
        number=0,
        text=" ".join(line.text for line in within),
        level=next((line.level for line in within if line.level), None),
        bold=all(line.bold for line in within),
        cells=tuple("\n".join(line.text for line in cell) for cell in cells),
        page_break=any(line.page_break for line in within),
        page=max(line.page for line in within),
        size=max(line.size for line in within),
        underlined=all(line.underlined for line in within),
    )


def plain_text(lines: Sequence[Line]) -> str:
    """The words of a file for the search, line by line; form feeds part the pages of a file that
    has pages of its own."""
    pieces, page = [], 1
    for line in lines:
        turned = max(min(line.page, _MOST_PAGES) - page, 0)
        page += turned
        pieces.append(NEW_PAGE * turned + line.text.replace(NEW_PAGE, " "))
    return "\n".join(pieces).replace("\x00", "")
