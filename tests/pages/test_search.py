"""The search page and its commands: what is found, how it is narrowed, and what is said of it."""

import json
from datetime import date, timedelta

import pytest

from app.agendas import services as agendas
from app.archive.models import ImportedFile, ImportedThing, ImportStatus
from app.boards import services as boards
from app.documents.models import Document
from app.foundation import clock, indexing
from app.foundation.db import db
from app.foundation.jobs import queue
from app.foundation.jobs.models import Job
from app.foundation.permissions import Access, AccessLog
from tests.cast import email_of
from tests.counting import statements
from tests.factories import agendas as agenda_factory
from tests.factories import reports
from tests.factories.documents import a_document
from tests.factories.minutes import past_minutes
from tests.searching import hits, papers

LAST_YEAR = date(2021, 3, 4)


def counts(page):
    """What stands beside each choice, by its value."""
    return {
        label.xpath("./input/@value")[0]: int(label.xpath("./span[2]/text()")[0])
        for label in page.tree.xpath("//fieldset//label")
    }


def test_a_paper_is_found_with_its_words_marked(cast, transaction, find):
    with transaction():
        papers(cast, title="Lamps & <lights>", text="Lamps <b>were</b> out on Quay Street.")
    page = find("lamp")
    assert page.heading == "Search: lamp"
    assert hits(page) == ["Lamps & <lights>"]
    assert "<mark>Lamps</mark> &lt;b&gt;were&lt;/b&gt; out" in page.text
    assert "1 result" in page.words
    assert "Safer Communities Board" in page.words


def test_an_empty_search_shows_what_can_be_typed(visit):
    page = visit("Nora").open("/search?q=+++")
    assert page.heading == "Search"
    assert "community safety" in page.words


def test_results_are_narrowed_by_kind_board_and_year_and_widened_again(cast, transaction, find):
    with transaction():
        papers(cast, 2)
        a_document(cast.other_board, title="Harbour lamps", text="lamps")
        past_minutes(cast.board, on=LAST_YEAR, numbers={12: "The lamps were discussed."})
    page = find("lamps")
    assert counts(page)["document"] == 3 and counts(page)["minute"] == 1
    assert counts(page)["2021"] == 1
    page = find("lamps", kind="document", board="Harbour+Board")
    assert hits(page) == ["Harbour lamps"]
    assert counts(page)["Safer Communities Board"] == 2
    assert page.tree.xpath("//input[@value='Harbour Board'][@type='checkbox']/@checked")
    wider = page.links()["Harbour Board (remove this filter)"]
    assert "kind=document" in wider and "board" not in wider
    assert "1 result in what you chose" in page.words


def test_what_narrows_stays_when_the_words_change(cast, transaction, find):
    with transaction():
        papers(cast, 2)
    page = find("lamps", kind="document", year=clock.today().year, sort="date")
    box = page.tree.xpath("//form[@role='search'][.//input[@id='q']]")[0]
    kept = {one.get("name"): one.get("value") for one in box.xpath(".//input[@type='hidden']")}
    assert kept == {"kind": "document", "year": str(clock.today().year), "sort": "date"}


def test_a_minute_comes_first_by_its_reference_however_it_is_typed(cast, transaction, find):
    with transaction():
        papers(cast, 2, text="Minute SAF12 refers to lamps, SAF12 again, and SAF12.")
        past_minutes(cast.board, on=LAST_YEAR, numbers={12: "It was discussed."})
    for typed in ("SAF12", "saf+12", "SAF.12"):
        page = find(typed)
        assert hits(page)[0] == "Matter 12"
        assert "Minute SAF12" in page.words
        assert "Thursday 4 March 2021" in page.words


def test_a_number_that_a_board_gave_twice_names_both_minutes(cast, transaction, find):
    with transaction():
        for year in (2021, 2022):
            said = {12: f"It was discussed in {year}."}
            past_minutes(cast.board, on=date(year, 3, 4), numbers=said, period=str(year))
    page = find("SAF12")
    assert "Thursday 4 March 2021" in page.words and "Friday 4 March 2022" in page.words


def test_the_newest_can_come_first(cast, transaction, find):
    with transaction():
        past_minutes(cast.board, on=LAST_YEAR, numbers={12: "Lamps, lamps and more lamps."})
        papers(cast, text="One word on lamps and much on other things.")
    assert hits(find("lamps"))[0] == "Matter 12"
    page = find("lamps", sort="date")
    assert hits(page)[0] == "Lamps 1"
    assert "Best match" in page.links()


