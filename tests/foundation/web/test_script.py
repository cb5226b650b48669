"""What the pages' own script promises: nothing typed is lost, and focus stays where it was."""

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from threading import Thread
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask, flash, redirect, render_template, render_template_string, request
from playwright.sync_api import Page, Playwright, expect
from werkzeug.serving import make_server

import config
from app.foundation.web.resubmission import SubmittedForm

pytestmark = pytest.mark.browser

WRITING = """{% extends "base.html" %}
{% from "components/saved.html" import saved, wordings %}
{% from "components/conflict.html" import conflict %}
{% from "components/draft.html" import unsaved_draft %}
{% block title %}Minute 6{% endblock %}
{% block main %}
<p id="beside" data-fresh>Version {{ minute.version }}</p>
{{ saved() }}{{ unsaved_draft("minute") }}
<form id="minute" method="post" data-swap="#minute" data-on="input" data-wait="50" data-draft
data-lands="#item">
<input type="hidden" name="csrf_token" value="{{ csrf_token() }}">
<input type="hidden" name="version" value="{{ minute.version }}">
{% if clash %}{{ conflict("text", clash, minute.text, "Olu Eze", none, "/") }}{% else %}
<label for="text">Minute</label>{{ wordings(["RESOLVED that"], "#text") }}
<textarea id="text" name="text">{{ minute.text }}</textarea>{% endif %}
<div id="tick" data-fresh><label><input type="checkbox" name="checked" value="y"
{{ "checked" if minute.checked }}>Checked</label></div>
<button>Save</button><button name="go" value="next">Next</button></form>{% endblock %}"""
NEXT = """{% extends "base.html" %}{% block title %}Minute 7{% endblock %}
{% block main %}<h2 id="item" tabindex="-1">Item 7</h2>{% endblock %}"""

MOVING = """{% extends "base.html" %}
{% from "components/builder.html" import builder %}
{% block title %}Agenda{% endblock %}
{% block scripts %}<script type="module" src="{{ asset("order.js") }}"></script>{% endblock %}
{% block main %}
<div id="agenda"><form id="order" method="post" action="/order" data-swap="#agenda">
<input type="hidden" name="csrf_token" value="{{ csrf_token() }}"></form>
{% call builder("Items", order_form="#order") %}{% for item in order %}
<li class="builder__row" id="item-{{ item }}"><span class="grip" aria-hidden="true"></span>
<input type="hidden" name="item_id" value="{{ item }}" form="order">
<span class="builder__number">{{ loop.index }}</span><h2>{{ item }}</h2>
<div class="moves">{% for to in ("up", "down") %}
<form method="post" action="/move/{{ item }}" data-swap="#agenda">
<input type="hidden" name="csrf_token" value="{{ csrf_token() }}">
<input type="hidden" name="to" value="{{ to }}">
<button id="move-{{ item }}-{{ to }}">Move {{ to }}: {{ item }}</button></form>{% endfor %}
</div></li>
{% endfor %}{% endcall %}</div>{% endblock %}"""


TROUBLE = """<main><h1>Trouble</h1>
<input type="hidden" name="csrf_token" value="{{ csrf_token() }}"></main>"""


@dataclass
class Council:
    """What the small site of these tests keeps."""

    version: int = 1
    text: str = "The report was introduced."
    checked: bool = False
    order: list[str] = field(default_factory=lambda: ["Apologies", "Minutes", "Budget"])
    trouble: list[int] = field(default_factory=list)
    address: str = ""
    reader: int = 7
    """Who is signed in."""
    is_signed_out: bool = False


@pytest.fixture
def council(pages: Flask) -> Iterator[Council]:
    """A site of two pages, served to a real browser."""
    council = Council()
    _answer(pages, council)
    _answer_with_agenda(pages, council)
    server = make_server("127.0.0.1", 0, pages, threaded=False)
    council.address = f"http://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield council
    server.shutdown()
    thread.join()
    server.server_close()


