"""Reads a Word file into lines as printed, with the numbers Word writes by itself."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from app.foundation.errors import Refused
from app.foundation.reading.container import Container
from app.foundation.reading.limits import LIMITS, Limits
from app.foundation.reading.lines import NEW_PAGE, Line, row_line
from app.foundation.reading.markup import Element
from app.foundation.reading.numbering import Numbering
from app.foundation.reading.office_parts import RELATION_ID
from app.foundation.reading.printed import NEW_LINE, PrintedText
from app.foundation.reading.text import read_text
from app.foundation.reading.web_page import read_web_page
from app.foundation.reading.word_parts import (
    WordParts,
    children,
    number,
    switch,
    value,
    w,
)
from app.foundation.reading.word_styles import Styles
from app.foundation.reading.word_text import TextReader


def read_docx(data: bytes, *, limits: Limits = LIMITS) -> list[Line]:
    """Every printed paragraph and table row; page headers and footers come first, as number 0."""
    return _DocxReader(WordParts(Container(data, limits=limits)), limits=limits).lines()


@dataclass(frozen=True)
class _Shape:
    """What a paragraph is, apart from its words."""

    label: str | None
    level: int | None
    indent: int
    centred: bool

    @property
    def is_plain(self) -> bool:
        """Whether it is neither heading nor list: a line break in it is then a printed line."""
        return self.label is None and self.level is None


class _DocxReader:
    """Walks a Word file once from first to last, for numbers, pages and notes depend on it."""

    def __init__(self, parts: WordParts, *, limits: Limits, is_inserted: bool = False) -> None:
        self._parts = parts
        self._is_inserted = is_inserted
        self._limits = limits
        self._numbering = Numbering(parts.part("numbering"))
        self._styles = Styles(parts.part("styles"), numbering=self._numbering)
        self._text = TextReader(self._styles)
        self._sections = _sections(parts.document)
        self._met = 0
        self._new_page = False
        self._is_in_cell = False
        """There a number may stand by itself, in a column of its own."""
        self._before = PrintedText()

    def lines(self) -> list[Line]:
        """The whole file, in order."""
        lines = self._furniture()
        body = self._parts.document.find(w("body"))
        place = 0
        for place, printed in enumerate(self._places(body), 1):
            lines.extend(replace(line, number=place) for line in printed)
        return [*lines, *self._notes(after=place)]

    def _places(self, parent: Element | None) -> Iterator[list[Line]]:
        """One list for each paragraph and table row: empty where nothing is printed."""
        for child in () if parent is None else children(parent):
            if child.tag == w("p"):
                yield from self._paragraph(child)
            elif child.tag == w("tbl"):
                yield from self._table(child)
            elif child.tag == w("altChunk") and not self._is_inserted:
                yield from self._inserted(child.get(RELATION_ID, ""))

    def _inserted(self, relation: str) -> Iterator[list[Line]]:
        """What stands in another file that was put in whole: a Word file, a web page or text."""
        name = self._parts.targets(self._parts.main, "aFChunk").get(relation)
        content = None if name is None else self._parts.as_it_is(name)
        for line in _read_inserted(content, limits=self._limits) if content else ():
            self._count()
            yield [line]

    def _count(self) -> None:
        self._met += 1
        if self._met > self._limits.paragraphs:
            raise Refused(f"This file has more than {self._limits.paragraphs:,} paragraphs.")

    def _paragraph(self, paragraph: Element) -> Iterator[list[Line]]:
        self._count()
        properties = paragraph.find(w("pPr"))
        look = self._styles.look(value(properties, "pStyle"))
        printed = self._text.read(paragraph, ink=look.ink)
        printed.pieces[:0] = self._before.pieces
        printed.boxes[:0] = self._before.boxes
        self._before = PrintedText()
        if switch(properties, "rPr/del") is not None or _is_drop_cap(properties, printed):
            self._before = printed
            return
        breaks = switch(properties, "pageBreakBefore")
        self._new_page |= look.page_break if breaks is None else breaks
        yield self._lines(printed, self._shape(properties))
        for box in printed.boxes:
            yield from self._places(box)
        if properties is not None and properties.find(w("sectPr")) is not None:
            self._next_section()

    def _shape(self, properties: Element | None) -> _Shape:
        look = self._styles.look(value(properties, "pStyle"))
        outline = number(properties, "outlineLvl")
        level = look.level if outline is None else outline + 1
        list_id, depth = value(properties, "numPr/numId"), number(properties, "numPr/ilvl")
        if depth is None:
            depth = look.depth if look.list_id else 0
        label = self._numbering.label(list_id or look.list_id or "0", depth)
        placed = value(properties, "jc")
        return _Shape(
            label=label,
            level=level if level and level <= 9 else None,
            indent=depth if label else 0,
            centred=look.centred if placed is None else placed == "center",
        )

    def _lines(self, printed: PrintedText, shape: _Shape) -> list[Line]:
        lines: list[Line] = []
        for at, page in enumerate(printed.parted(NEW_PAGE)):
            self._new_page |= at > 0
            for part in page.parted(NEW_LINE) if shape.is_plain else [page]:
                if part.text:
                    lines.append(self._line(part, shape, is_first=not lines))
        if not lines and shape.label and self._is_in_cell:
            lines.append(self._line(printed, shape, is_first=True))
        return lines

    def _line(self, part: PrintedText, shape: _Shape, *, is_first: bool) -> Line:
        label = shape.label if is_first else None
        page_break, self._new_page = self._new_page, False
        return Line(
            number=0,
            text=f"{label} {part.text}".strip() if label else part.text,
            level=shape.level,
            bold=part.bold,
            indent=shape.indent,
            page_break=page_break,
            size=part.size,
            underlined=part.underlined,
            centred=shape.centred,
        )

    def _next_section(self) -> None:
        """A section says itself whether it begins on a new page."""
        del self._sections[:1]
        self._new_page |= bool(self._sections) and self._sections[0] != "continuous"

    def _table(self, table: Element) -> Iterator[list[Line]]:
        for row in children(table):
            if row.tag == w("tr") and row.find(f"{w('trPr')}/{w('del')}") is None:
                self._count()
                yield from self._row(row)

    def _row(self, row: Element) -> Iterator[list[Line]]:
        """A row with one cell is a box around running text; any other row is one line."""
        cells = [self._cell(cell) for cell in children(row) if cell.tag == w("tc")]
        if len(cells) == 1:
            yield from ([line] for line in cells[0])
            return
        yield [row_line(cells)] if any(cells) else []

    def _cell(self, cell: Element) -> list[Line]:
        """The lines of a cell; one that only continues the cell above shows nothing."""
        merged = cell.find(f"{w('tcPr')}/{w('vMerge')}")
        if merged is not None and merged.get(w("val"), "continue") == "continue":
            return []
        outside, self._is_in_cell = self._is_in_cell, True
        lines = [line for place in self._places(cell) for line in place]
        self._is_in_cell = outside
        return lines

    def _furniture(self) -> list[Line]:
        """Page headers and footers once each, without page numbers: they can bar publication."""
        parts = self._parts.pieces("header", "footer")
        used = self._parts.document.iter(w("headerReference"), w("footerReference"))
        found: dict[str, None] = {}
        for reference in used:
            part = parts.get(reference.get(RELATION_ID, ""))
            for paragraph in () if part is None else part.iter(w("p")):
                found.setdefault(self._text.read(paragraph).running)
        return [Line(number=0, text=text) for text in found if text]

    def _notes(self, *, after: int) -> list[Line]:
        """Foot- and endnotes at the end, each with the number that stands in the text."""
        known = _known_notes(self._parts)
        lines = []
        for at, key in enumerate(tuple(self._text.notes), 1):
            paragraphs = known[key].iter(w("p")) if key in known else ()
            texts = [self._text.read(paragraph).text for paragraph in paragraphs]
            lines.append(Line(number=after + at, text=" ".join([f"[{at}]", *filter(None, texts)])))
        return lines


def _read_inserted(content: bytes, *, limits: Limits) -> list[Line]:
    """The lines of a file within a Word file; one that holds files itself is read without them."""
    if content.startswith(b"PK"):
        return _DocxReader(
            WordParts(Container(content, limits=limits)), limits=limits, is_inserted=True
        ).lines()
    if content.lstrip()[:1] == b"<" or b"<html" in content[:1024].lower():
        return read_web_page(content, limits=limits)
    return [] if content.startswith(b"{\\rtf") else read_text(content)


def _is_drop_cap(properties: Element | None, printed: PrintedText) -> bool:
    """A large first letter stands in a frame of its own; it belongs to the next paragraph."""
    return (
        properties is not None
        and properties.find(w("framePr")) is not None
        and len(printed.text) == 1
        and printed.text.isalpha()
    )


def _sections(document: Element) -> list[str | None]:
    """How each section begins, in order; what a section was before a tracked change is left out."""
    return [
        value(section, "type")
        for section in document.iter(w("sectPr"))
        if (parent := section.getparent()) is not None and parent.tag != w("sectPrChange")
    ]


def _known_notes(parts: WordParts) -> dict[str, Element]:
    found = {kind: parts.part(f"{kind}s") for kind in ("footnote", "endnote")}
    return {
        f"{kind} {note.get(w('id'))}": note
        for kind, part in found.items()
        for note in (() if part is None else part)
        if note.get(w("type")) in (None, "normal")
    }
