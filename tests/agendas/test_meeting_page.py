"""The page of a meeting: the draft for its clerk, what was issued for everybody else."""

from datetime import timedelta

import pytest
from sqlalchemy import event, select

from app.agendas import services
from app.foundation import clock
from app.foundation.db import db
from app.foundation.permissions import AccessLog
from app.meetings import services as meetings
from app.reports import services as report_services
from tests.factories import agendas
from tests.word import everything_in

pytestmark = pytest.mark.both

MOST_QUERIES = 12


def url(agenda, more=""):
    return f"/meetings/{agenda.meeting_id}{more}"


def test_nobody_but_the_clerk_sees_a_draft(cast, transaction, visit):
    with transaction():
        agenda = agendas.an_agenda(cast)
        agendas.an_item(agenda, "Lamplighting")
    assert "Lamplighting" in visit("Clare").open(url(agenda)).words
    for who in ("Chi", "Mo", "Olu", "Adi", "Nora"):
        page = visit(who).open(url(agenda))
        assert "Lamplighting" not in page.text, who
        assert "not published yet" in page.words
        assert "will stand here at least" not in page.words, "those days may have gone by"
        assert "Edit agenda" not in page.links()


def test_a_meeting_without_an_agenda_says_so_and_its_clerk_begins_it(cast, transaction, visit):
    with transaction():
        meeting = agendas.a_meeting(cast)
    clare = visit("Clare")
    page = clare.open(f"/meetings/{meeting.id}")
    assert "has not been begun" in page.words
    page = clare.send(button="Begin the agenda")
    assert page.heading == "Build the agenda"
    assert "Declarations of interest" in page.words


def test_everyone_reads_what_was_published_with_its_papers(cast, transaction, visit):
    with transaction():
        agenda = agendas.an_agenda(cast)
        item = agendas.an_item(agenda, "Lamplighting")
        lamps = {"Map of lamps": "<p>Quay.</p>"}
        report = agendas.placed(cast, item, title="Lighting on Quay Street", attached=lamps)
        agendas.published(cast, agenda)
    page = visit("Nora").open(url(agenda))
    assert page.links()["Lighting on Quay Street"] == url(agenda, f"/agenda/reports/{report.id}")
    assert page.links()["Map of lamps"].startswith(
        url(agenda, f"/agenda/reports/{report.id}#appendix-")
    )
    assert "Agenda published" in page.words
    assert "Head of Highways" in page.words


def test_a_paper_to_follow_is_announced_and_not_shown(cast, transaction, visit):
    with transaction():
        agenda = agendas.an_agenda(cast)
        item = agendas.an_item(agenda, "Lamplighting")
        report = agendas.placed(cast, item, title="Secret draft title")
        report_services.send_back(report, by=cast.person("Clare"), text="Once more.")
        agendas.published(cast, agenda, reason="It follows.")
    page = visit("Mo").open(url(agenda))
    assert "Report to follow" in page.words
    assert "Secret draft title" not in page.text


@pytest.mark.parametrize("recorded", [True, False])
def test_what_was_to_follow_stays_so_and_that_it_never_came_is_said_beside_it(
    cast, transaction, visit, recorded
):
    with transaction():
        agenda = agendas.an_agenda(cast)
        item = agendas.an_item(agenda, "Lamplighting", html="")
        agendas.published(cast, agenda, reason="It follows.")
    assert "Report to follow." in word_file_for(visit("Mo"), agenda)
    with transaction():
        agenda.meeting.on_date = clock.today() - timedelta(days=1)
        if recorded:
            meetings.hold(agenda.meeting, by=cast.person("Clare"))
    for who in ("Mo", "Clare"):
        page = visit(who).open(url(agenda))
        assert item.title in page.words
        assert "No report was published before the meeting." in page.words
        assert "Waiting for" not in page.words
        assert "Report to follow." in word_file_for(visit(who), agenda)


def word_file_for(reader, agenda):
    return everything_in(reader.fetch(url(agenda, "/agenda/word")).data)


def test_what_is_added_later_stays_a_draft_until_the_supplement(cast, transaction, visit):
    with transaction():
        agenda = agendas.an_agenda(cast)
        agendas.published(cast, agenda)
        agendas.an_item(agenda, "Floods on Quay Street")
    clare = visit("Clare").open(url(agenda))
    assert "Not published yet" in clare.words
    assert "Publish a supplement" in clare.links()
    assert "Floods" not in visit("Nora").open(url(agenda)).text
    with transaction():
        agendas.published(cast, agenda)
    page = visit("Nora").open(url(agenda))
    assert "Floods on Quay Street" in page.words
    assert "Supplement 1" in page.words


def test_members_read_part_two_and_every_view_is_recorded(cast, transaction, visit):
    with transaction():
        agenda = agendas.an_agenda(cast)
        item = agendas.an_exempt_item(agenda, "Sale to Mr Tansy")
        report = agendas.placed(cast, item, title="Terms with Mr Tansy")
        agendas.published(cast, agenda)
    page = visit("Mo").open(url(agenda))
    assert "Sale to Mr Tansy" in page.words
    assert page.links()["Terms with Mr Tansy"] == url(agenda, f"/agenda/reports/{report.id}")
    assert "Published as “A property matter”" in page.words
    seen = db.session.scalars(
        select(AccessLog).where(AccessLog.person_id == cast.person("Mo").id)
    ).all()
    assert "publication-exempt" in {sight.kind for sight in seen}


