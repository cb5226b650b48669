"""The one shape in which every reader hands over a file: lines as printed."""

from dataclasses import dataclass


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
