"""What was done meanwhile is said in a sentence; nothing goes out unseen or ends in an error."""

import pytest

from app.agendas import queries, services
from app.agendas.models import Agenda, AgendaItem
from app.foundation import clock
from app.foundation.db import db
from app.minutes import services as minutes
from tests.factories import agendas

pytestmark = pytest.mark.both


def again(agenda):
    """The agenda as the database has it now."""
    db.session.rollback()
    return db.session.get_one(Agenda, agenda.id)


def another_item(agenda, cast):
    agendas.an_item(agenda, "Bridges")


def other_words(agenda, cast):
    item = agendas.item_titled(agenda, "Lamplighting")
    facts = {"title": "Lamps", "html": "", "version": item.version}
    services.edit_item(item, by=cast.person("Clare"), **facts)


@pytest.mark.parametrize("change", [another_item, other_words])
def test_an_agenda_that_was_changed_after_the_preview_is_not_published(
    cast, transaction, visit, change
):
    with transaction():
        agenda = agendas.an_agenda(cast)
        agendas.an_item(agenda, "Lamplighting")
    clare = visit("Clare")
    clare.open(f"/meetings/{agenda.meeting_id}/agenda/publish")
    with transaction():
        change(again(agenda), cast)
    page = clare.send({"reason": "In time."}, button="Publish now", status=409)
    assert "This agenda has been changed since you looked at it" in page.words
    assert "In time." in page.tree.xpath("string(//textarea)")
    assert queries.publications_of(again(agenda)) == []
    assert "The agenda is published." in clare.send(button="Publish now").words


@pytest.fixture
def minuted(cast, transaction):
    """An agenda with an item of Part II, of which the minutes were begun."""
    with transaction():
        agenda = agendas.an_agenda(cast)
        agendas.an_item(agenda, "Lamplighting")
        agendas.an_exempt_item(agenda)
        with clock.stopped(clock.moment(agenda.meeting.on_date)):
            minutes.begin_minutes(agenda.meeting, by=cast.person("Clare"))
    return agenda


def post(browser, agenda, title, way):
    """The deed of a button on the item's page, pressed on the agenda as it is."""
    item = agendas.item_titled(agenda, title)
    browser.open("/account")
    token = browser.page.tree.xpath("//input[@name='csrf_token']")[0].get("value")
    path = f"/meetings/{agenda.meeting_id}/agenda/items/{item.id}/{way}"
    return browser.client.post(path, data={"csrf_token": token, "version": agenda.version})


def test_an_item_whose_minute_was_begun_stays_and_a_sentence_says_so(minuted, visit):
    before, kept = agendas.numbers(minuted), minuted.id
    clare, path = visit("Clare"), f"/meetings/{minuted.meeting_id}/agenda"
    assert post(clare, minuted, "Lamplighting", "remove").status_code == 303
    page = clare.open(path)
    assert "minute" in page.tree.xpath("string(//*[@role='alert'])")
    db.session.rollback()
    assert agendas.numbers(db.session.get_one(Agenda, kept)) == before


def test_opening_the_only_exempt_item_after_minutes_were_begun_is_no_error(minuted, visit):
    assert post(visit("Clare"), minuted, "A property matter", "open").status_code == 302
    numbers = agendas.numbers(again(minuted))
    assert numbers[-1] == "5 Sale of Quay Yard"
    assert not any("Exclusion" in number for number in numbers)


def a_report_is_placed(agenda, item, cast):
    agendas.placed(cast, item, title="Terms with Mr Tansy")


def grounds_are_changed(agenda, item, cast):
    services.make_exempt(
        item,
        by=cast.person("Clare"),
        paragraphs=[1],
        public_interest="It names a person.",
        open_title="A staffing matter",
    )


@pytest.mark.parametrize("change", [a_report_is_placed, grounds_are_changed])
def test_an_item_is_not_made_open_on_a_page_that_shows_less_than_is_on_it(
    cast, transaction, visit, change
):
    with transaction():
        agenda = agendas.an_agenda(cast)
        item = agendas.an_exempt_item(agenda)
    clare = visit("Clare")
    clare.open(f"/meetings/{agenda.meeting_id}/agenda/items/{item.id}")
    with transaction():
        change(agenda, item, cast)
    page = clare.send(button="Make it open")
    assert "Somebody else has changed this since you opened the page." in page.words
    db.session.rollback()
    assert db.session.get_one(AgendaItem, item.id).part == 2
    assert "is open to the public" in clare.send(button="Make it open").words


def test_the_words_for_an_item_that_went_out_meanwhile_are_given_back(cast, transaction, visit):
    with transaction():
        agenda = agendas.an_agenda(cast)
        item = agendas.an_item(agenda, "Kerbs")
    clare = visit("Clare")
    clare.open(f"/meetings/{agenda.meeting_id}/agenda/items/{item.id}")
    with transaction():
        agendas.published(cast, agenda)
    page = clare.send({"text": "Zebrafinch kerbs"}, button="Save", status=422)
    assert "Zebrafinch kerbs" in page.text
    assert "has been published" in page.text
