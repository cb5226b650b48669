"""Fragments of a PDF page put together: rows of pieces, columns of text, ruled tables."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from app.foundation.reading.pdf_pages import Fragment, Rule

_SAME_ROW = 0.4
"""Baselines that differ by less than this part of the type size are one: superscripts too."""
_SPACE, _BETWEEN_LETTERS = 0.18, 0.6
_APART = 1.35
"""A gap wider than this, in type sizes, separates columns."""
_AT_STOP = 0.55
"""A narrower gap does where a column begins in other rows."""
_LEAST_STOPS = 2
_TOUCH = 3.0
_MOST_RULES = 1500
_MIDDLE = (0.34, 0.66)
_FEW_ROWS, _MANY_ROWS = 4, 6
_LONG = 34
"""So many characters make a row of running text."""


@dataclass
class RowPiece:
    """Words of one row that stand together."""

    left: float
    right: float
    text: str
    size: float
    bold_letters: int = 0
    letters: int = 0

    @property
    def bold(self) -> bool:
        """Whether nearly all of it is bold."""
        return self.bold_letters * 10 >= self.letters * 9 > 0


@dataclass
class TextRow:
    """What stands on one baseline."""

    baseline: float
    size: float
    pieces: list[RowPiece] = field(default_factory=list)

    @property
    def left(self) -> float:
        """Where it begins."""
        return self.pieces[0].left

    @property
    def right(self) -> float:
        """Where it ends."""
        return self.pieces[-1].right


@dataclass(frozen=True)
class TableRow:
    """A row of a ruled table: the rows of each of its cells."""

    baseline: float
    cells: tuple[Sequence[TextRow], ...]
    edges: tuple[float, ...] = ()
    """The right edge of each cell."""


@dataclass
class Area:
    """What is read from top to bottom: a page, or one of its columns."""

    rows: list[TextRow | TableRow]
    limit: float = 0.0
    """Where full rows end, if the area is narrower than what stands in it may tell."""


def rows_of(fragments: Iterable[Fragment]) -> list[TextRow]:
    """The rows of some fragments, from the top, each from left to right."""
    rows: list[list[Fragment]] = []
    for one in sorted(fragments, key=lambda each: (-each.baseline, each.left)):
        first = rows[-1][0] if rows else None
        near = _SAME_ROW * max(one.size, first.size) if first else 0.0
        if first is not None and first.baseline - one.baseline <= near:
            rows[-1].append(one)
        else:
            rows.append([one])
    found = [_row(row, ()) for row in rows]
    often = Counter(round(piece.left) for row in found for piece in row.pieces[1:])
    stops = [place for place, count in often.items() if count >= _LEAST_STOPS]
    return [_row(row, stops) for row in rows] if stops else found


def _row(fragments: Sequence[Fragment], stops: Sequence[int]) -> TextRow:
    largest = max(fragments, key=lambda each: len(each.text))
    row = TextRow(largest.baseline, largest.size)
    for one in sorted(fragments, key=lambda each: each.left):
        last = row.pieces[-1] if row.pieces else None
        gap = one.left - last.right if last else 0.0
        at_stop = gap > _AT_STOP * one.size and any(abs(one.left - stop) < 2 for stop in stops)
        if last is None or gap > _APART * one.size or at_stop:
            row.pieces.append(RowPiece(one.left, one.right, "", one.size))
        elif gap > _space(one) and not last.text.endswith(" "):
            last.text += " "
        _add(row.pieces[-1], one)
    for piece in row.pieces:
        piece.text = " ".join(piece.text.split())
    row.pieces = [piece for piece in row.pieces if piece.text]
    return row


def _space(one: Fragment) -> float:
    """How wide a gap is a blank; more around letters printed singly, which leave gaps."""
    is_letter = len(one.text.strip()) == 1
    return (_BETWEEN_LETTERS if is_letter else _SPACE) * one.size


def _add(piece: RowPiece, one: Fragment) -> None:
    letters = len(one.text) - one.text.count(" ")
    piece.text += one.text
    piece.right = max(piece.right, one.right)
    piece.letters += letters
    piece.bold_letters += letters if one.bold else 0


def areas(fragments: Sequence[Fragment], tables: Sequence[TableRow], *, width: float) -> list[Area]:
    """The page in reading order: columns of running text one after the other, all else by rows."""
    rows: list[TextRow | TableRow] = [
        *(row for row in rows_of(fragments) if row.pieces),
        *tables,
    ]
    rows.sort(key=lambda row: -row.baseline)
    gutter = _gutter(rows, width)
    found = [Area([])]
    for band, is_divided in _bands(rows, gutter):
        if is_divided and gutter is not None:
            left, right = (rows_of(side) for side in _sides(fragments, band, gutter))
            margin = max(row.right for row in rows if isinstance(row, TextRow))
            found += [Area([*left], gutter - _TOUCH), Area([*right], margin), Area([])]
        else:
            found[-1].rows += band
    return [area for area in found if area.rows]


def _gutter(rows: Sequence[TextRow | TableRow], width: float) -> float | None:
    """Where a page of two columns is divided: the place in its middle that most rows leave free."""
    middles = [
        (one.right + other.left) / 2
        for row in rows
        if isinstance(row, TextRow)
        for one, other in pairwise(row.pieces)
        if _MIDDLE[0] * width < (one.right + other.left) / 2 < _MIDDLE[1] * width
    ]
    return median(middles) if len(middles) >= _FEW_ROWS else None


def _bands(
    rows: Sequence[TextRow | TableRow], gutter: float | None
) -> Iterator[tuple[list[TextRow | TableRow], bool]]:
    """Runs of rows, and whether each run is divided by the gutter into running text."""
    whole: list[TextRow | TableRow] = []
    run: list[TextRow | TableRow] = []
    for row in rows:
        if gutter is None or isinstance(row, TableRow) or _crosses(row, gutter):
            if gutter is not None and _is_prose(run, gutter):
                yield whole, False
                yield run, True
                whole = [row]
            else:
                whole += [*run, row]
            run = []
        elif not run and _ends_paragraph(whole, row, gutter):
            whole.append(row)
        else:
            run.append(row)
    is_prose = gutter is not None and _is_prose(run, gutter)
    yield (whole if is_prose else whole + run), False
    if is_prose:
        yield run, True


def _ends_paragraph(above: Sequence[TextRow | TableRow], row: TextRow, gutter: float) -> bool:
    """Whether a short row is the last of a paragraph that runs across the page."""
    near = bool(above) and above[-1].baseline - row.baseline <= 1.65 * row.size
    return near and row.right < gutter


def _crosses(row: TextRow, gutter: float) -> bool:
    return any(piece.left < gutter - 2 and piece.right > gutter + 2 for piece in row.pieces)


def _is_prose(run: Sequence[TextRow | TableRow], gutter: float) -> bool:
    """Whether both sides are running text: long rows, or rows that do not stand in pairs."""
    rows = [row for row in run if isinstance(row, TextRow)]
    left = [piece for row in rows for piece in row.pieces if piece.right <= gutter + 2]
    right = [piece for row in rows for piece in row.pieces if piece.left >= gutter - 2]
    fewest = min(len(left), len(right))
    if fewest < _FEW_ROWS:
        return False
    paired = sum(row.left < gutter < row.right for row in rows)
    if paired * 5 < len(rows) * 2:
        return fewest >= _MANY_ROWS
    return min(median(len(one.text) for one in side) for side in (left, right)) >= _LONG


def _sides(
    fragments: Sequence[Fragment], band: Sequence[TextRow | TableRow], gutter: float
) -> tuple[list[Fragment], list[Fragment]]:
    top, bottom = band[0].baseline + 1, band[-1].baseline - 1
    within = [one for one in fragments if bottom <= one.baseline <= top]
    left = [one for one in within if one.left < gutter]
    return left, [one for one in within if one.left >= gutter]


def ruled_tables(
    fragments: Sequence[Fragment], across: Sequence[Rule], down: Sequence[Rule]
) -> tuple[list[TableRow], list[Fragment]]:
    """The rows of the tables that rules draw, and the fragments that stand in none."""
    rest: list[Fragment] = list(fragments)
    rows: list[TableRow] = []
    for grid in _grids(across, down):
        inside = [one for one in rest if grid.holds(one)]
        if inside:
            rest = [one for one in rest if not grid.holds(one)]
            rows += grid.rows(inside)
    return rows, rest


@dataclass(frozen=True)
class _Grid:
    """The rules of one table."""

    across: Sequence[Rule]
    down: Sequence[Rule]

    @property
    def levels(self) -> list[float]:
        """The rows' edges, from the top."""
        return _distinct([rule.bottom for rule in self.across])[::-1]

    def holds(self, one: Fragment) -> bool:
        """Whether a fragment stands within the table."""
        left, right = min(rule.left for rule in self.down), max(rule.right for rule in self.down)
        levels = self.levels
        across = left - _TOUCH <= one.left and one.left <= right + _TOUCH
        return across and levels[-1] - 1 <= one.baseline <= levels[0] + 1

    def rows(self, fragments: Sequence[Fragment]) -> Iterator[TableRow]:
        """Each row with its cells; a rule that is missing joins two cells."""
        levels = self.levels
        for top, bottom in pairwise(levels):
            inside = [one for one in fragments if bottom - 1 <= one.baseline < top - 1]
            if inside:
                edges = self._edges((top + bottom) / 2)
                cells = tuple(
                    rows_of(one for one in inside if start - _TOUCH <= one.left < end - _TOUCH)
                    for start, end in pairwise(edges)
                )
                yield TableRow(max(one.baseline for one in inside), cells, tuple(edges[1:]))

    def _edges(self, level: float) -> list[float]:
        crossing = [rule.left for rule in self.down if rule.bottom - 1 <= level <= rule.top + 1]
        outer = [min(rule.left for rule in self.across), max(rule.right for rule in self.across)]
        return _distinct([*crossing, *outer])


def _grids(across: Sequence[Rule], down: Sequence[Rule]) -> Iterator[_Grid]:
    """The tables: rules that touch, with at least two rows' edges and two columns."""
    if len(across) + len(down) > _MOST_RULES:
        return
    left = [*((rule, True) for rule in across), *((rule, False) for rule in down)]
    while left:
        together, left = [left[0]], left[1:]
        for rule, _ in together:
            touching = [one for one in left if _touch(rule, one[0])]
            together += touching
            left = [one for one in left if one not in touching]
        grid = _Grid([r for r, flat in together if flat], [r for r, flat in together if not flat])
        if len(grid.levels) >= 2 and len(_distinct([rule.left for rule in grid.down])) >= 2:
            yield grid


def _touch(one: Rule, other: Rule) -> bool:
    return (
        one.left - _TOUCH <= other.right
        and other.left - _TOUCH <= one.right
        and one.bottom - _TOUCH <= other.top
        and other.bottom - _TOUCH <= one.top
    )


def _distinct(values: Iterable[float]) -> list[float]:
    """The values in order, those that nearly coincide once."""
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > _TOUCH:
            found.append(value)
    return found