def test_long_results_come_in_pages_and_a_page_too_far_is_the_last(cast, transaction, find):
    with transaction():
        papers(cast, 23)
    first = find("lamps")
    assert len(hits(first)) == 20
    assert "Results 1 to 20 of 23" in first.words
    last = find("lamps", page=2)
    assert len(hits(last)) == 3
    assert not set(hits(first)) & set(hits(last))
    assert hits(find("lamps", page=99)) == hits(last)


def test_a_hit_in_a_file_with_pages_names_its_page_and_leads_there(cast, transaction, find, visit):
    with transaction():
        papers(cast, text="Harbour Board\n\fThe lamps were lit.\n\fNothing else.")
    page = find("lamps lit")
    assert "page 2" in page.words
    (where,) = [link for link in page.links().values() if link.endswith("#page=2")]
    shown = visit("Nora").open(where.partition("#")[0])
    (heading,) = shown.tree.xpath("//h3[@id='page=2']")
    assert heading.text_content() == "Page 2"


def test_results_of_one_paper_stand_together(cast, transaction, find):
    with transaction():
        report = reports.a_full_report(cast, title="Lanterns")
        reports.write(report, "supporting", "Lanterns were counted.")
        reports.write(report, "financial", "Lanterns cost money.")
        reports.services.submit(report, by=cast.person("Olu"))
        reports.services.clear(report, by=cast.person("Clare"))
        reports.services.issue(report, by=cast.person("Clare"))
    page = find("lanterns")
    assert hits(page) == ["Lanterns"]
    assert "3 results" in page.words
    assert "Also found in" in page.words
    assert f"/reports/{report.id}#financial" in page.links().values()


def test_a_mistyped_word_is_corrected_and_what_is_near_is_called_near(cast, transaction, find):
    with transaction():
        papers(cast, title="Licensing", text="The licensing committee met on licensing.")
    page = find("licencsing")
    assert "Did you mean licensing" in page.words
    assert "Nothing that you may read has exactly these words." in page.words


def test_finding_nothing_offers_help_and_the_way_out_of_filters(cast, transaction, find):
    with transaction():
        papers(cast)
    page = find("lamps", kind="minute")
    assert "Nothing found" in page.words
    assert page.links()["Search everything for these words"] == "/search?q=lamps"
    assert "Check the spelling" in find("xyzzyplugh").words


def test_an_exempt_paper_is_named_on_record_to_its_readers_but_not_quoted(cast, transaction, find):
    with transaction():
        agenda = agenda_factory.an_agenda(cast)
        agenda_factory.an_exempt_item(agenda, "Sale of Quay Yard", html="<p>At a low price.</p>")
        agenda_factory.published(cast, agenda)
    page = find("price", who="Mo")
    assert hits(page) == ["Sale of Quay Yard"]
    assert "Exempt, paragraph 3" in page.words
    assert "Open it to read it; the view is recorded" in page.words
    assert "At a low" not in page.text
    db.session.rollback()
    seen = db.session.scalars(db.select(AccessLog)).all()
    assert [(one.person_id, one.kind) for one in seen] == [
        (cast.person("Mo").id, "agenda-item-exempt")
    ]
    assert hits(find("price", who="Nora")) == []
    assert db.session.scalar(db.select(db.func.count(AccessLog.id))) == 1


def test_without_an_index_the_page_says_so_and_leads_on(visit):
    page = visit("Nora").open("/search?q=lamps")
    assert "Search is being got ready" in page.words
    assert page.links()["Meetings"] == "/meetings"


@pytest.mark.sqlite
@pytest.mark.parametrize(
    "query",
    [
        "q=lamps&page=-3&year=x&kind=secret&sort=y&board=",
        "q=lamps&page=9999999999999999999999&year=99999&year=%D9%A2%D9%A0%D9%A2%D9%A0",
        "q=%22+-%22+*+%28%29+title%3A",
        "q=%ff%3Cscript%3E",
        "q=the+and+of",
        "q=-lamps",
        "q=" + "lamps+" * 400,
    ],
)
def test_whatever_stands_in_the_address_is_answered(query, app, cast, transaction, drain, visit):
    with transaction():
        papers(cast)
    drain()
    visit("Nora").open(f"/search?{query}")