def _answer(app: Flask, council: Council) -> None:
    @app.route("/", methods=["GET", "POST"])
    def write() -> Any:
        clash = None
        if request.method == "POST":
            if council.is_signed_out:
                return render_template(
                    "errors/401.html", sent=SubmittedForm([], [("a", "b")], False)
                ), 401
            if council.trouble:
                return render_template_string(TROUBLE), council.trouble.pop(0)
            if int(request.form["version"]) == council.version:
                council.version, council.text = council.version + 1, request.form["text"]
                council.checked = "checked" in request.form
                if "go" in request.form:
                    return redirect("/next", 303)
            else:
                clash = request.form["text"]
        page = render_template_string(
            WRITING, minute=council, clash=clash, current_user=_reader(council)
        )
        return page, 409 if clash else 200

    @app.post("/sign-out")
    def sign_out() -> Any:
        return redirect("/agenda", 303)


def _answer_with_agenda(app: Flask, council: Council) -> None:
    @app.get("/agenda")
    def agenda() -> str:
        return render_template_string(MOVING, order=council.order)

    @app.get("/next")
    def after() -> str:
        return render_template_string(NEXT, current_user=_reader(council))

    @app.post("/move/<item>")
    def move(item: str) -> Any:
        at = council.order.index(item)
        council.order.insert(
            at + (1 if request.form["to"] == "down" else -1), council.order.pop(at)
        )
        flash(f"{item} is now item {council.order.index(item) + 1}", "success")
        return redirect("/agenda", 303)

    @app.post("/order")
    def order() -> Any:
        council.order[:] = request.form.getlist("item_id")
        return redirect("/agenda", 303)


def _reader(council: Council) -> Any:
    return SimpleNamespace(is_authenticated=True, name="Olu Eze", person_id=council.reader)


@pytest.fixture
def window(playwright: Playwright, council: Council) -> Iterator[Page]:
    """A window on the site; what the console says of the policy or the script is a fault."""
    path = next(filter(None, map(shutil.which, ("chromium-headless-shell", "chromium"))), None)
    built = config.ROOT / "app" / "static" / "built" / "app.js"
    if not (path and built.exists()):
        missing = "needs Chromium and built assets: run make test"
        pytest.fail(missing) if os.environ.get("CI") else pytest.skip(missing)
    browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
    page = browser.new_context().new_page()
    faults: list[str] = []
    page.on("pageerror", lambda fault: faults.append(str(fault)))
    page.on("console", lambda said: faults.append(said.text) if "Policy" in said.text else None)
    page.context.on("weberror", lambda fault: faults.append(str(fault.error)))
    yield page
    browser.close()
    assert not faults


def test_what_is_typed_saves_itself(window: Page, council: Council) -> None:
    window.goto(council.address)
    window.locator("#text").press("Control+End")
    window.keyboard.type(" It was noted.")
    expect(window.locator("[data-save-state]")).to_contain_text("Saved at")
    window.keyboard.type(" Agreed.")
    expect(window.locator("[name=version]")).to_have_value("3")
    assert council.text == "The report was introduced. It was noted. Agreed."
    expect(window.locator("#text")).to_be_focused()


def test_a_save_that_fails_is_tried_again(window: Page, council: Council) -> None:
    council.trouble = [503]
    window.goto(council.address)
    window.locator("#text").fill("Typed while the server was away.")
    expect(window.locator("[data-save-state]")).to_contain_text("Not saved yet")
    expect(window.locator("[data-save-state]")).to_contain_text("Saved at", timeout=6000)
    assert council.text == "Typed while the server was away."


def test_whoever_signed_in_again_in_another_tab_saves_with_the_new_token(
    window: Page, council: Council
) -> None:
    window.goto(council.address)
    council.trouble = [400]
    window.locator("#text").fill("Typed for an hour.")
    expect(window.locator("[data-save-state]")).to_contain_text("Saved at")
    assert council.text == "Typed for an hour."


def test_a_button_that_saves_keeps_the_focus_and_says_once_that_it_is_saved(
    window: Page, council: Council
) -> None:
    """R14.1: the focus does not fall to the top (2.4.3), and what happened is said (4.1.3)."""
    window.goto(council.address)
    window.locator("#text").fill("Said aloud.")
    save = window.get_by_role("button", name="Save", exact=True)
    save.press("Enter")
    expect(window.locator("#said")).to_contain_text("Saved at")
    expect(window.get_by_role("button", name="Save", exact=True)).to_be_focused()
    assert council.text == "Said aloud."


def test_what_saves_itself_while_one_types_is_not_said_each_time(
    window: Page, council: Council
) -> None:
    window.goto(council.address)
    window.locator("#text").fill("Typed on.")
    expect(window.locator("[data-save-state]")).to_contain_text("Saved at")
    expect(window.locator("#said")).to_have_text("")


