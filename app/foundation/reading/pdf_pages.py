"""What stands on the pages of a PDF: pieces of text with their places, and ruled lines."""

import ctypes
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

import pypdfium2
from pypdfium2 import raw

_BOLD = re.compile(r"bold|black|heavy|demi", re.IGNORECASE)
_BOLD_WEIGHT = 600
_THIN = 2.5
"""A path no thicker than this, in points, is a ruled line."""
_SHORTEST_RULE = 6.0
_MOST_OBJECTS = 40_000
"""So many objects of a page are looked at; a drawing of more is no paper."""
_MANY_OBJECTS = 250
_DEEPEST = 6
_LONGEST = 4096
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\uffff\u200b\ufeff]")
_HYPHENS = str.maketrans({"\x02": "-", "\ufffe": "-", "\u00ad": "-", "\xa0": " "})


@dataclass(frozen=True, slots=True)
class Fragment:
    """A piece of text in one font on one line, in points from the bottom left of the page."""

    text: str
    left: float
    right: float
    baseline: float
    size: float
    bold: bool


class Rule(NamedTuple):
    """A ruled line, or one side of a drawn box."""

    left: float
    bottom: float
    right: float
    top: float


@dataclass
class PrintedPage:
    """One page: its size, the text on it, and its ruled lines."""

    number: int
    width: float
    height: float
    fragments: list[Fragment] = field(default_factory=list)
    across: list[Rule] = field(default_factory=list)
    """From left to right: under a heading, between rows."""
    down: list[Rule] = field(default_factory=list)
    """From top to bottom, between columns."""


def printed_pages(data: bytes) -> Iterator[PrintedPage]:
    """Each page of a PDF in turn; raises `PdfiumError` for what is no PDF, or is locked."""
    document = pypdfium2.PdfDocument(data)
    for number in range(len(document)):
        page = document[number]
        text = page.get_textpage()
        printed = PrintedPage(number + 1, *page.get_size())
        _Collector(text.raw, printed).collect(page.raw)
        text.close()
        page.close()
        yield printed


def holds_picture(page: Any) -> bool:
    """Whether a picture stands on the page."""
    found = page.get_objects(filter=(raw.FPDF_PAGEOBJ_IMAGE,), max_depth=_DEEPEST)
    return next(found, None) is not None


class _Placing(NamedTuple):
    """How far a form stretches what is in it, and whereto it moves it."""

    wide: float = 1.0
    high: float = 1.0
    right: float = 0.0
    up: float = 0.0

    def of(self, one: Any) -> "_Placing":
        """The placing of an object within this one; turned text is taken as it lies."""
        matrix = raw.FS_MATRIX()
        raw.FPDFPageObj_GetMatrix(one, matrix)
        return _Placing(
            self.wide * (matrix.a or matrix.c),
            self.high * (matrix.d or matrix.b),
            self.right + self.wide * matrix.e,
            self.up + self.high * matrix.f,
        )

    def bounds(self, one: Any) -> Rule | None:
        """The box around an object."""
        sides = [ctypes.c_float() for _ in range(4)]
        if not raw.FPDFPageObj_GetBounds(one, *sides):
            return None
        left, bottom, right, top = (side.value for side in sides)
        return Rule(
            self.right + self.wide * left,
            self.up + self.high * bottom,
            self.right + self.wide * right,
            self.up + self.high * top,
        )


