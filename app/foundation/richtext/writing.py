"""Blocks written as stored text: the one form in which the dialect stands in the database."""

from collections.abc import Iterable
from html import escape

from app.foundation.richtext.figures import is_total, row_texts, table_figures
from app.foundation.richtext.nodes import (
    Block,
    Blocks,
    Cell,
    Heading,
    Inner,
    List,
    Paragraph,
    Row,
    Runs,
    Table,
)
from app.foundation.richtext.runs import Mark, nested


def write(blocks: Blocks) -> str:
    """The stored text of some blocks."""
    return "".join(write_block(block) for block in blocks)


def write_block(block: Block, *, before: str = "", for_page: bool = False) -> str:
    """One block; `before` is markup put in front of its words, such as a paragraph's number.

    A page also marks the figures and the totals of a table, which are not stored.
    """
    match block:
        case Paragraph(runs):
            return f"<p>{before}{write_runs(runs)}</p>"
        case Heading(level, runs):
            return f"<h{level}>{before}{write_runs(runs)}</h{level}>"
        case List():
            return _list(block)
        case Table():
            return _table_for_page(block) if for_page else _table(block)


def write_runs(runs: Runs) -> str:
    """Words with their marks, a link always outermost and a raised letter innermost."""
    written: list[str] = []
    for closed, opened, text in nested(runs):
        written.extend(f"</{name}>" for name, _ in closed)
        written.extend(_tag(mark) for mark in opened)
        written.append(escape(text, quote=False).replace("\n", "<br>"))
    return "".join(written)


def _tag(mark: Mark) -> str:
    name, href = mark
    return f'<a href="{escape(href)}">' if name == "a" else f"<{name}>"


def _list(block: List) -> str:
    items = "".join(f"<li>{_inside(item.blocks)}</li>" for item in block.items)
    if block.kind == "ul":
        return f"<ul>{items}</ul>"
    kind = "" if block.kind == "1" else f' type="{block.kind}"'
    start = "" if block.start == 1 else f' start="{block.start}"'
    return f"<ol{kind}{start}>{items}</ol>"


def _inside(blocks: tuple[Inner, ...]) -> str:
    """The first paragraph of an item or a cell stands bare."""
    first, rest = blocks[:1], blocks[1:]
    bare = "".join(
        write_runs(block.runs) if isinstance(block, Paragraph) else _list(block) for block in first
    )
    return bare + write(rest)


def _table(table: Table) -> str:
    head = f"<thead>{_rows(table.head)}</thead>" if table.head else ""
    body = f"<tbody>{_rows(table.body)}</tbody>" if table.body else ""
    return f"<table>{head}{body}</table>"


def _table_for_page(table: Table) -> str:
    figures = table_figures(table)
    head = f"<thead>{_rows(table.head, figures)}</thead>" if table.head else ""
    body = "".join(
        _row(row, figures, look=' class="total"' if is_total(row_texts(row)) else "")
        for row in table.body
    )
    return f"<table>{head}{f'<tbody>{body}</tbody>' if body else ''}</table>"


def _rows(rows: Iterable[Row], figures: frozenset[int] = frozenset()) -> str:
    return "".join(_row(row, figures) for row in rows)


def _row(row: Row, figures: frozenset[int], *, look: str = "") -> str:
    cells = "".join(
        _cell(cell, look=' class="figures"' if place in figures else "")
        for place, cell in enumerate(row)
    )
    return f"<tr{look}>{cells}</tr>"


def _cell(cell: Cell, *, look: str = "") -> str:
    tag = "th" if cell.header else "td"
    scope = f' scope="{cell.scope}"' if cell.header else ""
    across = f' colspan="{cell.colspan}"' if cell.colspan > 1 else ""
    down = f' rowspan="{cell.rowspan}"' if cell.rowspan > 1 else ""
    return f"<{tag}{scope}{across}{down}{look}>{_inside(cell.blocks)}</{tag}>"
