"""Who reads what of a report: the drafting circle its working text, others what was published."""

import pytest
from sqlalchemy import select

from app.boards.queries import scope_of_person
from app.documents.models import Document
from app.foundation import indexing
from app.foundation.db import db
from app.foundation.permissions import Access
from app.reports import policy, queries, services
from app.reports.models import Appendix, Report, ReportVersion
from tests.cast import another_clerk
from tests.factories import documents, reports

CAST = ("Clare", "Chi", "Mo", "Olu", "Fin", "Adi", "Nora")


def may_see(model, thing, scope):
    query = select(model.id).where(model.id == thing.id, model.visible_to(scope))
    return db.session.scalar(query) is not None


def seen_by(cast, model, thing):
    return {who for who in CAST if may_see(model, thing, cast.scope(who))}


def test_a_draft_is_seen_by_its_author_and_the_clerk(cast, transaction):
    with transaction():
        report = reports.a_report(cast)
    assert seen_by(cast, Report, report) == {"Olu", "Clare"}


def test_after_publication_others_read_the_published_version_only(cast, transaction):
    with transaction():
        report = reports.a_published_report(cast)
        services.send_back(report, by=cast.person("Clare"), text="Correct the figure.")
        reports.write(report, "purpose", "Working words.")
        services.edit_header(
            report,
            by=report.author,
            title="A new title",
            header=report.header,
            wanted_on=None,
            version=report.version,
        )
        services.keep_version(report, by=report.author, why="left")
    for who in ("Chi", "Mo", "Adi", "Nora"):
        scope = cast.scope(who)
        assert "Working words." not in str(queries.readable_content(report, scope))
        assert queries.titles_for([report], scope) == {report.id: "Lighting on Quay Street"}
        assert [one.why for one, _ in queries.versions_of(report, scope)] == ["published"]
    for who in ("Clare", "Olu", "Fin"):
        assert "Working words." in str(queries.readable_content(report, cast.scope(who)))
        assert queries.titles_for([report], cast.scope(who)) == {report.id: "A new title"}


def test_the_index_holds_working_text_only_until_publication(cast, transaction):
    with transaction():
        report = reports.a_full_report(cast)
        reports.write(report, "purpose", "First words.")
    searchables = app_searchables()
    before = indexing.entries_for(searchables["report"], [report.id])[report.id]
    assert any("First words." in entry.text for entry in before)
    assert all("everyone" not in entry.readers for entry in before)
    with transaction():
        services.submit(report, by=report.author)
        services.clear(report, by=cast.person("Fin"))
        services.issue(report, by=cast.person("Clare"))
        services.send_back(report, by=cast.person("Clare"), text="Again.")
        reports.write(report, "purpose", "Second words.")
        services.keep_version(report, by=report.author, why="left")
    after = indexing.entries_for(searchables["report"], [report.id])[report.id]
    assert any("First words." in entry.text for entry in after)
    assert not any("Second words." in entry.text for entry in after)
    assert all("everyone" in entry.readers for entry in after)
    keys = [entry.key for entry in after]
    assert f"section:{report.id}:purpose" in keys
    assert len(keys) == len(set(keys))


def app_searchables():
    return indexing.searchables()


def test_an_exempt_report_is_for_the_board_with_all_that_belongs_to_it(cast, transaction):
    with transaction():
        report = reports.a_full_report(cast)
        document = documents.a_document(cast.board, published_at=None)
        appendix = services.attach(report, by=report.author, title="Bids", document=document)
        services.submit(report, by=report.author)
        services.clear(report, by=cast.person("Fin"))
        version = services.issue(report, by=cast.person("Clare"), access=Access.EXEMPT)
    readers = {"Clare", "Chi", "Mo", "Olu", "Fin"}
    assert seen_by(cast, Report, report) == readers
    assert seen_by(cast, ReportVersion, version) == readers
    assert seen_by(cast, Appendix, appendix) == readers
    assert seen_by(cast, type(document), document) == readers
    with transaction():
        services.release(report, by=cast.person("Clare"))
    assert seen_by(cast, type(document), document) == set(CAST)
    with transaction():
        services.hold_back(report, by=cast.person("Clare"), access=Access.RESTRICTED)
    assert seen_by(cast, Report, report) == {"Clare"}
    assert not queries.in_drafting_circle(report, cast.scope("Olu"))


