"""Rows of a PDF page joined to printed lines: wrapped paragraphs made whole, cells kept apart."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from app.foundation.reading.pdf_pages import Rule
from app.foundation.reading.pdf_rows import Area, RowPiece, TableRow, TextRow

_PITCH = 1.65
"""Rows further apart than this, in type sizes, are not of one paragraph."""
_TIGHT = 1.4
_BLANK = 1.1
_OTHER_SIZE = 0.7
_ALIGNED = 3.0
_LABEL = re.compile(
    r"(?:(?:item|minute|no\.?)\s+)?(?:[A-Z]{1,6}[./ -]?)?\(?(?:\d{1,4}(?:[./-]\d{1,4})*[A-Za-z]?"
    r"|[ivxlc]{1,5}|[A-Za-z])\)?[.):]{0,2}",
    re.IGNORECASE,
)
_NUMBERED = re.compile(
    r"(?:\d{1,2}(?:\.\d{1,3})*[.)]|\d{1,2}\.\d{1,2}|\([a-z0-9]{1,4}\)|[a-z]\))\s"
)
_BULLET = re.compile(r"[-*•·▪◦‣●○–\uf0b7☐☑☒✓✔✗](?:\s|$)")
_CUT = re.compile(r"([^\W\d_]+)-$")
_FIRST_WORD = re.compile(r"[^\W\d_]+")
_LAST_WORD = re.compile(r"[^\W\d_]+$")
_STOPPED = re.compile(r"[.:;?!]\W*$")
_OPEN_END = re.compile(
    r"(?:,|\b(?:a|an|and|as|at|be|by|for|from|in|of|on|or|that|the|to|was|were|with))$"
)
_LONGEST_LABEL = 14
_END = 40
"""So many characters at the end of a row tell whether its sentence goes on."""
_CELL_MARGIN = 20.0
_COMMON = 3
"""Rows that begin where so many others begin are not centred."""


@dataclass
class PrintedParagraph:
    """What will be one line: its rows so far, and how it looks."""

    pieces: list[RowPiece]
    """Of its first row: one, or the cells of a row."""
    texts: list[str]
    baseline: float
    size: float
    left: float
    """Where its further rows begin."""
    right: float
    """Where its last row ends."""
    bold: bool
    is_table: bool = False
    gap: bool = False
    """Whether it stands apart from what is above."""
    underlined: bool = False
    centred: bool = False
    lefts: list[float] = field(default_factory=list)


class Joiner:
    """Joins the rows of one area; `words` counts the words of the file, to mend cut ones."""

    def __init__(self, area: Area, *, words: Counter[str], across: Sequence[Rule]) -> None:
        self._rows = area.rows
        self._words = words
        self._across = across
        rows = [row for row in area.rows if isinstance(row, TextRow)]
        self._limit = area.limit or max((row.right for row in rows), default=0.0)
        self._start = min((row.left for row in rows), default=0.0)
        self._pitch = _usual_pitch(rows)
        self._lefts = Counter(round(row.left) for row in rows)
        self._ends = [(piece.left, piece.right) for row in rows for piece in row.pieces]

    def paragraphs(self) -> Iterator[PrintedParagraph]:
        """The paragraphs and table rows of the area, in order."""
        last: PrintedParagraph | None = None
        for row in self._rows:
            if isinstance(row, TableRow):
                if last:
                    yield last
                    last = None
                yield from self._table_row(row)
            elif last and self._goes_on(last, row):
                self._extend(last, row)
            else:
                if last:
                    yield last
                last = self._begun(row, last)
        if last:
            yield last

    def _table_row(self, row: TableRow) -> Iterator[PrintedParagraph]:
        """A row of one cell is a box around running text; any other is one line of cells."""
        if len(row.cells) == 1:
            yield from self._inside(row.cells[0], row.edges[0]).paragraphs()
            return
        texts = [
            "\n".join(" ".join(one.texts) for one in self._inside(cell, edge).paragraphs())
            for cell, edge in zip(row.cells, row.edges, strict=True)
        ]
        pieces = [piece for cell in row.cells for one in cell for piece in one.pieces]
        if pieces:
            bold = all(piece.bold for piece in pieces)
            first = pieces[0]
            yield PrintedParagraph(
                pieces,
                texts,
                row.baseline,
                first.size,
                first.left,
                first.right,
                bold,
                is_table=True,
            )

    def _inside(self, cell: Sequence[TextRow], edge: float) -> "Joiner":
        widest = max((row.right for row in cell), default=edge)
        area = Area([*cell], min(edge - _ALIGNED, widest + _CELL_MARGIN))
        return Joiner(area, words=self._words, across=())

    def _begun(self, row: TextRow, last: PrintedParagraph | None) -> PrintedParagraph:
        pieces, label = list(row.pieces), ""
        if len(pieces) > 1 and _is_label(pieces[0].text):
            label = pieces.pop(0).text
        texts = [piece.text for piece in pieces]
        if label and len(pieces) == 1:
            texts = [f"{label} {texts[0]}"]
        elif label:
            texts.insert(0, label)
        main = max(pieces, key=lambda piece: piece.letters)
        return PrintedParagraph(
            pieces=pieces,
            texts=texts,
            baseline=row.baseline,
            size=row.size,
            left=pieces[0].left,
            right=pieces[-1].right if len(pieces) == 1 else pieces[0].right,
            bold=all(piece.bold for piece in pieces) if len(pieces) == 1 else main.bold,
            gap=last is not None and last.baseline - row.baseline > self._reach(row) * _BLANK,
            underlined=len(row.pieces) == 1 and self._is_underlined(row),
            centred=len(row.pieces) == 1 and self._is_centred(row),
            lefts=[piece.left for piece in pieces],
        )

    def _goes_on(self, last: PrintedParagraph, row: TextRow) -> bool:
        """Whether a row continues the paragraph, or a cell of the row of cells, above it."""
        drop = last.baseline - row.baseline
        first = row.pieces[0]
        if not 0 < drop <= self._reach(row) or abs(row.size - last.size) > _OTHER_SIZE:
            return False
        if _BULLET.match(first.text) or _NUMBERED.match(first.text + " "):
            return False
        if len(last.lefts) > 1:
            return drop <= _TIGHT * row.size and self._places(last, row) is not None
        if len(row.pieces) > 1:
            return False
        is_aligned = abs(first.left - last.left) <= _ALIGNED or _hangs(last, first)
        both_centred = last.centred and self._is_centred(row)
        if not (is_aligned or both_centred):
            return False
        if self._is_cut(last, first) or self._is_broken(last.texts[0], first.text):
            return True
        return first.bold == last.bold and self._is_full(last, first)

    def _reach(self, row: TextRow) -> float:
        """How far apart the rows of one paragraph may be."""
        return max(_PITCH * row.size, 1.12 * self._pitch)

    def _is_cut(self, last: PrintedParagraph, piece: RowPiece) -> bool:
        """Whether the row above ends within a sentence, not far from where others end."""
        near = [right for left, right in self._ends if abs(left - last.left) <= _ALIGNED]
        limit = max(near, default=self._limit)
        end = last.texts[0][-_END:]
        goes_on = piece.text[:1].islower() and not _STOPPED.search(end)
        is_long = last.right - last.left > 0.7 * (limit - last.left)
        return is_long and (goes_on or _OPEN_END.search(end) is not None)

    def _is_broken(self, text: str, more: str) -> bool:
        """Whether a word was broken without a hyphen, as in a narrow column."""
        end, start = _LAST_WORD.search(text[-_END:]), _FIRST_WORD.match(more)
        if end is None or start is None or not start[0][0].islower():
            return False
        whole = f"{end[0]}{start[0]}".lower()
        return self._words[whole] > 0 and not self._words[end[0].lower()]

    def _is_full(self, last: PrintedParagraph, piece: RowPiece) -> bool:
        """Whether the first word of the next row would not have fitted on the last one."""
        word = piece.text.split(" ", 1)[0]
        width = (piece.right - piece.left) / max(len(piece.text), 1)
        return last.right + (len(word) + 1) * width >= self._limit - 1

    def _places(self, last: PrintedParagraph, row: TextRow) -> list[int] | None:
        """In which cells of the row above the pieces of a row go on; not in its first alone."""
        places = []
        for piece in row.pieces:
            near = [at for at, left in enumerate(last.lefts) if abs(left - piece.left) <= _ALIGNED]
            if not near:
                return None
            places.append(near[0])
        is_new = places[0] == 0 and (len(last.texts) == len(last.lefts) or len(places) > 1)
        return None if is_new else places

    def _extend(self, last: PrintedParagraph, row: TextRow) -> None:
        if len(last.lefts) > 1:
            shift = len(last.texts) - len(last.lefts)
            for place, piece in zip(self._places(last, row) or [], row.pieces, strict=True):
                at = place + shift
                last.texts[at] = self._joined(last.texts[at], piece.text)
        else:
            last.texts[0] = self._joined(last.texts[0], row.pieces[0].text)
            last.right = row.right
            last.underlined = last.underlined and self._is_underlined(row)
            last.left = row.left
        last.baseline = row.baseline

    def _joined(self, text: str, more: str) -> str:
        """Two rows as one text; a word cut at the end of the first is made whole."""
        cut, rest = _CUT.search(text[-_END:]), _FIRST_WORD.match(more)
        if self._is_broken(text, more):
            return f"{text}{more}"
        if cut is None or rest is None or not rest[0][0].islower():
            return f"{text}{'' if text.endswith('-') and rest else ' '}{more}"
        whole, parted = f"{cut[1]}{rest[0]}".lower(), f"{cut[1]}-{rest[0]}".lower()
        keeps = self._words[parted] > self._words[whole]
        return f"{text if keeps else text[:-1]}{more}"

    def _is_underlined(self, row: TextRow) -> bool:
        width = row.right - row.left
        return any(
            row.baseline - 0.35 * row.size <= rule.bottom <= row.baseline + 0.1 * row.size
            and rule.left <= row.left + 0.1 * width
            and rule.right >= row.right - 0.1 * width
            and rule.right - rule.left <= 1.2 * width + 4
            for rule in self._across
        )

    def _is_centred(self, row: TextRow) -> bool:
        if self._lefts[round(row.left)] >= _COMMON:
            return False
        before, after = row.left - self._start, self._limit - row.right
        return abs(before - after) <= 12 and min(before, after) > 0.8 * row.size


def _usual_pitch(rows: Sequence[TextRow]) -> float:
    """The commonest distance of rows that begin alike; nought where there are few."""
    drops = Counter(
        round(one.baseline - other.baseline, 1)
        for one, other in pairwise(rows)
        if abs(one.left - other.left) <= _ALIGNED and abs(one.size - other.size) <= _OTHER_SIZE
    )
    drop, count = max(drops.items(), key=lambda one: one[1], default=(0.0, 0))
    return drop if count >= _COMMON else 0.0


def _hangs(last: PrintedParagraph, piece: RowPiece) -> bool:
    """Whether a row stands below the words after a number that the row above begins with."""
    number = _LABEL.match(last.texts[0])
    indent = piece.left - last.pieces[0].left
    return number is not None and len(number[0]) < len(last.texts[0]) and 0 < indent < 6 * last.size


def _is_label(text: str) -> bool:
    """Whether a piece is only the number or the bullet of what stands beside it."""
    is_short = len(text) <= _LONGEST_LABEL
    return is_short and bool(_LABEL.fullmatch(text) or _BULLET.fullmatch(text))
