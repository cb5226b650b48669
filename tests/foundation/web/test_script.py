"""What the pages' own script promises: nothing typed is lost, and focus stays where it was."""

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from threading import Thread
from typing import Any

import pytest
from flask import Flask, flash, redirect, render_template_string, request
from playwright.sync_api import Page, Playwright, expect
from werkzeug.serving import make_server

import config

pytestmark = pytest.mark.browser

WRITING = """{% extends "base.html" %}
{% from "components/saved.html" import saved, wordings %}
{% from "components/conflict.html" import conflict %}
{% block title %}Minute 6{% endblock %}
{% block main %}
{{ saved() }}
<form id="minute" method="post" data-swap="#minute" data-on="input" data-wait="50">
<input type="hidden" name="csrf_token" value="{{ csrf_token() }}">
<input type="hidden" name="version" value="{{ minute.version }}">
{% if clash %}{{ conflict("text", clash, minute.text, "Olu Eze", none, "/") }}{% else %}
<label for="text">Minute</label>{{ wordings(["RESOLVED that"], "#text") }}
<textarea id="text" name="text">{{ minute.text }}</textarea>{% endif %}
<button>Save</button></form>{% endblock %}"""

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


@dataclass
class Council:
    """What the small site of these tests keeps."""

    version: int = 1
    text: str = "The report was introduced."
    order: list[str] = field(default_factory=lambda: ["Apologies", "Minutes", "Budget"])
    trouble: list[int] = field(default_factory=list)
    address: str = ""


@pytest.fixture
def council(pages: Flask) -> Iterator[Council]:
    """A site of two pages, served to a real browser."""
    council = Council()
    _answer(pages, council)
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
            if council.trouble:
                return "Trouble", council.trouble.pop(0)
            if int(request.form["version"]) == council.version:
                council.version, council.text = council.version + 1, request.form["text"]
            else:
                clash = request.form["text"]
        page = render_template_string(WRITING, minute=council, clash=clash)
        return page, 409 if clash else 200

    @app.get("/agenda")
    def agenda() -> str:
        return render_template_string(MOVING, order=council.order)

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


@pytest.fixture
def window(playwright: Playwright, council: Council) -> Iterator[Page]:
    """A window on the site; what the console says of the policy or the script is a fault."""
    path = next(filter(None, map(shutil.which, ("chromium-headless-shell", "chromium"))), None)
    built = config.ROOT / "app" / "static" / "built" / "app.js"
    if not (path and built.exists()):
        missing = "needs Chromium and built assets: run make test"
        pytest.fail(missing) if os.environ.get("CI") else pytest.skip(missing)
    browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
    page = browser.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda fault: faults.append(str(fault)))
    page.on("console", lambda said: faults.append(said.text) if "Policy" in said.text else None)
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
    mine = window.locator("[name=csrf_token]")
    mine.evaluate("field => { field.value = 'of the session before' }")
    window.locator("#text").fill("Typed for an hour.")
    expect(window.locator("[data-save-state]")).to_contain_text("Saved at")
    assert council.text == "Typed for an hour."
    assert mine.input_value() != "of the session before"


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
