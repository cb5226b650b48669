"""A PDF is read as it is printed: paragraphs whole, tables by rows, columns one after the other."""

import io
import random
from pathlib import Path

import pytest
from reportlab.lib import colors
from reportlab.lib.enums import TA_JUSTIFY
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle, getSampleStyleSheet
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Frame,
    FrameBreak,
    PageBreak,
    PageTemplate,
    Paragraph,
    SimpleDocTemplate,
    Spacer,
    Table,
)

from app.foundation.reading import sandbox
from app.foundation.reading.container import NO_WORDS
from app.foundation.reading.lines import Line
from app.foundation.reading.pdf import read_pdf

NORMAL = getSampleStyleSheet()["Normal"]
LONG = (
    "The lamps along the quay were looked at by the engineer in the spring, and nine of the forty "
    "were found to be beyond repair, as had been feared for some years past."
)


def printed(*flowables, **given) -> bytes:
    made = io.BytesIO()
    SimpleDocTemplate(made, pagesize=A4, **given).build(list(flowables))
    return made.getvalue()


def drawn(draw, *, pages=1) -> bytes:
    made = io.BytesIO()
    canvas = Canvas(made, pagesize=A4)
    for page in range(1, pages + 1):
        draw(canvas, page)
        canvas.showPage()
    canvas.save()
    return made.getvalue()


def texts(lines: list[Line]) -> list[str]:
    return [line.text for line in lines]


def test_a_wrapped_paragraph_is_one_line_and_the_next_another():
    lines = read_pdf(
        printed(Paragraph(LONG, NORMAL), Spacer(1, 12), Paragraph("It ended.", NORMAL))
    )
    assert texts(lines) == [LONG, "It ended."]
    assert lines[1].number - lines[0].number == 2
    assert {line.page for line in lines} == {1}


def test_a_word_cut_at_the_end_of_a_row_is_made_whole():
    def _draw(canvas, _page):
        canvas.drawString(72, 700, "The partnership asked all of its members about the partner-")
        canvas.drawString(72, 686, "ship and its work in the course of the year, and their well-")
        canvas.drawString(72, 672, "being, for well-being is what it is for.")

    (line,) = read_pdf(drawn(_draw))
    assert "about the partnership and" in line.text
    assert "their well-being, for" in line.text


def test_the_look_of_a_line_is_kept():
    def _draw(canvas, _page):
        canvas.setFont("Helvetica-Bold", 16)
        canvas.drawCentredString(232, 780, "LANTERN BOARD")
        canvas.setFont("Helvetica", 11)
        canvas.drawString(72, 740, "Apologies")
        canvas.line(72, 738, 72 + canvas.stringWidth("Apologies", "Helvetica", 11), 738)
        canvas.drawString(
            72, 710, "A sentence that goes on as far as the margin of the page does go."
        )
        canvas.drawString(
            72, 680, "Another that goes on as far as the margin of the whole page goes."
        )

    title, heading, *_ = read_pdf(drawn(_draw))
    assert (title.bold, title.size, title.centred) == (True, 16.0, True)
    assert (heading.underlined, heading.bold, heading.size) == (True, False, 11.0)


def test_a_number_in_the_margin_stands_before_what_it_numbers():
    def _draw(canvas, _page):
        for at, (number, words) in enumerate([("4511", "Apologies"), ("4512", "Minutes")]):
            canvas.drawString(72, 700 - 40 * at, number)
            canvas.drawString(130, 700 - 40 * at, f"{words} were received from all of those who")
            canvas.drawString(130, 686 - 40 * at, "could not come.")

    assert texts(read_pdf(drawn(_draw))) == [
        "4511 Apologies were received from all of those who could not come.",
        "4512 Minutes were received from all of those who could not come.",
    ]


