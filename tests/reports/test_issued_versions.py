"""An issued version of a report keeps all that stood beside its text, its files included."""

import re

import pytest

from app.documents import services as documents
from app.foundation.errors import Refused
from app.reports import queries, services
from app.reports.models import BESIDE
from tests.factories import reports
from tests.factories.documents import a_document
from tests.publications import changes, frozen, word_of

SUPERSEDED = (
    r"<w:p>(?:(?!<w:p>).)*Version \d+, published \d+ \w+ \d{4}\. "
    r"It was superseded by version \d+ on \d+ \w+ \d{4}\.<(?:(?!</w:p>).)*</w:p>"
)
"""The line of an earlier version's file that the file of its own day did not have."""


def issued_with_a_file(cast):
    """A published report, and the document that was issued with it."""
    document = a_document(cast.board)
    report = reports.a_full_report(cast)
    services.attach(report, by=report.author, title="The map", document=document)
    services.submit(report, by=report.author)
    services.clear(report, by=cast.person("Clare"))
    services.issue(report, by=cast.person("Clare"))
    return report, document


def test_a_file_that_was_issued_with_a_report_is_not_replaced(cast, transaction, visit):
    with transaction():
        report, document = issued_with_a_file(cast)
    clare = visit("Clare")
    clare.open(f"/documents/{document.id}")
    with transaction(), pytest.raises(Refused, match="stays as it was issued"):
        documents.add_version(document, by=cast.person("Clare"), name="new.txt", data=b"New.")
    kept = queries.newest_issued(report).content[BESIDE]
    assert [one["document_id"] for one in kept["appendices"]] == [document.id]


def test_a_file_of_a_draft_is_replaced_as_before(cast, transaction):
    with transaction():
        document = a_document(cast.board)
        report = reports.a_full_report(cast)
        services.attach(report, by=report.author, title="The map", document=document)
        documents.add_version(document, by=cast.person("Clare"), name="new.txt", data=b"New.")
    assert len(document.versions) == 2


def test_what_is_issued_again_unchanged_is_the_same_version(cast, transaction):
    with transaction():
        report = reports.a_published_report(cast)
        first = queries.newest_issued(report)
        again = services.issue(report, by=cast.person("Clare"))
        assert again is first
        report.header = report.header | {"officer": "Head of Parks"}
        other = services.issue(report, by=cast.person("Clare"))
    assert other.number > first.number
    assert other.content[BESIDE]["officer"] == "Head of Parks"


def test_an_earlier_issued_version_is_read_and_saved_as_it_was(cast, transaction, visit):
    with transaction():
        report = reports.a_full_report(cast)
        services.attach(report, by=report.author, title="Map", html="<p>The old one.</p>")
        services.submit(report, by=report.author)
        services.clear(report, by=cast.person("Clare"))
        first = services.issue(report, by=cast.person("Clare"))
        number = first.number
    nora, path = visit("Nora"), f"/reports/{report.id}/versions/{number}"
    page, (name, file) = frozen(nora.open(path)), word_of(nora, f"{path}/word")
    assert "The old one." in page
    assert f"report-{report.id}-version-{number}.docx" in name
    with transaction():
        services.send_back(report, by=cast.person("Clare"), text="Again.")
        services.attach(report, by=report.author, title="Second map", html="<p>Newer.</p>")
        reports.write(report, "purpose", "Something else.")
        services.submit(report, by=report.author)
        services.clear(report, by=cast.person("Clare"))
        services.issue(report, by=cast.person("Clare"))
        cast.board.name = "Neighbourhoods Board"
        report.author.name = "Olu Vance"
    assert changes(page, frozen(nora.open(path))) == []
    name_now, file_now = word_of(nora, f"{path}/word")
    without, count = re.subn(SUPERSEDED, "", file_now)
    assert (name_now, without, count) == (name, file, 1)
    assert f"It was superseded by version {number + 2} on" in nora.open(path).words
    assert "Superseded" in nora.page.words
    assert "First published" in nora.open(f"/reports/{report.id}").words
    now = nora.open(f"/reports/{report.id}")
    assert "Second map" in now.words
    assert "Something else." in frozen(now)


def test_a_version_that_was_never_issued_has_no_word_file_for_readers(cast, transaction, visit):
    with transaction():
        report = reports.a_published_report(cast)
        kept = [version.number for version in report.versions if not version.is_issued]
    for who in ("Nora", "Clare"):
        visit(who).fetch(f"/reports/{report.id}/versions/{kept[0]}/word", status=404)


def test_the_note_on_working_text_appears_only_for_what_the_report_itself_says(
    cast, transaction, visit
):
    """A board that is renamed changes none of its reports; what is attached to one does."""
    with transaction():
        report = reports.a_published_report(cast)
        cast.board.name = "Neighbourhoods Board"
    for who in ("Olu", "Clare"):
        page = visit(who).open(f"/reports/{report.id}")
        assert "You see the working text." not in page.words
        assert "Neighbourhoods Board" not in frozen(page)
    with transaction():
        services.send_back(report, by=cast.person("Clare"), text="Attach the map.")
        services.attach(report, by=report.author, title="The map", html="<p>Here.</p>")
    page = visit("Olu").open(f"/reports/{report.id}")
    assert "You see the working text." in page.words
    assert "The map" in page.words and "Take off" in page.words
    assert "The map" not in visit("Nora").open(f"/reports/{report.id}").words


def test_what_was_kept_for_any_other_reason_than_its_issue_is_never_taken_for_it(
    cast, transaction, drain, visit
):
    """Cleared, sent for clearance or left in the middle: readers get what was issued before."""
    with transaction():
        report = reports.a_published_report(cast)
        issued = queries.newest_issued(report).number
        services.send_back(report, by=cast.person("Clare"), text="Again.")
        services.edit_header(
            report,
            by=report.author,
            title="Zebrafinches",
            header=dict(report.header),
            wanted_on=None,
            version=report.version,
        )
        reports.write(report, "purpose", "Zebrafinches sing.")
        services.keep_version(report, by=report.author, why=services.LEFT)
        reports.write(report, "purpose", "Zebrafinches sing loudly.")
        services.keep_version(report, by=report.author, why=services.TEN_MINUTES)
        services.submit(report, by=report.author)
        reports.section(report, "purpose").text = "<p>Zebrafinches sing softly.</p>"
        services.clear(report, by=cast.person("Clare"))
        kept = {one.why: one.number for one in report.versions if one.number > issued}
    assert set(kept) == {"left", "every ten minutes", "cleared"}
    drain()
    assert queries.newest_issued(report).number == issued
    nora, path = visit("Nora"), f"/reports/{report.id}"
    for address in (path, "/reports", "/reports?q=Zebrafinches", "/search?q=Zebrafinches"):
        assert "finches sing" not in nora.open(address).words
        assert "Zebrafinches" not in nora.open(address).links()
    for number in kept.values():
        nora.open(f"{path}/versions/{number}", status=404)
        nora.fetch(f"{path}/versions/{number}/word", status=404)
