"""To read a paper is not to place, open or publish it; a closed one is printed for nobody."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.agendas import services
from app.agendas.models import Outcome
from app.agendas.showing import reading
from app.foundation import clock
from app.foundation.db import db
from app.foundation.errors import Refused
from app.foundation.permissions import Access, AccessLog
from app.meetings import services as meetings
from app.reports import services as report_services
from app.reports.models import Report
from tests.cast import another_clerk
from tests.factories import agendas, reports
from tests.word import everything_in


def of_another_board(cast, **given):
    """A cleared report of the other board that Clare, clerk of this one, may read by name."""
    report = reports.a_full_report(cast, board=cast.other_board, **given)
    report_services.submit(report, by=report.author)
    report_services.clear(report, by=cast.person("Fin"))
    report_services.keeping.let_read(
        report, reason="asked for advice", person_id=cast.person("Clare").id, by=None
    )
    return report


def post(browser, path):
    """A form sent by hand, as no page offers it."""
    browser.open("/account")
    token = browser.page.tree.xpath("//input[@name='csrf_token']")[0].get("value")
    return browser.client.post(path, data={"csrf_token": token})


def placed_reports():
    return list(db.session.scalars(select(services.Consideration)))


@pytest.mark.parametrize("way", ["add", "place"])
def test_a_clerk_who_may_read_a_report_of_another_board_does_not_place_it(
    cast, transaction, visit, way
):
    with transaction():
        agenda = agendas.an_agenda(cast)
        item = agendas.an_item(agenda)
        report = of_another_board(cast)
    base = f"/meetings/{agenda.meeting_id}/agenda"
    more = f"/reports/{report.id}/add" if way == "add" else f"/items/{item.id}/reports/{report.id}"
    clare = visit("Clare")
    assert post(clare, base + more).status_code == 303
    assert "does not wait for a place" in clare.open(base).words
    assert placed_reports() == []


def test_a_board_takes_a_report_of_another_only_when_it_was_let_read_it(cast, transaction):
    with transaction():
        agenda = agendas.an_agenda(cast)
        report = of_another_board(cast)
        with pytest.raises(Refused, match="has not let this one read it"):
            services.place_report(agendas.an_item(agenda), report=report, by=None)
        report_services.let_board_read(report, by=None, board=cast.board, reason="Both decide.")
        services.place_report(agendas.an_item(agenda, "Both"), report=report, by=None)
    assert len(placed_reports()) == 1


def test_a_report_of_another_board_is_neither_opened_nor_closed_here(cast, transaction):
    with transaction():
        agenda = agendas.an_agenda(cast)
        closed, unpublished = of_another_board(cast, access=Access.EXEMPT), of_another_board(cast)
        for report in (closed, unpublished):
            report_services.let_board_read(report, by=None, board=cast.board, reason="Both.")
        item = agendas.an_exempt_item(agenda, access=Access.CONFIDENTIAL, paragraphs=[])
        services.place_report(item, report=closed, by=None)
        with pytest.raises(Refused, match="only its own clerk can close it"):
            services.place_report(item, report=unpublished, by=None)
        with pytest.raises(Refused, match="A report of another board on this item is not open"):
            services.make_open(item, by=None)
        agendas.published(cast, agenda, reason="To be tested.")
    assert closed.published_at is not None
    assert (closed.access, unpublished.access) == (Access.EXEMPT, Access.OPEN)


def a_closed_paper_on_an_open_item(cast):
    """A report held back after it was placed, with the item still open."""
    agenda = agendas.an_agenda(cast)
    report = agendas.placed(cast, agendas.an_item(agenda), title="Award to Zebrafinch Ltd")
    report_services.hold_back(report, by=None, access=Access.EXEMPT)
    return agenda, report


def sights(report):
    seen = select(AccessLog).where(AccessLog.kind == Report.KIND, AccessLog.thing_id == report.id)
    return len(list(db.session.scalars(seen)))


def test_the_public_word_file_and_preview_never_name_a_closed_report(cast, transaction, visit):
    with transaction():
        agenda, report = a_closed_paper_on_an_open_item(cast)
    clare = visit("Clare")
    answer = clare.client.get(f"/meetings/{agenda.meeting_id}/agenda/word?public=1")
    assert "Street lighting" in everything_in(answer.data)
    assert "Zebrafinch" not in everything_in(answer.data)
    page = clare.open(f"/meetings/{agenda.meeting_id}/agenda/publish")
    assert "Zebrafinch" not in page.tree.xpath("string(//ol[@aria-label='Part I'])")
    db.session.rollback()
    assert sights(report) == 0


def test_what_was_closed_after_it_was_issued_leaves_the_public_word_file(cast, transaction):
    with transaction():
        agenda = agendas.an_agenda(cast)
        report = agendas.placed(cast, agendas.an_item(agenda), title="Award to Zebrafinch Ltd")
        publication = agendas.published(cast, agenda)
        report_services.hold_back(report, by=None, access=Access.EXEMPT)
    lines = reading.as_issued(publication, cast.scope("Clare"))
    assert reading.closed_rows(lines) == [report]
    assert "Zebrafinch" not in str(reading.for_the_public(lines))
    assert reading.closed_rows(reading.for_the_public(lines)) == []


@pytest.mark.parametrize("more", ["", "/agenda", "/agenda/publish?as=members", "/agenda/word"])
def test_a_closed_report_shown_to_the_clerk_is_a_view_that_is_recorded(
    cast, transaction, visit, more
):
    with transaction():
        agenda, report = a_closed_paper_on_an_open_item(cast)
    visit("Clare").client.get(f"/meetings/{agenda.meeting_id}{more}")
    db.session.rollback()
    assert sights(report) == 1


@pytest.mark.parametrize("where", ["builder", "item"])
def test_a_closed_report_that_waits_is_listed_and_its_view_recorded(
    cast, transaction, visit, where
):
    with transaction():
        agenda = agendas.an_agenda(cast)
        item = agendas.an_item(agenda)
        report = reports.a_report(cast, title="Award to Zebrafinch Ltd", access=Access.EXEMPT)
    more = "" if where == "builder" else f"/items/{item.id}"
    page = visit("Clare").open(f"/meetings/{agenda.meeting_id}/agenda{more}")
    assert "Zebrafinch" in page.words
    db.session.rollback()
    assert sights(report) == 1


def written_anew(cast, report):
    """An issued report goes back to its author, who gives it a title that nobody has issued."""
    report_services.send_back(report, by=cast.person("Clare"), text="Once more.")
    report_services.edit_header(
        report,
        by=report.author,
        title="Dismissal of Mr Zebrafinch",
        header={},
        wanted_on=None,
        version=report.version,
    )


@pytest.fixture
def harbour(cast, transaction):
    """A clerk of the other board alone, and an agenda of it."""
    with transaction():
        another_clerk(cast.other_board)
        day = clock.today() + timedelta(days=agendas.FAR)
        meeting = meetings.plan_meeting(cast.other_board, by=None, on=day)
        return services.begin_agenda(meeting, by=None)


def test_another_boards_clerk_knows_a_report_by_its_issued_title(cast, transaction, visit, harbour):
    with transaction():
        placed = reports.a_published_report(cast, title="Lamps")
        waits = reports.a_published_report(cast, title="Gullies")
        lighting = agendas.an_item(harbour)
        services.place_report(lighting, report=placed, by=None)
        refer(cast, waits, to=cast.other_board)
        written_anew(cast, placed)
        written_anew(cast, waits)
    hal, base = visit("Hal"), f"/meetings/{harbour.meeting_id}"
    for path in ("", "/agenda", f"/agenda/items/{lighting.id}"):
        page = hal.open(base + path)
        assert "Zebrafinch" not in page.text, path
        assert "Lamps" in page.words or "Gullies" in page.words, path
    hal.open(f"{base}/agenda")
    hal.send({}, button="Add Gullies")
    db.session.rollback()
    assert "Gullies" in " ".join(agendas.numbers(harbour))


def refer(cast, report, *, to):
    """This board has considered a report and referred it to another."""
    item = agendas.an_item(agendas.an_agenda(cast), "Referred")
    services.place_report(item, report=report, by=None)
    services.record_outcome(item, by=None, outcome=Outcome.REFERRED, refer_to=to)