def test_releasing_a_report_does_not_open_what_another_holds_back(cast, transaction):
    with transaction():
        document = documents.a_document(cast.board, published_at=None)
        closed = reports.a_report(cast, access=Access.EXEMPT)
        other = reports.a_report(cast, title="Another")
        services.attach(closed, by=closed.author, title="Bids", document=document)
        services.attach(other, by=other.author, title="Bids", document=document)
        services.release(other, by=cast.person("Clare"))
    assert document.access == Access.EXEMPT


def test_a_later_permission_reads_the_published_text_alone(cast, transaction):
    with transaction():
        report = reports.a_published_report(cast)
        services.hold_back(report, by=cast.person("Clare"), access=Access.EXEMPT)
        services.keeping.let_read(
            report, reason="s100F", person_id=cast.person("Nora").id, by=cast.person("Clare")
        )
        services.send_back(report, by=cast.person("Clare"), text="Again.")
        reports.write(report, "purpose", "Working words.")
        working = services.keep_version(report, by=report.author, why="left")
    nora = cast.scope("Nora")
    assert may_see(Report, report, nora)
    assert not may_see(ReportVersion, working, nora)
    assert "Working words." not in str(queries.readable_content(report, nora))


def test_appendices_added_after_publication_wait_for_the_next_issue(cast, transaction):
    with transaction():
        report = reports.a_published_report(cast)
        services.send_back(report, by=cast.person("Clare"), text="Add the figures.")
        services.attach(report, by=report.author, title="Late figures", html="<p>1</p>")
    assert queries.appendices_of(report, cast.scope("Nora")) == []
    assert [one.title for one in queries.appendices_of(report, cast.scope("Olu"))] == [
        "Late figures"
    ]
    with transaction():
        services.submit(report, by=report.author)
        services.clear(report, by=cast.person("Clare"))
        services.issue(report, by=cast.person("Clare"))
    assert len(queries.appendices_of(report, cast.scope("Nora"))) == 1


def test_a_second_board_reads_an_appendix_once_it_is_issued(cast, transaction):
    with transaction():
        clerk = another_clerk(cast.other_board)
        report = reports.a_published_report(cast)
        services.let_board_read(report, by=None, board=cast.other_board, reason="Both decide.")
        services.send_back(report, by=cast.person("Clare"), text="Add the figures.")
        document = documents.a_document(cast.board, title="Figures", published_at=None)
        appendix = services.attach(report, by=report.author, title="Figures", document=document)
        services.let_board_read(report, by=None, board=cast.other_board, reason="Once more.")
        services.keeping.let_read(report, reason="s100F", person_id=cast.person("Nora").id)
    readers = [scope_of_person(clerk.id, is_officer=True), cast.scope("Nora")]
    late = [(Appendix, appendix), (Document, document)]
    assert not any(may_see(*one, scope) for one in late for scope in readers)
    assert all(may_see(*one, cast.scope("Olu")) for one in late)
    with transaction():
        services.submit(report, by=report.author)
        services.clear(report, by=cast.person("Clare"))
        services.issue(report, by=cast.person("Clare"), access=Access.EXEMPT)
    assert all(may_see(*one, scope) for one in late for scope in readers)


DEEDS = {
    "write": (policy.write, {"Clare", "Olu"}),
    "withdraw": (policy.withdraw, {"Clare", "Olu"}),
    "clear": (policy.clear, {"Clare", "Fin"}),
    "read the working text": (policy.in_circle, {"Clare", "Olu", "Fin"}),
}


@pytest.mark.parametrize("name", DEEDS)
def test_the_permission_table(cast, transaction, name):
    may, allowed = DEEDS[name]
    with transaction():
        report = reports.a_full_report(cast)
        services.submit(report, by=report.author)
    assert {who for who in CAST if may(cast.scope(who), report)} == allowed


def test_officers_and_clerks_start_reports(cast):
    assert {who for who in CAST if policy.start(cast.scope(who))} == {
        "Clare",
        "Olu",
        "Fin",
        "Adi",
        "Nora",
    }
