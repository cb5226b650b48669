"""Stored text as Word's paragraphs, lists and tables."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from app.foundation.exports.blocks import Decision
from app.foundation.exports.house_style import ENTRY_INDENT, INDENT
from app.foundation.exports.numbering import BULLET_STEP, LEVELS, STEP
from app.foundation.exports.ooxml import Layout, text_run
from app.foundation.exports.sheet import LABEL, Sheet
from app.foundation.exports.tables import Grid, TableCell
from app.foundation.richtext.figures import cell_text, is_total, row_texts, table_figures
from app.foundation.richtext.nodes import (
    Block,
    Cell,
    Heading,
    List,
    Paragraph,
    Row,
    Run,
    Runs,
    Table,
)
from app.foundation.richtext.numbering import NumberedBlock, numbered, typed_number
from app.foundation.richtext.reading import parse


@dataclass(frozen=True, slots=True)
class Setting:
    """How stored text is placed: the style of its paragraphs and the indent of the rest."""

    style: str
    left: int = 0
    strong: bool = False
    right: bool = False
    item: str = "ListParagraph"
    more: str = "ListContinue"


PLAIN = Setting("Normal")
BODY = Setting("ReportBody", INDENT)
STRONG = Setting("ReportBody", INDENT, strong=True)
ENTRY = Setting("EntryText", ENTRY_INDENT)
CELL = Setting("TableText", item="TableText", more="TableText")


def write_stored(sheet: Sheet, html: str, setting: Setting, *, lead: str = "") -> None:
    """Write stored text, block by block; `lead` is put in front of its first paragraph."""
    blocks: list[Block] = list(parse(html))
    if lead:
        blocks = _write_lead(sheet, blocks, setting, lead)
    for block in blocks:
        write_block(sheet, block, setting)


def write_decision(sheet: Sheet, decision: Decision, setting: Setting) -> None:
    """Write a decision: bold, with its label in front."""
    lead = text_run(f"{decision.label} ", LABEL)
    write_stored(sheet, decision.html, replace(setting, strong=True), lead=lead)


def write_numbered(sheet: Sheet, html: str) -> None:
    """Write a section whose paragraphs are numbered from its heading."""
    for entry in numbered(html, section=1):
        if entry.place is None:
            write_block(sheet, entry.block, BODY)
        else:
            _write_counted(sheet, entry)


def write_printed(sheet: Sheet, html: str) -> None:
    """Write a section of a past paper, with its printed numbers in the margin as text.

    They are never counted anew, since they may have been cited.
    """
    for block in parse(html):
        number, rest = typed_number(block)
        if number and isinstance(rest, Paragraph | Heading):
            words = sheet.words((Run(f"{number}\t"), *rest.runs))
            sheet.add(_printed(sheet, block), words)
        else:
            write_block(sheet, block, BODY)


def _printed(sheet: Sheet, block: Block) -> Layout:
    if isinstance(block, Heading):
        sheet.heading = "".join(run.text for run in block.runs)
        return Layout(f"Heading{sheet.level_of(2)}", left=INDENT, hanging=INDENT)
    return Layout("NumberedPara2")


def write_block(sheet: Sheet, block: Block, setting: Setting) -> None:
    """One block of stored text."""
    match block:
        case Paragraph(runs):
            layout = Layout(setting.style, right=setting.right)
            sheet.add(layout, sheet.words(runs, strong=setting.strong))
        case Heading(level, runs):
            _write_heading(sheet, level - 1, runs, left=setting.left)
        case List():
            _write_list(sheet, block, setting, depth=0)
        case Table():
            _write_table(sheet, block, setting)


def _write_lead(sheet: Sheet, blocks: list[Block], setting: Setting, lead: str) -> list[Block]:
    """Write the label of a decision in its first paragraph, or above a list."""
    first = blocks[0] if blocks else None
    if isinstance(first, Paragraph):
        words = sheet.words(first.runs, strong=setting.strong)
        leads = len(blocks) > 1 and isinstance(blocks[1], List)
        sheet.add(Layout(setting.style, keep_next=leads), lead + words)
        return blocks[1:]
    sheet.add(Layout(setting.style, keep_next=first is not None), lead)
    return blocks


def _write_heading(sheet: Sheet, level: int, runs: Runs, *, left: int) -> None:
    place = sheet.level_of(level)
    sheet.heading = "".join(run.text for run in runs)
    sheet.add(Layout(f"Heading{place}", left=left or None), sheet.words(runs))


def _write_counted(sheet: Sheet, entry: NumberedBlock) -> None:
    place = (entry.place or 2) - 1
    match entry.block:
        case Heading(_, runs):
            style = f"Heading{sheet.level_of(2)}"
            sheet.heading = "".join(run.text for run in runs)
        case Paragraph(runs):
            style = f"NumberedPara{place + 1}"
        case _:
            return
    layout = Layout(style, num=sheet.outline, level=place)
    sheet.add(layout, sheet.words(runs))


def _write_list(sheet: Sheet, block: List, setting: Setting, *, depth: int) -> None:
    level = min(depth, LEVELS - 1)
    num = sheet.counts.list(block.kind, start=block.start, level=level)
    step = BULLET_STEP if block.kind == "ul" else STEP
    left = setting.left + step
    strong = setting.strong
    first = Layout(setting.item, num=num, level=level, left=left, hanging=step, bold_number=strong)
    inside = replace(setting, left=left)
    for item in block.items:
        _write_item(sheet, item.blocks, first, inside, depth=depth)


def _write_item(
    sheet: Sheet,
    blocks: Iterable[Paragraph | List],
    layout: Layout,
    inside: Setting,
    *,
    depth: int,
) -> None:
    for block in blocks:
        if isinstance(block, List):
            _write_list(sheet, block, inside, depth=depth + 1)
        else:
            sheet.add(layout, sheet.words(block.runs, strong=inside.strong))
            layout = Layout(inside.more, left=inside.left)


def _write_table(sheet: Sheet, table: Table, setting: Setting) -> None:
    figures = table_figures(table)
    sheet.add_table(
        Grid(
            head=tuple(_line(sheet, row, figures) for row in table.head),
            body=tuple(
                _line(sheet, row, figures, is_total=is_total(row_texts(row))) for row in table.body
            ),
            caption=sheet.heading,
            width=sheet.width,
            left=setting.left,
        )
    )


def _line(
    sheet: Sheet, row: Row, figures: frozenset[int], *, is_total: bool = False
) -> tuple[TableCell, ...]:
    return tuple(
        _square(sheet, cell, is_figure=place in figures, is_total=is_total)
        for place, cell in enumerate(row)
    )


def _square(sheet: Sheet, cell: Cell, *, is_figure: bool, is_total: bool) -> TableCell:
    style = "TableHeading" if cell.header else CELL.style
    setting = replace(CELL, style=style, right=is_figure, strong=is_total)
    inside = sheet.inside()
    for block in cell.blocks:
        write_block(inside, block, setting)
    return TableCell(
        "".join(inside.finished()),
        cell_text(cell),
        header=cell.header,
        is_total=is_total,
        colspan=cell.colspan,
        rowspan=cell.rowspan,
    )
