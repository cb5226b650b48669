"""Every form of something that exists says which version was seen; an older one is refused."""

import contextvars
from collections.abc import Iterator

import pytest
from flask import Flask

from tests.cast import Cast
from tests.factories.council import furnish
from tests.journeys.test_every_post_twice import WHERE, _cookie, _sign_in, _typed
from tests.posting.forms import Filled, Harvest
from tests.posting.overlapping import Post

pytestmark = [pytest.mark.long]

VERSIONS = ("version", "edition", "read")
"""The last words of the names under which a form says what was seen."""
ADDS = "adds something of its own, or a row that a constraint allows once"
OWN = "what is changed is the sender's own, and asked for anew each time"
NEVER = "what it is about never changes: it is there or it is gone"
COMPARES = "what stood there when it was opened goes with it, row by row"
UNVERSIONED = {
    "accounts.end_session": NEVER,
    "accounts.new": ADDS,
    "accounts.sign_out_everywhere": "ends whatever sessions there are",
    "actions.add": ADDS,
    "actions.new": ADDS,
    "actions.note": ADDS,
    "administration.rebuild": "asks for a job",
    "administration.retry": "asks for a job once more",
    "agenda_items.add_report": ADDS,
    "agendas.add": ADDS,
    "agendas.begin": ADDS,
    "archive.accept_sure": "takes whatever is certain or likely when it is pressed",
    "archive.decide": "each paper that is ticked says its version with its number",
    "archive.receive": ADDS,
    "attendance.add": ADDS,
    "attendance.record": COMPARES,
    "boards.give_seat": ADDS,
    "boards.name_clerk": ADDS,
    "boards.new": ADDS,
    "closed_days.fill": ADDS,
    "closed_days.index": ADDS,
    "closed_days.remove": NEVER,
    "closed_days.restore": NEVER,
    "meetings.new": ADDS,
    "meetings.several": ADDS,
    "minutes.add": ADDS,
    "minutes.attendance": COMPARES,
    "minutes.begin": ADDS,
    "minutes.number_new": ADDS,
    "minutes.take_wording": "fills a minute in which nothing stands, and no other",
    "people.account": OWN,
    "people.new": ADDS,
    "people.sign_in": OWN,
    "people.sign_out": OWN,
    "people.sign_out_everywhere": OWN,
    "people.end_session": NEVER,
    "posts.appoint": ADDS,
    "posts.new": ADDS,
    "reports.add_section": ADDS,
    "reports.attach": ADDS,
    "reports.detach": NEVER,
    "reports.new": ADDS,
    "synonyms.index": ADDS,
    "synonyms.remove": NEVER,
}
"""Forms that say no version, each with its reason."""
SHOWN_AGAIN = 200
"""Answered with the page itself: a button that only puts rows in another order on it."""


@pytest.fixture
def forms(app: Flask, transaction) -> Iterator[tuple[Harvest, Post]]:
    with transaction():
        furnish(Cast())
    clients = {who: app.test_client() for who in filter(None, WHERE)}
    harvest = Harvest(app)
    for who, client in clients.items():
        contextvars.Context().run(_sign_in, client, who)
        contextvars.Context().run(harvest.gather, who, client, WHERE[who])
    yield harvest, Post(app, {who: _cookie(client) for who, client in clients.items()} | {"": ""})


def test_every_form_of_something_that_exists_carries_a_version_and_an_older_one_is_refused(forms):
    harvest, post = forms
    bare = {name for name, found in harvest.found.items() if not all(map(_versions, found))}
    unsaid = sorted(bare - set(UNVERSIONED))
    assert not unsaid, (
        "say on which version it is pressed, and compare it; one that adds goes to UNVERSIONED: "
        + ", ".join(unsaid)
    )
    adding = {name for name, why in UNVERSIONED.items() if why == ADDS}
    needless = (set(UNVERSIONED) & set(harvest.found)) - bare - adding
    assert not needless, f"these carry a version, so they are no exceptions any more: {needless}"
    versioned = {name: found for name, found in harvest.found.items() if name not in bare | adding}
    assert len(versioned) > 40, "the harvest is blind"
    taken = {}
    for name, found in versioned.items():
        for form in found[:2]:
            answer = post(_older(form))
            if answer.is_done and answer.status != SHOWN_AGAIN:
                taken[name] = answer.words[:200]
    assert not taken, f"done although somebody else had changed it: {taken}"


def _versions(form: Filled) -> list[str]:
    return [name for name, _ in form.fields if name.rpartition("-")[2] in VERSIONS]


def _older(form: Filled) -> Filled:
    """Filled in so that it would be taken, but for the version that stands on it."""
    form = _typed(form, "Amberley")
    for name in _versions(form):
        form = form.put(name, ["0"])
    return form
