"""A report is begun for a board; the form offers its meetings, and its pages lead there."""

from datetime import timedelta

import pytest

from app.foundation import clock
from app.foundation.web.filters import plain_day
from app.meetings import queries as meetings
from app.meetings import services as planning
from tests.factories import reports


@pytest.fixture
def coming(cast, transaction):
    """A meeting of each of two boards on one day ahead."""
    with transaction():
        reports.templates()
        on = clock.today() + timedelta(days=60)
        ours = planning.plan_meeting(cast.board, by=None, on=on)
        theirs = planning.plan_meeting(cast.other_board, by=None, on=on)
    return ours, theirs


def offered(page):
    """The meetings that the form offers, by the words of their choice."""
    choices = page.tree.xpath("//select[@name='meeting_id']/option")
    return {" ".join(one.text_content().split()): one.get("value") for one in choices}


def test_the_meetings_of_the_chosen_board_are_offered_with_the_day_for_reports(coming, visit):
    ours, _ = coming
    olu = visit("Olu")
    page = olu.open("/reports/new")
    assert not offered(page)
    page = olu.send({"board_id": str(ours.board_id), "title": "Lamps"}, button="Show its meetings")
    due = plain_day(meetings.deadlines_of(ours, closed=meetings.closed_days()).reports_in)
    assert [*offered(page).values()] == ["", str(ours.id)]
    assert any(words.endswith(f"– reports in by {due}") for words in offered(page))
    assert page.tree.xpath("//input[@name='title']/@value") == ["Lamps"]
    assert "The usual one (Policy board report)" in page.words
    page = olu.send({"meeting_id": str(ours.id)}, button="Start the report")
    assert page.heading == "Details of the report"
    chosen = page.tree.xpath("//select[@name='meeting_id']/option[@selected]/@value")
    assert chosen == [str(ours.id)]


def test_another_board_brings_its_own_meetings_and_is_said(coming, visit):
    ours, theirs = coming
    olu = visit("Olu")
    olu.open(f"/reports/new?meeting={ours.id}")
    page = olu.send({"board_id": str(theirs.board_id)}, button="Show its meetings")
    assert [*offered(page).values()] == ["", str(theirs.id)]
    assert page.tree.xpath("//form/@data-say") == ["1 coming meeting is offered."]
    page = olu.send({"title": "Lamps"}, button="Show its meetings")
    assert not page.tree.xpath("//form/@data-say")


def test_a_meeting_of_another_board_or_two_days_are_refused(coming, visit):
    ours, theirs = coming
    olu = visit("Olu")
    olu.open(f"/reports/new?board={ours.board_id}")
    told = {"title": "Street lighting", "meeting_id": str(theirs.id)}
    page = olu.send(told, button="Start the report", status=422)
    assert "Choose the meeting from the list" in page.words
    both = {"meeting_id": str(ours.id), "wanted_on": ["1", "12", "2030"]}
    page = olu.send(both, button="Start the report", status=422)
    assert "Choose a meeting or enter another date, not both" in page.words
    page = olu.send({"wanted_on": ["", "", ""]}, button="Start the report")
    olu.send({"meeting_id": "", "wanted_on": ["1", "12", "2030"]}, button="Save")
    assert "1 December 2030" in olu.page.words


def test_three_clicks_lead_from_home_to_a_report_for_a_meeting(coming, visit):
    """The meeting, “Start a report”, “Start the report”."""
    ours, _ = coming
    olu = visit("Olu")
    page = olu.open(f"/meetings/{ours.id}")
    page = olu.open(page.links()["Start a report for it"])
    page = olu.send({"title": "Lamps"}, button="Start the report")
    assert page.heading == "Details of the report"
    assert page.tree.xpath("//select[@name='meeting_id']/option[@selected]/@value") == [
        str(ours.id)
    ]


def test_the_page_of_a_board_presets_the_board(coming, visit):
    ours, _ = coming
    olu = visit("Olu")
    page = olu.open(olu.open(f"/boards/{ours.board_id}").links()["Start a report"])
    chosen = page.tree.xpath("//select[@name='board_id']/option[@selected]/@value")
    assert chosen == [str(ours.board_id)]
    assert str(ours.id) in offered(page).values()


def test_only_who_writes_reports_is_offered_to_start_one(coming, visit):
    ours, _ = coming
    mo = visit("Mo")
    assert "Start a report" not in mo.open(f"/boards/{ours.board_id}").words
    assert "Start a report" not in mo.open(f"/meetings/{ours.id}").words
    mo.open(f"/reports/new?meeting={ours.id}", status=403)


@pytest.mark.parametrize("asked", ["meeting=0", "meeting=999999", "board=999999", "board=x"])
def test_an_address_that_names_nothing_presets_nothing(coming, visit, asked):
    page = visit("Olu").open(f"/reports/new?{asked}")
    assert not page.tree.xpath("//select[@name='board_id']/option[@selected][@value!='']")
