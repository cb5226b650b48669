"""The demo council's files, made from its own words: Word files, tables, a drawing, minutes."""

import re
import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from app.foundation.exports.blocks import RichText, Title
from app.foundation.exports.package import zipped
from app.foundation.exports.word import render
from app.foundation.exports.wording import Imprint
from app.foundation.readable import Reach
from app.foundation.richtext.plain import to_plain
from app.foundation.richtext.typed import from_typed
from app.meetings import queries as meetings
from app.minutes import exports as minutes_exports
from app.minutes import queries as minutes_queries
from app.minutes.models import Minutes
from app.operations.demo.words import Words, with_heading_rows

ANYBODY = Reach(person_id=0)
_NUMBER = re.compile(r"-?[\d,]+(?:\.\d+)?")
_PAPER = (247, 245, 240)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'


@dataclass(frozen=True)
class File:
    """A file as somebody would send it, with the words that Guildhall can read in its kind."""

    name: str
    data: bytes
    text: str


def made(told: Words, *, imprint: Imprint) -> File:
    """The file of an appendix, of the kind its name tells."""
    name = told["file"]
    if name.endswith(".png"):
        return File(name, drawing(told["size"], told["shapes"]), "")
    if name.endswith(".xlsx"):
        return File(name, workbook(told["text"]), "")
    return _word_file(name, told["title"], told["text"], imprint=imprint)


def _word_file(name: str, title: str, typed: str, *, imprint: Imprint) -> File:
    html = from_typed(with_heading_rows(typed))
    paper = imprint.paper(title, (Title(title), RichText(html)))
    return File(name, render(paper), to_plain(html))


def minutes_file(minutes: Minutes, *, name: str, imprint: Imprint) -> File:
    """Published minutes as anybody may have them."""
    record = minutes_exports.Record(
        minutes=minutes,
        entries=minutes_queries.entries_of(minutes, reach=ANYBODY),
        attendance=meetings.attendance_of(minutes.meeting),
        roles={seat.person_id: seat.role for seat in meetings.voting_seats(minutes.meeting)},
    )
    paper = minutes_exports.minutes_paper(record, imprint)
    words = (f"{entry.printed} {entry.heading}\n{to_plain(entry.text)}" for entry in record.entries)
    return File(name, render(paper), "\n".join(words))


def workbook(typed: str) -> bytes:
    """A typed table as a workbook of one sheet; sums of money and counts are numbers in it."""
    rows = [
        [cell.strip() for cell in line.strip().strip("|").split("|")] for line in typed.splitlines()
    ]
    written = "".join(
        f'<row r="{number}">{"".join(_cell(number, place, cell) for place, cell in enumerate(row))}'
        "</row>"
        for number, row in enumerate(rows, start=1)
    )
    parts = _FRAME | {
        "xl/worksheets/sheet1.xml": f'{_DECLARATION}<worksheet xmlns="{_MAIN}"><sheetData>'
        f"{written}</sheetData></worksheet>"
    }
    return zipped({name: text.encode() for name, text in parts.items()})


def _cell(row: int, place: int, said: str) -> str:
    where = f"{chr(ord('A') + place)}{row}"
    if _NUMBER.fullmatch(said):
        return f'<c r="{where}"><v>{said.replace(",", "")}</v></c>'
    return f'<c r="{where}" t="inlineStr"><is><t>{escape(said)}</t></is></c>'


def drawing(size: Sequence[int], shapes: Sequence[Sequence[int]]) -> bytes:
    """A plan of coloured rectangles as a PNG: red, green, blue, left, top, width, height."""
    width, height = size
    rows = [bytearray(bytes(_PAPER) * width) for _ in range(height)]
    for red, green, blue, left, top, wide, high in shapes:
        for row in rows[top : top + high]:
            row[3 * left : 3 * (left + wide)] = bytes((red, green, blue)) * wide
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    pixels = zlib.compress(b"".join(b"\0" + row for row in rows), 9)
    chunks = ((b"IHDR", head), (b"IDAT", pixels), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in chunks)


def _chunk(kind: bytes, data: bytes) -> bytes:
    checked = kind + data
    return struct.pack(">I", len(data)) + checked + struct.pack(">I", zlib.crc32(checked))


_FRAME = {
    "[Content_Types].xml": (
        f'{_DECLARATION}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels"'
        ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_SHEET_TYPE}.sheet.main+xml"/>'
        '<Override PartName="/xl/worksheets/sheet1.xml"'
        f' ContentType="{_SHEET_TYPE}.worksheet+xml"/></Types>'
    ),
    "_rels/.rels": (
        f'{_DECLARATION}<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/>'
        "</Relationships>"
    ),
    "xl/workbook.xml": (
        f'{_DECLARATION}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>'
        '<sheet name="Table" sheetId="1" r:id="rId1"/></sheets></workbook>'
    ),
    "xl/_rels/workbook.xml.rels": (
        f'{_DECLARATION}<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
        "</Relationships>"
    ),
}
"""What a workbook needs besides its one sheet."""
