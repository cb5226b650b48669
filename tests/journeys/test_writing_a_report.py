"""A report is written by keyboard and by ear: where the focus goes, and what is said."""

import re

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from app.foundation.db import db
from app.reports.models import Report, ReportState, Section

pytestmark = pytest.mark.browser


@pytest.fixture
def draft(demo):
    """The author's own draft, with a standard answer at which nobody has looked."""
    return db.session.execute(
        select(Report.id, Section.key)
        .join(Section, Section.report_id == Report.id)
        .where(Report.state == ReportState.DRAFT, Section.is_preset)
        .order_by(Report.id)
    ).first()


def test_saving_keeps_the_focus_and_says_so_and_going_on_lands_at_the_next_heading(draft, seat):
    """R14.1: the focus never falls to the top (2.4.3), and what happened is said (4.1.3)."""
    page, (report_id, _) = seat("clerk"), draft
    page.goto(f"/reports/{report_id}/write/purpose")
    save = page.get_by_role("button", name="Save", exact=True)
    save.press("Enter")
    expect(page.locator("#said")).to_have_text(re.compile(r"^Saved at [\d.]+(am|pm)$"))
    expect(page.get_by_role("button", name="Save", exact=True)).to_be_focused()
    page.get_by_role("button", name="Save and go to Recommendation").press("Enter")
    page.wait_for_url("**/write/recommendation#section-heading")
    expect(page.locator("#section-heading")).to_be_focused()
    expect(page.locator("#said")).to_contain_text("Saved at")


def test_the_tick_of_a_standard_answer_saves_itself_and_keeps_the_focus(draft, seat):
    page, (report_id, key) = seat("clerk"), draft
    page.goto(f"/reports/{report_id}/write/{key}")
    row = page.locator("#sections [aria-current]")
    expect(row).to_contain_text("not checked yet")
    page.get_by_label("Checked: this is our answer").press("Space")
    expect(page.locator("[data-save-state]")).to_contain_text("Saved at")
    expect(page.get_by_label("Checked: this is our answer")).to_be_focused()
    expect(page.get_by_label("Checked: this is our answer")).to_be_checked()
    expect(row).not_to_contain_text("not checked yet")
    page.get_by_label("Checked: this is our answer").press("Space")
    expect(row).to_contain_text("not checked yet")


def test_the_meetings_follow_the_board_and_are_said(demo, seat):
    page = seat("author")
    page.goto("/reports/new")
    expect(page.get_by_role("button", name="Show its meetings")).to_be_hidden()
    expect(page.get_by_label("Meeting", exact=True)).to_have_count(0)
    page.get_by_label("Subject").fill("Lamps")
    page.get_by_label("Board").select_option(label="Safer Communities Policy and Performance Board")
    expect(page.get_by_label("Meeting", exact=True)).to_be_visible()
    expect(page.locator("#said")).to_have_text(re.compile(r"^\d+ coming meetings are offered\.$"))
    expect(page.get_by_label("Subject")).to_have_value("Lamps")


@pytest.mark.parametrize("width", [390, 320])
def test_no_table_pushes_a_report_sideways(demo, seat, width):
    """R14.1: a report is read without scrolling in two directions (1.4.10)."""
    page, wide = seat("member", width=width), []
    for report_id in db.session.scalars(select(Report.id).where(Report.published_at.is_not(None))):
        page.goto(f"/reports/{report_id}")
        if page.evaluate("() => document.documentElement.scrollWidth > window.innerWidth"):
            wide.append(report_id)
    assert not wide
