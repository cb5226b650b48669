"""The text of OpenDocument paragraphs: what is printed, without notes in the margin and changes."""

from collections.abc import Iterator

from app.foundation.reading.markup import Element, local
from app.foundation.reading.odf_styles import TEXT, OdfStyles
from app.foundation.reading.printed import NEW_LINE, Ink, PrintedText

_UNPRINTED = frozenset({"annotation", "tracked-changes", "ruby-text", "note-body", "title", "desc"})
_FIXED = {"tab": " ", "line-break": NEW_LINE, "s": " "}
_PAGE_NUMBERS = frozenset({"page-number", "page-count"})
_BOXES = frozenset({"text-box", "table"})


class OdfText:
    """Reads paragraphs in turn, for the notes are numbered through."""

    def __init__(self, styles: OdfStyles) -> None:
        self._styles = styles
        self.notes: list[str] = []
        """The text of each note so far."""

    def read(self, paragraph: Element) -> PrintedText:
        """What this paragraph prints, with the boxes that hang in it."""
        printed = PrintedText()
        ink = self._styles.ink(paragraph.get(f"{TEXT}style-name"))
        self._gather(paragraph, printed, ink)
        return printed

    def _gather(self, element: Element, printed: PrintedText, ink: Ink) -> None:
        printed.pieces.append((element.text or "", ink))
        for child in element.iterchildren("*"):
            self._child(child, printed, ink)
            printed.pieces.append((child.tail or "", ink))

    def _child(self, child: Element, printed: PrintedText, ink: Ink) -> None:
        name = local(child)
        if name in _FIXED:
            printed.pieces.append((_FIXED[name], ink))
        elif name in _PAGE_NUMBERS:
            printed.has_page_number = True
        elif name in _BOXES:
            printed.boxes.append(child)
        elif name == "note":
            printed.pieces.append((self._note(child), ink))
        elif name not in _UNPRINTED:
            style = child.get(f"{TEXT}style-name")
            self._gather(child, printed, self._styles.ink(style, otherwise=ink, family="text"))

    def _note(self, note: Element) -> str:
        """The number of a note; its text waits for the end."""
        place = len(self.notes)
        self.notes.append("")
        paragraphs = (self.read(one).text for one in _paragraphs(note.find(f"{TEXT}note-body")))
        self.notes[place] = " ".join(filter(None, paragraphs))
        return f"[{place + 1}]"


def _paragraphs(body: Element | None) -> Iterator[Element]:
    return iter(()) if body is None else body.iter(f"{TEXT}p")
