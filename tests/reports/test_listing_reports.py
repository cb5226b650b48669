"""The list of reports: what waits for whom, in which order, and found by title or author."""

import pytest

from app.foundation.db import db
from app.foundation.permissions import grant
from app.reports.models import ReportState
from app.reports.policy import CLEARANCE
from tests.factories import reports

pytestmark = pytest.mark.both


@pytest.fixture
def in_clearance(cast, transaction):
    """A report that waits for Fin."""
    with transaction():
        report = reports.a_full_report(cast, title="Street lighting")
        report.state = ReportState.IN_CLEARANCE
        grant(report, reason=CLEARANCE, person_id=cast.person("Fin").id)
    return report


def titles(page):
    return [row[0].split(" ")[0] for row in page.rows()]


def sections(page):
    return [heading.text for heading in page.tree.xpath("//main//h2")]


def test_what_waits_for_those_asked_is_not_said_to_wait_for_the_clerk(visit, in_clearance):
    fin = visit("Fin")
    assert "Waiting for my clearance" in sections(fin.open("/reports"))
    assert "Clear" in fin.open(f"/reports/{in_clearance.id}").links()
    clare = visit("Clare")
    page = clare.open("/reports")
    assert "Waiting for my clearance" not in sections(page)
    assert "In clearance on boards that I clerk" in sections(page)
    assert "You may clear for others." in page.words
    links = clare.open(f"/reports/{in_clearance.id}").links()
    assert "Clear for others" in links
    assert "Clear" not in links


def test_the_list_says_its_order_and_takes_another(visit, cast, transaction):
    with transaction():
        for title in ("Beacons", "anchors", "Cranes"):
            reports.a_published_report(cast, title=title)
    nora = visit("Nora")
    page = nora.open("/reports")
    assert "Sorted by what was published or changed last" in page.words
    assert titles(page) == ["Cranes", "anchors", "Beacons"]
    page = nora.open(page.links()["title"])
    assert titles(page) == ["anchors", "Beacons", "Cranes"]
    for order in ("author", "the day of the meeting"):
        assert len(titles(nora.open(page.links()[order]))) == 3
    nora.open("/reports?sort=nonsense&state=nonsense")


def test_a_report_is_found_by_words_of_its_title_or_its_author(visit, cast, transaction):
    with transaction():
        reports.a_published_report(cast, title="Lamps of the harbour")
        reports.a_published_report(cast, title="Cranes of the harbour", author=cast.person("Fin"))
    nora = visit("Nora")
    nora.open("/reports")
    assert titles(nora.send({"q": "harbour LAMPS"}, button="Show")) == ["Lamps"]
    assert titles(nora.send({"q": "grant"}, button="Show")) == ["Cranes"]
    assert "No report fits" in nora.send({"q": "100%"}, button="Show").words


def test_readers_find_a_report_by_the_title_that_was_issued_alone(visit, cast, transaction):
    with transaction():
        report = reports.a_published_report(cast, title="Lamps")
        db.session.get_one(type(report), report.id).title = "Workingtitle"
    assert titles(visit("Nora").open("/reports?q=lamps")) == ["Lamps"]
    assert "No report fits" in visit("Nora").open("/reports?q=workingtitle").words
    assert titles(visit("Olu").open("/reports?q=workingtitle")) == ["Workingtitle"]
