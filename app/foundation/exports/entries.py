"""A record entry by entry, under the numbers by which each is cited ever after."""

import re

from app.foundation.exports.blocks import Decision, Entries, Entry, Paragraph, RichText, Table
from app.foundation.exports.listings import heading_line, lay_table, square
from app.foundation.exports.ooxml import Layout, text_run
from app.foundation.exports.sheet import GAP, LABEL, Sheet
from app.foundation.exports.stored import ENTRY, write_decision, write_stored
from app.foundation.exports.tables import Grid, Square, draw

_MARKUP = re.compile("<[^>]*>")
_SHARES = (72, 28)


def lay_entries(sheet: Sheet, block: Entries) -> None:
    """The entries one after another, or beside a column for what follows from each."""
    if block.columns is None:
        for entry in block.entries:
            _lay_entry(sheet, entry, block.aside_label)
        return
    grid = Grid(
        head=(heading_line(sheet, block.columns),),
        body=tuple(line for entry in block.entries for line in _lines(sheet, entry)),
        caption=block.columns[0],
        width=sheet.width,
        shares=_SHARES,
        ruled=False,
    )
    sheet.add_table(draw(grid))


def _lay_entry(sheet: Sheet, entry: Entry, aside_label: str) -> None:
    _lay_heading(sheet, entry)
    for block in entry.blocks:
        _lay_within(sheet, block)
    for aside in entry.asides:
        label = text_run(f"{aside_label}: ", LABEL) if aside_label else ""
        sheet.add(Layout("EntryText"), label + sheet.words(aside))


def _lay_heading(sheet: Sheet, entry: Entry) -> None:
    """The number is text from the record, not counted by Word: it must never move."""
    sheet.heading = entry.heading
    sheet.level_of(1)
    sheet.add(Layout("EntryHeading"), sheet.words(f"{entry.number}\t{entry.heading}"))


def _lay_within(sheet: Sheet, block: RichText | Decision | Paragraph | Table) -> None:
    match block:
        case RichText(html):
            write_stored(sheet, html, ENTRY)
        case Decision():
            write_decision(sheet, block, ENTRY)
        case Paragraph(text):
            sheet.add(Layout("EntryText"), sheet.words(text))
        case Table():
            lay_table(sheet, block)


def _lines(sheet: Sheet, entry: Entry) -> list[tuple[Square, Square]]:
    """A row for each paragraph: a long entry in one row would leave half a page empty."""
    within = sheet.inside(width=sheet.width * _SHARES[0] // sum(_SHARES))
    _lay_heading(within, entry)
    for block in entry.blocks:
        _lay_within(within, block)
    *parts, last = within.finished()
    asides = "".join(square(sheet, aside, style="Aside").inside for aside in entry.asides)
    lines = [(_square(part), Square("")) for part in parts]
    return [*lines, (_square(last), Square(asides))]


def _square(part: str) -> Square:
    """A cell must end in a paragraph, also where it holds a table."""
    closing = GAP if part.startswith("<w:tbl>") else ""
    return Square(part + closing, _MARKUP.sub("", part))
