"""WordprocessingML as text: paragraphs, runs and the order Word insists on."""

import re
from dataclasses import dataclass
from functools import lru_cache
from xml.sax.saxutils import escape

from app.foundation.exports.unbroken import unbroken
from app.foundation.richtext.runs import without_illegal_characters

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
A4_LONG, A4_SHORT, MARGIN = 16838, 11906, 1134
"""In twentieths of a point, as all measures here."""
TEXT_WIDTH = A4_SHORT - 2 * MARGIN
LANDSCAPE_TEXT_WIDTH = A4_LONG - 2 * MARGIN
Tab = tuple[str, str, int]
"""What it does (left, right, clear), what leads to it (dot, none), and where it stands."""

_STYLE_ALONE = re.compile(r"<w:pPr><w:pStyle [^>]*/>(?!<w:keepNext/>)")
_T = '<w:t xml:space="preserve">'
_QUOTE = {'"': "&quot;"}


def attribute(text: str) -> str:
    """Text fit to stand between quotation marks."""
    return escape(without_illegal_characters(text).replace("\n", " "), _QUOTE)


@dataclass(frozen=True, slots=True)
class Layout:
    """How one paragraph stands: its style, and what departs from the style."""

    style: str
    num: int | None = None
    level: int = 0
    left: int | None = None
    hanging: int = 0
    keep_next: bool = False
    new_page: bool = False
    centred: bool = False
    right: bool = False
    """Set to the right, as figures are in their column."""
    before: int | None = None
    bold_number: bool = False
    """Of a numbered paragraph; its words are bold by their runs."""
    tabs: tuple[Tab, ...] = ()


@lru_cache(maxsize=2048)
def properties(layout: Layout) -> str:
    """Paragraph properties, in the order of the schema."""
    parts = (
        (True, f'<w:pStyle w:val="{layout.style}"/>'),
        (layout.keep_next, "<w:keepNext/>"),
        (layout.new_page, "<w:pageBreakBefore/>"),
        (layout.num is not None, _counted(layout)),
        (bool(layout.tabs), _tabs(layout.tabs)),
        (layout.before is not None, f'<w:spacing w:before="{layout.before}"/>'),
        (layout.left is not None, f'<w:ind w:left="{layout.left}" w:hanging="{layout.hanging}"/>'),
        (layout.centred, '<w:jc w:val="center"/>'),
        (layout.right, '<w:jc w:val="right"/>'),
        (layout.bold_number, "<w:rPr><w:b/></w:rPr>"),
    )
    return f"<w:pPr>{''.join(text for wanted, text in parts if wanted)}</w:pPr>"


def _counted(layout: Layout) -> str:
    return f'<w:numPr><w:ilvl w:val="{layout.level}"/><w:numId w:val="{layout.num}"/></w:numPr>'


def _tabs(tabs: tuple[Tab, ...]) -> str:
    stops = "".join(
        f'<w:tab w:val="{kind}" w:leader="{leader}" w:pos="{place}"/>'
        for kind, leader, place in tabs
    )
    return f"<w:tabs>{stops}</w:tabs>"


def paragraph(layout: Layout, content: str) -> str:
    """One paragraph of ready runs."""
    return f"<w:p>{properties(layout)}{content}</w:p>"


def kept_with_next(part: str) -> str:
    """A paragraph, or a table, whose end stays on one page with what follows it."""
    before, row, last = part.rpartition("<w:tr>")
    return before + row + _STYLE_ALONE.sub(r"\g<0><w:keepNext/>", last)


def section_end(section: str) -> str:
    """The empty paragraph that ends pages of one orientation, where pages of another follow."""
    return f'<w:p><w:pPr><w:pStyle w:val="TableGap"/>{section}</w:pPr></w:p>'


def text_run(text: str, look: str = "") -> str:
    """Words with one look; line breaks and tabs become Word's own."""
    props = f"<w:rPr>{look}</w:rPr>" if look else ""
    inside = escape(unbroken(without_illegal_characters(text)))
    if "\n" in inside or "\t" in inside:
        inside = inside.replace("\n", "</w:t><w:br/>" + _T).replace("\t", "</w:t><w:tab/>" + _T)
    return f"<w:r>{props}{_T}{inside}</w:t></w:r>".replace(_T + "</w:t>", "")


def field(instruction: str, shown: str = "1") -> str:
    """A field that Word keeps up to date, such as the page number."""
    return f"{field_begin(instruction)}<w:r><w:t>{shown}</w:t></w:r>{field_end()}"


def field_begin(instruction: str) -> str:
    """What stands in front of what a field shows."""
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {instruction} </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )


def field_end() -> str:
    """What stands behind it."""
    return '<w:r><w:fldChar w:fldCharType="end"/></w:r>'


def bookmarked(content: str, *, number: int, name: str) -> str:
    """Runs to which a link can lead."""
    return (
        f'<w:bookmarkStart w:id="{number}" w:name="{attribute(name)}"/>{content}'
        f'<w:bookmarkEnd w:id="{number}"/>'
    )
