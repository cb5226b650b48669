"""The text of one Word paragraph, run by run: what is printed, and how."""

import re
from dataclasses import dataclass

from app.foundation.reading.lines import NEW_PAGE
from app.foundation.reading.markup import Element
from app.foundation.reading.printed import NEW_LINE, PLAIN, Ink, PrintedText
from app.foundation.reading.word_parts import (
    boxes,
    children,
    is_drawing,
    is_page_number,
    switch,
    w,
)
from app.foundation.reading.word_signs import form_answer, symbol
from app.foundation.reading.word_styles import Styles

_VML_TEXT = "{urn:schemas-microsoft-com:vml}textpath"
_FORMULA = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_SPACES = re.compile(r"\s+")
_FIXED = {
    w("tab"): " ",
    w("ptab"): " ",
    w("cr"): NEW_LINE,
    w("noBreakHyphen"): "-",
}


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

    def read(self, paragraph: Element, *, ink: Ink = PLAIN) -> PrintedText:
        """What this paragraph prints; `ink` is how its style prints it."""
        printed = PrintedText()
        for child in children(paragraph):
            if child.tag == w("r"):
                self._run(child, printed, ink=ink)
            elif str(child.tag).startswith(_FORMULA):
                printed.pieces.append(("".join(child.itertext(_FORMULA + "t")), ink))
        printed.has_page_number |= any(
            is_page_number(simple) for simple in paragraph.iter(w("fldSimple"))
        )
        return printed

    def _run(self, run: Element, printed: PrintedText, *, ink: Ink) -> None:
        looks = run.find(w("rPr"))
        if switch(looks, "vanish"):
            return
        ink = self._styles.ink(looks, otherwise=ink)
        for child in children(run):
            if child.tag == w("fldChar"):
                self._field(child.get(w("fldCharType")))
                printed.pieces.append((form_answer(child), ink))
            elif child.tag == w("instrText"):
                self._instruct(child, printed)
            elif is_drawing(child):
                _drawing(child, printed, ink)
            elif not any(field.is_silent for field in self._fields):
                printed.pieces.append((self._text(child), ink))

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
            return symbol(child.get(w("char"), ""), font=child.get(w("font"), ""))
        if child.tag in (w("footnoteReference"), w("endnoteReference")):
            return self._note(child)
        return _FIXED.get(str(child.tag), "")

    def _note(self, reference: Element) -> str:
        kind = "footnote" if reference.tag == w("footnoteReference") else "endnote"
        self.notes.append(f"{kind} {reference.get(w('id'))}")
        return f"[{len(self.notes)}]"


def _drawing(drawing: Element, printed: PrintedText, ink: Ink) -> None:
    printed.boxes.extend(boxes(drawing))
    printed.pieces.extend((path.get("string", ""), ink) for path in drawing.iter(_VML_TEXT))
