"""Reads an RTF file into lines: its text and table rows; how it is printed is not told."""

import codecs
import re
from contextlib import suppress

from striprtf.striprtf import charset_map, rtf_to_text

from app.foundation.reading.lines import Line

_PICTURE = re.compile(rb"(?:[0-9a-fA-F]{32,}\s*)+")
"""The bytes of a picture, written as figures: no text has so many without a blank."""

for _codec in {*charset_map.values()}:
    with suppress(LookupError):
        codecs.lookup(_codec)  # read now: no file can be opened later


def read_rtf(data: bytes) -> list[Line]:
    """Every paragraph; a table's row has its cells."""
    text: str = rtf_to_text(_PICTURE.sub(b"", data).decode("latin-1"), errors="ignore")
    found = (_line(number, raw) for number, raw in enumerate(re.split(r"[\r\n]", text), 1))
    return [line for line in found if line.text]


def _line(number: int, raw: str) -> Line:
    cells = [" ".join(cell.split()) for cell in raw.split("|")]
    is_row = len(cells) > 2 and not cells[-1]
    return Line(
        number=number,
        text=" ".join(filter(None, cells)) if is_row else " ".join(raw.split()),
        cells=tuple(cells[:-1]) if is_row else (),
    )
