"""A closed file leaves with a mark on every page, and the file that is stored stays as it is."""

from io import BytesIO

import docx
import pytest
from docx.enum.section import WD_SECTION
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DictionaryObject, NameObject
from reportlab.pdfgen.canvas import Canvas

from app.foundation.reading.sniff import MEDIA_TYPES
from app.foundation.stamping.marked import marked_copy

MARK = "NOT FOR PUBLICATION\nThis report contains exempt information under paragraph 3."
WORD, PDF = MEDIA_TYPES["docx"], MEDIA_TYPES["pdf"]


def marked(tmp_path, data, media_type):
    path = tmp_path / "file"
    path.write_bytes(data)
    copy = marked_copy(path, media_type=media_type, mark=MARK)
    assert path.read_bytes() == data
    return copy


def a_pdf(*rotations):
    made = BytesIO()
    canvas = Canvas(made)
    for turn in rotations or (0,):
        canvas.setPageRotation(turn)
        canvas.drawString(72, 400, f"Lamps, turned by {turn}")
        canvas.showPage()
    canvas.save()
    return made.getvalue()


def of(writer):
    made = BytesIO()
    writer.write(made)
    return made.getvalue()


def in_headers(data):
    """The lines of every header of a Word file, section by section."""
    return [
        [
            [paragraph.text for paragraph in header.paragraphs]
            for header in (section.header, section.first_page_header, section.even_page_header)
        ]
        for section in docx.Document(BytesIO(data)).sections
    ]


def test_every_header_of_a_word_file_says_it_as_text(tmp_path):
    """R3.4: first, odd and even pages of every section, before what stood there."""
    made, kept = docx.Document(), BytesIO()
    made.settings.odd_and_even_pages_header_footer = True
    first = made.sections[0]
    first.different_first_page_header_footer = True
    first.header.paragraphs[0].text = "Weir Council"
    made.add_section(WD_SECTION.NEW_PAGE)
    own = made.add_section(WD_SECTION.NEW_PAGE)
    own.header.is_linked_to_previous = False
    made.save(kept)
    lines = MARK.splitlines()
    before, linked, apart = in_headers(marked(tmp_path, kept.getvalue(), WORD))
    assert before == [[*lines, "Weir Council"], [*lines, ""], [*lines, ""]]
    assert linked == before
    assert apart[0] == [*lines, ""]


def test_every_page_of_a_pdf_says_it_whatever_way_it_is_turned(tmp_path):
    """R3.4: in text that is drawn last, at the head of the page as it is read."""
    copy = PdfReader(BytesIO(marked(tmp_path, a_pdf(0, 90, 180, 270), PDF)))
    assert len(copy.pages) == 4
    for page, turn in zip(copy.pages, (0, 90, 180, 270), strict=True):
        words = page.extract_text()
        assert f"Lamps, turned by {turn}" in words
        assert "NOT FOR PUBLICATION" in words and "paragraph 3" in words
        assert page.rotation == turn


def test_the_tags_of_a_pdf_stay_and_the_mark_is_an_artifact_in_a_font_of_its_own(tmp_path):
    """R3.4, R14.2: a tagged file is still tagged, and nothing stands outside its tags unsaid."""
    writer = PdfWriter(clone_from=PdfReader(BytesIO(a_pdf())))
    root = writer._root_object
    tree = DictionaryObject({NameObject("/Type"): NameObject("/StructTreeRoot")})
    root[NameObject("/StructTreeRoot")] = writer._add_object(tree)
    copy = PdfReader(BytesIO(marked(tmp_path, of(writer), PDF)))
    assert copy.trailer["/Root"]["/StructTreeRoot"]["/Type"] == "/StructTreeRoot"
    page = copy.pages[0]
    drawn = page.get_contents().get_data()
    assert b"/Artifact <</Type /Pagination /Subtype /Header" in drawn
    assert drawn.count(b"BDC") == drawn.count(b"EMC") == 1
    fonts = page["/Resources"]["/Font"]
    ours = [fonts[name] for name in fonts if name.startswith("/Mark")]
    assert ours and all("/FontFile2" in font["/FontDescriptor"] for font in ours)


def test_pages_that_share_their_resources_are_marked_once_each(tmp_path):
    """R3.4: no page has the mark of another."""
    copy = PdfReader(BytesIO(marked(tmp_path, a_pdf(0, 0, 0), PDF)))
    for page in copy.pages:
        assert page.extract_text().count("NOT FOR PUBLICATION") == 1


def encrypted():
    writer = PdfWriter(clone_from=PdfReader(BytesIO(a_pdf())))
    writer.encrypt("secret")
    return of(writer)


@pytest.mark.parametrize(
    ("data", "media_type"),
    [
        (b"%PDF-1.7 and no more", PDF),
        (b"PK\x03\x04 and no more", WORD),
        (encrypted(), PDF),
        (b"\x89PNG", MEDIA_TYPES["png"]),
        (b"PK", MEDIA_TYPES["xlsx"]),
    ],
)
def test_what_cannot_be_marked_is_told_and_nothing_breaks(tmp_path, data, media_type):
    """R3.4: an encrypted or damaged file, a picture, a spreadsheet."""
    assert marked(tmp_path, data, media_type) is None
