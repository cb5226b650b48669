"""History is told in sentences, as far as the reader may know of it."""

from datetime import time

import pytest

from app.actions import services as actions
from app.agendas import services as agendas
from app.foundation import audit, clock
from app.foundation.audit import AuditEvent
from app.foundation.db import db
from app.meetings import services as meetings
from app.pages import history
from tests.factories.actions import a_minute, an_action, days

PLANTED = "Zebrawood"


@pytest.fixture
def meeting(cast, transaction):
    """A planned meeting with a published minute, an action, and an exempt action."""
    clare = cast.person("Clare")
    with transaction():
        made = meetings.plan_meeting(cast.board, by=clare, on=days(30))
        meetings.change_meeting(
            made, by=clare, on=days(31), at=time(19), venue="Hall", version=made.version
        )
    with transaction():
        an_action(cast, a_minute(made), person=cast.person("Olu"))
        exempt = an_action(cast, a_minute(made, part=2), text=f"Buy {PLANTED}")
        actions.start(exempt, by=clare)
    return made


def test_the_clerk_sees_every_line_of_a_meeting(meeting, visit):
    page = visit("Clare").open(f"/meetings/{meeting.id}/history")
    assert "Clare Dawson planned the meeting" in page.words
    assert "Clare Dawson changed the day, time or place of the meeting" in page.words
    assert page.words.count("added an action") == 2
    assert "began work on an action" in page.words


def test_a_reader_sees_what_was_done_in_the_open(cast, transaction, meeting, visit):
    with transaction():
        audit.record(cast.person("Clare"), "begin-attendance", meeting)
    page = visit("Nora").open(f"/meetings/{meeting.id}/history")
    assert "Clare Dawson planned the meeting" in page.words
    assert page.words.count("added an action") == 1
    assert "began work on an action" not in page.words
    assert "attendance" not in page.tree.xpath("//ol[@class='history']")[0].text_content()


def test_no_history_holds_exempt_words(meeting, visit):
    for who in ("Clare", "Mo", "Nora", "Adi"):
        assert PLANTED not in visit(who).open(f"/meetings/{meeting.id}/history").text
    assert PLANTED not in visit("Adi").open("/administration/history").text
    facts = db.session.scalars(db.select(AuditEvent.facts)).all()
    assert PLANTED not in str(facts)


def test_the_whole_history_is_for_administrators(meeting, visit):
    for who in ("Clare", "Mo", "Nora"):
        visit(who).open("/administration/history", status=403)
    page = visit("Adi").open("/administration/history")
    assert "Clare Dawson planned the meeting" in page.words


def test_the_whole_history_is_narrowed_by_person_deed_and_day(cast, meeting, visit):
    adi = visit("Adi")
    page = adi.open(f"/administration/history?person={cast.person('Clare').id}")
    assert "Adi Hart signed in" not in page.words
    page = adi.open("/administration/history?tag=meeting:plan")
    assert page.heading == "History"
    assert "1 deed recorded" in page.words
    today, tomorrow = clock.today(), days(1)
    assert "planned the meeting" in adi.open(_on(today)).words
    assert "Nothing fits" in adi.open(_on(tomorrow)).words
    assert "must be a real date" in adi.open("/administration/history?day=31&day=2&day=2026").words
    adi.open("/administration/history?day=nonsense&tag=nonsense&person=x&page=-3")


def test_a_long_history_has_pages(cast, transaction, meeting, visit):
    with transaction():
        for _ in range(60):
            audit.record(cast.person("Clare"), "hold", meeting)
    page = visit("Nora").open(f"/meetings/{meeting.id}/history")
    assert page.words.count("recorded the meeting as held") == 50
    page = visit("Nora").open(page.links()["Next page"])
    assert page.words.count("recorded the meeting as held") == 10
    assert "planned the meeting" in page.words


def test_of_a_very_long_history_it_is_said_that_there_is_more(
    cast, transaction, meeting, visit, monkeypatch
):
    monkeypatch.setattr(history, "PAGES_AHEAD", 1)
    with transaction():
        for _ in range(260):
            audit.record(cast.person("Clare"), "hold", meeting)
    adi = visit("Adi")
    page = adi.open("/administration/history?tag=meeting:hold")
    assert "More than 100 deeds recorded" in page.words
    page = adi.open("/administration/history?tag=meeting:hold&page=4")
    assert "More than 250 deeds recorded" in page.words
    page = adi.open(page.links()["Next page"])
    assert "260 deeds recorded" in page.words
    assert "More than" not in page.words
    page = adi.open("/administration/history?tag=meeting:hold&page=99")
    assert page.words.count("recorded the meeting as held") == 10


def _on(day):
    return f"/administration/history?day={day.day}&day={day.month}&day={day.year}"


def test_a_line_names_its_meeting_and_leads_to_the_item(cast, transaction, meeting, visit):
    with transaction():
        later = meetings.plan_meeting(cast.board, by=cast.person("Clare"), on=days(60))
        agenda = agendas.begin_agenda(later, by=cast.person("Clare"))
        item = agendas.add_item(agenda, by=cast.person("Clare"), title="Lamplighting")
    page = visit("Adi").open("/administration/history?tag=agenda:add-item")
    named = f"Agenda, Safer Communities Board, {later.on_date.day} {later.on_date:%B %Y}"
    assert page.links()[named] == f"/meetings/{later.id}#item-{item.id}"
    page = visit("Clare").open(f"/meetings/{later.id}/history")
    assert f'href="/meetings/{later.id}#item-{item.id}"' in page.text


def test_a_deed_about_nothing_that_exists_names_no_number(visit):
    nobody = visit(None)
    nobody.open("/sign-in")
    typed = {"email": "nobody@example.org", "password": "not a password of ours"}
    nobody.send(typed, button="Sign in", status=422)
    page = visit("Adi").open("/administration/history")
    assert "No account" in page.words
    assert "Account 0" not in page.words
