"""The text of one Word paragraph, run by run: what is printed, and whether it is bold."""

import re
from dataclasses import dataclass, field

from app.foundation.reading.word_parts import (
    Element,
    boxes,
    children,
    is_drawing,
    is_page_number,
    switch,
    value,
    w,
)
from app.foundation.reading.word_styles import Styles

NEW_PAGE = "\f"
NEW_LINE = "\n"

_VML_TEXT = "{urn:schemas-microsoft-com:vml}textpath"
_FORMULA = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_SPACES = re.compile(r"\s+")
_SYMBOLS = {
    0xF0B7: "•",
    0xF0A7: "▪",
    0xF0D8: "➢",
    0xF0FC: "✓",
    0xF0FE: "☑",
    0xF0A8: "☐",
    0xF06F: "☐",
}
_FIXED = {
    w("tab"): " ",
    w("ptab"): " ",
    w("cr"): NEW_LINE,
    w("noBreakHyphen"): "-",
}


@dataclass
class PrintedText:
    """What one paragraph prints, gathered from its runs."""

    pieces: list[tuple[str, bool]] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)
    has_page_number: bool = False

    def parted(self, mark: str) -> list["PrintedText"]:
        """Its text before, between and after the breaks of one kind."""
        parts = [PrintedText()]
        for text, bold in self.pieces:
            first, *others = text.split(mark)
            parts[-1].pieces.append((first, bold))
            parts.extend(PrintedText([(other, bold)]) for other in others)
        return parts

    @property
    def text(self) -> str:
        """Everything in order, one space between words and nothing that cannot be seen."""
        text = _UNSEEN.sub("", "".join(text for text, _ in self.pieces))
        return _SPACES.sub(" ", text).strip()

    @property
    def bold(self) -> bool:
        """Whether all that can be seen of it is bold."""
        seen = [bold for text, bold in self.pieces if text.strip()]
        return bool(seen) and all(seen)


@dataclass
class _Field:
    """Between its beginning and its separator a field holds an instruction, not text."""

    is_silent: bool = True
    is_page_number: bool = False


class TextReader:
    """Reads paragraphs in turn, for a field (a table of contents) can run over several."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self._fields: list[_Field] = []
        self.notes: list[str] = []
        """The notes referred to so far, in the order of their numbers: "footnote 2"."""

    def read(self, paragraph: Element, *, bold: bool) -> PrintedText:
        """What this paragraph prints; `bold` is what its style says of it."""
        printed = PrintedText()
        for child in children(paragraph):
            if child.tag == w("r"):
                self._run(child, printed, bold=bold)
            elif str(child.tag).startswith(_FORMULA):
                printed.pieces.append(("".join(child.itertext(_FORMULA + "t")), bold))
        printed.has_page_number |= any(
            is_page_number(simple) for simple in paragraph.iter(w("fldSimple"))
        )
        return printed

    def _run(self, run: Element, printed: PrintedText, *, bold: bool) -> None:
        looks = run.find(w("rPr"))
        if switch(looks, "vanish"):
            return
        bold = self._is_bold(looks, otherwise=bold)
        for child in children(run):
            if child.tag == w("fldChar"):
                self._field(child.get(w("fldCharType")))
            elif child.tag == w("instrText"):
                self._instruct(child, printed)
            elif is_drawing(child):
                _drawing(child, printed)
            elif not any(field.is_silent for field in self._fields):
                printed.pieces.append((self._text(child), bold))

    def _is_bold(self, looks: Element | None, *, otherwise: bool) -> bool:
        said = switch(looks, "b")
        if said is None:
            said = self._styles.bold(value(looks, "rStyle"))
        return otherwise if said is None else said

    def _field(self, kind: str | None) -> None:
        """The number of a page is not text either: it is only what it was when last saved."""
        if kind == "begin":
            self._fields.append(_Field())
        elif self._fields and kind == "separate":
            self._fields[-1].is_silent = self._fields[-1].is_page_number
        elif self._fields and kind == "end":
            self._fields.pop()

    def _instruct(self, instruction: Element, printed: PrintedText) -> None:
        if is_page_number(instruction):
            printed.has_page_number = True
            if self._fields:
                self._fields[-1].is_page_number = True

    def _text(self, child: Element) -> str:
        if child.tag == w("t"):
            return _SPACES.sub(" ", child.text or "")
        if child.tag == w("br"):
            return NEW_PAGE if child.get(w("type")) == "page" else NEW_LINE
        if child.tag == w("sym"):
            return _symbol(child.get(w("char"), ""))
        if child.tag in (w("footnoteReference"), w("endnoteReference")):
            return self._note(child)
        return _FIXED.get(str(child.tag), "")

    def _note(self, reference: Element) -> str:
        kind = "footnote" if reference.tag == w("footnoteReference") else "endnote"
        self.notes.append(f"{kind} {reference.get(w('id'))}")
        return f"[{len(self.notes)}]"


def _drawing(drawing: Element, printed: PrintedText) -> None:
    printed.boxes.extend(boxes(drawing))
    printed.pieces.extend((path.get("string", ""), False) for path in drawing.iter(_VML_TEXT))


def _symbol(code: str) -> str:
    try:
        point = int(code, 16)
        return _SYMBOLS.get(point, chr(point) if 0x20 <= point < 0xD800 else "□")
    except ValueError:
        return ""
