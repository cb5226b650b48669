"""OpenDocument texts, spreadsheets and presentations are read as they are printed."""

import pytest

from app.foundation.errors import Refused
from app.foundation.reading.odf import read_odf
from tests.foundation.reading.office_files import open_document
from tests.foundation.reading.word_files import texts

NUMBERS = (
    '<text:list-style style:name="L"><text:list-level-style-number text:level="1" '
    'style:num-format="1" style:num-suffix="."/><text:list-level-style-number text:level="2" '
    'style:num-format="1" text:display-levels="2"/><text:list-level-style-number text:level="3" '
    'style:num-format="a" style:num-prefix="(" style:num-suffix=")"/></text:list-style>'
    '<text:list-style style:name="B"><text:list-level-style-bullet text:level="1" '
    'text:bullet-char="*"/></text:list-style>'
)


def item(*within: str) -> str:
    return f"<text:list-item>{''.join(within)}</text:list-item>"


def listed(*items: str, style: str = "L", more: str = "") -> str:
    return f'<text:list text:style-name="{style}" {more}>{"".join(items)}</text:list>'


def p(text: str, style: str = "S") -> str:
    return f'<text:p text:style-name="{style}">{text}</text:p>'


def test_lists_have_the_numbers_that_are_printed():
    body = (
        listed(item(p("Apologies"), listed(item(p("None.")))), item(p("Minutes")))
        + p("Text between")
        + listed(
            item(listed(item(p("Agreed:"), listed(item(p("one")), item(p("two")))))),
            more='text:continue-numbering="true"',
        )
        + listed(item(p("Anew")))
        + listed(item(p("Dot")), style="B")
    )
    lines = read_odf(open_document(body, automatic=NUMBERS))
    assert texts(lines) == [
        "1. Apologies",
        "1.1 None.",
        "2. Minutes",
        "Text between",
        "2.1 Agreed:",
        "(a) one",
        "(b) two",
        "1. Anew",
        "• Dot",
    ]
    assert [line.indent for line in lines] == [0, 1, 0, 0, 1, 2, 2, 0, 0]


def test_styles_tell_headings_weight_size_place_and_new_pages():
    automatic = (
        '<style:style style:name="Top" style:family="paragraph" style:parent-style-name="Big">'
        '<style:paragraph-properties fo:text-align="center" fo:break-before="page"/></style:style>'
        '<style:style style:name="U" style:family="text"><style:text-properties '
        'style:text-underline-style="solid" fo:font-weight="normal"/></style:style>'
    )
    styles = (
        '<style:style style:name="Big" style:family="paragraph"><style:text-properties '
        'fo:font-weight="bold" fo:font-size="14pt"/></style:style>'
    )
    body = (
        p("HARBOUR BOARD", "Top")
        + p('<text:span text:style-name="U">Lamps</text:span>', "Big")
        + '<text:h text:outline-level="2">Why</text:h>'
    )
    top, lamps, why = read_odf(open_document(body, automatic=automatic, styles=styles))
    assert (top.bold, top.size, top.centred, top.page_break) == (True, 14.0, True, True)
    assert (lamps.bold, lamps.underlined, lamps.size) == (False, True, 14.0)
    assert why.level == 2


def test_blanks_breaks_notes_and_what_is_not_printed():
    body = (
        "<text:tracked-changes><text:p>gone</text:p></text:tracked-changes>"
        + p("A<text:s text:c='3'/>b<text:tab/>c<text:line-break/>d")
        + p(
            "Lamps<text:note><text:note-citation>1</text:note-citation><text:note-body>"
            "<text:p>See above.</text:p></text:note-body></text:note> stay"
            "<office:annotation><text:p>why?</text:p></office:annotation>"
        )
    )
    assert texts(read_odf(open_document(body))) == [
        "A b c", "d", "Lamps[1] stay", "[1] See above."
    ]  # fmt: skip


def test_tables_are_rows_and_page_heads_come_first():
    rows = "".join(
        f"<table:table-row>{''.join(cells)}</table:table-row>"
        for cells in (
            [f"<table:table-cell>{p(text)}</table:table-cell>" for text in ("Name", "Here")],
            [f"<table:table-cell>{p('Ada')}{p('Chair')}</table:table-cell>", "<table:table-cell/>"],
        )
    )
    master = (
        "<style:master-page><style:header><text:p>Harbour Board</text:p></style:header>"
        "<style:footer><text:p>Page <text:page-number>1</text:page-number> of "
        "<text:page-count>4</text:page-count></text:p></style:footer></style:master-page>"
    )
    lines = read_odf(open_document(f"<table:table>{rows}</table:table>", master=master))
    assert [(line.number, line.cells or line.text) for line in lines] == [
        (0, "Harbour Board"),
        (1, ("Name", "Here")),
        (2, ("Ada\nChair", "")),
    ]


def test_a_spreadsheet_is_read_as_it_is_shown_however_far_it_is_blank():
    blank = '<table:table-cell table:number-columns-repeated="16382"/>'
    cell = "<table:table-cell>{}</table:table-cell>"
    row = f"<table:table-row>{cell.format(p('Lamp'))}{cell.format(p('£40'))}{blank}"
    body = (
        f'<table:table table:name="Costs">{row}</table:table-row><table:table-row '
        f'table:number-rows-repeated="1048574">{blank}</table:table-row></table:table>'
    )
    name, costs = read_odf(open_document(body, kind="spreadsheet"))
    assert (name.text, name.level) == ("Costs", 1)
    assert costs.cells == ("Lamp", "£40")


def test_each_slide_is_a_page():
    frame = "<draw:frame {}><draw:text-box><text:p>{}</text:p></draw:text-box></draw:frame>"
    title = 'presentation:class="title"'
    body = (
        f"<draw:page>{frame.format(title, 'Lamps')}{frame.format('', 'Forty')}</draw:page>"
        f"<draw:page>{frame.format('', 'Nine')}</draw:page>"
    )
    lines = read_odf(open_document(body, kind="presentation"))
    assert [(line.page, line.level, line.text) for line in lines] == [
        (1, 1, "Lamps"),
        (1, None, "Forty"),
        (2, None, "Nine"),
    ]
    assert [line.page_break for line in lines] == [False, False, True]


def test_a_declared_type_is_refused():
    made = open_document("<text:p>x</text:p>")
    with pytest.raises(Refused, match="damaged"):
        read_odf(made.replace(b"content.xml", b"content.xmx"))
