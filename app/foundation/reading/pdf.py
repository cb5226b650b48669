"""Reads a PDF into lines as printed: rows, columns, tables, paragraphs, page by page."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import pypdfium2

from app.foundation.errors import Refused
from app.foundation.reading.container import DAMAGED, PASSWORD
from app.foundation.reading.lines import Line
from app.foundation.reading.pdf_pages import PrintedPage, Rule, holds_picture, printed_pages
from app.foundation.reading.pdf_paragraphs import Joiner, PrintedParagraph
from app.foundation.reading.pdf_rows import Area, TextRow, areas, ruled_tables

_FEW_LETTERS = 20
"""A page with fewer, and a picture, is the picture of a page."""
_MARGIN = 0.11
"""The part of a page's height, at the top and at the foot, in which page furniture stands."""
_OFTEN = 0.6
"""What stands on so many of the pages at the same height is furniture."""
_PAGE_NUMBER = re.compile(
    r"(?:page\s*)?[-–]?\s*\(?\d{1,4}\)?\s*[-–]?(?:\s*(?:of|/|\|)\s*\d{1,4})?|page\s+[ivxl]+", re.I
)
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_BULLET = re.compile(r"^[•·▪◦‣●○\uf0b7]\s*")


def read_pdf(data: bytes) -> list[Line]:
    """Every printed paragraph and table row; running headers and footers come first, as number 0.

    The rows of a paragraph are joined, and words cut at the end of a row made whole.
    """
    try:
        pages = [_Page.of(page) for page in printed_pages(data)]
    except pypdfium2.PdfiumError as error:
        raise Refused(PASSWORD if "password" in str(error).lower() else DAMAGED) from error
    running = _running(pages)
    furniture = _once(text for page in pages for text in page.take_out(running))
    words = Counter(word.lower() for page in pages for word in page.words())
    return [*(Line(number=0, text=text) for text in furniture), *_lines(pages, words)]


def pictures(data: bytes, lines: Sequence[Line]) -> list[int]:
    """The pages, 1-based, that hold a picture and next to nothing of these lines."""
    letters: Counter[int] = Counter()
    for line in lines:
        letters[line.page] += len(line.text)
    document = pypdfium2.PdfDocument(data)
    pages = range(1, len(document) + 1)
    return [
        page for page in pages if letters[page] < _FEW_LETTERS and holds_picture(document[page - 1])
    ]


@dataclass
class _Page:
    """A page in the order in which it is read."""

    number: int
    height: float
    areas: list[Area]
    across: Sequence[Rule]

    @classmethod
    def of(cls, page: PrintedPage) -> "_Page":
        """Tables first, since what stands between rules is no running text."""
        tables, rest = ruled_tables(page.fragments, page.across, page.down)
        found = areas(rest, tables, width=page.width)
        return cls(page.number, page.height, found, page.across)

    def margins(self) -> Iterator[TextRow]:
        """The rows at the top and at the foot of the page."""
        for area in self.areas:
            for row in area.rows:
                near = min(row.baseline, self.height - row.baseline)
                if isinstance(row, TextRow) and near < _MARGIN * self.height:
                    yield row

    def take_out(self, running: set[str]) -> list[str]:
        """Remove page furniture; returns its texts, but for page numbers."""
        gone = [row for row in self.margins() if _key(row) in running or _is_page_number(row)]
        ids = {id(row) for row in gone}
        for area in self.areas:
            area.rows = [row for row in area.rows if id(row) not in ids]
        return [_text(row) for row in gone if not _is_page_number(row)]

    def words(self) -> Iterator[str]:
        """The words within the rows of the page."""
        for row in (row for area in self.areas for row in area.rows):
            within = (
                [row] if isinstance(row, TextRow) else [one for cell in row.cells for one in cell]
            )
            for one in within:
                yield from _WORD.findall(_text(one))

    def paragraphs(self, words: Counter[str]) -> Iterator[PrintedParagraph]:
        """The paragraphs of the page, area by area."""
        for area in self.areas:
            yield from Joiner(area, words=words, across=self.across).paragraphs()


def _text(row: TextRow) -> str:
    return " ".join(piece.text for piece in row.pieces)


def _key(row: TextRow) -> str:
    """What running rows have in common: their words, whatever the numbers, and their height."""
    return f"{re.sub(r'[0-9]+', '#', _text(row).lower())} {round(row.baseline / 8)}"


def _is_page_number(row: TextRow) -> bool:
    return _PAGE_NUMBER.fullmatch(_text(row)) is not None


def _running(pages: Sequence[_Page]) -> set[str]:
    often = Counter(key for page in pages for key in {_key(row) for row in page.margins()})
    least = max(2, _OFTEN * len(pages))
    return {key for key, count in often.items() if count >= least}


def _once(texts: Iterable[str]) -> list[str]:
    """Each running text once, whatever its numbers."""
    return list({re.sub(r"\d+", "#", text): text for text in texts}.values())


def _lines(pages: Sequence[_Page], words: Counter[str]) -> Iterator[Line]:
    number = 0
    for page in pages:
        is_first = True
        for paragraph in page.paragraphs(words):
            number += 2 if paragraph.gap or is_first else 1
            yield _line(paragraph, number, page, is_first=is_first)
            is_first = False


def _line(paragraph: PrintedParagraph, number: int, page: _Page, *, is_first: bool) -> Line:
    texts = [_BULLET.sub("- ", text) for text in paragraph.texts]
    return Line(
        number=number,
        text=" ".join(" ".join(texts).split()),
        bold=paragraph.bold,
        indent=round(max(paragraph.left, 0) / 6),
        cells=tuple(texts) if len(texts) > 1 else (),
        page_break=is_first and page.number > 1,
        page=page.number,
        size=paragraph.size,
        underlined=paragraph.underlined,
        centred=paragraph.centred,
    )
