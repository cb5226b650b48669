"""The house style: the named styles of every paper, written from nothing."""

from app.foundation.exports.ooxml import DECLARATION, NAMESPACES, TEXT_WIDTH

FONT = "Arial"
SIZE = 24
"""Twelve points: the least that a public body should print."""
INDENT = 851
"""Room for the number of a paragraph: 10.2.10 fits."""
ENTRY_INDENT = 1134
LABEL_INDENT = 3402

_WORDS_OWN = {
    *("Title", "Subtitle", "heading 1", "heading 2", "heading 3", "caption", "header", "footer"),
    *("List Paragraph", "List Continue", "toc 1"),
}
_BOLD = "<w:b/><w:bCs/>"
_CAPS = "<w:caps/>"
_CLOSE = "<w:contextualSpacing/>"
_KEEP = "<w:keepNext/><w:keepLines/>"
_GRID = "".join(
    f'<w:{edge} w:val="single" w:sz="4" w:space="0" w:color="808080"/>'
    for edge in ("top", "left", "bottom", "right", "insideH", "insideV")
)


def _spacing(before: int, after: int) -> str:
    return f'<w:spacing w:before="{before}" w:after="{after}"/>'


def _tight(before: int, after: int) -> str:
    return f'<w:spacing w:before="{before}" w:after="{after}" w:line="240" w:lineRule="auto"/>'


def _indent(left: int, hanging: int = 0) -> str:
    return f'<w:ind w:left="{left}" w:hanging="{hanging}"/>'


def _size(half_points: int) -> str:
    return f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>'


def _style(
    name: str,
    *,
    based_on: str = "Normal",
    then: str = "",
    shape: str = "",
    look: str = "",
    outline: int | None = None,
) -> str:
    level = "" if outline is None else f'<w:outlineLvl w:val="{outline}"/>'
    own = "" if name in _WORDS_OWN else ' w:customStyle="1"'
    following = f'<w:next w:val="{then}"/>' if then else ""
    return (
        f'<w:style w:type="paragraph"{own} w:styleId="{style_id(name)}"><w:name w:val="{name}"/>'
        f'<w:basedOn w:val="{style_id(based_on)}"/>{following}<w:qFormat/>'
        f"<w:pPr>{shape}{level}</w:pPr><w:rPr>{look}</w:rPr></w:style>"
    )


def style_id(name: str) -> str:
    """The id under which a style stands in the file."""
    return "".join(word[:1].upper() + word[1:] for word in name.split()).replace("Toc", "TOC")


