"""Word files become lines as Word prints them."""

import io
import zipfile

import docx
import pytest

from app.foundation.errors import Refused
from app.foundation.reading.docx import read_docx
from app.foundation.reading.limits import Limits
from tests.foundation.reading.word_files import (
    item,
    p,
    relations,
    row,
    table,
    texts,
    word_file,
    zipped,
)

BOLD = "<w:b/>"


def test_a_paper_written_with_python_docx_is_read_with_headings_rows_and_bold_lines():
    paper = docx.Document()
    paper.add_heading("Purpose of the report", 1)
    paper.add_paragraph("To report progress.")
    paper.add_paragraph("").add_run("RECOMMENDATION:").bold = True
    rows = paper.add_table(2, 2)
    rows.cell(0, 0).text, rows.cell(0, 1).text = "Document", "Place"
    rows.cell(1, 0).text, rows.cell(1, 1).text = "Strategy", "Town Hall"
    out = io.BytesIO()
    paper.save(out)

    lines = read_docx(out.getvalue())

    assert texts(lines) == [
        "Purpose of the report",
        "To report progress.",
        "RECOMMENDATION:",
        "Document Place",
        "Strategy Town Hall",
    ]
    assert [line.number for line in lines] == [1, 2, 3, 4, 5]
    assert lines[0].level == 1
    assert [line.bold for line in lines[1:3]] == [False, True]
    assert lines[4].cells == ("Strategy", "Town Hall")


def test_empty_paragraphs_are_counted_but_not_handed_over():
    lines = read_docx(word_file(p("One") + p() + p("Three")))
    assert [(line.number, line.text) for line in lines] == [(1, "One"), (3, "Three")]


def test_white_space_tabs_and_invisible_marks_become_single_spaces():
    body = (
        '<w:p><w:r><w:t xml:space="preserve">REPORT  TO:</w:t><w:tab/><w:tab/>'
        "<w:t>Execu\u00adtive\u00a0Board\u200b</w:t></w:r></w:p>"
    )
    assert texts(read_docx(word_file(body))) == ["REPORT TO: Executive Board"]


def test_a_line_break_divides_plain_text_and_only_bold_parts_are_bold():
    body = (
        "<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>REPORT TO: Board</w:t><w:br/></w:r>"
        "<w:r><w:t>DATE: 20 September 2011</w:t></w:r></w:p>"
    )
    lines = read_docx(word_file(body))
    assert [(line.number, line.text, line.bold) for line in lines] == [
        (1, "REPORT TO: Board", True),
        (1, "DATE: 20 September 2011", False),
    ]


def test_a_line_break_in_a_heading_is_a_space():
    heading = '<w:pPr><w:outlineLvl w:val="0"/></w:pPr>'
    body = f"<w:p>{heading}<w:r><w:t>Safer</w:t><w:br/><w:t>Halton</w:t></w:r></w:p>"
    lines = read_docx(word_file(body))
    assert [(line.text, line.level) for line in lines] == [("Safer Halton", 1)]


def test_tracked_insertions_are_kept_and_deletions_dropped():
    body = (
        "<w:p><w:r><w:t>The Board </w:t></w:r>"
        "<w:del><w:r><w:delText>noted</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>approved</w:t></w:r></w:ins>"
        "<w:moveFrom><w:r><w:t> gone</w:t></w:r></w:moveFrom>"
        "<w:moveTo><w:r><w:t> the plan</w:t></w:r></w:moveTo></w:p>"
    )
    assert texts(read_docx(word_file(body))) == ["The Board approved the plan"]


def test_paragraphs_whose_mark_was_deleted_are_one():
    deleted = p("The Board ", properties="<w:rPr><w:del/></w:rPr>")
    assert texts(read_docx(word_file(deleted + p("agreed.")))) == ["The Board agreed."]


def test_a_deleted_row_is_dropped():
    gone = "<w:tr><w:trPr><w:del/></w:trPr><w:tc>" + p("old") + "</w:tc></w:tr>"
    kept = row(p("new"), p("row"))
    assert texts(read_docx(word_file(table(gone, kept)))) == ["new row"]