@pytest.mark.sqlite
def test_a_long_question_is_cut_and_the_reader_is_told(cast, transaction, find):
    with transaction():
        papers(cast)
    page = find("+".join(["lamps"] * 60))
    assert "Only the first ten words" in page.words


@pytest.mark.sqlite
def test_a_page_asks_the_database_no_more_for_many_hits_than_for_few(
    cast, transaction, find, visit
):
    with transaction():
        for number in range(1, 9):
            papers(cast)
            reports.a_published_report(cast, title=f"Lamps report {number}")
        said = {number: "Lamps were discussed." for number in range(1, 9)}
        past_minutes(cast.board, on=LAST_YEAR, numbers=said)
    few = _asked(find, visit, "title:1+lamps")
    many = _asked(find, visit, "lamps")
    assert many <= few + 3
    assert many <= 14


def _asked(find, visit, query):
    find(query)
    browser = visit("Nora")
    with statements() as sent:
        page = browser.open(f"/search?q={query}")
    assert hits(page)
    return len([one for one in sent if one.startswith("SELECT")])


def test_the_command_answers_as_the_page_does(cast, transaction, drain, command):
    with transaction():
        papers(cast, 3)
        past_minutes(cast.board, on=LAST_YEAR, numbers={12: "The lamps were discussed."})
    drain()
    said = command("query", "SAF12", "--json")
    assert said.exit_code == 0
    found = json.loads(said.stdout)
    assert list(found) == ["total", "suggestion", "hits"]
    assert found["total"] == 1 and found["suggestion"] is None
    hit = found["hits"][0]
    expected = [
        "kind",
        "title",
        "board",
        "date",
        "reference",
        "source_file",
        "url",
        "score",
        "excerpt",
    ]
    assert list(hit) == expected
    assert (hit["kind"], hit["reference"], hit["date"]) == ("minute", "SAF12", "2021-03-04")
    assert hit["url"].startswith("/meetings/") and hit["source_file"] is None
    found = json.loads(command("query", "lamps", "--limit", "2", "--offset", "3", "--json").stdout)
    assert found["total"] == 4 and len(found["hits"]) == 1


def test_the_command_narrows_sorts_and_knows_boards_by_their_other_names(
    cast, transaction, drain, command
):
    with transaction():
        papers(cast, 2)
        a_document(cast.other_board, title="Harbour lamps", text="lamps")
        past_minutes(cast.board, on=LAST_YEAR, numbers={12: "The lamps were discussed."})
    drain()

    def totals(*words):
        return json.loads(command("query", "lamps", *words, "--json").stdout)["total"]

    assert totals("--board", "Safer PPB") == 3
    assert totals("--board", "Safer PPB", "--kind", "minute", "--year", "2021") == 1
    assert totals("--year", "1999") == 0
    newest = json.loads(command("query", "lamps", "--sort", "date", "--json").stdout)["hits"]
    assert newest[-1]["date"] == "2021-03-04"
    unknown = command("query", "lamps", "--board", "No Such Board", "--json")
    assert unknown.exit_code == 0 and json.loads(unknown.stdout)["total"] == 0
    assert "There is no board called No Such Board." in unknown.stderr


def test_the_command_sees_with_the_eyes_it_is_given(cast, transaction, drain, command):
    with transaction():
        papers(cast, access=Access.EXEMPT)
    drain()
    assert json.loads(command("query", "lamps", "--json").stdout)["total"] == 0
    seen = json.loads(command("query", "lamps", "--as", email_of("Mo"), "--json").stdout)
    assert seen["total"] == 1 and seen["hits"][0]["excerpt"] == ""
    nobody = command("query", "lamps", "--as", "nobody@council.example", "--json")
    assert nobody.exit_code == 2 and "Nobody signs in as" in nobody.stderr


def test_the_command_names_the_file_a_paper_came_from(cast, transaction, drain, command):
    with transaction():
        papers(cast)
        document = db.session.scalars(db.select(Document)).one()
        came = ImportedFile(
            sha256="0" * 64,
            name="lamps.txt",
            status=ImportStatus.CREATED,
            at=clock.now(),
            document=document,
        )
        db.session.add(ImportedThing(file=came, kind=Document.KIND, thing_id=document.id))
    drain()
    found = json.loads(command("query", "lamps", "--json").stdout)
    assert found["hits"][0]["source_file"] == "lamps.txt"


