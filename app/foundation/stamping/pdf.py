"""The mark at the head of every page of a PDF file: text in a font of its own, as an artifact.

What the file says and how it is tagged stays as it is: a stream is added to each page, and no
stream of its own is read or written anew.
"""

from dataclasses import dataclass
from io import BytesIO
from typing import Any

from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
)
from reportlab.lib.utils import simpleSplit
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

_FONT, _SIZE, _LEADING, _EDGE = "MarkVera", 8.0, 10.0, 8.0
pdfmetrics.registerFont(TTFont(_FONT, "Vera.ttf"))  # read now: no file can be opened later
_RED = (0.545, 0, 0)


@dataclass(frozen=True)
class Overlay:
    """The mark as it is drawn on pages of one size: its instructions and its font."""

    drawing: bytes
    fonts: dict[str, Any]


def stamp_pdf(data: bytes, mark: str) -> bytes:
    """A copy with the mark at the head of every page, whatever way the page is turned."""
    reader = PdfReader(BytesIO(data))
    if reader.is_encrypted:
        raise ValueError("An encrypted file is not marked.")
    writer = PdfWriter(clone_from=reader)
    overlays: dict[tuple[int, int], Overlay] = {}
    for page in writer.pages:
        width, height, matrix = _as_shown(page)
        size = (round(width), round(height))
        if size not in overlays:
            overlays[size] = _overlay(writer, mark, width=width, height=height)
        _put(writer, page, overlays[size], matrix)
    copy = BytesIO()
    writer.write(copy)
    return copy.getvalue()


def load_everything() -> None:
    """Mark a page of our own: what is imported only when it is used is there afterwards."""
    blank = BytesIO()
    canvas = Canvas(blank)
    canvas.showPage()
    canvas.save()
    stamp_pdf(blank.getvalue(), "Mark")


def _as_shown(page: Any) -> tuple[float, float, tuple[float, ...]]:
    """Width and height as a reader sees the page, and the matrix from there to the page."""
    left, bottom, right, top = (float(side) for side in page.cropbox)
    wide, high = right - left, top - bottom
    return {
        0: (wide, high, (1, 0, 0, 1, left, bottom)),
        90: (high, wide, (0, 1, -1, 0, right, bottom)),
        180: (wide, high, (-1, 0, 0, -1, right, top)),
        270: (high, wide, (0, -1, 1, 0, left, top)),
    }[page.rotation % 360 // 90 * 90]


def _overlay(writer: PdfWriter, mark: str, *, width: float, height: float) -> Overlay:
    """Draw the mark once for a size of page; an artifact, which belongs to no tag."""
    drawn = BytesIO()
    canvas = Canvas(drawn, pagesize=(width, height), pageCompression=0)
    room = max(width - 4 * _EDGE, 40)
    lines = [part for line in mark.splitlines() for part in simpleSplit(line, _FONT, _SIZE, room)]
    canvas.setFillColorRGB(1, 1, 1)
    depth = _EDGE + _LEADING * len(lines)
    canvas.rect(0, height - depth, width, depth, stroke=0, fill=1)
    canvas.setFillColorRGB(*_RED)
    canvas.setFont(_FONT, _SIZE)
    for place, line in enumerate(lines, start=1):
        canvas.drawCentredString(width / 2, height - _EDGE / 2 - _LEADING * place, line)
    canvas.save()
    page = PdfReader(BytesIO(drawn.getvalue())).pages[0]
    fonts = page["/Resources"]["/Font"]  # type: ignore[index]
    return Overlay(
        page.get_contents().get_data(),  # type: ignore[union-attr]
        {name: fonts.raw_get(name).clone(writer) for name in fonts if _is_ours(fonts[name])},
    )


def _is_ours(font: Any) -> bool:
    return "Vera" in str(font.get_object().get("/BaseFont", ""))


def _put(writer: PdfWriter, page: Any, overlay: Overlay, matrix: tuple[float, ...]) -> None:
    """Add the mark to a page after its own streams, whose state is closed first."""
    renamed: dict[str, Any] = {}
    drawing = overlay.drawing
    for name, font in overlay.fonts.items():
        ours = f"/Mark{len(renamed)}"
        drawing = drawing.replace(name.encode() + b" ", ours.encode() + b" ")
        renamed[ours] = font
    turned = " ".join(f"{number:.4f}".rstrip("0").rstrip(".") for number in matrix).encode()
    after = (
        b"\nQ\n/Artifact <</Type /Pagination /Subtype /Header /Attached [/Top]>> BDC\nq\n"
        + turned
        + b" cm\n"
        + drawing
        + b"\nQ\nEMC\n"
    )
    own = page.get("/Contents")
    before = [] if own is None else _listed(own)
    page[NameObject("/Contents")] = ArrayObject(
        [_stream(writer, b"q\n"), *before, _stream(writer, after)]
    )
    _add_fonts(page, renamed)


def _listed(contents: Any) -> list[Any]:
    found = contents.get_object()
    if isinstance(found, ArrayObject):
        return list(found)
    return [contents if contents is not found else found.indirect_reference]


def _stream(writer: PdfWriter, data: bytes) -> Any:
    stream = DecodedStreamObject()
    stream.set_data(data)
    return writer._add_object(stream)


def _add_fonts(page: Any, fonts: dict[str, Any]) -> None:
    """Add the fonts of the mark to a page's own resources, apart from those of other pages."""
    inherited = page.get("/Resources", page.get_inherited("/Resources", DictionaryObject()))
    resources = DictionaryObject(inherited.get_object())
    known = DictionaryObject(resources.get("/Font", DictionaryObject()).get_object())
    for name, font in fonts.items():
        known[NameObject(name)] = font
    resources[NameObject("/Font")] = known
    page[NameObject("/Resources")] = resources