def test_the_text_of_links_fields_and_content_controls_is_kept():
    body = (
        "<w:p><w:hyperlink><w:r><w:t>the policy</w:t></w:r></w:hyperlink>"
        '<w:r><w:fldChar w:fldCharType="begin"/><w:instrText> REF x </w:instrText>'
        '<w:t>hidden</w:t><w:fldChar w:fldCharType="separate"/><w:t> of 2011</w:t>'
        '<w:fldChar w:fldCharType="end"/></w:r>'
        '<w:fldSimple w:instr=" REF y "><w:r><w:t> and 2012</w:t></w:r></w:fldSimple>'
        "<w:sdt><w:sdtContent><w:r><w:t>, as agreed</w:t></w:r></w:sdtContent></w:sdt>"
        "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr>"
        "<w:sdtContent><w:r><w:t>Click here</w:t></w:r></w:sdtContent></w:sdt></w:p>"
    )
    assert texts(read_docx(word_file(body))) == ["the policy of 2011 and 2012, as agreed"]


def test_hidden_text_is_not_printed():
    assert texts(read_docx(word_file(p("secret", run="<w:vanish/>") + p("open")))) == ["open"]


def test_footnotes_stand_at_the_end_with_their_number_in_the_text():
    body = '<w:p><w:r><w:t>Crime fell.</w:t><w:footnoteReference w:id="2"/></w:r></w:p>'
    notes = '<w:footnote w:id="2">' + p("Police figures.") + "</w:footnote>"
    lines = read_docx(word_file(body + p("End."), footnotes=notes))
    assert texts(lines) == ["Crime fell.[1]", "End.", "[1] Police figures."]


def test_a_text_box_is_read_once_after_its_paragraph():
    box = f"<w:pict><w:txbxContent>{p('In the box')}</w:txbxContent></w:pict>"
    choice = f"<mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>"
    body = f"<w:p><w:r><w:t>Before</w:t>{choice}</mc:AlternateContent></w:r></w:p>" + p("After")
    assert texts(read_docx(word_file(body))) == ["Before", "In the box", "After"]


def test_a_row_is_one_line_and_a_cell_keeps_its_paragraphs_apart():
    body = table(row(p("SHP51", run=BOLD), p("Apologies.") + p("RESOLVED: That it be noted.")))
    (line,) = read_docx(word_file(body))
    assert line.text == "SHP51 Apologies. RESOLVED: That it be noted."
    assert line.cells == ("SHP51", "Apologies.\nRESOLVED: That it be noted.")
    assert not line.bold


def test_a_box_drawn_as_a_table_of_one_cell_is_running_text():
    lines = read_docx(word_file(table(row(p("First") + p("Second")))))
    assert [(line.text, line.cells) for line in lines] == [("First", ()), ("Second", ())]


def test_a_cell_merged_downwards_is_shown_once():
    begun = '<w:tcPr><w:vMerge w:val="restart"/></w:tcPr>' + p("Item")
    going = "<w:tcPr><w:vMerge/></w:tcPr>" + p("Item")
    lines = read_docx(word_file(table(row(begun, p("a")), row(going, p("b")))))
    assert [line.cells for line in lines] == [("Item", "a"), ("", "b")]


def test_a_new_page_is_marked_on_the_line_it_begins_with():
    manual = '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'
    within = '<w:p><w:r><w:t>Three</w:t><w:br w:type="page"/><w:t>Four</w:t></w:r></w:p>'
    own = p("Five", properties="<w:pageBreakBefore/>")
    lines = read_docx(word_file(p("One") + manual + p("Two") + within + own))
    assert [(line.text, line.page_break) for line in lines] == [
        ("One", False),
        ("Two", True),
        ("Three", False),
        ("Four", True),
        ("Five", True),
    ]


