"""What happens in the worker process: shut every door, read one file, hand over its lines."""

import codecs
import importlib
import json
import os
import resource
import sys
from collections.abc import Callable, Sequence

from app.foundation.errors import Refused
from app.foundation.reading.container import DAMAGED, NO_WORDS, TOO_BIG
from app.foundation.reading.docx import read_docx
from app.foundation.reading.limits import Limits
from app.foundation.reading.lines import Line
from app.foundation.reading.odf import read_odf
from app.foundation.reading.pptx import read_pptx
from app.foundation.reading.sniff import MEDIA_TYPES, sniff, spoken
from app.foundation.reading.text import read_text
from app.foundation.reading.web_page import read_web_page
from app.foundation.reading.xlsx import read_xlsx


def _read_pdf(data: bytes) -> list[Line]:
    from app.foundation.reading.pdf import read_pdf  # loaded by `load` while files can be opened

    return read_pdf(data)


def _read_rtf(data: bytes) -> list[Line]:
    from app.foundation.reading.rtf import read_rtf  # as above

    return read_rtf(data)


READERS: dict[str, Callable[[bytes], list[Line]]] = {
    MEDIA_TYPES["txt"]: read_text,
    MEDIA_TYPES["html"]: read_web_page,
    MEDIA_TYPES["docx"]: read_docx,
    MEDIA_TYPES["xlsx"]: read_xlsx,
    MEDIA_TYPES["pptx"]: read_pptx,
    MEDIA_TYPES["odt"]: read_odf,
    MEDIA_TYPES["ods"]: read_odf,
    MEDIA_TYPES["odp"]: read_odf,
    MEDIA_TYPES["rtf"]: _read_rtf,
    MEDIA_TYPES["pdf"]: _read_pdf,
}
"""Who reads which type; a new reader is one more line here."""

_LOADED_WHEN_NEEDED = {b"%PDF-": "pdf", b"{\\rtf": "rtf"}
"""Readers whose libraries take longer to load than most files to read, by how a file begins."""
_CODECS = ("utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "cp437", "latin-1")
"""Encodings the readers need: Python loads each from disk when it is first used."""


def main(arguments: Sequence[str]) -> None:
    """Read standard input and write what was found, as JSON, to standard output."""
    limits = Limits(**json.loads(arguments[0]))
    data = sys.stdin.buffer.read(limits.file_bytes + 1)
    load(data)
    confine(limits)
    answer = json.dumps(answer_for(data, limits=limits, name=arguments[1] or None))
    sys.stdout.write(answer)
    sys.stdout.flush()
    os._exit(0)


def load(data: bytes) -> None:
    """Load what reading this file takes beyond the usual, before nothing more can be opened."""
    for beginning, reader in _LOADED_WHEN_NEEDED.items():
        if data.startswith(beginning):
            importlib.import_module(f"app.foundation.reading.{reader}")


def confine(limits: Limits) -> None:
    """Bound time and memory, and take away opening: no file and no connection from here on."""
    for codec in _CODECS:
        codecs.lookup(codec)
    os.nice(10)
    for what, bound in (
        (resource.RLIMIT_CPU, limits.cpu_seconds),
        (resource.RLIMIT_AS, limits.memory_bytes),
        (resource.RLIMIT_FSIZE, limits.answer_bytes),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NPROC, 0),
        (resource.RLIMIT_NOFILE, 0),
    ):
        resource.setrlimit(what, (bound, bound))


def answer_for(data: bytes, *, limits: Limits, name: str | None) -> dict[str, object]:
    """The lines, or the sentence that says why there are none."""
    media_type = None
    try:
        if len(data) > limits.file_bytes:
            raise Refused(TOO_BIG)
        media_type = sniff(data, name=name).media_type
        lines = _lines(data, media_type, limits)
        pictures = _pictures(data, lines) if media_type == MEDIA_TYPES["pdf"] else []
        if not lines and not pictures and media_type == MEDIA_TYPES["pdf"]:
            raise Refused(NO_WORDS)
        return _result("ok", media_type=media_type, lines=lines, pictures=pictures)
    except Refused as refused:
        return _result("refused", media_type=media_type, reason=refused.sentence)
    except MemoryError:
        return _result("refused", media_type=media_type, reason=TOO_BIG)
    except Exception:
        return _result("refused", media_type=media_type, reason=DAMAGED)


def _lines(data: bytes, media_type: str, limits: Limits) -> list[Line]:
    reader = READERS.get(media_type)
    if reader is None:
        raise Refused(f"This is a {spoken(media_type)} file; there is no text in it to read.")
    lines = reader(data)
    if len(lines) > limits.paragraphs:
        raise Refused(f"This file has more than {limits.paragraphs:,} lines.")
    return lines


def _pictures(data: bytes, lines: Sequence[Line]) -> list[int]:
    from app.foundation.reading.pdf import pictures  # as above

    return pictures(data, lines)


def _result(
    status: str,
    *,
    media_type: str | None,
    reason: str | None = None,
    lines: Sequence[Line] = (),
    pictures: Sequence[int] = (),
) -> dict[str, object]:
    rows = [
        (
            line.number,
            line.text,
            line.level,
            line.bold,
            line.indent,
            line.cells,
            line.page_break,
            line.page,
            line.size,
            line.underlined,
            line.centred,
        )
        for line in lines
    ]
    return {
        "status": status,
        "reason": reason,
        "media_type": media_type,
        "lines": rows,
        "pictures": list(pictures),
    }