def test_a_button_that_saves_and_goes_on_lands_where_the_form_says(
    window: Page, council: Council
) -> None:
    """R14.1: the focus stands at the heading of what comes next, and the save is said there."""
    window.goto(council.address)
    window.locator("#text").fill("Then the next.")
    window.get_by_role("button", name="Next").press("Enter")
    window.wait_for_url("**/next#item")
    expect(window.locator("#item")).to_be_focused()
    expect(window.locator("#said")).to_contain_text("Saved at")
    window.reload()
    window.wait_for_timeout(400)
    expect(window.locator("#said")).to_have_text("")


def test_a_tick_that_saves_itself_keeps_the_focus(window: Page, council: Council) -> None:
    window.goto(council.address)
    window.get_by_label("Checked").press("Space")
    expect(window.locator("[data-save-state]")).to_contain_text("Saved at")
    expect(window.get_by_label("Checked")).to_be_checked()
    expect(window.get_by_label("Checked")).to_be_focused()
    assert council.checked


def test_two_writers_are_shown_both_texts_and_neither_is_lost(
    window: Page, council: Council
) -> None:
    window.goto(council.address)
    council.version, council.text = 2, "Theirs."
    window.locator("#text").fill("Mine.")
    expect(window.locator(".conflict__theirs")).to_have_text("Theirs.")
    expect(window.locator("#conflict-mine")).to_have_value("Mine.")
    expect(window.locator("#conflict-mine")).to_be_focused()
    window.keyboard.press("Control+End")
    window.keyboard.type(" And theirs.")
    window.wait_for_timeout(250)
    assert council.text == "Theirs."
    window.get_by_role("button", name="Save my text").click()
    expect(window.locator("#text")).to_have_value("Mine. And theirs.")
    assert council.text == "Mine. And theirs."


def test_leaving_with_something_unsaved_asks_first(window: Page, council: Council) -> None:
    council.trouble = [503] * 9
    window.goto(council.address)
    window.locator("#text").press("Control+End")
    window.keyboard.type("!")
    asked: list[str] = []
    window.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    window.goto(f"{council.address}/agenda")
    assert asked == ["beforeunload"]


def test_standard_wording_goes_in_at_the_caret(window: Page, council: Council) -> None:
    window.goto(council.address)
    window.locator("#text").press("Control+End")
    window.get_by_role("button", name="RESOLVED that").click()
    expect(window.locator("#text")).to_have_value("The report was introduced. RESOLVED that ")


def test_an_item_moves_by_its_button_and_keeps_the_focus(window: Page, council: Council) -> None:
    window.goto(f"{council.address}/agenda")
    window.get_by_role("button", name="Move down: Apologies").press("Enter")
    expect(window.locator("#said")).to_have_text("Done. Apologies is now item 2")
    assert council.order == ["Minutes", "Apologies", "Budget"]
    expect(window.get_by_role("button", name="Move down: Apologies")).to_be_focused()


def test_an_item_moves_by_its_grip(window: Page, council: Council) -> None:
    window.goto(f"{council.address}/agenda")
    window.locator(".grip").first.hover()
    window.mouse.down()
    last = window.locator(".builder__row").last.bounding_box()
    assert last
    for part in (0.3, 0.6, 0.9):
        window.mouse.move(last["x"] + 30, last["y"] + last["height"] * part, steps=6)
    window.mouse.up()
    expect(window.locator(".builder h2").last).to_have_text("Apologies")
    expect(window.locator(".builder__number").last).to_have_text("3")
    assert council.order == ["Minutes", "Budget", "Apologies"]


def test_without_a_script_the_same_buttons_work(
    window: Page, playwright: Playwright, council: Council
) -> None:
    browser = window.context.browser
    assert browser
    plain = browser.new_page(java_script_enabled=False)
    plain.goto(f"{council.address}/agenda")
    plain.locator("button", has_text="Move down: Apologies").click()
    assert council.order == ["Minutes", "Apologies", "Budget"]
    plain.goto(council.address)
    plain.locator("#text").fill("Typed on a plain page.")
    plain.locator("button", has_text="Save").click()
    assert council.text == "Typed on a plain page."
    plain.close()