@pytest.mark.parametrize("who", ["Nora", "Olu", "Adi", "Fin"])
def test_others_read_the_open_title_and_the_paragraph_alone(cast, transaction, visit, who):
    with transaction():
        agenda = agendas.an_agenda(cast)
        agendas.an_exempt_item(
            agenda, "Sale to Mr Tansy", public_interest="Tansy must not hear of it."
        )
        agendas.published(cast, agenda)
    page = visit(who).open(url(agenda))
    assert "A property matter" in page.words
    assert "Exempt, paragraph 3" in page.words
    assert "Tansy" not in page.text
    assert db.session.scalars(select(AccessLog)).all() == []


def test_planted_words_reach_no_page_title_history_or_flash_of_an_unentitled_reader(
    cast, transaction, visit
):
    with transaction():
        agenda = agendas.an_agenda(cast)
        agendas.an_item(agenda, "Lamplighting")
        item = agendas.an_exempt_item(
            agenda,
            "Zebrafinch title",
            html="<p>Zebrafinch text.</p>",
            public_interest="Zebrafinch interest that outweighs disclosure.",
        )
        attached = {"Zebrafinch appendix": "<p>x</p>"}
        report = agendas.placed(cast, item, title="Zebrafinch report", attached=attached)
        agendas.published(cast, agenda)
        services.record_outcome(item, by=cast.person("Clare"), outcome=None)
    nora = visit("Nora")
    for path in (
        url(agenda),
        url(agenda, "/history"),
        url(agenda, "/attendance"),
        "/meetings",
        f"/boards/{agenda.group_id}",
        "/reports",
        "/search?q=Zebrafinch",
    ):
        text = nora.open(path).text
        for planted in ("title", "text", "interest", "report", "appendix"):
            assert f"Zebrafinch {planted}" not in text, path
    nora.open(f"/reports/{report.id}", status=404)
    assert "Zebrafinch title" in visit("Chi").open(url(agenda)).words


def test_released_business_is_readable_again_by_everyone(cast, transaction, visit):
    with transaction():
        agenda = agendas.an_agenda(cast)
        item = agendas.an_exempt_item(agenda, "Sale to Mr Tansy")
        agendas.placed(cast, item, title="Terms with Mr Tansy")
        agendas.published(cast, agenda)
        services.make_open(item, by=None)
        agendas.published(cast, agenda)
    assert "Terms with Mr Tansy" in visit("Nora").open(url(agenda)).words


def test_a_cancelled_meeting_says_why_and_offers_no_publication(cast, transaction, visit):
    with transaction():
        agenda = agendas.an_agenda(cast)
        meetings.cancel(agenda.meeting, by=cast.person("Clare"), reason="Snow on the moor.")
    assert "Snow on the moor." in visit("Nora").open(url(agenda)).words
    page = visit("Clare").open(url(agenda))
    assert "Reinstate the meeting" in page.buttons()


def test_the_page_of_no_meeting_is_missing(app, visit):
    visit("Nora").open("/meetings/9999", status=404)


def _filled(cast, items):
    """An agenda of so many items, with more papers than items, some of them closed."""
    agenda = services.begin_agenda(agendas.a_meeting(cast), by=None, from_standing=False)
    for number in range(items):
        make = agendas.an_exempt_item if number % 5 == 4 else agendas.an_item
        item = make(agenda, f"Business {number}")
        attached = {f"Map {number}": "<p>x</p>"} if number % 5 < 3 else {}
        agendas.placed(cast, item, title=f"Report {number}", attached=attached)
    return agenda


@pytest.mark.sqlite
@pytest.mark.parametrize("items", [5, 25])
def test_the_page_takes_few_queries_whatever_the_number_of_items(cast, transaction, visit, items):
    with transaction():
        agenda = _filled(cast, items)
    draft = _counted(visit("Clare"), url(agenda))
    with transaction():
        agendas.published(cast, agenda)
    counts = {who: _counted(visit(who), url(agenda)) for who in ("Clare", "Mo", "Nora")}
    for who, asked in {"Clare's draft": draft, **counts}.items():
        assert len(asked) <= MOST_QUERIES, f"{who}: " + "\n".join(asked)


def _counted(browser, path):
    asked = []

    def note(_connection, _cursor, statement, *_rest):
        if statement.lstrip().upper().startswith(("SELECT", "WITH")):
            asked.append(" ".join(statement.split())[:300])

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        browser.open(path)
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    return asked


def test_the_reason_for_publishing_with_warnings_is_shown_to_the_clerk_alone(
    cast, transaction, visit
):
    with transaction():
        agenda = agendas.an_agenda(cast)
        agendas.an_item(agenda, html="")
        agendas.published(cast, agenda, reason="The report comes on Friday.")
    said = "Reason given: The report comes on Friday."
    assert said in visit("Clare").open(url(agenda)).words
    with transaction():
        agendas.an_item(agenda, "Floods")
        agendas.published(cast, agenda, reason="The river rose.")
    page = visit("Clare").open(url(agenda))
    assert said in page.words
    assert "Reason given: The river rose." in page.words
    assert "Reason given" not in visit("Mo").open(url(agenda)).words
