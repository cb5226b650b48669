"""Which columns of a table hold figures, and which rows are totals: found by their words."""

import re
from collections.abc import Sequence
from itertools import zip_longest

from app.foundation.richtext.nodes import Cell, Row, Table
from app.foundation.richtext.plain import plain_lines

_FIGURE = re.compile(
    r"[(\[]?[-–−+]?\s?[£$€]?\s?[-–−]?\d[\d,. ]*\s?(?:%|p|k|m|bn|million|billion)?[)\]]?",
    re.IGNORECASE,
)
_NOTHING = frozenset({"", "-", "–", "—", "n/a", "nil"})
_TOTAL = re.compile(r"(?:sub-?|grand |overall )?totals?\b", re.IGNORECASE)


def figure_columns(rows: Sequence[Sequence[str]]) -> frozenset[int]:
    """The columns of a table's body that hold figures alone; the first names its rows."""
    columns = zip_longest(*(row[1:] for row in rows), fillvalue="")
    return frozenset(place for place, cells in enumerate(columns, 1) if _are_figures(cells))


def is_total(row: Sequence[str]) -> bool:
    """Whether the row adds up those above it."""
    return bool(row) and _TOTAL.match(row[0].strip()) is not None


def table_figures(table: Table) -> frozenset[int]:
    """The columns of stored text that hold figures alone; none where cells are joined."""
    if any(cell.colspan > 1 or cell.rowspan > 1 for row in table.head + table.body for cell in row):
        return frozenset()
    return figure_columns([row_texts(row) for row in table.body])


def row_texts(row: Row) -> list[str]:
    """The plain words of each cell."""
    return [cell_text(cell) for cell in row]


def cell_text(cell: Cell) -> str:
    """The plain words of one cell, a line a paragraph."""
    return "\n".join(line for block in cell.blocks for line in plain_lines(block))


def _are_figures(cells: Sequence[str]) -> bool:
    said = [cell.strip() for cell in cells if cell.strip().lower() not in _NOTHING]
    return bool(said) and all(_FIGURE.fullmatch(cell) for cell in said)
