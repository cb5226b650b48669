"""Two texts compared: which lines were added, removed or changed, and those word by word."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import cached_property
from itertools import groupby
from operator import itemgetter

from app.foundation.richtext.counting import label
from app.foundation.richtext.nodes import Block, Cell, Heading, Inner, List, Paragraph, Row, words
from app.foundation.richtext.plain import plain_lines
from app.foundation.richtext.reading import parse

ADDED, REMOVED, CHANGED = "added", "removed", "changed"
_WORD = re.compile(r"[£€]?\w+(?:[.,’'/-]\w+)*%?|\s+|[^\w\s]")
_ALIKE = 0.5
"""From how much in common two lines are one line that was changed, not two."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words of a line, and what became of them: nothing, added or removed."""

    words: str
    change: str = ""


Pieces = tuple[Piece, ...]


@dataclass(frozen=True)
class PlainLine:
    """A paragraph, a heading, an entry of a list or a row of a table, in plain words."""

    kind: str
    """paragraph, heading, entry or row."""
    cells: tuple[str, ...]
    """The cells of a row; of any other line its words alone."""
    mark: str = ""
    """How the list marks its entry: a bullet, or 4)."""
    depth: int = 0

    @cached_property
    def said(self) -> frozenset[str]:
        """The words in it, by which lines are held against each other."""
        return frozenset(word for cell in self.cells for word in re.findall(r"\w+", cell.lower()))


