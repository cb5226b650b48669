"""Workbooks and presentations are read as they are shown, sheet by sheet and slide by slide."""

import time

import pytest

from app.foundation.errors import Refused
from app.foundation.reading.limits import Limits
from app.foundation.reading.pptx import read_pptx
from app.foundation.reading.xlsx import read_xlsx
from tests.foundation.reading.office_files import presentation, shape, workbook
from tests.foundation.reading.word_files import texts

STYLES = (
    '<numFmts><numFmt numFmtId="170" formatCode="[Red]dd/mm/yyyy"/></numFmts>'
    "<fonts><font/><font><b/></font></fonts><cellXfs>"
    '<xf fontId="0" numFmtId="0"/><xf fontId="1" numFmtId="0"/><xf fontId="0" numFmtId="170"/>'
    '<xf fontId="0" numFmtId="20"/><xf fontId="0" numFmtId="9"/></cellXfs>'
)


def test_rows_have_their_cells_with_days_and_times_as_people_write_them():
    rows = (
        '<row r="1"><c r="A1" s="1" t="s"><v>0</v></c><c r="D1" s="1" t="inlineStr">'
        "<is><t>Due</t></is></c></row>"
        '<row r="2"><c r="A2" t="s"><v>1</v></c><c r="B2"><v>1234.5</v></c>'
        '<c r="C2" s="2"><v>45363</v></c><c r="D2" s="3"><v>0.8125</v></c>'
        '<c r="E2" s="4"><v>0.25</v></c><c r="F2" t="b"><v>1</v></c></row>'
        '<row r="3"><c r="B3"/></row>'
    )
    shared = "<si><t>Owner</t></si><si><r><t>Harbour </t></r><r><t>Master</t></r></si>"
    lines = read_xlsx(workbook({"Sheet1": rows}, texts=shared, styles=STYLES))
    assert [line.cells for line in lines] == [
        ("Owner", "", "", "Due"),
        ("Harbour Master", "1234.5", "12 March 2024", "19:30", "25%", "TRUE"),
    ]
    assert [line.bold for line in lines] == [True, False]
    assert lines[1].text == "Harbour Master 1234.5 12 March 2024 19:30 25% TRUE"


def test_each_sheet_begins_with_its_name_and_hidden_sheets_are_left_out():
    row = '<row><c t="inlineStr"><is><t>{}</t></is></c></row>'
    sheets = {name: row.format(name.lower()) for name in ("Actions", "Workings", "Sheet 3")}
    lines = read_xlsx(workbook(sheets, hidden=("Workings",)))
    assert texts(lines) == ["Actions", "actions", "sheet 3"]
    assert [line.level for line in lines] == [1, None, None]
    assert lines[1].cells == ()


def test_a_cell_in_the_last_column_and_row_costs_nothing():
    rows = '<row r="1048576"><c r="A1"><v>1</v></c><c r="XFD1048576"><v>2</v></c></row>'
    began = time.process_time()
    assert read_xlsx(workbook({"Sheet1": rows}))[0].cells == ("1", "2")
    assert time.process_time() - began < 0.5


def test_too_many_rows_are_refused():
    rows = "<row><c><v>1</v></c></row>" * 5
    with pytest.raises(Refused, match="more than 4 rows"):
        read_xlsx(workbook({"Sheet1": rows}), limits=Limits(paragraphs=4))


def test_slides_are_pages_with_their_title_first_and_their_notes_last():
    table = (
        "<a:tbl><a:tr>"
        + "".join(
            f"<a:tc><a:p><a:r><a:t>{text}</a:t></a:r></a:p></a:tc>" for text in ("Lamp", "£40")
        )
        + "</a:tr></a:tbl>"
    )
    lines = read_pptx(
        presentation(
            shape("Forty lamps", "Nine worn")
            + shape("Quay lighting", place="title")
            + shape("7", place="sldNum"),
            shape("Costs", place="title") + table,
            notes=shape("Say why."),
        )
    )
    assert [(line.page, line.level, line.text) for line in lines] == [
        (1, 1, "Quay lighting"),
        (1, None, "Forty lamps"),
        (1, None, "Nine worn"),
        (1, None, "Say why."),
        (2, 1, "Costs"),
        (2, None, "Lamp £40"),
    ]
    assert lines[-1].cells == ("Lamp", "£40")
    assert [line.page_break for line in lines] == [False] * 4 + [True, False]
