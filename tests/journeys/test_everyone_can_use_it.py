"""What axe does not see: focus after every swap, what is said, forced colours, print, 320 pixels,
and that no two pages share a title."""

import re
import threading
from collections import defaultdict
from collections.abc import Callable, Iterator

import pytest
from lxml import html
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select
from werkzeug.serving import make_server

from app.agendas.models import Agenda, AgendaItem
from app.foundation import clock
from app.foundation.db import db
from app.meetings import services as meetings
from app.minutes.models import Minute
from app.reports.models import Report
from tests.cast import PASSWORD, Cast, email_of
from tests.crawling import addresses, answered
from tests.factories import reports
from tests.factories.council import furnish

pytestmark = [pytest.mark.browser, pytest.mark.sqlite]

WIDE = " | ".join(f"Ward number {one}" for one in range(12))
TABLE = f"Costs by ward:\n\n| {WIDE} |\n|{'---|' * 12}\n| {WIDE} |"
Visit = Callable[..., Page]
FOCUSED = "document.activeElement"
NO_BACKGROUND = ("rgba(0, 0, 0, 0)", "rgb(255, 255, 255)")


@pytest.fixture
def council(app, transaction) -> None:
    with transaction():
        cast = Cast()
        furnish(cast)
        draft = db.session.scalars(select(Report).where(Report.title.like("Footpaths%"))).one()
        reports.write(draft, "supporting", TABLE)


