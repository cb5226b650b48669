"""A record entry by entry, under the numbers by which each is cited ever after."""

import re
from itertools import zip_longest

from app.foundation.exports.blocks import Decision, Entries, EntryBlock, ParagraphBlock, RichText
from app.foundation.exports.listings import heading_line, table_cell
from app.foundation.exports.ooxml import Layout
from app.foundation.exports.sheet import GAP, Sheet
from app.foundation.exports.stored import ENTRY, write_decision, write_stored
from app.foundation.exports.tables import Grid, TableCell

_MARKUP = re.compile("<[^>]*>")
_SHARES = (72, 28)
_NOTHING = TableCell("")


def lay_entries(sheet: Sheet, block: Entries) -> None:
    """The entries one after another, or beside a column for what follows from each."""
    if block.columns is None:
        for entry in block.entries:
            _lay_entry(sheet, entry)
        return
    grid = Grid(
        head=(heading_line(sheet, block.columns),),
        body=tuple(line for entry in block.entries for line in _lines(sheet, entry)),
        caption=block.columns[0],
        width=sheet.width,
        shares=_SHARES,
        ruled=False,
        flows=True,
    )
    sheet.add_table(grid)


def _lay_entry(sheet: Sheet, entry: EntryBlock) -> None:
    """One entry; its number is text, not counted by Word, since it must never change."""
    sheet.heading = entry.heading
    sheet.level_of(1)
    sheet.add(Layout("EntryHeading"), sheet.words(f"{entry.number}\t{entry.heading}"))
    for within in entry.blocks:
        _lay_within(sheet, within)


def _lay_within(sheet: Sheet, block: RichText | Decision | ParagraphBlock) -> None:
    match block:
        case RichText(html):
            write_stored(sheet, html, ENTRY)
        case Decision():
            write_decision(sheet, block, ENTRY)
        case ParagraphBlock(text):
            sheet.add(Layout("EntryText"), sheet.words(text))


def _lines(sheet: Sheet, entry: EntryBlock) -> list[tuple[TableCell, TableCell]]:
    """The rows of an entry, one for each paragraph, since Word breaks pages only between rows.

    What follows from the entry is beside its end, each in a row of its own.
    """
    within = sheet.inside(width=sheet.width * _SHARES[0] // sum(_SHARES))
    _lay_entry(within, entry)
    parts = [_table_cell(part) for part in within.finished()]
    asides = [table_cell(sheet, aside, style="Aside") for aside in entry.asides]
    above = [_NOTHING] * (len(parts) - 1)
    return list(zip_longest(parts, [*above, *asides], fillvalue=_NOTHING))


def _table_cell(part: str) -> TableCell:
    """A cell with this content; it must end in a paragraph even after a table."""
    closing = GAP if part.startswith("<w:tbl>") else ""
    return TableCell(part + closing, _MARKUP.sub(" ", part))
