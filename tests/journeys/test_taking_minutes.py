"""Minutes are taken with the keyboard and by ear: where the focus is, and what is said."""

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from app.agendas.models import AgendaItem
from app.foundation.db import db
from app.minutes import queries
from app.minutes.models import Minute, Minutes, MinutesState
from tests.journeys.conftest import Seat

pytestmark = pytest.mark.browser
HEARD = """() => {
  const said = document.querySelector('#said')
  window.heard = []
  new MutationObserver(() => heard.push(said.textContent))
    .observe(said, { childList: true, characterData: true, subtree: true })
}"""
FOCUSED = "() => document.activeElement.id || document.activeElement.localName"


@pytest.fixture
def sheet(demo, seat: Seat) -> Page:
    """The clerk at the first minute of minutes that are being written."""
    with demo.app_context():
        chosen = select(Minutes).where(Minutes.state == MinutesState.DRAFT).order_by(Minutes.id)
        minutes = db.session.scalars(chosen.limit(1)).one()
        first = queries.entries_of(minutes)[0]
        address = f"/meetings/{minutes.meeting_id}/minutes/write/{first.id}"
    page = seat("clerk")
    page.goto(address)
    page.evaluate(HEARD)
    return page


def heard(page: Page) -> list[str]:
    """What a screen reader has been told on this page."""
    page.wait_for_timeout(400)
    said: list[str] = page.evaluate("() => window.heard.filter(Boolean)")
    return said


def test_the_text_of_the_minute_is_three_stops_from_the_top_at_most(sheet: Page) -> None:
    """R14.1: a link to the text comes first; a toolbar is one stop, its arrows lead on."""
    sheet.keyboard.press("Tab")
    assert sheet.evaluate("() => document.activeElement.textContent") == (
        "Skip to the text of the minute"
    )
    sheet.keyboard.press("Enter")
    assert sheet.evaluate(FOCUSED) == "text"
    sheet.keyboard.press("Shift+Tab")
    first = sheet.evaluate("() => document.activeElement.textContent")
    assert first.startswith("The Head of Service")
    sheet.keyboard.press("ArrowRight")
    assert sheet.evaluate("() => document.activeElement.textContent").startswith("In reply")
    sheet.keyboard.press("ArrowLeft")
    sheet.keyboard.press("ArrowLeft")
    assert "interest" in sheet.evaluate("() => document.activeElement.textContent")
    sheet.keyboard.press("Tab")
    assert sheet.evaluate(FOCUSED) == "text"


def test_going_on_lands_in_the_next_text(sheet: Page) -> None:
    """R14.1: Next saves, and the next text is written in at once (2.4.3)."""
    here = sheet.url
    sheet.locator("#text").fill("Nobody had sent apologies.")
    sheet.locator("#next").press("Enter")
    sheet.wait_for_url(lambda url: url != here)
    expect(sheet.locator("#text")).to_be_focused()
    sheet.keyboard.type("Typed at once.")
    assert sheet.locator("#text").input_value().find("Typed at once.") >= 0


def test_saving_is_said_once_and_the_quorum_when_it_changes(sheet: Page) -> None:
    """R14.1: what saves itself does not repeat the quorum; a press is answered once (4.1.3)."""
    for words in ("Once.", "Twice.", "Three times."):
        sheet.locator("#text").fill(words)
        expect(sheet.locator("[data-save-state]")).to_contain_text("Saved at", timeout=5000)
        sheet.wait_for_timeout(200)
    assert heard(sheet) == []
    sheet.get_by_role("button", name="Save", exact=True).press("Enter")
    (said,) = heard(sheet)
    assert said.startswith("Saved at")
    assert "uorum" not in said


def test_recorded_attendance_says_saved_and_the_quorum_that_changed(sheet: Page) -> None:
    """R14.1: who came is recorded with one press, and what follows for the quorum is said."""
    choices = sheet.locator(".attendance input[type=radio]")
    absent = sheet.locator(".attendance input[value=absent]:not(:checked)").first
    assert choices.count() > 0
    with sheet.expect_response(lambda answer: "/attendance" in answer.url):
        absent.evaluate("one => one.click()")
    said = heard(sheet)
    assert len(said) == 1
    assert said[0].startswith("Saved at")
    assert "Quorum is" in said[0]


def test_standard_wording_is_taken_and_written_on_in(demo, sheet: Page) -> None:
    """R14.1: the button goes with what it did; the focus is in the text it filled."""
    with demo.app_context():
        chosen = select(Minute).join(Minute.minutes).join(Minute.item)
        drafts = (Minutes.state == MinutesState.DRAFT, AgendaItem.standing_key == "declarations")
        minute = db.session.scalars(chosen.where(*drafts).limit(1)).one()
        sheet.goto(f"/meetings/{minute.minutes.meeting_id}/minutes/write/{minute.id}")
    sheet.locator("#text").fill("")
    expect(sheet.locator("[data-save-state]")).to_contain_text("Saved at", timeout=5000)
    sheet.reload()
    sheet.get_by_role("button", name="Use this wording").press("Enter")
    expect(sheet.locator("#text")).not_to_have_value("")
    expect(sheet.locator("#text")).to_be_focused()
