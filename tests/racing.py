"""Two transactions at once on PostgreSQL, each in a thread with a session of its own."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask
from sqlalchemy import text

from app.foundation.db import db
from app.foundation.errors import Conflict, Refused
from app.foundation.outage import Overtaken
from app.foundation.transactions import transaction

LONGEST = 30
WAITS = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"  # noqa: E501
Deed = Callable[..., object]
_ANSWERED = Refused | Conflict | Overtaken
"""What the second may meet; whoever is overtaken is done once more by its request."""


def at_once(app: Flask, load: Callable[[], Any], first: Deed, second: Deed) -> list[object]:
    """Both load, the first does its deed, and commits once the second waits for it or has ended.

    What became of each: None, or the refusal or conflict that it met. Anything else is an error.
    """
    done, ended = threading.Event(), threading.Event()
    outcomes: list[object] = [None, None]

    def _first() -> None:
        with _session(app, outcomes, 0), transaction():
            try:
                first(*load())
                db.session.flush()
            finally:
                done.set()
            until_waiting(ended.is_set)

    def _second() -> None:
        try:
            done.wait(LONGEST)
            with _session(app, outcomes, 1), transaction():
                second(*load())
        finally:
            ended.set()

    threads = [threading.Thread(target=one) for one in (_first, _second)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(2 * LONGEST)
    db.session.rollback()
    for outcome in outcomes:
        if isinstance(outcome, BaseException) and not isinstance(outcome, _ANSWERED):
            raise outcome
    return outcomes


@contextmanager
def _session(app: Flask, outcomes: list[object], place: int) -> Iterator[None]:
    with app.app_context():
        try:
            yield
        except Exception as met:
            outcomes[place] = met
        finally:
            db.session.remove()


def until_waiting(has_ended: Callable[[], bool]) -> None:
    """Until another transaction waits for a lock, or whoever might has ended."""
    latest = time.monotonic() + LONGEST
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        while not has_ended() and not connection.scalar(text(WAITS)):
            assert time.monotonic() < latest, "the second neither waits nor ends"
            time.sleep(0.01)