@dataclass(frozen=True, slots=True)
class ComparedLine:
    """One line with what became of it, and of which words."""

    line: PlainLine
    change: str = ""
    """Nothing, added, removed or changed."""
    cells: tuple[Pieces, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Stretch:
    """Lines that stand together: rows of one table, other lines, or what is left out."""

    kind: str
    """rows, lines or left out."""
    lines: tuple[ComparedLine, ...]


def compare(old: str, new: str) -> list[ComparedLine]:
    """What was changed from one stored text to another, line by line in the order of reading."""
    return _compared(list(lines_of(old)), list(lines_of(new)))


def compare_typed(old: str, new: str) -> list[ComparedLine]:
    """The same for two texts as they are typed, with their marks."""
    return _compared(
        *([PlainLine("paragraph", (one,)) for one in _typed(text)] for text in (old, new))
    )


def word_by_word(old: str, new: str) -> Pieces:
    """One line as it was and as it is: its words in order, those removed before those added."""
    before, after = _WORD.findall(old), _WORD.findall(new)
    pieces: list[Piece] = []
    for tag, i, j, m, n in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            pieces.append(Piece("".join(before[i:j])))
        else:
            pieces.append(Piece("".join(before[i:j]), REMOVED))
            pieces.append(Piece("".join(after[m:n]), ADDED))
    return tuple(_together([piece for piece in pieces if piece.words]))


def stretches(lines: Sequence[ComparedLine]) -> list[Stretch]:
    """What to show of compared lines: each change with the line before and after it.

    A row of a table is shown with the first of its table, which names the columns; whatever else
    is the same is left out, and can be counted.
    """
    shown = set(_shown(lines))
    kinds = [_stretch_of(line, place in shown) for place, line in enumerate(lines)]
    return [
        Stretch(kind, tuple(line for _, line in together))
        for kind, together in groupby(zip(kinds, lines, strict=True), key=itemgetter(0))
    ]


def _shown(lines: Sequence[ComparedLine]) -> Iterator[int]:
    first_row = 0
    for place, line in enumerate(lines):
        if line.line.kind == "row" and (not place or lines[place - 1].line.kind != "row"):
            first_row = place
        if line.change:
            yield from (place - 1, place, place + 1)
        if line.change and line.line.kind == "row":
            yield first_row


def _stretch_of(line: ComparedLine, shown: bool) -> str:
    if not shown:
        return "left out"
    return "rows" if line.line.kind == "row" else "lines"


def lines_of(html: str) -> Iterator[PlainLine]:
    """A stored text as lines to compare."""
    for block in parse(html):
        yield from _of_block(block)


def _typed(text: str) -> list[str]:
    return [line for line in (one.strip() for one in text.splitlines()) if line]


def _of_block(block: Block, *, depth: int = 0) -> Iterator[PlainLine]:
    match block:
        case Paragraph(runs):
            yield PlainLine("paragraph", (words(runs),), depth=depth)
        case Heading(_, runs):
            yield PlainLine("heading", (words(runs),))
        case List():
            yield from _of_list(block, depth=depth)
        case _:
            yield from (PlainLine("row", _cells(row)) for row in block.head + block.body)


def _of_list(block: List, *, depth: int) -> Iterator[PlainLine]:
    for number, item in enumerate(block.items, block.start):
        mark = label(block.kind, number)
        for inner in item.blocks:
            for line in _of_block(inner, depth=depth + 1):
                is_own = isinstance(inner, Paragraph)
                yield PlainLine("entry", line.cells, mark if is_own else line.mark, line.depth)
                mark = "" if is_own else mark


def _cells(row: Row) -> tuple[str, ...]:
    return tuple(_cell(cell) for cell in row)


def _cell(cell: Cell) -> str:
    inner: Sequence[Inner] = cell.blocks
    return " ".join(line for block in inner for line in plain_lines(block))


def _compared(old: list[PlainLine], new: list[PlainLine]) -> list[ComparedLine]:
    before, after = [one.cells for one in old], [one.cells for one in new]
    found: list[ComparedLine] = []
    for tag, i, j, m, n in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            found.extend(_whole(line, "") for line in new[m:n])
        else:
            found.extend(_replaced(old[i:j], new[m:n]))
    return found


def _replaced(old: list[PlainLine], new: list[PlainLine]) -> Iterator[ComparedLine]:
    """Lines in the place of others: each new one beside the old one that it was made from."""
    at = 0
    waiting: list[ComparedLine] = []
    for line in new:
        found = next((n for n in range(at, len(old)) if _is_alike(old[n], line)), None)
        if found is None:
            waiting.append(_whole(line, ADDED))
            continue
        yield from (_whole(gone, REMOVED) for gone in old[at:found])
        yield from waiting
        yield _changed(old[found], line)
        at, waiting = found + 1, []
    yield from (_whole(gone, REMOVED) for gone in old[at:])
    yield from waiting


def _is_alike(old: PlainLine, new: PlainLine) -> bool:
    if len(old.cells) != len(new.cells):
        return False
    most = max(len(old.said), len(new.said))
    return not most or len(old.said & new.said) / most >= _ALIKE


def _whole(line: PlainLine, change: str) -> ComparedLine:
    return ComparedLine(line, change, tuple((Piece(cell, change),) for cell in line.cells))


def _changed(old: PlainLine, new: PlainLine) -> ComparedLine:
    pairs = zip(old.cells, new.cells, strict=True)
    return ComparedLine(new, CHANGED, tuple(word_by_word(*pair) for pair in pairs))


def _together(pieces: list[Piece]) -> list[Piece]:
    """A blank alone between two changes belongs to both, so that whole phrases are marked."""
    done: list[Piece] = []
    removed = added = ""
    for place, piece in enumerate(pieces):
        is_between = not piece.words.strip() and removed + added and place + 1 < len(pieces)
        if piece.change == REMOVED or (not piece.change and is_between):
            removed += piece.words
        if piece.change == ADDED or (not piece.change and is_between):
            added += piece.words
        if not piece.change and not is_between:
            done.extend(_both(removed, added))
            done.append(piece)
            removed = added = ""
    return [*done, *_both(removed, added)]


def _both(removed: str, added: str) -> Iterator[Piece]:
    """A phrase removed and the one added in its place; blanks that both end with stay."""
    end = ""
    while removed[-1:].isspace() and removed[-1:] == added[-1:]:
        removed, added, end = removed[:-1], added[:-1], removed[-1] + end
    if removed:
        yield Piece(removed, REMOVED)
    if added:
        yield Piece(added, ADDED)
    if end:
        yield Piece(end)
