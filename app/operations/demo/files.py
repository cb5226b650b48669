"""The demo council's files, made from its own words: Word files, tables, a drawing, minutes."""

import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass

from app.foundation.exports.blocks import RichText, Title
from app.foundation.exports.word import render
from app.foundation.exports.wording import Imprint
from app.foundation.richtext.plain import to_plain
from app.foundation.richtext.typed import from_typed
from app.minutes import exports as minutes_exports
from app.minutes.models import Minutes
from app.operations.demo.words import Words, with_heading_rows
from app.operations.demo.workbook import workbook

_PAPER = (247, 245, 240)


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
    record = minutes_exports.public_record(minutes)
    if record is None:
        raise ValueError("These minutes are not published.")
    paper = minutes_exports.minutes_paper(record, imprint)
    words = (f"{entry.printed} {entry.heading}\n{to_plain(entry.text)}" for entry in record.entries)
    return File(name, render(paper), "\n".join(words))


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
