"""Every form with each of its fields left out, damaged or invented: a sentence, never a fault, and
whatever was typed beside it is given back or kept."""

import contextvars
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from app.foundation.db import db
from tests.cast import Cast
from tests.factories.council import furnish
from tests.journeys.test_every_post_twice import WHERE, _cookie, _sign_in, _typed
from tests.posting.forms import Filled, Harvest

pytestmark = [pytest.mark.sqlite, pytest.mark.long]

MARK = "Merkwort"
MOST_CHOICES = 4
LONG = "langes Wort " * 3000 + "ENDE"
IN_A_TEXT = [[LONG], ["vorn\x00hinten"], ["a\x01\x0b\ufffe\u202eb"], ["one", "two"], ["  "], []]
IN_A_DAY = [
    *(["99", "99", "99999"], ["1", "1"], ["٣", "٣", "2026"], ["9" * 30] * 3, ["-1", "1", "2026"]),
    *(["29", "2", "2027"], ["1", "1", "9999"], ["\x00", "", ""], ["1"] * 7, []),
]
IN_ANYTHING_ELSE = [["abc"], ["9" * 30], [""], ["\x00"], ["٣"], ["1", "2"], []]


def damaged(form: Filled) -> Iterator[tuple[str, Filled]]:
    """The form as nobody's browser sends it, one thing wrong at a time, and what is wrong."""
    for name in dict(form.fields):
        if name == "csrf_token":
            continue
        kind = IN_A_TEXT if name in form.texts else IN_ANYTHING_ELSE
        for values in IN_A_DAY if name in form.dates else kind:
            yield f"{name}={str(values)[:40]}", form.put(name, values)
    for name, offered in form.choices:
        for value in ("", *offered[:MOST_CHOICES]):
            yield f"{name} is {value}", form.put(name, [value])
    for name in form.files:
        rest = tuple(one for one in form.files if one != name)
        yield f"{name} is no file", replace(form, files=rest).put(name, ["words"])
    token = tuple(pair for pair in form.fields if pair[0] == "csrf_token")
    yield "nothing but the token", replace(form, fields=token)


class Council:
    """The furnished council on SQLite, put back as it was after each form that was taken."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        clients = {who: app.test_client() for who in WHERE}
        for who in filter(None, WHERE):
            contextvars.Context().run(_sign_in, clients[who], who)
        self.harvest = Harvest(app)
        for who, client in clients.items():
            contextvars.Context().run(self.harvest.gather, who, client, WHERE[who])
        self.cookies = {who: _cookie(client) for who, client in clients.items()}
        self.path = Path(str(db.engine.url.database))
        self.kept = self.path.with_name("kept.sqlite3")
        self._let_go()
        with sqlite3.connect(self.path) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.close()
        shutil.copy(self.path, self.kept)

    def send(self, form: Filled) -> str:
        """What is wrong with the answer, if something is."""
        client = self.app.test_client()
        client.set_cookie("session", self.cookies[form.who])
        headers = {"Referer": f"http://localhost{form.page}"}
        ask = contextvars.Context().run
        answer = ask(client.post, form.action, data=form.data(), headers=headers)
        if answer.status_code >= 500:
            return f"answers {answer.status_code}"
        said = answer.get_data(as_text=True)
        if answer.status_code < 400 and answer.location:
            self._let_go()
            said = self._all_texts()
            self._put_back()
        lost = [name for name, value in form.fields if _is_lost(name, value, form, said)]
        return f"answers {answer.status_code} and loses {', '.join(lost)}" if lost else ""

    def _let_go(self) -> None:
        db.session.remove()
        db.engine.dispose()

    def _all_texts(self) -> str:
        """Every text that the database holds now."""
        connection = sqlite3.connect(self.path)
        tables = connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table'"
        ).fetchall()
        rows = [row for (name,) in tables for row in connection.execute(f'SELECT * FROM "{name}"')]
        connection.close()
        return "\n".join(value for row in rows for value in row if isinstance(value, str))

    def _put_back(self) -> None:
        with (
            closing(sqlite3.connect(self.kept)) as kept,
            closing(sqlite3.connect(self.path)) as now,
        ):
            kept.backup(now)


def _is_lost(name: str, value: str, form: Filled, said: str) -> bool:
    """Words of ours that stand nowhere any more; the same words may stand in several boxes."""
    ours = value == LONG or MARK in value
    return ours and name in form.texts and value[-20:].strip() not in said


def _of_each_shape(forms: list[Filled]) -> list[Filled]:
    """Two forms of a route with different boxes: one for a correction asks for more."""
    shapes = {tuple(sorted({name for name, _ in form.fields})): form for form in forms}
    return list(shapes.values())[:2]


@pytest.fixture
def council(app, transaction) -> Council:
    app.config["PROPAGATE_EXCEPTIONS"] = False
    with transaction():
        furnish(Cast())
    return Council(app)


FORGETS = {
    "people.sign_in": "it asks for a name and a password alone",
    "boards.standing_items": "its rows come as lists: without one of them there are no rows",
}
"""Routes whose answer need not say what was typed, each with its reason."""


def test_no_damaged_form_is_a_fault_or_loses_what_was_typed(council):
    troubles, sent = [], 0
    for endpoint, forms in sorted(council.harvest.found.items()):
        for form in _of_each_shape(forms):
            for what, wrong in damaged(_typed(form, MARK)):
                sent += 1
                trouble = council.send(wrong)
                if trouble and not (endpoint in FORGETS and "loses" in trouble):
                    troubles.append(f"{endpoint}, {what}: {trouble}")
    assert sent > 1000
    assert not troubles, "\n".join(troubles)
