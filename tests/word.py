"""Looking at Word files: is one sound, and what does a reader of it see?"""

import io
import tempfile
import zipfile
from pathlib import Path

import docx
from docx.document import Document
from openxml_audit import FileFormat, OpenXmlValidator

from app.foundation.exports.unbroken import HARD_SPACE
from app.foundation.exports.word import MEDIA_TYPE
from tests.browsing import Browsing


def assert_clean(content: bytes) -> None:
    """Nothing in the file that Word would repair or complain of."""
    with tempfile.NamedTemporaryFile(suffix=".docx") as file:
        Path(file.name).write_bytes(content)
        result = OpenXmlValidator(FileFormat.MICROSOFT_365).validate(file.name)
    findings = [f"{error.part_uri}: {error.description}" for error in result.errors]
    assert not findings, "\n".join(findings)


def opened(content: bytes) -> Document:
    """The file as python-docx reads it."""
    return docx.Document(io.BytesIO(content))


def paragraphs_of(content: bytes) -> list[tuple[str, str]]:
    """Each paragraph outside tables: its style and its words."""
    return [(p.style.name, spaced(p.text)) for p in opened(content).paragraphs]


def rows_of(content: bytes, *, table: int) -> list[list[str]]:
    """The words of one table, row by row."""
    rows = opened(content).tables[table].rows
    return [[spaced(cell.text) for cell in row.cells] for row in rows]


def everything_in(content: bytes) -> str:
    """All that is written anywhere in the file, its properties included."""
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        parts = [file.read(name).decode("utf-8", "replace") for name in file.namelist()]
    return spaced("\n".join(parts))


def spaced(text: str) -> str:
    """The words with plain spaces, wherever the file holds a line together."""
    return text.replace(HARD_SPACE, " ")


def fetched(reader: Browsing, path: str, *, name: str) -> bytes:
    """A Word file as this reader fetches it: under a name of ours, and never kept by a browser."""
    response = reader.fetch(path)
    assert response.mimetype == MEDIA_TYPE
    assert response.headers["Content-Disposition"] == f"attachment; filename={name}"
    assert response.headers["Cache-Control"] == "no-store"
    return response.data
