"""The database is stopped and started, or its file is gone: 503 with what was typed, then on."""

import logging
from pathlib import Path

import pytest
from flask import abort
from sqlalchemy import event

from app.actions.models import ActionNote
from app.foundation.db import db, may_create, switched
from app.foundation.factory import csrf
from app.foundation.jobs import worker
from app.foundation.outage import ThrottledLog
from app.foundation.registry import registry
from app.foundation.signals import Stop
from app.foundation.web import application
from app.foundation.web.auth import public
from app.foundation.web.refusals import PAGES
from tests.cast import PASSWORD, email_of
from tests.foundation.web.test_giving_back import TYPED, given_back, written  # noqa: F401


def test_a_save_while_the_database_is_away_loses_nothing(written, away):  # noqa: F811
    clare, where = written
    with away():
        page = clare.send({"text": TYPED}, button="Add a note", status=503)
        for _ in range(3):
            assert given_back(page) == {"Text": TYPED}
            assert page.response.headers["Retry-After"] == "30"
            assert not page.links().get("Meetings")
            page = clare.send(button="Send it again", status=503)
    assert clare.send(button="Send it again").path == where
    db.session.rollback()
    assert db.session.scalars(db.select(ActionNote.text)).all() == [TYPED]


def test_a_page_that_cannot_be_read_is_asked_for_again(clare_before, away):
    with away():
        assert clare_before.open("/meetings", status=503).links()["Try again"] == "/meetings"
    clare_before.open("/meetings")


def test_signing_in_while_away_keeps_the_address_and_no_password(visit, away):
    nobody = visit(None)
    nobody.open("/sign-in")
    with away():
        page = nobody.send(
            {"email": email_of("Clare"), "password": PASSWORD}, button="Sign in", status=503
        )
    assert given_back(page) == {"Email": email_of("Clare")}
    assert PASSWORD not in page.text
    nobody.open("/sign-in")
    typed = {"email": email_of("Clare"), "password": PASSWORD}
    assert nobody.send(typed, button="Sign in").path == "/"


@pytest.fixture
def clare_before(visit):
    """Clare, signed in before it happened."""
    return visit("Clare")


def test_every_error_page_stands_without_the_database(app, away, visit):
    @app.post("/wrong/<int:code>")
    @public
    @csrf.exempt
    def wrong(code):
        abort(code)

    clare = visit("Clare")
    with away():
        for code in sorted(PAGES):
            answer = clare.client.post(f"/wrong/{code}", data={"text": TYPED})
            assert answer.status_code == code
            said = answer.get_data(as_text=True)
            assert "<h1>" in said
            assert ("Lamps" in said) == (code != 405), code
    assert clare.open("/no-such-page", status=404).links().get("Meetings")


@pytest.mark.parametrize("code", [500, 503])
def test_the_page_of_a_fault_asks_the_database_nothing(app, visit, code):
    """Not even when it could be asked: it may be what went wrong."""
    asked: list[str] = []

    @app.post("/wrong")
    @public
    @csrf.exempt
    def wrong():
        abort(code)

    clare = visit("Clare")
    listener = ("before_cursor_execute", lambda _c, _u, said, *_: asked.append(said))
    event.listen(db.engine, *listener)
    answer = clare.client.post("/wrong", data={"text": TYPED})
    event.remove(db.engine, *listener)
    assert (answer.status_code, [said for said in asked if "instance" not in said]) == (code, [])


def test_web_and_worker_say_it_once_a_minute(app, clare_before, away, caplog, monkeypatch):
    """Without a traceback each time; and both go on when it is back."""
    caplog.set_level(logging.WARNING)
    for holder, name in ((application, "_log"), (worker, "seldom")):
        monkeypatch.setattr(holder, name, ThrottledLog(logging.getLogger("guildhall")))
    monkeypatch.setattr(worker, "PAUSE", 0.01)
    handlers = registry(app).job_handlers
    stop = Stop()
    rests = iter(range(60))
    monkeypatch.setattr(
        Stop, "wait", lambda _self, _seconds: next(rests, None) is None and stop.request()
    )
    with away():
        for _ in range(20):
            clare_before.client.get("/")
        with switched(may_create, False):
            worker.run(handlers, stop=stop)
    lines = sum(message.count("\n") + 1 for message in caplog.text.splitlines())
    assert 2 <= lines <= 6, caplog.text[:3000]
    clare_before.open("/")
    worker.drain(handlers)


@pytest.mark.postgres
def test_what_was_open_when_the_server_restarted_is_not_used_again(cluster, clare_before):
    """The pool asks each connection whether it still answers before a page relies on it."""
    clare_before.open("/")
    cluster.stop()
    cluster.start()
    for path in ("/", "/meetings", "/reports"):
        clare_before.open(path)


@pytest.mark.sqlite
def test_no_empty_database_takes_the_place_of_one_that_is_missing(app, away, clare_before):
    with away():
        clare_before.open("/", status=503)
        assert not (Path(app.instance_path) / "guildhall.sqlite3").exists()
    clare_before.open("/")


@pytest.mark.sqlite
def test_a_file_that_was_replaced_is_not_written_to_any_more(app, written):  # noqa: F811
    """SQLite would go on writing into the file that was removed, and lose what it was told."""
    clare, _ = written
    path = Path(app.instance_path) / "guildhall.sqlite3"
    db.session.remove()
    copy = path.with_suffix(".copy")
    copy.write_bytes(path.read_bytes())
    path.unlink()
    copy.rename(path)
    clare.send({"text": TYPED}, button="Add a note")
    db.session.remove()
    db.engine.dispose()
    assert db.session.scalars(db.select(ActionNote.text)).all() == [TYPED]


@pytest.mark.sqlite
@pytest.mark.parametrize("fault", ["full", "read only"])
def test_a_disk_that_takes_nothing_loses_nothing(app, written, fault):  # noqa: F811
    clare, where = written
    statement = {"full": "PRAGMA max_page_count = 1", "read only": "PRAGMA query_only = ON"}[fault]

    def hinder(connection, _record) -> None:
        connection.execute(statement)

    db.session.remove()
    db.engine.dispose()
    event.listen(db.engine, "connect", hinder)
    long = TYPED + "x" * 20_000
    page = clare.send({"text": long}, button="Add a note", status=503)
    assert given_back(page) == {"Text": long}
    event.remove(db.engine, "connect", hinder)
    db.session.remove()
    db.engine.dispose()
    assert clare.send(button="Send it again").path == where