def test_the_command_names_no_file_that_the_reader_may_not_open(cast, transaction, drain, command):
    with transaction():
        papers(cast)
        a_document(cast.board, title="The whole pack", text="Dock", access=Access.EXEMPT)
        lamps, pack = db.session.scalars(db.select(Document).order_by(Document.id)).all()
        came = ImportedFile(
            sha256="0" * 64,
            name="sale-of-the-dock.txt",
            status=ImportStatus.CREATED,
            at=clock.now(),
            document=pack,
        )
        db.session.add(ImportedThing(file=came, kind=Document.KIND, thing_id=lamps.id))
    drain()
    found = json.loads(command("query", "lamps", "--json").stdout)
    assert found["hits"][0]["source_file"] is None
    told = json.loads(command("query", "lamps", "--as", email_of("Mo"), "--json").stdout)
    assert told["hits"][0]["source_file"] == "sale-of-the-dock.txt"


def test_the_commands_build_and_check_the_index(cast, transaction, command):
    with transaction():
        papers(cast, 2)
    missing = command("query", "lamps", "--json")
    assert missing.exit_code == 1 and "flask search rebuild" in missing.stderr
    assert command("check").exit_code == 1
    assert command("rebuild").exit_code == 0
    assert queue.counts(indexing.JOB).waiting == 0
    assert command("check").exit_code == 0
    with transaction():
        unsaid = db.update(Document).where(Document.id == 1).values(version=Document.version + 1)
        db.session.execute(unsaid.execution_options(skip_index_listener=True))
    differs = command("check")
    assert differs.exit_code == 1
    assert "The index differs from the database in 1 thing (document)" in differs.stderr


def test_the_check_counts_the_jobs_of_the_index(cast, transaction, drain, command):
    with transaction():
        papers(cast, 2)
    drain()
    with transaction():
        queue.enqueue(indexing.JOB, thing="document", id=1)
        queue.enqueue(indexing.JOB, thing="document", id=2)
        queue.enqueue("documents.read", document=1)
    with transaction():
        queue.claim("somebody", lane=queue.Lane(indexing.JOB, False), limit=1)
    checked = command("check")
    assert "2 waiting, 1 of them being done, 0 given up" in checked.stderr
    assert checked.exit_code == 0
    with transaction():
        for job in db.session.scalars(db.select(Job).where(Job.claimed_by == "somebody")):
            job.failed_at, job.claimed_at, job.claimed_by = clock.now(), None, None
    checked = command("check")
    assert "1 waiting, 0 of them being done, 1 given up" in checked.stderr
    assert checked.exit_code == 1
    assert command("rebuild").exit_code == 0
    assert command("check").exit_code == 0


def test_the_worker_builds_a_missing_index_when_it_starts(app, cast, transaction):
    with transaction():
        papers(cast)
    db.session.rollback()
    assert indexing.engine().health().needs_rebuild
    assert app.test_cli_runner().invoke(args=["jobs", "run", "--once"]).exit_code == 0
    assert not indexing.engine().health().needs_rebuild
    assert indexing.differences() == set()


def test_a_board_that_is_named_anew_is_found_under_its_new_name(cast, transaction, drain, find):
    with transaction():
        papers(cast)
    drain()
    with transaction():
        boards.edit_board(cast.board, by=cast.person("Adi"), name="Safe Streets Board")
    assert counts(find("lamps"))["Safe Streets Board"] == 1


@pytest.mark.sqlite
def test_what_is_on_its_way_into_the_index_waits_there(cast, transaction, drain, find, command):
    """Until the worker has seen a change the old words are not found under the new ones."""
    with transaction():
        papers(cast)
    drain()
    with transaction():
        document = db.session.scalars(db.select(Document)).one()
        document.text, title = "Nothing but newts.", document.title
    assert json.loads(command("query", "lamps", "--json").stdout)["total"] == 0
    assert hits(find("newts")) == [title]


def test_an_issued_agenda_is_found_by_its_items(cast, transaction, find):
    with transaction():
        agenda = agenda_factory.an_agenda(cast, days=40)
        agenda_factory.an_item(agenda, "Lanterns on the quay")
        agendas.publish(agenda, by=cast.person("Clare"))
    page = find("lanterns")
    assert hits(page) == ["Lanterns on the quay"]
    assert f"{clock.today() + timedelta(days=40):%Y}" in page.words
