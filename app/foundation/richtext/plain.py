"""Stored text as plain lines, with the numbers of list entries kept."""

import re
from collections.abc import Iterable, Iterator
from html import unescape

from app.foundation.richtext.counting import label
from app.foundation.richtext.nodes import Block, Cell, List, Paragraph, Row, Table, words
from app.foundation.richtext.reading import parse
from app.foundation.richtext.runs import SPACE, without_illegal_characters

_UNMARKED = re.compile(
    r"(?:[ \t\r\n]*<p>(?:[^<&]|&(?:amp|lt|gt|quot|nbsp|#39);)*+</p>)++[ \t\r\n]*"
)
"""Nothing but paragraphs without any mark, as most stored text is: read without a parser."""
_PARAGRAPH = re.compile(r"<p>([^<]*)</p>")


def to_plain(html: str) -> str:
    """One line a paragraph, list entry or table row, as the index and a plain mail want it."""
    if _UNMARKED.fullmatch(html):
        said = (
            SPACE.sub(" ", unescape(one))
            for one in _PARAGRAPH.findall(without_illegal_characters(html))
        )
        return "\n".join(line for line in (one.strip(" ") for one in said) if line)
    return "\n".join(line for block in parse(html) for line in plain_lines(block))


def plain_lines(block: Block) -> Iterator[str]:
    """The lines of one block."""
    if isinstance(block, List):
        yield from _list(block)
    elif isinstance(block, Table):
        yield from (_row(row) for row in block.head + block.body)
    else:
        yield words(block.runs)


def _list(block: List) -> Iterator[str]:
    for number, item in enumerate(block.items, block.start):
        mark = f"{label(block.kind, number)} "
        for line in _inner(item.blocks):
            yield mark + line
            mark = "  "


def _inner(blocks: Iterable[Paragraph | List]) -> Iterator[str]:
    for block in blocks:
        yield from plain_lines(block)


def _row(row: Row) -> str:
    return " | ".join(_cell(cell) for cell in row)


def _cell(cell: Cell) -> str:
    return " ".join(_inner(cell.blocks))