@pytest.fixture
def page_of(app, council, chromium: Browser) -> Iterator[Visit]:
    """A page of the furnished council in Chromium, opened by one of the cast."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    contexts = []

    def _page(who: str, path: str, *, width: int = 1280, **how: object) -> Page:
        address = f"http://127.0.0.1:{server.server_port}"
        viewport = {"width": width, "height": 900}
        context = chromium.new_context(base_url=address, viewport=viewport, locale="en-GB", **how)
        contexts.append(context)
        page = context.new_page()
        page.goto("/sign-in")
        page.get_by_label("Email address").fill(email_of(who))
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_url(f"{address}/")
        page.goto(path)
        return page

    yield _page
    for context in contexts:
        context.close()
    server.shutdown()
    thread.join()
    server.server_close()


def building() -> str:
    """Where a draft agenda with several items is built."""
    item = db.session.scalars(select(AgendaItem).where(AgendaItem.title == "Parks")).one()
    return f"/meetings/{item.agenda.meeting_id}/agenda"


def writing(key: str = "supporting") -> str:
    report = db.session.scalars(select(Report).where(Report.title.like("Footpaths%"))).one()
    return f"/reports/{report.id}/write/{key}"


def taking() -> str:
    chosen = select(Minute).where(Minute.heading == "Drains", Minute.published_at.is_(None))
    minute = db.session.scalars(chosen.limit(1)).one()
    return f"/meetings/{minute.minutes.meeting_id}/minutes/write/{minute.id}"


def style(page: Page, selector: str, name: str) -> str:
    found: str = page.locator(selector).first.evaluate(
        "(one, name) => getComputedStyle(one)[name]", name
    )
    return found


def test_an_arrow_that_leads_nowhere_shows_that_it_has_the_focus(page_of):
    """WCAG 2.4.7: the first row cannot go up, and whoever tabs to its arrow sees it."""
    page = page_of("Clare", building())
    arrow = page.locator(".moves [aria-disabled='true']").first
    before = arrow.evaluate("one => getComputedStyle(one).backgroundColor")
    page.keyboard.press("Tab")
    arrow.focus()
    assert arrow.evaluate("one => one.matches(':focus-visible')")
    after = arrow.evaluate("one => getComputedStyle(one).backgroundColor")
    assert (before, after) == ("rgb(245, 248, 247)", "rgb(255, 221, 0)")


def test_moving_an_item_keeps_the_focus_on_its_arrow(page_of):
    page = page_of("Clare", building())
    arrow = page.locator(".moves button:not([aria-disabled])").first
    name = arrow.get_attribute("id")
    arrow.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#said")).not_to_be_empty()
    assert page.evaluate(f"{FOCUSED}.id") == name


def test_saving_a_section_keeps_the_focus_and_says_saved(page_of):
    """WCAG 2.4.3 and 4.1.3."""
    page = page_of("Olu", writing())
    page.locator("#text").fill("The paths are old.")
    save = page.get_by_role("button", name="Save", exact=True)
    save.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#said")).to_contain_text("Saved at")
    assert page.evaluate(f"{FOCUSED}.textContent.trim()") == "Save"


def test_an_action_is_added_without_leaving_the_minute(page_of):
    """The focus goes to what is wrong, then to the new action; what is typed meanwhile stays."""
    page = page_of("Clare", taking())
    page.locator("#text").fill("Typed and not lost.")
    page.get_by_text("Add an action").click()
    page.get_by_label("What is to be done").fill("Mend the lamps")
    page.get_by_role("button", name="Add the action").click()
    expect(page.locator(".adding .govuk-error-summary")).to_be_focused()
    page.locator("#action-owner_words").fill("All partners")
    page.locator("#action-due_words").fill("Continuous")
    page.get_by_role("button", name="Add the action").click()
    new = page.get_by_text("All partners: Mend the lamps (due: Continuous)")
    expect(new).to_be_focused()
    expect(page.locator("#text")).to_have_value("Typed and not lost.")


def test_in_forced_colours_one_choice_and_one_entry_look_chosen(page_of):
    page = page_of("Clare", taking(), forced_colors="active")
    page.locator(".segments label").first.click()
    chosen = style(page, ".segments input:checked + label", "backgroundColor")
    others = style(page, ".segments input:not(:checked) + label", "backgroundColor")
    assert chosen != others
    current = style(page, ".navigation a[aria-current]", "borderBottomColor")
    rest = {
        link.evaluate("one => getComputedStyle(one).borderBottomColor")
        for link in page.locator(".navigation a:not([aria-current])").all()
    }
    assert current not in rest
    assert rest == {style(page, "body", "backgroundColor")}


def test_the_calendar_says_without_colour_what_is_on(page_of, transaction):
    """WCAG 1.4.1: each kind of day has a mark of its own, which the key explains."""
    with transaction():
        cast = Cast()
        day = clock.today().replace(day=15)
        off = meetings.plan_meeting(cast.other_board, by=None, on=day)
        meetings.cancel(off, by=cast.person("Clare"), reason="Snow.")
    page = page_of("Nora", "/meetings")
    marks = page.locator(".month .month__mark")
    assert {mark.inner_text() for mark in marks.all()} <= {"●", "▲", "–", "×"}
    assert page.locator(".month .month__off .month__mark").first.inner_text() == "×"
    key = re.sub(r"\s+", " ", page.locator("ul.month-key").inner_text())
    for said in (
        "● meeting",
        "▲ last day to publish",
        "– bank holiday",
        "× cancelled or postponed",
    ):
        assert said in key
    page.locator(".month .month__off").first.evaluate(
        "one => { const li = document.createElement('li');"
        " li.className = 'month__holiday'; one.after(li) }"
    )
    looks = {
        style(page, f".month li.month__{kind}", "backgroundColor") for kind in ("off", "holiday")
    }
    assert len(looks) == 2


@pytest.mark.parametrize("width", [320, 390])
def test_a_wide_table_scrolls_in_a_box_of_its_own(page_of, width):
    """WCAG 1.4.10 and 2.1.1: the page stays as wide as the screen; the box has a name."""
    report = writing().partition("/write")[0]
    for path in (report, writing()):
        page = page_of("Olu", path, width=width)
        box = page.get_by_role("group", name="Table: Ward number 0, Ward number 1", exact=False)
        expect(box.first).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert box.first.evaluate("one => one.scrollWidth > one.clientWidth")
        box.first.focus()
        page.keyboard.press("ArrowRight")
        page.wait_for_function("() => document.activeElement.scrollLeft > 0")


def test_paper_holds_the_words_and_nothing_to_press(page_of):
    published = db.session.scalars(
        select(Minute).where(Minute.heading == "Drains", Minute.published_at.is_not(None)).limit(1)
    ).one()
    agenda = db.session.scalars(select(Agenda).where(Agenda.state == "published").limit(1)).one()
    for path in (
        f"/meetings/{published.minutes.meeting_id}/minutes",
        f"/meetings/{agenda.meeting_id}",
    ):
        page = page_of("Clare", path)
        page.emulate_media(media="print")
        for hidden in ("aside", ".navigation", ".add-here", ".buttons"):
            for one in page.locator(hidden).all():
                assert not one.is_visible(), (path, hidden)
        for step in page.locator(".step, .step strong").all():
            ink = step.evaluate("one => getComputedStyle(one).color")
            assert ink != "rgb(255, 255, 255)", path
        expect(page.locator("h1")).to_be_visible()


def test_no_two_things_have_pages_of_the_same_title(app, council, visit):
    """WCAG 2.4.2: what is open in two tabs can be told apart, for every kind of page."""
    clare, titles = visit("Clare"), defaultdict(lambda: defaultdict(set))
    for endpoint, address in addresses(app, "GET"):
        if not re.search(r"/\d+", address) or "?" in address:
            continue
        answer = answered(clare.client.get, address)
        if answer.status_code == 200 and answer.mimetype == "text/html":
            tree = html.fromstring(answer.get_data(as_text=True))
            titles[endpoint][tree.findtext(".//title")].add(address)
    alike = {
        f"{endpoint}: {title}: {sorted(where)[:3]}"
        for endpoint, found in titles.items()
        for title, where in found.items()
        if len(where) > 1
    }
    assert len(titles) > 25
    assert not alike, "\n".join(sorted(alike))
