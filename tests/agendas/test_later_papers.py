"""What goes out after the agenda: a supplement, late papers, papers tabled at the meeting."""

from datetime import date

import pytest

from app.agendas import services
from app.agendas.models import LaterPapers, name_of_issue
from app.agendas.showing.front import front_sheet
from app.foundation import clock
from tests.factories import agendas

ON = date(2026, 9, 22)
"""A Tuesday: the agenda is to be out by Monday 14 September 2026, and the board meets at 18.30."""
ISSUED = clock.moment(date(2026, 9, 1))


def an_agenda_that_is_out(cast):
    agenda = agendas.an_agenda(cast, on=ON)
    agendas.published(cast, agenda, at=ISSUED)
    return agenda


def with_news(agenda, title):
    agendas.an_item(agenda, title, late_reason="The river rose.")


@pytest.mark.parametrize(
    ("day", "hour", "kind", "name"),
    [
        (14, 9, LaterPapers.SUPPLEMENT, "Supplement 1"),
        (15, 9, LaterPapers.LATE, "Late papers 1"),
        (22, 9, LaterPapers.LATE, "Late papers 1"),
        (22, 19, LaterPapers.TABLED, "Papers 1 tabled at the meeting"),
        (23, 9, LaterPapers.SUPPLEMENT, "Supplement 1"),
    ],
)
def test_later_papers_are_called_by_the_day_on_which_they_go_out(
    cast, transaction, day, hour, kind, name
):
    """R1.7: each with its own issue date; what was out stays as it was."""
    at = clock.moment(date(2026, 9, day), hour)
    with transaction():
        agenda = an_agenda_that_is_out(cast)
        with_news(agenda, "Flood")
        issued = agendas.published(cast, agenda, at=at)
    last = issued.content["issued"][-1]
    assert (last["at"], name_of_issue(last)) == (at.isoformat(), name)
    assert last.get("kind", LaterPapers.SUPPLEMENT) == kind
    flood = next(one for one in issued.content["items"] if one["title"] == "Flood")
    assert flood["added_in"] == 1


def test_the_clerk_may_call_them_otherwise(cast, transaction, visit):
    """R1.7: the page proposes a kind and takes another."""
    with transaction():
        agenda = agendas.an_agenda(cast)
        agendas.published(cast, agenda)
        agendas.an_item(agenda, "Flood")
    clare = visit("Clare")
    page = clare.open(f"/meetings/{agenda.meeting_id}/agenda/publish")
    assert page.tree.xpath("//input[@name='kind'][@checked]/@value") == ["supplement"]
    told = clare.send({"kind": "late papers"}, button="Publish the supplement").words
    assert "Late papers 1 are published." in told
    assert f"Late papers 1, {clock.today().day} {clock.today():%B %Y}" in told
    assert services.likely_kind(agenda) == LaterPapers.SUPPLEMENT


def test_the_agenda_itself_has_no_kind(cast, transaction, visit):
    with transaction():
        agenda = agendas.an_agenda(cast)
    page = visit("Clare").open(f"/meetings/{agenda.meeting_id}/agenda/publish")
    assert not page.tree.xpath("//input[@name='kind']")


def test_the_front_sheet_tells_each_kind_with_its_days(cast, transaction):
    """R1.7: original, supplement, late papers, tabled, each with its own day."""
    with transaction():
        agenda = an_agenda_that_is_out(cast)
        for day, hour in ((8, 9), (9, 9), (16, 9), (22, 19)):
            with_news(agenda, f"Flood of the {day}th")
            issued = agendas.published(cast, agenda, at=clock.moment(date(2026, 9, day), hour))
    assert front_sheet(issued.content).summons == (
        "Issued 1 September 2026",
        "Supplements issued 8 September 2026 and 9 September 2026",
        "Late papers issued 16 September 2026",
        "Papers tabled at the meeting 22 September 2026",
    )
