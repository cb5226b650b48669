"""Reads a PowerPoint presentation into lines: slide by slide, its title first, then its notes."""

from collections.abc import Iterator
from dataclasses import replace

from app.foundation.errors import Refused
from app.foundation.reading.container import DAMAGED, Container
from app.foundation.reading.limits import LIMITS, Limits
from app.foundation.reading.lines import Line
from app.foundation.reading.markup import Element
from app.foundation.reading.office_parts import RELATION_ID, OfficeParts

_P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_TITLES = ("title", "ctrTitle")
_FURNITURE = ("ftr", "dt", "sldNum", "hdr", "sldImg")


def read_pptx(data: bytes, *, limits: Limits = LIMITS) -> list[Line]:
    """Every paragraph and table row of the slides, in order; the page is the slide's number."""
    parts = OfficeParts(Container(data, limits=limits), main="ppt/presentation.xml")
    presentation = parts.xml(parts.main)
    if presentation is None:
        raise Refused(DAMAGED)
    names = parts.targets(parts.main, "slide")
    order = presentation.iterfind(f"{_P}sldIdLst/{_P}sldId")
    shown = [names[key] for slide in order if (key := slide.get(RELATION_ID, "")) in names]
    lines = [line for page, name in enumerate(shown, 1) for line in _slide(parts, name, page)]
    return [replace(line, number=number) for number, line in enumerate(lines, 1)]


def _slide(parts: OfficeParts, name: str, page: int) -> Iterator[Line]:
    slide = parts.xml(name)
    if slide is None or slide.get("show") in ("0", "false"):
        return
    notes = parts.targets(name, "notesSlide").values()
    written = [part for note in notes if (part := parts.xml(note)) is not None]
    is_first = True
    for line in (line for part in (slide, *written) for line in _lines(part)):
        yield replace(line, page=page, page_break=is_first and page > 1)
        is_first = False


def _lines(part: Element) -> Iterator[Line]:
    """Titles first, wherever they stand in the file; a table's rows as rows."""
    shapes = [one for one in part.iter(f"{_P}sp") if _place(one) not in _FURNITURE]
    for shape in sorted(shapes, key=lambda shape: _place(shape) not in _TITLES):
        level = 1 if _place(shape) in _TITLES else None
        for paragraph in shape.iter(f"{_A}p"):
            yield from _paragraph(paragraph, level=level)
    for row in part.iter(f"{_A}tr"):
        cells = tuple(_cell(cell) for cell in row.iterfind(f"{_A}tc"))
        if any(cells):
            yield Line(number=0, text=" ".join(" ".join(cells).split()), cells=cells)


def _paragraph(paragraph: Element, *, level: int | None) -> Iterator[Line]:
    text = _text(paragraph)
    if text:
        looks = [run.find(f"{_A}rPr") for run in paragraph.iterfind(f"{_A}r")]
        yield Line(
            number=0,
            text=text,
            level=level,
            bold=bool(looks) and all(look is not None and look.get("b") == "1" for look in looks),
            indent=_depth(paragraph),
        )


def _place(shape: Element) -> str:
    """What a shape is for: a title, the body, page furniture."""
    found = shape.find(f"{_P}nvSpPr/{_P}nvPr/{_P}ph")
    return "" if found is None else found.get("type", "body")


def _depth(paragraph: Element) -> int:
    properties = paragraph.find(f"{_A}pPr")
    said = "0" if properties is None else properties.get("lvl", "0")
    return int(said) if said in "012345678" and said else 0


def _cell(cell: Element) -> str:
    return "\n".join(filter(None, (_text(paragraph) for paragraph in cell.iter(f"{_A}p"))))


def _text(paragraph: Element) -> str:
    pieces = (
        (one.text or "") if one.tag == f"{_A}t" else " "
        for one in paragraph.iter(f"{_A}t", f"{_A}br")
    )
    return " ".join("".join(pieces).split())
