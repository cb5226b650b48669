"""The parts of a Word file, and its content as it reads: changes accepted, wrappers taken off."""

from collections.abc import Iterator
from functools import cache

from app.foundation.errors import Refused
from app.foundation.reading.container import DAMAGED, Container
from app.foundation.reading.markup import Element
from app.foundation.reading.office_parts import OfficeParts

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_ALTERNATE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
_TICK_BOX = "{http://schemas.microsoft.com/office/word/2010/wordml}checkbox"


@cache
def w(name: str) -> str:
    """A name of the Word vocabulary, as lxml writes it."""
    return f"{{{_W}}}{name}"


_THROUGH = {
    w(name)
    for name in (
        "ins",
        "moveTo",
        "customXml",
        "smartTag",
        "hyperlink",
        "dir",
        "bdo",
        "rubyBase",
    )
}
_PICTURE_HOLDERS = {w("drawing"), w("pict"), w("object")}


def value(element: Element | None, path: str) -> str | None:
    """The `w:val` of the element at this path, where there is one."""
    found = element.find(_path(path)) if element is not None else None
    return None if found is None else found.get(w("val"))


def number(element: Element | None, path: str) -> int | None:
    """The whole number at this path, or None if it is missing or nonsense."""
    try:
        return int(value(element, path) or "")
    except ValueError:
        return None


def switch(element: Element | None, path: str) -> bool | None:
    """A property that is on, off or not said."""
    found = element.find(_path(path)) if element is not None else None
    if found is None:
        return None
    return found.get(w("val")) not in ("0", "false", "off", "none")


def children(parent: Element) -> Iterator[Element]:
    """The content as it reads with every tracked change accepted and every wrapper taken off."""
    for child in parent:
        if child.tag in _THROUGH:
            yield from children(child)
        elif child.tag == w("fldSimple"):
            yield from () if is_page_number(child) else children(child)
        elif child.tag == w("sdt"):
            yield from _control(child)
        elif child.tag == _ALTERNATE:
            yield from _alternative(child)
        else:
            yield child


def boxes(drawing: Element) -> Iterator[Element]:
    """The text boxes of a drawing, outermost only."""
    for child in children(drawing):
        if child.tag == w("txbxContent"):
            yield child
        elif isinstance(child.tag, str):
            yield from boxes(child)


def is_drawing(element: Element) -> bool:
    """Whether text boxes can be in it."""
    return element.tag in _PICTURE_HOLDERS


def is_page_number(field: Element) -> bool:
    """Whether a field's instruction asks for the number of a page, or of all pages."""
    instruction = field.get(w("instr")) or field.text or ""
    return instruction.split()[:1] in (["PAGE"], ["NUMPAGES"], ["SECTIONPAGES"])


def _control(control: Element) -> Iterator[Element]:
    """A content control's content, unless nobody has filled it in yet; a box without its tick
    says something."""
    content = control.find(w("sdtContent"))
    is_box = control.find(f"{w('sdtPr')}/{_TICK_BOX}") is not None
    if content is not None and (is_box or not switch(control, "sdtPr/showingPlcHdr")):
        yield from children(content)


def _alternative(choices: Element) -> Iterator[Element]:
    chosen = next(iter(choices), None)
    if chosen is not None:
        yield from children(chosen)


@cache
def _path(path: str) -> str:
    return "/".join(w(step) for step in path.split("/"))


class WordParts(OfficeParts):
    """One Word file: its main part and what that relates to."""

    def __init__(self, container: Container) -> None:
        super().__init__(container, main="word/document.xml")
        document = self.xml(self.main)
        if document is None or document.tag != w("document"):
            raise Refused(DAMAGED)
        self.document = document

    def part(self, kind: str) -> Element | None:
        """The one part of this kind: "styles", "numbering", "footnotes"."""
        target = next(iter(self.targets(self.main, kind).values()), None)
        return None if target is None else self.xml(target)

    def pieces(self, *kinds: str) -> dict[str, Element]:
        """The parts of these kinds by the relation that names them: headers, footers."""
        found = {key: self.xml(target) for key, target in self.targets(self.main, *kinds).items()}
        return {key: part for key, part in found.items() if part is not None}