def type_and_crash(window: Page, council: Council, words: str) -> Page:
    """The connection goes, something is typed, the window dies; the person comes back later."""
    window.goto(council.address)
    window.context.set_offline(True)
    window.locator("#text").fill(words)
    expect(window.locator("[data-save-state]")).to_contain_text("Not saved yet")
    window.close(run_before_unload=False)
    context = window.context
    context.set_offline(False)
    return context.new_page()


def drafts(page: Page) -> int:
    """How many drafts stand on this device."""
    return int(page.evaluate("Object.keys(localStorage).length"))


def test_what_was_typed_before_a_crash_is_offered_and_put_back(
    window: Page, council: Council
) -> None:
    again = type_and_crash(window, council, "Typed without a connection.")
    again.goto(council.address)
    expect(again.get_by_role("heading", name="Text that was not saved")).to_be_visible()
    expect(again.locator("#said")).to_contain_text("not saved")
    expect(again.locator("#text")).to_have_value("The report was introduced.")
    again.get_by_text("Show it").click()
    expect(again.locator("[data-draft-text]")).to_have_text("Typed without a connection.")
    again.get_by_role("button", name="Put it back").press("Enter")
    expect(again.locator("#text")).to_be_focused()
    expect(again.locator("[data-save-state]")).to_contain_text("Saved at")
    assert council.text == "Typed without a connection."
    assert drafts(again) == 0


def test_what_was_thrown_away_is_offered_no_more(window: Page, council: Council) -> None:
    again = type_and_crash(window, council, "Not worth keeping.")
    again.goto(council.address)
    again.get_by_role("button", name="Throw it away").click()
    assert drafts(again) == 0
    again.reload()
    expect(again.get_by_role("heading", name="Text that was not saved")).to_be_hidden()


def test_a_draft_put_back_over_a_newer_text_is_a_conflict(window: Page, council: Council) -> None:
    again = type_and_crash(window, council, "Mine, from before.")
    council.version, council.text = 2, "Theirs, since."
    again.goto(council.address)
    again.get_by_role("button", name="Put it back").click()
    expect(again.locator(".conflict__theirs")).to_have_text("Theirs, since.")
    expect(again.locator("#conflict-mine")).to_have_value("Mine, from before.")
    assert council.text == "Theirs, since."


def test_signing_out_takes_every_draft_off_the_device(window: Page, council: Council) -> None:
    again = type_and_crash(window, council, "Not for the next one.")
    again.goto(council.address)
    assert drafts(again) == 1
    again.get_by_role("button", name="Sign out").click()
    again.wait_for_url("**/agenda")
    assert drafts(again) == 0


def test_nobody_is_offered_what_another_typed(window: Page, council: Council) -> None:
    again = type_and_crash(window, council, "Not for Clare.")
    council.reader = 8
    again.goto(council.address)
    expect(again.get_by_role("heading", name="Text that was not saved")).to_be_hidden()
    assert drafts(again) == 0


def test_a_draft_expires(window: Page, council: Council) -> None:
    again = type_and_crash(window, council, "Long ago.")
    again.clock.install(time=datetime.now(UTC) + timedelta(days=4))
    again.goto(council.address)
    expect(again.get_by_role("heading", name="Text that was not saved")).to_be_hidden()
    assert drafts(again) == 0


def test_a_page_signed_out_meanwhile_takes_the_token_for_the_next_session(
    window: Page, council: Council
) -> None:
    window.goto(council.address)
    token = window.locator(".bar [name=csrf_token]")
    token.evaluate("field => { field.value = 'of the session before' }")
    council.is_signed_out = True
    window.locator("#text").fill("Typed after the end.")
    expect(window.locator("[data-save-state]")).to_contain_text("signed out")
    assert token.input_value() != "of the session before"
    assert drafts(window) == 1


def test_what_stands_beside_the_form_follows_a_save(window: Page, council: Council) -> None:
    window.goto(council.address)
    expect(window.locator("#beside")).to_have_text("Version 1")
    window.locator("#text").fill("Longer.")
    expect(window.locator("#beside")).to_have_text("Version 2")
    expect(window.locator("#text")).to_be_focused()


def test_the_time_of_a_save_is_said_as_every_page_says_times(
    window: Page, council: Council
) -> None:
    window.clock.install(time="2026-11-28T02:19:00")
    window.goto(council.address)
    window.locator("#text").fill("At night.")
    window.clock.run_for(1000)
    expect(window.locator("[data-save-state]")).to_have_text("Saved at 2.19am")
