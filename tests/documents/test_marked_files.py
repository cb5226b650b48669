"""Closed files go out marked: on every page where there is room, and in their names."""

from io import BytesIO

import docx
import pytest
from pypdf import PdfReader

from app.foundation.permissions import Access
from app.reports import services as reports
from tests.documents.test_document_pages import fetch
from tests.factories import agendas, documents
from tests.factories.reports import a_full_report
from tests.foundation.test_stamping import a_pdf

GROUNDS = "exempt information under paragraph 3 of Part 1 of Schedule 12A"


def attached(cast, *, data, name, exempt=True):
    """A file attached to a report on an item of an agenda that is out."""
    agenda = agendas.an_agenda(cast)
    item = agendas.an_exempt_item(agenda) if exempt else agendas.an_item(agenda)
    report = a_full_report(cast, wanted_on=agenda.meeting.on_date)
    given = {"data": data, "name": name, "published_at": None, "title": "Valuation"}
    document = documents.a_document(cast.board, **given)
    reports.attach(report, by=report.author, title="Valuation", document=document)
    reports.submit(report, by=report.author)
    reports.clear(report, by=cast.person("Clare"))
    agendas.services.place_report(item, report=report, by=None)
    agendas.published(cast, agenda, reason="In time.")
    return document


def a_word_file():
    made = BytesIO()
    document = docx.Document()
    document.add_paragraph("Valuation")
    document.save(made)
    return made.getvalue()


def named(answer):
    return answer.headers["Content-Disposition"]


def test_a_closed_pdf_goes_out_with_its_paragraph_on_every_page(cast, transaction, visit):
    """R3.4: every copy says “Not for publication” and the description (s100B(5))."""
    with transaction():
        document = attached(cast, data=a_pdf(0, 0), name="valuation.pdf")
        where = f"/documents/{document.id}"
    mo = visit("Mo")
    answer = fetch(mo, f"{where}/file")
    assert 'filename="NOT FOR PUBLICATION - valuation.pdf"' in named(answer)
    for page in PdfReader(BytesIO(answer.data)).pages:
        words = " ".join(page.extract_text().split())
        assert "NOT FOR PUBLICATION" in words and GROUNDS in words
    told = mo.open(where).words
    assert GROUNDS in told and "at the head of every page" in told
    visit("Nora").open(f"{where}/file", status=404)


def test_a_closed_word_file_goes_out_with_its_paragraph_in_every_header(cast, transaction, visit):
    """R3.4."""
    with transaction():
        document = attached(cast, data=a_word_file(), name="valuation.docx")
    answer = fetch(visit("Mo"), f"/documents/{document.id}/file")
    header = docx.Document(BytesIO(answer.data)).sections[0].header
    lines = [paragraph.text for paragraph in header.paragraphs]
    assert lines[0] == "NOT FOR PUBLICATION" and GROUNDS in lines[1]


def test_what_is_stored_is_fetched_by_the_clerk_alone(cast, transaction, visit):
    """R3.4: the mark is put on the copy; the file that is kept stays as it came in."""
    data = a_word_file()
    with transaction():
        document = attached(cast, data=data, name="valuation.docx")
    where = f"/documents/{document.id}/file?stored=1"
    assert fetch(visit("Clare"), where).data == data
    assert fetch(visit("Mo"), where).data != data


def test_a_file_without_room_for_a_mark_says_so_by_its_name(cast, transaction, visit):
    """R3.4: and its page tells what to write on it."""
    with transaction():
        document = attached(cast, data=b"Valuation: a lot.\n", name="valuation.txt")
    mo = visit("Mo")
    answer = fetch(mo, f"/documents/{document.id}/file")
    assert 'filename="NOT FOR PUBLICATION - valuation.txt"' in named(answer)
    assert answer.data == b"Valuation: a lot.\n"
    told = mo.open(f"/documents/{document.id}").words
    assert "its name alone says that it is not for publication" in told


def test_an_open_file_goes_out_as_it_is(cast, transaction, visit):
    data = a_pdf()
    with transaction():
        document = attached(cast, data=data, name="valuation.pdf", exempt=False)
    answer = fetch(visit("Nora"), f"/documents/{document.id}/file")
    assert answer.data == data
    assert named(answer) == "attachment; filename=valuation.pdf"


@pytest.mark.parametrize(
    ("access", "told"),
    [
        (Access.CONFIDENTIAL, "confidential information within the meaning of section 100A(3)"),
        (Access.RESTRICTED, "for the clerks of the board alone"),
    ],
)
def test_a_file_that_is_attached_to_nothing_says_what_it_can(
    cast, transaction, visit, access, told
):
    """R3.4: a past paper that came in closed."""
    with transaction():
        document = documents.a_document(cast.board, access=access, data=a_pdf(), name="a.pdf")
    answer = fetch(visit("Clare"), f"/documents/{document.id}/file")
    assert told in " ".join(PdfReader(BytesIO(answer.data)).pages[0].extract_text().split())