def test_a_new_section_is_a_new_page_unless_it_says_continuous():
    first = p("One", properties="<w:sectPr/>")
    second = p("Two", properties='<w:sectPr><w:type w:val="continuous"/></w:sectPr>')
    lines = read_docx(word_file(first + second + p("Three") + "<w:sectPr/>"))
    assert [line.page_break for line in lines] == [False, False, True]


def test_page_headers_come_first_as_number_nought_without_page_numbers():
    ends = (
        '<w:sectPr><w:headerReference r:id="header1"/><w:headerReference r:id="header2"/>'
        '<w:footerReference r:id="footer1"/></w:sectPr>'
    )
    page = (
        '<w:r><w:t xml:space="preserve"> Page </w:t><w:fldChar w:fldCharType="begin"/>'
        '<w:instrText> PAGE </w:instrText><w:fldChar w:fldCharType="separate"/><w:t>3</w:t>'
        '<w:fldChar w:fldCharType="end"/><w:t xml:space="preserve"> of </w:t></w:r>'
        '<w:fldSimple w:instr=" NUMPAGES "><w:r><w:t>4</w:t></w:r></w:fldSimple>'
    )
    footer = "<w:r><w:t>Executive Board, 12 May 2026</w:t></w:r>"
    lines = read_docx(
        word_file(
            p("Body") + ends,
            header1=p("NOT FOR PUBLICATION"),
            header2=p("NOT FOR PUBLICATION"),
            footer1=f"<w:p>{footer}{page}</w:p><w:p>{page}</w:p>",
        )
    )
    assert [(line.number, line.text) for line in lines] == [
        (0, "NOT FOR PUBLICATION"),
        (0, "Executive Board, 12 May 2026"),
        (1, "Body"),
    ]


def test_a_watermark_counts_as_a_header():
    ends = '<w:sectPr><w:headerReference r:id="header1"/></w:sectPr>'
    mark = (
        '<w:p><w:r><w:pict><v:textpath xmlns:v="urn:schemas-microsoft-com:vml"'
        ' string="CONFIDENTIAL"/></w:pict></w:r></w:p>'
    )
    lines = read_docx(word_file(p("Body") + ends, header1=mark))
    assert texts(lines) == ["CONFIDENTIAL", "Body"]


def test_styles_give_heading_level_and_weight_through_what_they_are_based_on():
    styles = (
        '<w:style w:type="paragraph" w:styleId="H2"><w:name w:val="heading 2"/>'
        "<w:rPr><w:b/></w:rPr></w:style>"
        '<w:style w:type="paragraph" w:styleId="Ours"><w:name w:val="Ours"/>'
        '<w:basedOn w:val="H2"/></w:style>'
        '<w:style w:type="character" w:styleId="Light"><w:rPr><w:b w:val="0"/></w:rPr></w:style>'
    )
    ours = '<w:pStyle w:val="Ours"/>'
    body = p("Risk", properties=ours) + p("Light", properties=ours, run='<w:rStyle w:val="Light"/>')
    lines = read_docx(word_file(body, styles=styles))
    assert [(line.level, line.bold) for line in lines] == [(2, True), (2, False)]


def test_a_style_based_on_itself_does_no_harm():
    styles = (
        '<w:style w:type="paragraph" w:styleId="A"><w:basedOn w:val="B"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="B"><w:basedOn w:val="A"/></w:style>'
    )
    body = p("Text", properties='<w:pStyle w:val="A"/>')
    assert texts(read_docx(word_file(body, styles=styles))) == ["Text"]


def test_the_strict_form_of_the_format_is_read():
    content = word_file(p("Strict", run=BOLD))
    parts = zipfile.ZipFile(io.BytesIO(content))
    usual = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    strict = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
    files = {name: parts.read(name).replace(usual, strict) for name in parts.namelist()}
    (line,) = read_docx(zipped(files))
    assert (line.text, line.bold) == ("Strict", True)


def test_a_list_that_does_not_exist_gives_no_number():
    assert texts(read_docx(word_file(item("Text", list_id=9)))) == ["Text"]


def test_too_many_paragraphs_are_refused():
    with pytest.raises(Refused, match="more than 3 paragraphs"):
        read_docx(word_file(p("x") * 4), limits=Limits(paragraphs=3))


