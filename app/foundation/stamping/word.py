"""The mark in the headers of a Word file: first, odd and even pages of every section."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.parts.hdrftr import HeaderPart

_EMPTY_HEADER = HeaderPart._default_header_xml()  # type: ignore[no-untyped-call]  # read now: no file can be opened later
HeaderPart._default_header_xml = classmethod(lambda _cls: _EMPTY_HEADER)  # type: ignore[assignment]
_PARAGRAPH = (
    "<w:p {ns}><w:pPr><w:jc w:val='center'/></w:pPr>"
    "<w:r><w:rPr><w:b/><w:color w:val='8B0000'/></w:rPr><w:t xml:space='preserve'/></w:r></w:p>"
)


def stamp_word(data: bytes, mark: str) -> bytes:
    """A copy with the mark as the first lines of every page header."""
    document = docx.Document(BytesIO(data))
    lines = [line for line in mark.splitlines() if line.strip()]
    for place, section in enumerate(document.sections):
        for header in _headers(section, document.settings):
            if place and header.is_linked_to_previous:
                continue  # it shows the header before it, which is marked
            header.is_linked_to_previous = False
            for line in reversed(lines):
                header._element.insert(0, _paragraph(line))
    copy = BytesIO()
    document.save(copy)
    return copy.getvalue()


def _headers(section: Any, settings: Any) -> Iterator[Any]:
    yield section.header
    if section.different_first_page_header_footer:
        yield section.first_page_header
    if settings.odd_and_even_pages_header_footer:
        yield section.even_page_header


def _paragraph(line: str) -> Any:
    paragraph = parse_xml(_PARAGRAPH.format(ns=nsdecls("w")))
    paragraph[-1][-1].text = line
    return paragraph
