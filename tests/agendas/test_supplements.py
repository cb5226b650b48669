"""Whatever a supplement brings says so, on page and paper; only its new warnings are asked."""

from datetime import time, timedelta

import pytest

from app.agendas import queries, services
from app.agendas.models import Agenda
from app.foundation import clock
from app.foundation.errors import Refused
from app.foundation.permissions import Access
from app.meetings import services as meetings
from app.minutes import services as minutes_services
from app.reports import services as report_services
from tests.factories import agendas
from tests.factories.minutes import begun
from tests.publications import frozen, word_of


def mark(agenda: Agenda) -> str:
    """The supplement of today as it is named."""
    today = clock.today()
    return f"Supplement {queries.publications_of(agenda)[0].number}, {today.day} {today:%B %Y}"


def a_new_item(cast, agenda, item, minutes):
    agendas.an_item(agenda, "Floods")
    return "Floods"


def a_report_on_an_issued_item(cast, agenda, item, minutes):
    agendas.placed(cast, item, title="Lamps", attached={"Map": "<p>Here.</p>"})
    return "Map"


def a_closed_report(cast, agenda, item, minutes):
    closed = agendas.item_titled(agenda, "A property matter")
    agendas.placed(cast, closed, title="Terms with Mr Tansy")
    return "Terms with Mr Tansy"


def minutes_to_agree(cast, agenda, item, minutes):
    minutes_services.publish(minutes, by=cast.person("Clare"))
    return "Minutes of"


def another_time_and_place(cast, agenda, item, minutes):
    meeting = agenda.meeting
    meetings.change_meeting(
        meeting,
        by=cast.person("Clare"),
        on=meeting.on_date,
        at=time(9, 5),
        venue="The Barn",
        version=meeting.version,
    )
    return "The Barn"


def an_item_made_open(cast, agenda, item, minutes):
    services.make_open(agendas.item_titled(agenda, "A property matter"), by=None)
    return "Sale to Mr Tansy"


BROUGHT = (
    a_new_item,
    a_report_on_an_issued_item,
    a_closed_report,
    minutes_to_agree,
    another_time_and_place,
    an_item_made_open,
)


@pytest.mark.parametrize("bring", BROUGHT, ids=lambda bring: bring.__name__)
def test_what_a_supplement_brings_is_marked_on_preview_page_and_paper(
    cast, transaction, visit, bring
):
    with transaction():
        minutes = begun(cast, on=clock.today() - timedelta(days=20))
        agenda = agendas.an_agenda(cast)
        item = agendas.an_item(agenda, "Lamplighting", html="")
        agendas.an_exempt_item(agenda, "Sale to Mr Tansy")
        agendas.published(cast, agenda, reason="It follows.")
    path = f"/meetings/{agenda.meeting_id}"
    assert "Supplement" not in visit("Mo").open(path).text
    with transaction():
        words = bring(cast, agenda, item, minutes)
    preview = frozen(
        visit("Clare").open(f"{path}/agenda/publish?as=members"), attribute="data-preview"
    )
    with transaction():
        agendas.published(cast, agenda)
    page = frozen(visit("Mo").open(path))
    _, file = word_of(visit("Mo"), f"{path}/agenda/word")
    for shown in (preview, page, file):
        assert mark(agenda) in shown
        assert words in shown
    assert mark(agenda) in after(words, page)
    assert mark(agenda) in after(words, file)


def after(words: str, shown: str) -> str:
    """What stands shortly behind these words."""
    place = shown.index(words)
    return shown[place : place + 1500]


def test_a_mark_stays_with_what_it_marks_and_does_not_wander(cast, transaction):
    with transaction():
        agenda = agendas.an_agenda(cast)
        lamps = agendas.an_item(agenda, "Lamplighting")
        agendas.published(cast, agenda)
        agendas.placed(cast, lamps, title="Lamps")
        first = agendas.published(cast, agenda)
        agendas.an_item(agenda, "Floods")
        second = agendas.published(cast, agenda)
    marks = {item["title"]: item["added_in"] for item in second.content["items"]}
    assert (marks["Lamplighting"], marks["Floods"]) == (0, 2)
    (report,) = second.content["items"][3]["reports"]
    assert report["added_in"] == 1
    assert first.content["items"][3]["changed_in"] == second.content["items"][3]["changed_in"] == 0


def test_a_warning_that_was_answered_is_not_asked_again_and_a_new_one_is(cast, transaction, visit):
    with transaction():
        agenda = agendas.an_agenda(cast)
        agendas.an_item(agenda, "Lamplighting", html="")
        agendas.published(cast, agenda, reason="The paper comes on Friday.")
        agendas.an_item(agenda, "Floods")
    clare = visit("Clare")
    page = clare.open(f"/meetings/{agenda.meeting_id}/agenda/publish")
    assert "Reason given with the agenda: The paper comes on Friday." in page.words
    assert "Needs a reason" not in page.words
    clare.send(button="Publish the supplement")
    with transaction():
        agendas.an_item(agenda, "Drains", html="")
        with pytest.raises(Refused, match="There are warnings"):
            agendas.published(cast, agenda)
    page = clare.open(f"/meetings/{agenda.meeting_id}/agenda/publish")
    assert page.words.count("Needs a reason") == 1
    page = clare.send({"reason": "So does this one."}, button="Publish the supplement")
    assert "Supplement 2 is published." in page.words
    answered = queries.publications_of(agenda)[0].content["answered"]
    assert sorted(answered.values()) == [0, 2]


def test_a_supplement_with_nothing_new_is_refused(cast, transaction):
    with transaction():
        begun(cast, on=clock.today() - timedelta(days=20))
        agenda = agendas.an_agenda(cast)
        agendas.placed(cast, agendas.an_item(agenda), attached={"Map": "<p>Here.</p>"})
        agendas.an_exempt_item(agenda)
        agendas.published(cast, agenda, reason="The minutes follow.")
    with transaction(), pytest.raises(Refused, match="Nothing has changed"):
        agendas.published(cast, agenda)


@pytest.mark.parametrize("setting", ["COUNCIL_NAME"])
def test_what_no_reader_of_the_agenda_is_told_of_makes_no_supplement(
    cast, transaction, app, setting
):
    with transaction():
        agenda = agendas.an_agenda(cast)
        agendas.published(cast, agenda)
    app.config[setting] = "Another council"
    with transaction(), pytest.raises(Refused, match="Nothing has changed"):
        agendas.published(cast, agenda)


def test_a_report_that_was_closed_since_leaves_a_word_that_it_was(cast, transaction, visit):
    with transaction():
        agenda = agendas.an_agenda(cast)
        report = agendas.placed(cast, agendas.an_item(agenda), title="Lamps on Quay Street")
        agendas.published(cast, agenda)
        report_services.hold_back(report, by=None, access=Access.EXEMPT)
    page = visit("Nora").open(f"/meetings/{agenda.meeting_id}")
    assert "Lamps on Quay Street" not in page.text
    assert "1 report that was issued here has been closed to the public since." in page.words