class _Collector:
    """Gathers the text and the rules of one page."""

    def __init__(self, text_page: Any, page: PrintedPage) -> None:
        self._text_page = text_page
        self._page = page
        self._seen = 0
        self._known: dict[int, str] = {}
        """The text of each object, where there are too many to ask each for its own."""
        self._units = (ctypes.c_ushort * _LONGEST)()
        self._name = ctypes.create_string_buffer(256)

    def collect(self, page: Any) -> None:
        """Go through the objects of the page, also those in forms within it."""
        count = raw.FPDFPage_CountObjects(page)
        if count > _MANY_OBJECTS:
            self._known = _letter_by_letter(self._text_page)
        for at in range(count):
            self._take(raw.FPDFPage_GetObject(page, at), _Placing(), depth=0)

    def _take(self, one: Any, within: _Placing, *, depth: int) -> None:
        self._seen += 1
        if self._seen > _MOST_OBJECTS or depth > _DEEPEST:
            return
        kind = raw.FPDFPageObj_GetType(one)
        if kind == raw.FPDF_PAGEOBJ_TEXT:
            self._text(one, within)
        elif kind == raw.FPDF_PAGEOBJ_PATH:
            self._rules(one, within)
        elif kind == raw.FPDF_PAGEOBJ_FORM:
            inner = within.of(one)
            for at in range(raw.FPDFFormObj_CountObjects(one)):
                self._take(raw.FPDFFormObj_GetObject(one, at), inner, depth=depth + 1)

    def _text(self, one: Any, within: _Placing) -> None:
        text, bounds = self._words(one), within.bounds(one)
        if text and not text.strip():
            self._blank()
        elif text and bounds is not None:
            placing, size = within.of(one), ctypes.c_float()
            raw.FPDFTextObj_GetFontSize(one, size)
            self._page.fragments.append(
                Fragment(
                    text,
                    left=bounds.left,
                    right=bounds.right,
                    baseline=placing.up,
                    size=round(abs(size.value * placing.high), 1),
                    bold=self._is_bold(one),
                )
            )

    def _blank(self) -> None:
        """A blank printed by itself ends what was printed before it."""
        if self._page.fragments:
            last = self._page.fragments[-1]
            self._page.fragments[-1] = replace(last, text=f"{last.text} ")

    def _words(self, one: Any) -> str:
        if self._known:
            return self._known.get(_address(one), "")
        room = ctypes.sizeof(self._units)
        length = raw.FPDFTextObj_GetText(one, self._text_page, self._units, room)
        units = ctypes.string_at(self._units, max(0, min(length, room) - 2))
        return _cleaned(units.decode("utf-16-le", "ignore"))

    def _is_bold(self, one: Any) -> bool:
        font = raw.FPDFTextObj_GetFont(one)
        self._name.value = b""
        raw.FPDFFont_GetBaseFontName(font, self._name, len(self._name))
        named = _BOLD.search(self._name.value.decode("latin-1"))
        return named is not None or raw.FPDFFont_GetWeight(font) >= _BOLD_WEIGHT

    def _rules(self, one: Any, within: _Placing) -> None:
        box = within.bounds(one)
        if box is None:
            return
        width, height = box.right - box.left, box.top - box.bottom
        if height <= _THIN and width >= _SHORTEST_RULE:
            self._page.across.append(box)
        elif width <= _THIN and height >= _SHORTEST_RULE:
            self._page.down.append(box)
        elif width > _THIN and height > _THIN and _is_stroked(one):
            self._sides(box)

    def _sides(self, box: Rule) -> None:
        """A box drawn as one path."""
        for level in (box.bottom, box.top):
            self._page.across.append(box._replace(bottom=level, top=level))
        for place in (box.left, box.right):
            self._page.down.append(box._replace(left=place, right=place))


def _letter_by_letter(text_page: Any) -> dict[int, str]:
    """The text of every object of a page, by its address; to ask each takes as long as the page."""
    found: dict[int, list[int]] = {}
    last = 0
    for at in range(raw.FPDFText_CountChars(text_page)):
        last = _address(raw.FPDFText_GetTextObject(text_page, at)) or last
        found.setdefault(last, []).append(raw.FPDFText_GetUnicode(text_page, at))
    return {
        address: _cleaned("".join(map(chr, units))) for address, units in found.items() if address
    }


def _address(one: Any) -> int:
    return ctypes.cast(one, ctypes.c_void_p).value or 0


def _cleaned(text: str) -> str:
    return _CONTROL.sub("", text.translate(_HYPHENS))


def _is_stroked(one: Any) -> bool:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    return bool(raw.FPDFPath_GetDrawMode(one, fill, stroke) and stroke.value)
