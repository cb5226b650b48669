"""Report to Word: a hundred pages through our exporter, against bare python-docx."""

import io
import random
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from statistics import median

import docx
from docx.document import Document

from app.foundation.exports.blocks import HeadingBlock, RichText, WordPaper
from app.foundation.exports.word import render
from app.foundation.richtext.nodes import Block, Cell, List, ListItem, Paragraph, Run, Runs, Table
from app.foundation.richtext.reading import parse
from app.foundation.richtext.writing import write

SECTIONS = 110
LIMIT = 0.5
ROUNDS = 5
_WORDS = (
    *("the", "board", "council", "report", "partnership", "members", "scheme", "residents"),
    *("funding", "review", "ward", "harbour", "market", "street", "considered", "noted"),
    *("agreed", "quarter", "police", "housing", "safety", "budget", "officers", "plan"),
)


def measure() -> dict[str, object]:
    """Seconds for the report both ways, in one run, and how many times longer ours takes."""
    sections = _sections()
    paper = WordPaper(
        title="A long report",
        author="Benchmark",
        written_at=datetime(2026, 9, 3, tzinfo=UTC),
        blocks=tuple(
            block
            for number, html in enumerate(sections)
            for block in (
                HeadingBlock(f"Section {number}", numbered=True),
                RichText(html, "numbered"),
            )
        ),
    )
    parsed = [parse(html) for html in sections]
    value, baseline = [], []
    empty = render(replace(paper, blocks=()))
    for _ in range(ROUNDS):
        value.append(_timed(lambda: render(paper)))
        document = docx.Document(io.BytesIO(empty))
        baseline.append(_timed(lambda document=document: _bare(document, parsed)))
    ratio = median(value) / median(baseline)
    return {
        "name": "word_report",
        "value": round(median(value), 4),
        "baseline": round(median(baseline), 4),
        "ratio": round(ratio, 3),
        "limit": LIMIT,
        "ok": ratio <= LIMIT,
    }


def _timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _sections() -> list[str]:
    chance = random.Random(54)
    return [write(_section(chance)) for _ in range(SECTIONS)]


def _section(chance: random.Random) -> tuple[Block, ...]:
    """About a page: seven paragraphs, a list of four, and a table every third time or so."""
    blocks: list[Block] = [Paragraph(_runs(chance, 45)) for _ in range(7)]
    items = List("1", tuple(_item(chance) for _ in range(4)))
    blocks.insert(3, items)
    if chance.random() < 0.35:
        rows = tuple(tuple(_cell(chance) for _ in range(4)) for _ in range(6))
        blocks.append(Table(rows[:1], rows[1:]))
    return tuple(blocks)


def _item(chance: random.Random) -> ListItem:
    return ListItem((Paragraph(_runs(chance, 12)),))


def _cell(chance: random.Random) -> Cell:
    return Cell((Paragraph((Run(_text(chance, 3)),)),))


def _runs(chance: random.Random, length: int) -> Runs:
    bold = Run(_text(chance, 3), strong=True)
    return (Run(_text(chance, length - 8) + " "), bold, Run(" " + _text(chance, 5)))


def _text(chance: random.Random, length: int) -> str:
    return " ".join(chance.choices(_WORDS, k=length))


def _bare(document: Document, sections: list[tuple[Block, ...]]) -> bytes:
    """The same paragraphs, tables and runs with named styles, as python-docx writes them."""
    for number, blocks in enumerate(sections):
        document.add_paragraph(f"Section {number}", style="Heading 1")
        for block in blocks:
            _bare_block(document, block)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _bare_block(document: Document, block: Block) -> None:
    match block:
        case Paragraph(runs):
            _bare_runs(document.add_paragraph(style="Numbered Para 2"), runs)
        case List():
            for item in block.items:
                for inner in item.blocks:
                    _bare_runs(document.add_paragraph(style="List Paragraph"), inner.runs)
        case Table(head, body):
            _bare_table(document, head + body)


def _bare_runs(paragraph, runs: Runs) -> None:
    for run in runs:
        paragraph.add_run(run.text).bold = run.strong or None


def _bare_table(document: Document, rows) -> None:
    table = document.add_table(len(rows), len(rows[0]), style="House Table")
    for line, row in zip(table.rows, rows, strict=True):
        for cell, source in zip(line.cells, row, strict=True):
            paragraph = cell.paragraphs[0]
            paragraph.style = "Table Text"
            _bare_runs(paragraph, source.blocks[0].runs)


if __name__ == "__main__":
    print(measure())