def test_the_rows_of_a_ruled_table_are_lines_of_cells():
    rows = [["No.", "Item", "Pages"], ["1", Paragraph("Lamps and all that " * 4, NORMAL), "3 - 12"]]
    table = Table(
        rows, colWidths=[40, 200, 60], style=[("GRID", (0, 0), (-1, -1), 1, colors.black)]
    )
    head, row = read_pdf(printed(table))
    assert head.cells == ("No.", "Item", "Pages")
    assert row.cells == ("1", "Lamps and all that Lamps and all that Lamps and all that Lamps and "
                              "all that", "3 - 12")  # fmt: skip


def test_names_in_columns_stay_beside_one_another():
    def _draw(canvas, _page):
        for at, (name, post) in enumerate([("Ada Lamb", "Chair"), ("Bo Fox", "Member for Quay")]):
            canvas.drawString(72, 700 - 14 * at, name)
            canvas.drawString(300, 700 - 14 * at, post)

    assert [line.cells for line in read_pdf(drawn(_draw))] == [
        ("Ada Lamb", "Chair"),
        ("Bo Fox", "Member for Quay"),
    ]


def test_two_columns_of_text_are_read_one_after_the_other():
    made = io.BytesIO()
    style = ParagraphStyle("justified", parent=NORMAL, alignment=TA_JUSTIFY)
    frames = [Frame(50, 50, 235, 740, id="left"), Frame(310, 50, 235, 740, id="right")]
    paper = BaseDocTemplate(made, pagesize=A4, pageTemplates=[PageTemplate(frames=frames)])
    paper.build([Paragraph(LONG * 2, style), FrameBreak(), Paragraph(f"Then. {LONG}", style)])
    first, second = read_pdf(made.getvalue())
    assert first.text == LONG * 2
    assert second.text == f"Then. {LONG}"


def test_what_runs_over_every_page_is_furniture_and_page_numbers_go():
    def _furnish(canvas, paper):
        canvas.drawString(72, 810, "Lantern Board, 5 May 2031 – DRAFT")
        canvas.drawCentredString(297, 30, f"Page {paper.page} of 3")

    made = io.BytesIO()
    paper = SimpleDocTemplate(made, pagesize=A4)
    body = [Paragraph(f"{day}. {LONG}", NORMAL) for day in ("Monday", "Tuesday", "Friday")]
    story = [body[0], PageBreak(), body[1], PageBreak(), body[2]]
    paper.build(story, onFirstPage=_furnish, onLaterPages=_furnish)
    furniture, *lines = read_pdf(made.getvalue())
    assert (furniture.number, furniture.text) == (0, "Lantern Board, 5 May 2031 – DRAFT")
    assert [(line.page, line.page_break) for line in lines] == [(1, False), (2, True), (3, True)]
    assert not any("Page" in line.text for line in lines)


def test_drawn_pages_are_said_to_be_no_text(tmp_path: Path):
    path = tmp_path / "paper.pdf"
    path.write_bytes(drawn(lambda canvas, _page: canvas.rect(100, 100, 200, 200, fill=1)))
    assert sandbox.read(path).reason == NO_WORDS


def test_a_pdf_goes_through_the_sandbox(tmp_path: Path):
    path = tmp_path / "paper.pdf"
    path.write_bytes(printed(Paragraph(LONG, NORMAL)))
    reading = sandbox.read(path)
    assert (reading.status, reading.media_type) == ("ok", "application/pdf")
    assert [(line.text, line.page) for line in reading.lines] == [(LONG, 1)]


@pytest.mark.parametrize("seed", range(20))
def test_a_damaged_pdf_is_refused_or_read_and_nothing_else(tmp_path: Path, seed: int):
    data = bytearray(printed(Paragraph(LONG, NORMAL), Table([["a", "b"]]), PageBreak()))
    chance = random.Random(seed)
    for _ in range(chance.randrange(1, 60)):
        data[chance.randrange(8, len(data))] = chance.randrange(256)
    path = tmp_path / "paper.pdf"
    path.write_bytes(data[: chance.randrange(20, len(data))] if seed % 3 == 0 else data)
    assert sandbox.read(path).status in ("ok", "refused", "killed")
