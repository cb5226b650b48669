"""Every page, for every role, in Chromium: no console message, no axe finding, no sideways
scroll at 390 pixels."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from sqlalchemy import func, select

from app.actions.models import Action
from app.agendas.models import Agenda, AgendaItem, AgendaState
from app.boards.models import Board
from app.documents.models import Document
from app.foundation.db import db
from app.minutes.models import Minute, Minutes
from app.people.models import Account, Person, Post
from app.reports.models import Report, ReportState

pytestmark = [pytest.mark.browser, pytest.mark.sqlite]

OTHERS = ("administrator", "author", "clearer", "chair", "officer")
ROLES = ("clerk", "member", *(pytest.param(role, marks=pytest.mark.long) for role in OTHERS))
"""Who sees most pages and who sees most people's; the others have their turn in the sweeps."""
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
ASKED = {"runOnly": RULES, "resultTypes": ["violations"]}
"""Of whatever holds axe would list every element, which takes as long as looking for it."""
FEWEST = 30
DOWNLOADS = re.compile(r"/(word|file|original)$")
EXTRA = ("/search?q=harbour", "/search?q=SBP12", "/search?q=xyzzyplugh", "/meetings/list?past=1")


def addresses(app: Flask) -> list[str]:
    """Every address a browser can open, with ids of the demo council for its parameters."""
    examples = _examples()
    found = list(EXTRA)
    for rule in app.url_map.iter_rules():
        if "GET" not in rule.methods or rule.endpoint == "static" or DOWNLOADS.search(rule.rule):
            continue
        for values in _choices(rule.arguments, examples):
            with app.test_request_context():
                found.append(app.url_for(rule.endpoint, **values))
    return sorted(set(found))


def _choices(arguments: set[str], examples: dict[str, list[object]]) -> list[dict[str, object]]:
    choices: list[dict[str, object]] = [{}]
    for argument in sorted(arguments):
        values = [value for value in examples.get(argument, [1]) if value is not None]
        choices = [choice | {argument: value} for choice in choices for value in values]
    return choices[:3]


def _examples() -> dict[str, list[object]]:
    """Ids that show much: a published agenda with minutes, a draft agenda, an exempt report."""
    done = select(func.max(Minutes.meeting_id)).where(Minutes.published_at.is_not(None))
    drafts = select(Agenda.meeting_id).where(Agenda.state == AgendaState.DRAFT).limit(1)
    writing = select(Report.id).where(Report.state == ReportState.DRAFT).limit(1)
    return {
        "meeting_id": [db.session.scalar(done), db.session.scalar(drafts)],
        "report_id": [db.session.scalar(writing), db.session.scalar(select(func.max(Report.id)))],
        "board_id": [db.session.scalar(select(func.min(Board.id)))],
        "person_id": [db.session.scalar(select(func.min(Person.id)))],
        "account_id": [db.session.scalar(select(func.max(Account.id)))],
        "post_id": [db.session.scalar(select(func.min(Post.id)))],
        "action_id": [db.session.scalar(select(func.min(Action.id)))],
        "item_id": [db.session.scalar(select(func.max(AgendaItem.id)))],
        "minute_id": [db.session.scalar(select(func.max(Minute.id)))],
        "document_id": [db.session.scalar(select(func.min(Document.id)))],
        "reference": [db.session.scalar(select(func.max(Minute.printed)))],
        "key": ["purpose"],
    }


@pytest.mark.parametrize("role", ROLES)
def test_every_page_is_clean_for(role, demo, seat):
    page = seat(role)
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    faults: list[str] = []
    seen = 0
    for address in addresses(demo):
        said.clear()
        page.set_viewport_size({"width": 1280, "height": 900})
        answer = page.goto(address)
        status = answer.status if answer else 0
        if status >= 500:
            faults.append(f"{address}: {status}")
        if status >= 400 or "text/html" not in answer.headers.get("content-type", ""):
            continue
        seen += 1
        faults += [f"{address}: console: {words}" for words in said]
        faults += [f"{address}: {fault}" for fault in axe_faults(page)]
        page.set_viewport_size({"width": 390, "height": 844})
        wide = sideways(page)
        if wide > 0:
            faults.append(f"{address}: scrolls sideways by {wide} pixels at 390")
    assert not faults, "\n".join(faults)
    assert seen > FEWEST, f"only {seen} pages opened"


def sideways(page) -> int:
    """By how many pixels the page has to be pushed sideways to be read."""
    return page.evaluate("() => document.documentElement.scrollWidth - window.innerWidth")


def axe_faults(page) -> list[str]:
    """What axe finds against WCAG 2.2 AA and best practice."""
    found = Axe().run(page, options=ASKED).response["violations"]
    return [f"axe: {one['id']}: {one['nodes'][0]['target']} ({one['help']})" for one in found]


TAGS = """() => [...document.querySelectorAll('.item, .builder__row')].map(row => {
  const side = row.querySelector('.item__side') ?? document.createElement('div')
  const title = row.querySelector('h3, h4'), whole = row.querySelector('.titled') ?? row
  side.className = 'item__side'
  if (!side.isConnected) (title.closest('.titled > div') ?? title).after(side)
  for (const words of ['Exempt, paragraphs 1 and 3', 'Late item', 'To follow',
                       'Changed by Supplement 12, 30 September 2026']) {
    const tag = document.createElement('span')
    tag.className = 'tag'
    tag.textContent = words
    side.append(tag)
  }
  return title.getBoundingClientRect().width / whole.getBoundingClientRect().width
})"""


@pytest.mark.parametrize("width", [1280, 390])
def test_many_tags_leave_the_title_of_an_item_its_room(width, demo, seat):
    page, ids = seat("clerk", width=width), _examples()["meeting_id"]
    for address in (f"/meetings/{ids[0]}", f"/meetings/{ids[1]}/agenda"):
        page.goto(address)
        shares = page.evaluate(TAGS)
        assert len(shares) > 4
        assert min(shares) > 0.55, address
        assert sideways(page) <= 0, address
