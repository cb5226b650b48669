"""Each block of a paper laid out on its sheet, as a council's papers look."""

from dataclasses import replace
from functools import singledispatch

from app.foundation.exports.blocks import (
    Block,
    ContentsBlock,
    Decision,
    Entries,
    HeadingBlock,
    LabelledLines,
    ListOfContents,
    PageBreak,
    ParagraphBlock,
    RichText,
    SignatureLine,
    TableBlock,
    Title,
)
from app.foundation.exports.entries import lay_entries
from app.foundation.exports.house_style import INDENT, LABEL_INDENT
from app.foundation.exports.listings import lay_contents, lay_table
from app.foundation.exports.ooxml import Layout, Tab, text_run
from app.foundation.exports.sheet import LABEL, Sheet
from app.foundation.exports.stored import (
    BODY,
    PLAIN,
    STRONG,
    Setting,
    write_block,
    write_decision,
    write_numbered,
    write_printed,
    write_stored,
)
from app.foundation.richtext.nodes import Paragraph as Words
from app.foundation.richtext.reading import parse

_ABOVE_SIGNATURE = 2
"""How many paragraphs go with the room to sign, which never stands alone on a page."""
_NO_CAPITALS = '<w:caps w:val="0"/>'
_TEXT_SIZE = '<w:sz w:val="24"/><w:szCs w:val="24"/>'
_TITLE_SIZE = '<w:sz w:val="28"/><w:szCs w:val="28"/>'
_TITLE_LINE = Layout(
    "Title", left=LABEL_INDENT, hanging=LABEL_INDENT, tabs=(("left", "none", LABEL_INDENT),)
)
"""A title that stands beside its label."""
_SETTINGS = {"plain": PLAIN, "body": BODY, "strong": STRONG}
_STYLES = {
    "plain": Layout("Normal"),
    "body": Layout("ReportBody"),
    "strong": Layout("ReportBody"),
    "centred": Layout("Normal", centred=True),
    "note": Layout("Note"),
    "masthead": Layout("Masthead"),
}


@singledispatch
def lay(block: Block, sheet: Sheet) -> None:
    """Lay one block of a paper out."""
    raise TypeError(f"No paper has a {type(block).__name__}.")


@lay.register
def _(block: Title, sheet: Sheet) -> None:
    sheet.add(Layout("Title"), sheet.words(block.text))
    for line in block.lines:
        sheet.add(Layout("Subtitle"), sheet.words(line))


@lay.register
def _(block: HeadingBlock, sheet: Sheet) -> None:
    if block.new_page:
        sheet.new_page()
    sheet.heading = block.text
    level = sheet.level_of(block.level)
    style = "PartHeading" if block.centred and level == 1 else f"Heading{level}"
    layout = Layout(style, centred=block.centred)
    if block.numbered:
        layout = replace(layout, num=sheet.outline, level=level - 1)
    label = f"{block.label}\t" if block.label else ""
    if label:
        layout = replace(layout, left=INDENT, hanging=INDENT)
    after = text_run(f" {block.after}", _NO_CAPITALS) if block.after else ""
    words = sheet.words(label + block.text)
    if level == 1 and block.text:
        words = sheet.listed(words, name=_in_contents(block, sheet))
    sheet.add(layout, words + after)


def _in_contents(block: HeadingBlock, sheet: Sheet) -> str:
    """A heading in the list of contents: its number, and its words without their colon."""
    number = sheet.count_section() if block.numbered else block.label
    return " ".join(filter(None, (number, block.text.rstrip(":"))))


@lay.register
def _(block: ListOfContents, sheet: Sheet) -> None:
    sheet.list_contents()


@lay.register
def _(block: ParagraphBlock, sheet: Sheet) -> None:
    strong = block.manner == "strong"
    sheet.add(_STYLES[block.manner], sheet.words(block.text, strong=strong))


@lay.register
def _(block: RichText, sheet: Sheet) -> None:
    if block.manner == "numbered":
        write_numbered(sheet, block.html)
    elif block.manner == "printed":
        write_printed(sheet, block.html)
    else:
        write_stored(sheet, block.html, _SETTINGS[block.manner])


@lay.register
def _(block: LabelledLines, sheet: Sheet) -> None:
    for label, answer in block.rows:
        lead = text_run(f"{label}:", LABEL) + text_run("\t")
        if label == block.title and isinstance(answer, str):
            lead = text_run(f"{label}:", LABEL + _TEXT_SIZE) + text_run("\t")
            sheet.add(_TITLE_LINE, lead + text_run(answer, _TITLE_SIZE))
        elif isinstance(answer, str):
            sheet.add(Layout("LabelledLine"), lead + sheet.words(answer))
        else:
            _lay_long_answer(sheet, lead, answer)


def _lay_long_answer(sheet: Sheet, lead: str, answer: RichText) -> None:
    """An answer of several paragraphs: the first beside its label, the others beneath it."""
    nodes = parse(answer.html)
    if nodes and isinstance(nodes[0], Words):
        lead += sheet.words(nodes[0].runs)
        nodes = nodes[1:]
    sheet.add(Layout("LabelledLine"), lead)
    for node in nodes:
        if isinstance(node, Words):
            sheet.add(Layout("LabelledLine", left=LABEL_INDENT), sheet.words(node.runs))
        else:
            write_block(sheet, node, Setting("LabelledLine", LABEL_INDENT))


@lay.register
def _(block: Decision, sheet: Sheet) -> None:
    write_decision(sheet, block, STRONG)


@lay.register
def _(block: ContentsBlock, sheet: Sheet) -> None:
    lay_contents(sheet, block)


@lay.register
def _(block: Entries, sheet: Sheet) -> None:
    lay_entries(sheet, block)


@lay.register
def _(block: TableBlock, sheet: Sheet) -> None:
    lay_table(sheet, block)


@lay.register
def _(block: SignatureLine, sheet: Sheet) -> None:
    sheet.keep_last(_ABOVE_SIGNATURE)
    step = sheet.width // len(block.labels)
    tabs: list[Tab] = []
    for number in range(1, len(block.labels) + 1):
        tabs += [("left", "dot", number * step - 200), ("left", "none", number * step)]
    sheet.add(Layout("Normal", keep_next=True), sheet.words(block.above))
    words = "\t".join(f"{label}  \t" for label in block.labels)
    sheet.add(Layout("SignatureLine", tabs=tuple(tabs)), sheet.words(words))


@lay.register
def _(block: PageBreak, sheet: Sheet) -> None:
    sheet.new_page()
