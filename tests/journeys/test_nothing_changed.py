"""Every form sent as it stands: whoever is told that something was done finds it done."""

import contextvars
import sqlite3
from contextlib import closing

import pytest
from lxml import html

from tests.cast import Cast
from tests.factories.council import furnish
from tests.journeys.test_damaged_forms import Council, _of_each_shape
from tests.posting.forms import Filled

pytestmark = [pytest.mark.sqlite, pytest.mark.long]

ASIDE = {"action_receipt", "audit_event", "rate_limit", "seen_version", "sight", "instance"}
"""Tables that say what was tried or seen, not how the council stands."""
COUNTED = ("version", "saved_at", "saved_by_id", "_hash", "search_index")
"""Columns that count saves and say whose they were."""
FACT = "attendance_checked_version"
"""Which attendance somebody said is right: no count of saves."""
DONE = "//*[contains(@class, 'message--success')]"


@pytest.fixture
def council(app, transaction) -> Council:
    app.config["PROPAGATE_EXCEPTIONS"] = False
    with transaction():
        furnish(Cast())
    return Council(app)


def stands(council: Council) -> dict[str, list[tuple[object, ...]]]:
    """The council as its tables have it now."""
    with closing(sqlite3.connect(council.path)) as connection:
        asked = "SELECT name FROM sqlite_master WHERE type = 'table'"
        tables = {name for (name,) in connection.execute(asked)} - ASIDE
        return {name: _rows(connection, name) for name in sorted(tables)}


def _rows(connection: sqlite3.Connection, table: str) -> list[tuple[object, ...]]:
    named = [row[1] for row in connection.execute(f'PRAGMA table_info("{table}")')]
    kept = [name for name in named if name == FACT or not name.endswith(COUNTED)]
    columns = ", ".join(f'"{name}"' for name in kept)
    return sorted(connection.execute(f'SELECT {columns} FROM "{table}"'), key=repr)


def said_after(council: Council, form: Filled) -> str:
    """What the page after this form says was done; nothing if it says no such thing."""
    client = council.app.test_client()
    client.set_cookie("session", council.cookies[form.who])
    headers = {"Referer": f"http://localhost{form.page}"}
    ask = contextvars.Context().run
    answer = ask(client.post, form.action, data=form.data(), headers=headers, follow_redirects=True)
    found = html.fromstring(answer.get_data(as_text=True) or "<p></p>").xpath(DONE)
    return " ".join(" ".join(one.itertext()) for one in found).strip()


def test_nothing_is_called_done_that_changed_nothing(council):
    before, untrue, sent = stands(council), [], 0
    for endpoint, forms in sorted(council.harvest.found.items()):
        for form in _of_each_shape(forms):
            sent += 1
            said = said_after(council, form)
            council._let_go()
            if said and stands(council) == before:
                untrue.append(f"{endpoint}: {said}")
            council._put_back()
    assert sent > 60
    assert not untrue, "\n".join(untrue)
