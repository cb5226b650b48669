"""A record entry by entry, under the numbers by which each is cited ever after."""

from app.foundation.exports.blocks import Decision, Entries, Entry, Paragraph, RichText, Table
from app.foundation.exports.house_style import ENTRY_INDENT
from app.foundation.exports.listings import lay_table
from app.foundation.exports.ooxml import Layout
from app.foundation.exports.sheet import Sheet
from app.foundation.exports.stored import ENTRY, write_decision, write_stored


def lay_entries(sheet: Sheet, block: Entries) -> None:
    """The entries one after another, their headings where a reader of the file can list them."""
    for entry in block.entries:
        _lay_heading(sheet, entry)
        for within in entry.blocks:
            _lay_within(sheet, within)


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
            lay_table(sheet, block, left=ENTRY_INDENT)
