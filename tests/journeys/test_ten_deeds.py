"""Ten deeds of every week, counted from the home page: three clicks and two pages at most.

Typing is not counted, nor is the page that says that it is done.
"""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from app.foundation import clock
from app.foundation.db import db
from app.foundation.transactions import transaction
from app.reports import services as reports
from app.reports.models import Report, Section
from tests.journeys.conftest import Site, served

CLICKS, LOADS = 3, 2
expect.set_options(timeout=20_000)


class Hand:
    """Somebody at work in a browser, whose clicks, and pages waited for, are counted."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.clicks = self.loads = self.waited = 0
        page.set_default_timeout(10_000)
        page.on("load", self._loaded)

    def _loaded(self, _: object) -> None:
        self.loads += 1

    def click(self, what: Locator) -> None:
        self.clicks += 1
        self.waited = self.loads
        what.click()
        self.page.wait_for_load_state()

    @property
    def main(self) -> Locator:
        return self.page.get_by_role("main")

    def choose(self, label: str, option: str | re.Pattern[str]) -> None:
        """Choosing from a list is a click, too."""
        self.clicks += 1
        field = self.page.get_by_label(label)
        texts = field.locator("option").all_inner_texts()
        field.select_option(label=next(one for one in texts if re.search(option, one)))

    def link(self, name: str | re.Pattern[str]) -> None:
        self.click(self.main.get_by_role("link", name=name).first)

    def button(self, name: str | re.Pattern[str]) -> None:
        self.click(self.main.get_by_role("button", name=name).first)


@pytest.fixture
def own(demo) -> Iterator[Site]:
    """The demo council of one test, which may change it."""
    with served(demo) as site:
        yield site


@pytest.fixture
def hand(chromium: Browser, own: Site) -> Iterator[Callable[[str], Hand]]:
    """Somebody of the demo council on the home page, nothing counted yet."""
    context = chromium.new_context(base_url=own.address, locale="en-GB")

    def signed_in(role: str) -> Hand:
        page = context.new_page()
        email, password = own.accounts[role]
        page.goto("/sign-in")
        page.get_by_label("Email address").fill(email)
        page.get_by_label("Password").fill(password)
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_url(f"{own.address}/")
        page.wait_for_load_state()
        return Hand(page)

    yield signed_in
    context.close()


@pytest.fixture
def count(tell):
    """Say and judge what a deed took."""

    def _count(deed: str, by: Hand) -> None:
        tell(f"{deed}: {by.clicks} clicks, {by.waited} pages")
        assert by.clicks <= CLICKS, deed
        assert by.waited <= LOADS, deed

    return _count


def test_a_clerk_plans_a_meeting(hand, count):
    clerk = hand("clerk")
    clerk.link("Plan a meeting")
    clerk.choose("Board", "^Executive Board")
    day = clock.today() + timedelta(days=100 - clock.today().weekday())
    for part, value in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
        clerk.page.get_by_label(part, exact=True).fill(str(value))
    clerk.button("Plan the meeting")
    assert "/meetings/" in clerk.page.url
    count("plan a meeting", clerk)


def test_a_clerk_publishes_the_minutes(hand, count):
    clerk = hand("clerk")
    clerk.link(re.compile("Publish the minutes of"))
    clerk.click(clerk.main.get_by_label(re.compile("attendance")).first)
    reason = clerk.page.get_by_label(re.compile("Reason"))
    if reason.count():
        reason.first.fill("All that was said is in them.")
    clerk.button(re.compile("^Publish"))
    expect(clerk.main).to_contain_text("minutes are published")
    count("publish the minutes", clerk)


def test_a_member_reads_the_first_paper_of_the_next_meeting(hand, count):
    member = hand("member")
    member.link(re.compile("^Read"))
    member.link(re.compile("^Report"))
    assert "/reports/" in member.page.url
    count("read the next meeting's first report", member)


def test_an_owner_records_an_action_as_done(hand, count):
    owner = hand("author")
    owner.link(re.compile("^Report"))
    owner.page.locator("[name=evidence]").fill("It was made.")
    owner.button(re.compile("Record as done"))
    expect(owner.main).to_contain_text("Done")
    count("record an action as done", owner)


def test_anybody_finds_a_minute_by_its_number(hand, count):
    officer = hand("officer")
    officer.page.get_by_label(re.compile("Search papers")).fill("EXB36")
    officer.page.keyboard.press("Enter")
    officer.page.wait_for_url(re.compile("search"))
    officer.page.wait_for_load_state()
    officer.link(re.compile("public spaces protection order"))
    expect(officer.main).to_contain_text("EXB36")
    count("find a minute by its number", officer)


def test_a_clearer_clears_a_report(hand, count):
    clearer = hand("clearer")
    clearer.link(re.compile("Read and clear"))
    clearer.link("Clear")
    clearer.button("Clear it")
    expect(clearer.main).to_contain_text("The report is cleared")
    count("clear a report", clearer)


def test_an_author_starts_a_report_for_a_meeting(hand, count):
    author = hand("author")
    author.link(re.compile("^Safer Brackenmere Partnership"))
    author.link(re.compile("^Start a report"))
    author.page.locator("[name=title]").fill("Lamps on the quay")
    author.button("Start the report")
    expect(author.main).to_contain_text("The report is begun")
    count("start a report for a meeting", author)


def test_an_author_sends_a_report_for_clearance(hand, count):
    with transaction():
        db.session.execute(db.update(Section).values(is_preset=False))
    author = hand("author")
    author.link(re.compile("^Continue"))
    author.button("Send for clearance")
    expect(author.main.get_by_role("heading", level=1)).to_have_text("Send for clearance")
    author.button("Send for clearance")
    expect(author.main).to_contain_text("The report is sent for clearance.")
    count("send a report for clearance", author)


def test_a_clerk_issues_a_late_report_with_a_supplement(hand, count):
    with transaction():
        report = db.session.scalars(
            db.select(Report).where(Report.title.startswith("Leisure fees"))
        ).one()
        reports.clear(report, by=report.author, version=report.version)
    clerk = hand("clerk")
    clerk.link(re.compile("Issue Leisure fees .* with a supplement"))
    clerk.page.locator("[name=reason]").fill("It is cleared now.")
    clerk.button("Publish the supplement")
    published = re.compile("Done. (The supplement is|Late papers 1 are) published")
    expect(clerk.main).to_contain_text(published)
    count("issue a late report with a supplement", clerk)


def test_a_clerk_adds_an_item_to_the_agenda(hand, count):
    clerk = hand("clerk")
    clerk.link(re.compile("^Safer Brackenmere Partnership"))
    clerk.link("Edit agenda")
    clerk.page.locator("[name=title]").first.fill("Lamps on the quay")
    clerk.button("Add the item")
    expect(clerk.main).to_contain_text("Lamps on the quay")
    count("add an item to an agenda", clerk)
