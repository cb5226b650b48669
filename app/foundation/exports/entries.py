"""A record entry by entry, under the numbers by which each is cited ever after."""

import re

from app.foundation.exports.blocks import Decision, Entries, EntryBlock, ParagraphBlock, RichText
from app.foundation.exports.house_style import ENTRY_INDENT
from app.foundation.exports.listings import heading_line
from app.foundation.exports.ooxml import Layout
from app.foundation.exports.sheet import GAP, Sheet
from app.foundation.exports.stored import ENTRY, PLAIN, Setting, write_decision, write_stored
from app.foundation.exports.tables import Grid, TableCell

_MARKUP = re.compile("<[^>]*>")
_SHARES = (72, 28)
_NOTHING = TableCell("")

Within = RichText | Decision | ParagraphBlock


def lay_entries(sheet: Sheet, block: Entries) -> None:
    """The entries one after another; what follows from one stands in a column beside its words."""
    for entry in block.entries:
        _lay_heading(sheet, entry)
        if block.columns is None or not entry.asides:
            for within in entry.blocks:
                _lay_within(sheet, within, ENTRY)
        else:
            _lay_beside(sheet, entry, block.columns)


def _lay_heading(sheet: Sheet, entry: EntryBlock) -> None:
    """The heading, outside of any table, so that Word finds it; its number is text, not counted
    by Word, since it must never change."""
    sheet.heading = entry.heading
    sheet.level_of(1)
    sheet.add(Layout("EntryHeading"), sheet.words(f"{entry.number}\t{entry.heading}"))


def _lay_within(sheet: Sheet, block: Within, setting: Setting) -> None:
    match block:
        case RichText(html):
            write_stored(sheet, html, setting)
        case Decision():
            write_decision(sheet, block, setting)
        case ParagraphBlock(text):
            sheet.add(Layout(setting.style), sheet.words(text))


def _lay_beside(sheet: Sheet, entry: EntryBlock, columns: tuple[str, str]) -> None:
    """The words of an entry in rows, beside the last of which stands what follows from it.

    The head of the table repeats the number, so that a page that begins within says of what.
    """
    words, follows = columns
    named = (f"{words} {entry.number}" if entry.number else words, follows)
    grid = Grid(
        head=(heading_line(sheet, named),),
        body=tuple(_lines(sheet, entry)),
        caption=", ".join(filter(None, (entry.number, entry.heading))),
        width=sheet.width,
        left=ENTRY_INDENT,
        shares=_SHARES,
        ruled=False,
        flows=True,
    )
    sheet.add_table(grid)


def _lines(sheet: Sheet, entry: EntryBlock) -> list[tuple[TableCell, TableCell]]:
    """A row for each paragraph, since Word breaks pages only between rows; the last row holds all
    of the last words and what follows from them, which are never parted."""
    within = sheet.inside(width=(sheet.width - ENTRY_INDENT) * _SHARES[0] // sum(_SHARES))
    last = 0
    for block in entry.blocks:
        begins = len(within.parts)
        _lay_within(within, block, PLAIN)
        if len(within.parts) > begins:
            last = begins if isinstance(block, Decision) else len(within.parts) - 1
    parts = within.finished()
    above = [(_words_cell(part), _NOTHING) for part in parts[:last]]
    return [*above, (_words_cell("".join(parts[last:])), _beside(sheet, entry))]


def _beside(sheet: Sheet, entry: EntryBlock) -> TableCell:
    inside = sheet.inside()
    for aside in entry.asides:
        inside.add(Layout("Aside"), inside.words(aside))
    return TableCell("".join(inside.finished()), "\n".join(entry.asides))


def _words_cell(part: str) -> TableCell:
    """A cell with this content; it must end in a paragraph even after a table."""
    closing = GAP if part.endswith("</w:tbl>") else ""
    return TableCell(part + closing, _MARKUP.sub(" ", part))
