"""Lines made ready to be recognised: one kind of bullet, rows opened out, numbers of their own."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from app.archive.paper import ParsedPaper, Unmatched
from app.archive.recognise.furniture import furniture_of
from app.foundation.reading.lines import Line

_BULLET = re.compile(r"^[-*•·▪◦‣●○–]\s+")
_OPENS_ENTRY = re.compile(
    r"^(?:(?:item\s+)?[A-Z]{0,6}[ ./-]?\d[\w./]*[.):]?(?:\s|$)|\(?\w\)(?:\s|$))"
)
_FAR = 3


@dataclass
class PreparedText:
    """The running text with numbers that never repeat, and the way back to the printed ones."""

    lines: list[Line] = field(default_factory=list)
    furniture: list[Line] = field(default_factory=list)
    """Page headers and footers: line 0 where the file tells them, else what repeats itself."""
    places: dict[int, int] = field(default_factory=dict)

    def restore(self, paper: ParsedPaper) -> None:
        """Give what is left over the line numbers of the file again."""
        for left in paper.unmatched:
            left.line_from = self.places.get(left.line_from, left.line_from)
            left.line_to = self.places.get(left.line_to, left.line_to)
        for one in paper.papers:
            self.restore(one)

    def left_in_furniture(self) -> list[Unmatched]:
        """What stood in page headers and footers."""
        text = "\n".join(line.text for line in self.furniture if line.number == 0)
        apart = [Unmatched(0, 0, text)] if text else []
        return apart + [
            Unmatched(line.number, line.number, line.text) for line in self.furniture if line.number
        ]


def prepared(lines: Sequence[Line]) -> PreparedText:
    """The lines of a file without empty ones, the spaces between them kept as gaps."""
    found = PreparedText()
    step = 1 if _has_gaps(lines) else 2
    last, fresh = 0, 0
    running, turned = furniture_of(lines), False
    for place, line in enumerate(lines):
        turned = turned or line.page_break
        for opened in _opened(line):
            if line.number == 0 or place in running:
                found.furniture.append(opened)
                continue
            gap = line.number - last
            fresh += 1 if gap <= 0 else min(gap * step, _FAR) if last else 1
            last = line.number
            found.places[fresh] = line.number
            found.lines.append(replace(opened, number=fresh, page_break=turned))
            turned = False
    return found


def _has_gaps(lines: Sequence[Line]) -> bool:
    """Whether empty lines separate paragraphs, as in text files; in Word files they seldom do."""
    gaps = [after.number - line.number for line, after in pairwise(lines)]
    return sum(gap > 1 for gap in gaps) * 10 > len(gaps)


def _opened(line: Line) -> Iterator[Line]:
    """A row whose cell holds a numbered entry of several paragraphs becomes a row and lines."""
    cells = [[" ".join(part.split()) for part in cell.split("\n")] for cell in line.cells]
    body = next((at for at, parts in enumerate(cells[:2]) if len(parts) > 1), None)
    if body == 1 and cells[0][0] and not _OPENS_ENTRY.fullmatch(cells[0][0]):
        body = None
    below: list[str] = []
    if body is not None and _OPENS_ENTRY.match(next((c[0] for c in cells if c[0]), "")):
        cells[body], below = cells[body][:1], cells[body][1:]
    whole = tuple(" ".join(part for part in parts if part) for parts in cells)
    text = " ".join(cell for cell in whole if cell) or " ".join(line.text.split())
    if text:
        row = tuple("\n".join(parts) for parts in cells)
        yield replace(line, text=_bulleted(text), cells=row if len(row) > 1 else ())
    for part in below:
        if part:
            yield replace(
                line, text=_bulleted(part), cells=(part, ""), page_break=False, level=None
            )


def _bulleted(text: str) -> str:
    return _BULLET.sub("- ", text)
