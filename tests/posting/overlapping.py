"""Two requests at once: the first stays uncommitted until the second waits or has ended."""

import contextvars
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from flask import Flask, message_flashed
from lxml import html
from sqlalchemy import text

from app.foundation import transactions
from app.foundation.db import db
from tests.posting.forms import Filled
from tests.racing import WAITS

LONGEST = 20
NEVER_ENDED = 0


@dataclass(frozen=True)
class Answer:
    """What a browser was told."""

    status: int
    refused: bool
    words: str = ""

    @property
    def is_done(self) -> bool:
        """The deed was done, as far as its doer knows."""
        return 0 < self.status < 400 and not self.refused

    def __str__(self) -> str:
        return "done" if self.is_done else f"told no ({self.status})"


class Post:
    """Sends forms as somebody who is signed in, and keeps what was flashed."""

    def __init__(self, app: Flask, cookies: dict[str, str]) -> None:
        self.app = app
        self.cookies = cookies
        self.told = threading.local()
        message_flashed.connect(self._hear, app)

    def __call__(self, form: Filled) -> Answer:
        """What became of one form, in a context and a session of its own."""
        return contextvars.Context().run(self._send, form)

    def at_once(self, first: Filled, second: Filled) -> list[Answer]:
        """The second begins when the first has done its deed, and before it is committed."""
        answers = [Answer(NEVER_ENDED, True), Answer(NEVER_ENDED, True)]
        overlap = _Overlap(self.app)

        def _first() -> None:
            with overlap.as_first():
                answers[0] = self(first)

        def _second() -> None:
            with overlap.as_second():
                answers[1] = self(second)

        with overlap.holding():
            _run(_first, _second)
        return answers

    def freely(self, *forms: Filled) -> list[Answer]:
        """All begin in the same moment, and go on as the database lets them."""
        answers = [Answer(NEVER_ENDED, True) for _ in forms]
        start = threading.Barrier(len(forms))

        def _one(place: int, form: Filled) -> Callable[[], None]:
            def _go() -> None:
                start.wait(LONGEST)
                answers[place] = self(form)

            return _go

        _run(*(_one(place, form) for place, form in enumerate(forms)))
        return answers

    def _send(self, form: Filled) -> Answer:
        client = self.app.test_client()
        if form.who:
            client.set_cookie("session", self.cookies[form.who])
        elif self.cookies.get(""):
            client.set_cookie("session", self.cookies[""])
        self.told.refused = ""
        response = client.post(
            form.action,
            data=form.data(),
            headers={"Referer": f"http://localhost{form.page}"},
        )
        said = self.told.refused or (_alerts(response) if response.status_code >= 400 else "")
        return Answer(response.status_code, bool(self.told.refused), said)

    def _hear(self, _app: Flask, *, message: str, category: str, **_more: Any) -> None:
        if category == "refusal":
            self.told.refused = message


class _Overlap:
    """Holds the first transaction open after its deed."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.mine = threading.local()
        self.done, self.ended = threading.Event(), threading.Event()

    @contextmanager
    def holding(self) -> Iterator[None]:
        """While the application ends its transactions through this hook."""
        finish = transactions.finish

        def _finish(*, keep: bool) -> None:
            if keep and getattr(self.mine, "is_first", False):
                db.session.flush()
                self.done.set()
                self._until_the_other_waits()
            finish(keep=keep)

        transactions.finish = _finish
        try:
            yield
        finally:
            transactions.finish = finish

    @contextmanager
    def as_first(self) -> Iterator[None]:
        """The thread whose transaction is held open."""
        self.mine.is_first = True
        try:
            yield
        finally:
            self.done.set()

    @contextmanager
    def as_second(self) -> Iterator[None]:
        """The thread that begins meanwhile."""
        self.done.wait(LONGEST)
        try:
            yield
        finally:
            self.ended.set()

    def _until_the_other_waits(self) -> None:
        latest = time.monotonic() + LONGEST
        with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            while not self.ended.is_set() and not connection.scalar(text(WAITS)):
                if time.monotonic() > latest:
                    raise AssertionError("the second neither waits nor ends")
                self.ended.wait(0.004)


def _run(*deeds: Callable[[], None]) -> None:
    threads = [threading.Thread(target=deed) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(3 * LONGEST)


def _alerts(response: Any) -> str:
    tree = html.fromstring(response.get_data(as_text=True) or "<p></p>")
    said = tree.xpath("//*[@role='alert']|//*[contains(@class, 'error')]")
    return " ".join(" ".join("".join(one.itertext()).split()) for one in said)[:300]
