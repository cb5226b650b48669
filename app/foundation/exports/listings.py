"""Tables of members, of items, and of actions."""

from app.foundation.exports.blocks import ContentsBlock, ContentsRow, RichText, TableBlock
from app.foundation.exports.ooxml import Layout
from app.foundation.exports.sheet import Sheet
from app.foundation.exports.stored import CELL, write_stored
from app.foundation.exports.tables import Grid, TableCell
from app.foundation.richtext.plain import to_plain

_CONTENTS_SHARES = {3: (13, 70, 17), 2: (13, 87)}
_LEVEL_INDENT = 340


def lay_table(sheet: Sheet, block: TableBlock) -> None:
    """A table under its caption."""
    if block.show_caption:
        sheet.add(Layout("Caption"), sheet.words(block.caption))
    grid = Grid(
        head=(heading_line(sheet, block.header),),
        body=tuple(_line(sheet, row, headed=block.row_headings) for row in block.rows),
        caption=block.caption,
        width=sheet.width,
        shares=block.widths,
        ruled=block.ruled,
    )
    sheet.add_table(grid)


def heading_line(sheet: Sheet, names: tuple[str, ...]) -> tuple[TableCell, ...]:
    """The row of column names, which repeats on every page."""
    return tuple(
        table_cell(sheet, name, style="TableHeading", header=True, leads=True) for name in names
    )


def table_cell(
    sheet: Sheet,
    text: str,
    *,
    style: str,
    left: int | None = None,
    header: bool = False,
    leads: bool = False,
) -> TableCell:
    """A cell with one paragraph of plain words; one that leads stays with the row below."""
    inside = sheet.inside()
    inside.add(Layout(style, left=left, keep_next=leads), inside.words(text))
    return TableCell("".join(inside.finished()), text, header=header)


def _line(sheet: Sheet, row: tuple[str | RichText, ...], *, headed: bool) -> tuple[TableCell, ...]:
    return tuple(_cell(sheet, cell, header=headed and not place) for place, cell in enumerate(row))


def _cell(sheet: Sheet, cell: str | RichText, *, header: bool) -> TableCell:
    if isinstance(cell, str):
        style = "TableHeading" if header else "TableText"
        return table_cell(sheet, cell, style=style, header=header)
    inside = sheet.inside()
    write_stored(inside, cell.html, CELL)
    return TableCell("".join(inside.finished()), to_plain(cell.html), header=header)


def lay_contents(sheet: Sheet, block: ContentsBlock) -> None:
    """The list of items as a table: number, title and, where known, pages."""
    grid = Grid(
        head=(heading_line(sheet, block.header),),
        body=tuple(
            _contents_line(sheet, row, leads=below is not None and below.level > row.level)[
                : len(block.header)
            ]
            for row, below in zip(block.rows, (*block.rows[1:], None), strict=True)
        ),
        caption=block.caption,
        width=sheet.width,
        shares=_CONTENTS_SHARES[len(block.header)],
        ruled=False,
    )
    sheet.add_table(grid)


def _contents_line(sheet: Sheet, row: ContentsRow, *, leads: bool) -> tuple[TableCell, ...]:
    """One line; the name of a group stays with the first line of its group."""
    left = _LEVEL_INDENT * row.level or None
    inside = sheet.inside()
    inside.add(Layout("ContentsTitle", keep_next=leads), inside.words(row.title))
    write_stored(inside, row.html, CELL)
    return (
        table_cell(sheet, row.number, style="ContentsTitle", left=left),
        TableCell("".join(inside.finished()), row.title + to_plain(row.html)),
        table_cell(sheet, row.pages, style="TableText"),
    )
