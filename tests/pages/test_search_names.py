"""What a question names: a minute, a board, a person, a day; and how far what is found has come."""

import json
from datetime import date

import pytest

from app.people import services as people
from app.people.models import PersonKind
from tests.factories import reports
from tests.factories.actions import a_minute, an_action, held_meeting
from tests.factories.documents import a_document
from tests.factories.minutes import past_minutes
from tests.searching import hits, papers

LAST_YEAR = date(2021, 3, 4)
NAMED = "Named in your question"


def note(page, title):
    """What a note on the page leads to, by its words."""
    found = page.tree.xpath(f"//div[starts-with(@class, 'note')][.//strong[text()='{title}']]//a")
    return {"".join(one.itertext()): one.get("href") for one in found}


@pytest.mark.parametrize("typed", ["SAF11", "minute+SAF11", "saf+011"])
def test_a_minute_comes_before_the_actions_that_follow_from_it(
    typed, cast, transaction, find, command
):
    heading = "A very long matter about a great many lamps"
    with transaction():
        minute = a_minute(held_meeting(cast.board), heading=heading)
        an_action(cast, minute, text="Mend it")
        assert minute.printed == "SAF11"
    page = find(typed)
    assert hits(page) == [heading, "Mend it"]
    assert list(note(page, "Minute SAF11")) == [heading]
    said = json.loads(command("query", "SAF11", "--json").stdout)
    bears = [(hit["kind"], hit["reference"]) for hit in said["hits"]]
    assert bears == [("minute", "SAF11"), ("action", "SAF11")]


def test_what_is_not_issued_yet_is_shown_as_such(cast, transaction, find):
    with transaction():
        reports.a_report(cast, title="Lamps, a draft")
        waiting = reports.a_full_report(cast, title="Lamps, in clearance")
        reports.services.submit(waiting, by=cast.person("Olu"))
        reports.a_published_report(cast, title="Lamps, issued")
    states = {
        "".join(one.xpath("./h3/a")[0].itertext()): one.xpath(".//span[@class]/text()")
        for one in find("lamps", who="Olu", kind="report").tree.xpath("//li[@class='hit']")
    }
    assert "Draft" in states["Lamps, a draft"]
    assert "In clearance" in states["Lamps, in clearance"]
    assert states["Lamps, issued"] == ["Report"]
    assert hits(find("lamps")) == ["Lamps, issued"]


@pytest.mark.parametrize(
    "typed", ["Safer+PPB", "safer+communities+board", "the+Safer+Communities+Board", "SAF", "saf"]
)
def test_a_board_is_named_by_any_of_its_names(typed, cast, transaction, find):
    page = find(typed)
    assert note(page, NAMED) == {"Safer Communities Board": f"/boards/{cast.board.id}"}


def test_another_name_of_a_board_finds_what_mentions_the_board(cast, transaction, find):
    with transaction():
        papers(cast, text="A paper for the Safer Communities Board on lamps.")
        a_document(cast.board, title="Safer streets", text="PPB")
    assert hits(find("Safer+PPB")) == ["Lamps 1"]
    assert hits(find("SAF+lamps")) == ["Lamps 1"]
    assert note(find("SAF+lamps"), NAMED) == {}


@pytest.mark.parametrize("typed", ["Mo+Barker", "Barker", "Councillor+Barker", "Cllr+mo+barker"])
def test_a_person_is_named_by_surname_or_whole_name(typed, cast, transaction, find):
    page = find(typed)
    mo = cast.person("Mo")
    assert note(page, NAMED) == {"Councillor Mo Barker": f"/people/{mo.id}"}


def test_a_councillors_whole_name_finds_what_the_minutes_say_and_apologies_come_last(
    cast, transaction, find
):
    with transaction():
        minute = a_minute(held_meeting(cast.board), heading="Apologies for absence")
        minute.item.standing_key = "apologies"
        minute.text = "<p>Apologies were received from Councillor Mo Barker.</p>"
        papers(cast, text="At length Councillor Barker spoke on lamps, and on much else besides.")
    page = find("Mo+Barker")
    assert hits(page) == ["Lamps 1", "Apologies for absence"]


def test_a_namesake_with_the_same_title_is_not_taken_for_the_person(cast, transaction, find):
    with transaction():
        people.add_person(
            by=None, name="Jo Barker", kind=PersonKind.COUNCILLOR, honorific="Councillor"
        )
        papers(cast, text="Councillor Barker spoke.")
    assert hits(find("Mo+Barker")) == []
    assert len(note(find("Barker"), NAMED)) == 2


@pytest.mark.parametrize("typed", ["04%2F03%2F2021", "2021-03-04", "4+March+2021"])
def test_a_day_leads_to_its_meetings_and_to_what_is_of_that_day(typed, cast, transaction, find):
    with transaction():
        papers(cast, text="The minutes of 4 March 2021 were agreed.")
        past_minutes(cast.board, on=LAST_YEAR, numbers={12: "It was discussed."})
    page = find(typed)
    (title,) = note(page, NAMED)
    assert title == "Safer Communities Board, Thursday 4 March 2021"
    assert hits(page)[0] == "Matter 12" and hits(page)[-1] == "Lamps 1"


@pytest.mark.sqlite
@pytest.mark.parametrize("typed", ["%25", "_", "%25+%25", "Bark_r", "B%25", "of+the+day", "%C3%BC"])
def test_signs_name_nobody(typed, cast, transaction, find):
    papers_of_day = find(typed)
    assert note(papers_of_day, NAMED) == {}


def test_the_report_and_the_minute_of_one_matter_stand_together(cast, transaction, find):
    with transaction():
        meeting = held_meeting(cast.board)
        a_minute(meeting, heading="Lanterns")
        reports.a_published_report(cast, title="Lanterns", wanted_on=meeting.on_date)
    page = find("lanterns")
    assert hits(page) == ["Lanterns"]
    assert "Also found in" in page.words
    assert [link for link in page.links() if link.startswith("minute SAF")]


def test_an_excerpt_says_what_the_paper_says_and_not_its_head(cast, transaction, find):
    with transaction():
        reports.a_published_report(cast, title="Lanterns")
    page = find("Highways", kind="report")
    assert hits(page) == ["Lanterns"]
    assert "Head of Highways" not in " ".join(page.tree.xpath("//li[@class='hit']/p/text()"))
