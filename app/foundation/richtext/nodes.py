"""What stored text is made of once it is read: paragraphs, headings, lists and tables of runs."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

Script = Literal["", "sup", "sub"]
ListKind = Literal["ul", "1", "a", "i"]


@dataclass(frozen=True, slots=True)
class Run:
    """Words with one look; a line break is a newline in the words."""

    text: str
    strong: bool = False
    em: bool = False
    script: Script = ""
    href: str | None = None


Runs = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph of running text."""

    runs: Runs


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading within a section: level 3, or 4 beneath it."""

    level: int
    runs: Runs


@dataclass(frozen=True, slots=True)
class ListItem:
    """One entry of a list: a paragraph first, then perhaps more of them and lists."""

    blocks: "tuple[Paragraph | List, ...]"


@dataclass(frozen=True, slots=True)
class List:
    """Bullets ("ul"), or entries counted 1), a) or i) from wherever the list starts."""

    kind: ListKind
    items: tuple[ListItem, ...]
    start: int = 1


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table; a heading cell says whether it heads its column or its row."""

    blocks: tuple[Paragraph | List, ...]
    header: bool = False
    scope: str = ""
    colspan: int = 1
    rowspan: int = 1


Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Heading rows, which repeat on every printed page, and the rows beneath."""

    head: tuple[Row, ...]
    body: tuple[Row, ...]


Inner = Paragraph | List
Block = Paragraph | Heading | List | Table
Blocks = tuple[Block, ...]


def words(runs: Runs) -> str:
    """The bare words of some runs, in one line."""
    return "".join(run.text for run in runs).replace("\n", " ")


def map_runs(blocks: Blocks, change: Callable[[Runs], Runs]) -> Blocks:
    """The same blocks with every paragraph's runs changed in one way."""
    return tuple(_map_block(block, change) for block in blocks)


def _map_block(block: Block, change: Callable[[Runs], Runs]) -> Block:
    match block:
        case Paragraph() | Heading():
            return replace(block, runs=change(block.runs))
        case List():
            return _map_list(block, change)
        case Table():
            return Table(_map_rows(block.head, change), _map_rows(block.body, change))


def _map_list(block: List, change: Callable[[Runs], Runs]) -> List:
    items = tuple(ListItem(_map_inner(item.blocks, change)) for item in block.items)
    return replace(block, items=items)


def _map_rows(rows: tuple[Row, ...], change: Callable[[Runs], Runs]) -> tuple[Row, ...]:
    return tuple(
        tuple(replace(cell, blocks=_map_inner(cell.blocks, change)) for cell in row) for row in rows
    )


def _map_inner(blocks: tuple[Inner, ...], change: Callable[[Runs], Runs]) -> tuple[Inner, ...]:
    return tuple(
        _map_list(block, change) if isinstance(block, List) else Paragraph(change(block.runs))
        for block in blocks
    )
