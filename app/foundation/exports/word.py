"""Papers as Word files."""

import io
import zipfile
from dataclasses import replace
from datetime import UTC
from functools import cache

import docx
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.parts.hdrftr import FooterPart, HeaderPart

from app.foundation.exports.blocks import WordPaper
from app.foundation.exports.layout import lay
from app.foundation.exports.numbering import Counts, numbering_part
from app.foundation.exports.ooxml import (
    A4_LONG,
    A4_SHORT,
    DECLARATION,
    LANDSCAPE_TEXT_WIDTH,
    MARGIN,
    NAMESPACES,
    TEXT_WIDTH,
    Layout,
    field,
    paragraph,
    text_run,
)
from app.foundation.exports.package import document_part, empty_file, zipped
from app.foundation.exports.sheet import GAP, Sheet
from app.foundation.richtext.runs import without_illegal_characters
from app.foundation.transactions import outside_transaction

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
DRAFT = "DRAFT"
_TO_THE_WORLD = ("http://", "https://", "mailto:", "tel:")


def render(paper: WordPaper, *bound_with: WordPaper) -> bytes:
    """A paper as a Word file, alone or with others; the same input gives the same bytes.

    Each paper begins on a new page, under its own mark, and numbers from 1.
    """
    outside_transaction("Writing a Word file")
    file = _File()
    papers = (paper, *bound_with)
    parts: list[str] = []
    for number, each in enumerate(papers, 1):
        written, section = _write(each, file, bound=len(papers) > 1)
        parts.extend(written if number == len(papers) else _closed(written, section))
    file.describe(paper)
    return file.saved("".join((*parts, section)))


class _File:
    """The Word file being written; python-docx manages its parts and their relations."""

    def __init__(self) -> None:
        self.document = docx.Document(io.BytesIO(empty_file()))
        self.counts = Counts()
        self._written: dict[str, str] = {}

    def link(self, href: str) -> str:
        """Add a link; only to the web, to mail or to a telephone."""
        if not href.lower().startswith(_TO_THE_WORLD):
            return ""
        return self.document.part.relate_to(href, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)

    def attach(self, part: HeaderPart | FooterPart, kind: str, written: str) -> str:
        """Add a header or footer as a part of its own."""
        self._written[part.partname.membername] = written
        return self.document.part.relate_to(part, kind)

    def describe(self, paper: WordPaper) -> None:
        """Set the file's properties, such as title and language."""
        written = paper.written_at.astimezone(UTC).replace(tzinfo=None)
        properties = self.document.core_properties
        properties.title = _short(paper.full_title)
        properties.subject = _short(paper.subject)
        properties.author = properties.last_modified_by = _short(paper.author)
        properties.created = properties.modified = written
        properties.language = "en-GB"
        properties.revision = 1

    def saved(self, body: str) -> bytes:
        """The whole file; large parts are written as text, since parsing them again would be
        slow."""
        out = io.BytesIO()
        self.document.save(out)
        self._written["word/document.xml"] = document_part(body)
        self._written["word/numbering.xml"] = numbering_part(self.counts.begun)
        with zipfile.ZipFile(out) as archive:
            files = {name: archive.read(name) for name in archive.namelist()}
        return zipped(files | {name: text.encode() for name, text in self._written.items()})


def _write(paper: WordPaper, file: _File, *, bound: bool) -> tuple[list[str], str]:
    """A paper's parts, and how its last pages end."""
    section = _section(paper, file, bound=bound)

    @cache
    def section_ends() -> tuple[str, str]:
        return section, _section(replace(paper, landscape=True), file, bound=bound)

    sheet = Sheet(
        counts=file.counts,
        link=file.link,
        width=LANDSCAPE_TEXT_WIDTH if paper.landscape else TEXT_WIDTH,
        section_ends=None if paper.landscape else section_ends,
    )
    sheet.outline, sheet.counts_from = file.counts.outline(paper.outline), paper.outline
    for block in paper.blocks:
        lay(block, sheet)
    return sheet.finished(), section_ends()[1] if sheet.is_landscape else section


def _closed(parts: list[str], section: str) -> list[str]:
    """A paper's content with its section properties in the last paragraph, to precede another."""
    *parts, last = parts or [GAP]
    before, _, after = last.rpartition("</w:pPr>")
    return [*parts, f"{before}{section}</w:pPr>{after}"]


def _section(paper: WordPaper, file: _File, *, bound: bool) -> str:
    """The section properties of one paper: page size, header and footer."""
    wide, high = (A4_LONG, A4_SHORT) if paper.landscape else (A4_SHORT, A4_LONG)
    turned = ' w:orient="landscape"' if paper.landscape else ""
    above = _header(paper, file, bound=bound)
    beneath = _footer(paper, file)
    margins = " ".join(f'w:{side}="{MARGIN}"' for side in ("top", "right", "bottom", "left"))
    return (
        f"<w:sectPr>{above}{beneath}"
        f'<w:pgSz w:w="{wide}" w:h="{high}"{turned}/>'
        f'<w:pgMar {margins} w:header="567" w:footer="567" w:gutter="0"/></w:sectPr>'
    )


def _header(paper: WordPaper, file: _File, *, bound: bool) -> str:
    """On every page: that it is a draft, or not for publication (1972 Act, s. 100B(5))."""
    marks = [line for line in paper.mark.splitlines() if line.strip()]
    lines = [paragraph(Layout("DraftMark"), text_run(DRAFT))] if paper.is_draft else []
    lines += [paragraph(Layout("HeaderMark"), text_run(line)) for line in marks]
    if bound and not lines:
        lines = [paragraph(Layout("Header"), text_run(paper.title))]
    if not lines:
        return ""
    written = f"{DECLARATION}<w:hdr {NAMESPACES}>{''.join(lines)}</w:hdr>"
    part = HeaderPart.new(file.document.part.package)
    number = file.attach(part, RELATIONSHIP_TYPE.HEADER, written)
    return f'<w:headerReference w:type="default" r:id="{number}"/>'


def _footer(paper: WordPaper, file: _File) -> str:
    pages = text_run("\tPage ") + field("PAGE") + text_run(" of ") + field("NUMPAGES")
    layout = Layout("Footer")
    if paper.landscape:
        layout = Layout(
            "Footer", tabs=(("clear", "none", TEXT_WIDTH), ("right", "none", LANDSCAPE_TEXT_WIDTH))
        )
    line = paragraph(layout, (text_run(paper.footer) if paper.footer else "") + pages)
    written = f"{DECLARATION}<w:ftr {NAMESPACES}>{line}</w:ftr>"
    part = FooterPart.new(file.document.part.package)
    number = file.attach(part, RELATIONSHIP_TYPE.FOOTER, written)
    return f'<w:footerReference w:type="default" r:id="{number}"/>'


def _short(text: str) -> str:
    return without_illegal_characters(text)[:255]