_DEFAULTS = (
    "<w:docDefaults><w:rPrDefault><w:rPr>"
    f'<w:rFonts w:ascii="{FONT}" w:eastAsia="{FONT}" w:hAnsi="{FONT}" w:cs="{FONT}"/>'
    f'{_size(SIZE)}<w:lang w:val="en-GB" w:eastAsia="en-GB" w:bidi="ar-SA"/>'
    "</w:rPr></w:rPrDefault><w:pPrDefault><w:pPr>"
    '<w:spacing w:after="140" w:line="259" w:lineRule="auto"/>'
    "</w:pPr></w:pPrDefault></w:docDefaults>"
)
_HIDDEN = "<w:semiHidden/><w:unhideWhenUsed/>"
_BUILT_IN = (
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/>'
    "<w:qFormat/></w:style>"
    '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
    f'<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/>{_HIDDEN}</w:style>'
    '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
    f'<w:uiPriority w:val="99"/>{_HIDDEN}<w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar>'
    '<w:top w:w="0" w:type="dxa"/><w:left w:w="108" w:type="dxa"/>'
    '<w:bottom w:w="0" w:type="dxa"/><w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr>'
    "</w:style>"
    '<w:style w:type="numbering" w:default="1" w:styleId="NoList"><w:name w:val="No List"/>'
    f'<w:uiPriority w:val="99"/>{_HIDDEN}</w:style>'
)
_HEADINGS = (
    _style("Masthead", then="Title", shape=_KEEP + _tight(0, 160), look=_size(28))
    + _style("Title", then="Normal", shape=_KEEP + _tight(0, 200), look=_BOLD + _size(44))
    + _style(
        "Subtitle", then="Normal", shape=_KEEP + _tight(0, 240) + _CLOSE, look=_BOLD + _size(28)
    )
    + _style(
        "heading 1", then="Normal", shape=_KEEP + _spacing(320, 140), look=_BOLD + _CAPS, outline=0
    )
    + _style("heading 2", then="Normal", shape=_KEEP + _spacing(200, 140), look=_BOLD, outline=1)
    + _style("heading 3", then="Normal", shape=_KEEP + _spacing(160, 140), look=_BOLD, outline=2)
    + _style(
        "Contents Heading", then="Normal", shape=_KEEP + _spacing(320, 140), look=_BOLD + _CAPS
    )
    + _style("toc 1", then="Normal", shape=_tight(0, 80), look='<w:color w:val="0B3D91"/>')
    + _style(
        "Part Heading",
        based_on="heading 1",
        then="Normal",
        shape=f'{_KEEP}{_spacing(320, 200)}<w:jc w:val="center"/>',
        outline=0,
    )
    + _style(
        "Entry Heading",
        based_on="heading 1",
        then="EntryText",
        shape=(
            f'{_KEEP}<w:tabs><w:tab w:val="left" w:pos="{ENTRY_INDENT}"/></w:tabs>'
            f"{_spacing(280, 140)}{_indent(ENTRY_INDENT, ENTRY_INDENT)}"
        ),
        outline=0,
    )
)
_TEXTS = (
    _style("Numbered Para 2", shape=_indent(INDENT, INDENT))
    + _style("Numbered Para 3", shape=_indent(INDENT, INDENT))
    + _style("Report Body", shape=_indent(INDENT))
    + _style("Entry Text", shape=_indent(ENTRY_INDENT))
    + _style("Aside", shape="<w:keepLines/>", look=_BOLD)
    + _style(
        "Labelled Line",
        shape=(
            f'<w:tabs><w:tab w:val="left" w:pos="{LABEL_INDENT}"/></w:tabs>'
            f"{_spacing(0, 180)}{_indent(LABEL_INDENT, LABEL_INDENT)}"
        ),
    )
    + _style("List Paragraph", shape=_spacing(0, 100))
    + _style("List Continue", shape=_spacing(0, 100))
    + _style("Note", shape=_spacing(240, 140))
    + _style("Signature Line", shape=f"<w:keepLines/>{_spacing(720, 140)}")
    + _style("caption", then="Normal", shape="<w:keepNext/>" + _spacing(200, 100), look=_BOLD)
)
_TABLES = (
    _style("Table Text", shape=_tight(50, 50))
    + _style("Table Heading", based_on="Table Text", look=_BOLD)
    + _style("Contents Title", based_on="Table Text", look=_BOLD + _CAPS)
    + _style("Table Gap", shape='<w:spacing w:after="0" w:line="120" w:lineRule="exact"/>')
    + '<w:style w:type="table" w:customStyle="1" w:styleId="HouseTable">'
    '<w:name w:val="House Table"/><w:basedOn w:val="TableNormal"/><w:qFormat/>'
    f"<w:tblPr><w:tblBorders>{_GRID}</w:tblBorders></w:tblPr>"
    '<w:tblStylePr w:type="firstRow"><w:rPr><w:b/></w:rPr><w:tcPr>'
    '<w:shd w:val="clear" w:color="auto" w:fill="E7E6E6"/></w:tcPr></w:tblStylePr>'
    '<w:tblStylePr w:type="firstCol"><w:rPr><w:b/></w:rPr></w:tblStylePr></w:style>'
    '<w:style w:type="table" w:customStyle="1" w:styleId="HousePlainTable">'
    '<w:name w:val="House Plain Table"/><w:basedOn w:val="TableNormal"/><w:qFormat/>'
    '<w:tblPr><w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="160" w:type="dxa"/>'
    "</w:tblCellMar></w:tblPr>"
    '<w:tblStylePr w:type="firstRow"><w:rPr><w:b/></w:rPr><w:tcPr><w:tcBorders>'
    '<w:bottom w:val="single" w:sz="4" w:space="0" w:color="808080"/></w:tcBorders></w:tcPr>'
    "</w:tblStylePr></w:style>"
)
_EDGES = (
    _style(
        "header",
        shape=f'<w:tabs><w:tab w:val="right" w:pos="{TEXT_WIDTH}"/></w:tabs>{_tight(0, 0)}',
        look=_size(20),
    )
    + _style(
        "Draft Mark",
        based_on="header",
        shape=f'{_tight(0, 120)}<w:jc w:val="right"/>',
        look=f'{_BOLD}<w:spacing w:val="60"/>{_size(36)}',
    )
    + _style(
        "Header Mark", based_on="header", shape=_tight(0, 240) + _CLOSE, look=_BOLD + _size(SIZE)
    )
    + _style(
        "footer",
        shape=f'<w:tabs><w:tab w:val="right" w:pos="{TEXT_WIDTH}"/></w:tabs>{_tight(0, 0)}',
        look=_size(20),
    )
)
_CHARACTERS = (
    '<w:style w:type="character" w:styleId="Hyperlink"><w:name w:val="Hyperlink"/>'
    '<w:uiPriority w:val="99"/><w:rPr><w:color w:val="0B3D91"/><w:u w:val="single"/></w:rPr>'
    "</w:style>"
    '<w:style w:type="character" w:customStyle="1" w:styleId="Label"><w:name w:val="Label"/>'
    "<w:qFormat/><w:rPr><w:b/><w:bCs/><w:caps/></w:rPr></w:style>"
)


def styles_part() -> str:
    """The part of the file that names every style."""
    return (
        f"{DECLARATION}<w:styles {NAMESPACES}>{_DEFAULTS}{_BUILT_IN}{_HEADINGS}{_TEXTS}{_TABLES}"
        f"{_EDGES}{_CHARACTERS}</w:styles>"
    )