@pytest.mark.parametrize("body", ["<w:p>", "no xml at all", "<w:p></w:q>"])
def test_damaged_xml_is_refused(body):
    with pytest.raises(Refused, match="damaged"):
        read_docx(word_file(body.encode()))


def test_a_drop_cap_is_the_first_letter_of_its_paragraph():
    cap = p("S", properties='<w:framePr w:dropCap="drop" w:lines="3"/>')
    assert texts(read_docx(word_file(cap + p("afety comes first.")))) == ["Safety comes first."]


def test_old_form_fields_show_what_was_chosen():
    entries = '<w:listEntry w:val="Information"/><w:listEntry w:val="Decision"/>'
    chosen = f'<w:ffData><w:ddList><w:result w:val="1"/>{entries}</w:ddList></w:ffData>'
    ticked = '<w:ffData><w:checkBox><w:default w:val="0"/><w:checked/></w:checkBox></w:ffData>'
    empty = "<w:ffData><w:checkBox><w:default w:val='0'/></w:checkBox></w:ffData>"
    fields = "".join(
        f'<w:r><w:t xml:space="preserve"> {label} </w:t></w:r>'
        f'<w:r><w:fldChar w:fldCharType="begin">{data}</w:fldChar></w:r>'
        '<w:r><w:instrText> FORM </w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
        for label, data in (("For:", chosen), ("Key", ticked), ("Exempt", empty))
    )
    assert texts(read_docx(word_file(f"<w:p>{fields}</w:p>"))) == ["For: Decision Key ☒ Exempt ☐"]


@pytest.mark.parametrize("sign", ["☐", "☒"])
def test_a_box_to_tick_is_kept_ticked_or_not(sign):
    w14 = 'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
    body = (
        f"<w:p><w:sdt><w:sdtPr><w14:checkbox {w14}/><w:showingPlcHdr/></w:sdtPr>"
        f"<w:sdtContent><w:r><w:t>{sign}</w:t></w:r></w:sdtContent></w:sdt>"
        '<w:r><w:t xml:space="preserve"> Decision</w:t></w:r></w:p>'
    )
    assert texts(read_docx(word_file(body))) == [f"{sign} Decision"]


def test_the_size_of_type_underlining_and_the_middle_come_from_runs_and_styles():
    styles = (
        '<w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val="22"/></w:rPr></w:rPrDefault>'
        '</w:docDefaults><w:style w:type="paragraph" w:styleId="Top"><w:name w:val="Top"/>'
        '<w:pPr><w:jc w:val="center"/></w:pPr><w:rPr><w:u w:val="single"/><w:sz w:val="32"/>'
        "</w:rPr></w:style>"
    )
    body = (
        p("HARBOUR BOARD", properties='<w:pStyle w:val="Top"/>')
        + p(
            "Note",
            properties='<w:pStyle w:val="Top"/><w:jc w:val="left"/>',
            run='<w:u w:val="none"/>',
        )
        + p("Plain")
    )
    found = [
        (line.size, line.underlined, line.centred)
        for line in read_docx(word_file(body, styles=styles))
    ]
    assert found == [(16.0, True, True), (16.0, False, False), (11.0, False, False)]


@pytest.mark.parametrize(
    "within",
    [word_file(p("Lamps") + '<w:altChunk r:id="aFChunk"/>'), b"<html><p>Lamps</html>", b"Lamps"],
    ids=["a Word file that names itself", "a web page", "text"],
)
def test_a_file_put_in_whole_is_read_at_its_place(within):
    body = p("Before") + '<w:altChunk r:id="aFChunk"/>' + p("After")
    with zipfile.ZipFile(io.BytesIO(word_file(body))) as container:
        parts = {name: container.read(name) for name in container.namelist()}
    parts["word/_rels/document.xml.rels"] = relations(aFChunk="within.bin").encode()
    parts["word/within.bin"] = within
    assert texts(read_docx(zipped(parts))) == ["Before", "Lamps", "After"]
