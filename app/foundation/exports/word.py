"""Papers as Word files."""

import io
import zipfile
from collections.abc import Callable
from datetime import UTC

import docx
from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.parts.hdrftr import FooterPart, HeaderPart

from app.foundation.exports.blocks import Paper
from app.foundation.exports.layout import lay
from app.foundation.exports.numbering import Counts
from app.foundation.exports.ooxml import (
    A4_LONG,
    A4_SHORT,
    LINE,
    LONG_LINE,
    MARGIN,
    NAMESPACES,
    Layout,
    field,
    paragraph,
    text_run,
)
from app.foundation.exports.package import empty_file, zipped
from app.foundation.exports.sheet import Sheet
from app.foundation.richtext.runs import legal

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_TO_THE_WORLD = ("http://", "https://", "mailto:", "tel:")


def render(paper: Paper, *bound_with: Paper) -> bytes:
    """A paper as a Word file, alone or bound with others; the same paper gives the same bytes.

    Each paper begins on a page of its own, under its own mark, and counts from 1.
    """
    document = docx.Document(io.BytesIO(empty_file()))
    counts = Counts()
    papers = (paper, *bound_with)
    parts: list[str] = []
    for number, each in enumerate(papers, 1):
        written = _write(each, counts, _linker(document))
        section = _section(document, each, bound=len(papers) > 1)
        parts.extend(written if number == len(papers) else _closed(written, section))
    _fill(document, "".join(parts) + section, counts)
    _describe(document, paper)
    return _saved(document)


def _write(paper: Paper, counts: Counts, link: Callable[[str], str]) -> list[str]:
    sheet = Sheet(counts=counts, link=link, width=LONG_LINE if paper.landscape else LINE)
    sheet.outline = counts.outline(paper.outline)
    for block in paper.blocks:
        lay(block, sheet)
    return sheet.finished()


def _linker(document: Document) -> Callable[[str], str]:
    """Links lead out of the file only to the web, to mail or to a telephone."""

    def link(href: str) -> str:
        if not href.lower().startswith(_TO_THE_WORLD):
            return ""
        return document.part.relate_to(href, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)

    return link


def _closed(parts: list[str], section: str) -> list[str]:
    """The last paragraph of a bound paper carries the end of its pages."""
    before, _, after = parts[-1].rpartition("</w:pPr>")
    return [*parts[:-1], f"{before}{section}</w:pPr>{after}"]


def _section(document: Document, paper: Paper, *, bound: bool) -> str:
    """The pages of one paper: their size, what stands above them and what beneath."""
    wide, high = (A4_LONG, A4_SHORT) if paper.landscape else (A4_SHORT, A4_LONG)
    turned = ' w:orient="landscape"' if paper.landscape else ""
    above = _header(document, paper, bound=bound)
    beneath = _footer(document, paper)
    margins = " ".join(f'w:{side}="{MARGIN}"' for side in ("top", "right", "bottom", "left"))
    return (
        f"<w:sectPr>{above}{beneath}"
        f'<w:pgSz w:w="{wide}" w:h="{high}"{turned}/>'
        f'<w:pgMar {margins} w:header="567" w:footer="567" w:gutter="0"/></w:sectPr>'
    )


def _header(document: Document, paper: Paper, *, bound: bool) -> str:
    """The mark of a paper that is not for publication, on every page (1972 Act, s. 100B(5))."""
    lines = [paragraph(Layout("HeaderMark"), text_run(line)) for line in paper.mark.splitlines()]
    if bound and not lines:
        lines = [paragraph(Layout("Header"), text_run(paper.title))]
    if not lines:
        return ""
    part = HeaderPart.new(document.part.package)
    number = document.part.relate_to(part, RELATIONSHIP_TYPE.HEADER)
    _replace(part.element, f"<w:hdr {NAMESPACES}>{''.join(lines)}</w:hdr>")
    return f'<w:headerReference w:type="default" r:id="{number}"/>'


def _footer(document: Document, paper: Paper) -> str:
    pages = text_run("\tPage ") + field("PAGE") + text_run(" of ") + field("NUMPAGES")
    layout = Layout("Footer")
    if paper.landscape:
        layout = Layout("Footer", tabs=(("clear", "none", LINE), ("right", "none", LONG_LINE)))
    part = FooterPart.new(document.part.package)
    number = document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTER)
    line = paragraph(layout, (text_run(paper.footer) if paper.footer else "") + pages)
    _replace(part.element, f"<w:ftr {NAMESPACES}>{line}</w:ftr>")
    return f'<w:footerReference w:type="default" r:id="{number}"/>'


def _fill(document: Document, body: str, counts: Counts) -> None:
    _replace(document.element.body, f"<w:body {NAMESPACES}>{body}</w:body>")
    numbering = document.part.numbering_part.element
    begun = parse_xml(f"<w:numbering {NAMESPACES}>{''.join(counts.begun)}</w:numbering>")
    numbering.extend(list(begun))


def _replace(element: BaseOxmlElement, written: str) -> None:
    """What we wrote takes the place of all that python-docx had put there."""
    for child in list(element):
        element.remove(child)
    element.extend(list(parse_xml(written)))


def _describe(document: Document, paper: Paper) -> None:
    """What the file says of itself: readers and screen readers show it."""
    written = paper.written_at.astimezone(UTC).replace(tzinfo=None)
    properties = document.core_properties
    properties.title = _short(paper.title)
    properties.subject = _short(paper.subject)
    properties.author = properties.last_modified_by = _short(paper.author)
    properties.created = properties.modified = written
    properties.language = "en-GB"
    properties.revision = 1


def _short(text: str) -> str:
    return legal(text)[:255]


def _saved(document: Document) -> bytes:
    out = io.BytesIO()
    document.save(out)
    with zipfile.ZipFile(out) as archive:
        return zipped({name: archive.read(name) for name in archive.namelist()})
