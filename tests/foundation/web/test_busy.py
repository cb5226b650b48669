"""A busy database: tried once more, then 503 with what was typed; nothing exempt is shown."""

import sqlite3
import threading
import time
from pathlib import Path

import psycopg
import pytest
from flask import abort, flash, jsonify, redirect, render_template_string, request
from sqlalchemy import event, text
from sqlalchemy.exc import OperationalError

from app.actions.models import Action, ActionNote
from app.foundation import clock
from app.foundation.db import db
from app.foundation.factory import csrf
from app.foundation.permissions import AccessLog
from app.foundation.web import request_transaction
from app.foundation.web.auth import any_signed_in, public
from app.foundation.web.refusals import PAGES
from tests.cast import PASSWORD, email_of
from tests.factories.actions import a_minute, an_action, held_meeting
from tests.foundation.web.test_giving_back import TYPED, given_back, written  # noqa: F401
from tests.outages import held

SECRET = "The settlement with Netterby Dredging"


def notes():
    db.session.rollback()
    return db.session.scalars(db.select(ActionNote.text)).all()


def sights():
    db.session.rollback()
    return db.session.scalar(db.select(db.func.count(AccessLog.id)))


def test_a_save_that_finds_the_database_busy_gives_the_text_back(written, impatient):  # noqa: F811
    clare, where = written
    with held():
        page = clare.send({"text": TYPED}, button="Add a note", status=503)
        assert page.response.headers["Retry-After"] == "5"
        assert given_back(page) == {"Text": TYPED}
        assert "Done." not in page.words
        assert "What you sent has not been saved." in page.words
        again = clare.send(button="Send it again", status=503)
        assert given_back(again) == {"Text": TYPED}
    page = clare.send(button="Send it again")
    assert (page.path, "Done." in page.words) == (where, True)
    assert notes() == [TYPED]


def test_a_save_is_tried_once_more_and_done_once(written, impatient):  # noqa: F811
    clare, where = written
    with held() as let_go:
        timer = threading.Timer(0.45, let_go)
        timer.start()
        page = clare.send({"text": TYPED}, button="Add a note")
        timer.join()
    assert page.path == where
    assert page.words.count("Done.") == 1
    assert notes() == [TYPED]


def test_an_upload_is_read_again_from_its_beginning(app, visit, impatient):
    kept = []

    @app.post("/upload-twice")
    @any_signed_in
    @csrf.exempt
    def upload_twice():
        kept.append([request.files["file"].read(), request.files["file"].read()])
        if len(kept) == 1:
            raise OperationalError("BEGIN", {}, locked())
        return "done"

    clare = visit("Clare")
    with Path(__file__).open("rb") as file:
        answer = clare.client.post("/upload-twice", data={"file": file, "word": "x"})
    assert answer.status_code == 200
    assert kept[0] == kept[1] and kept[0][0]


def locked() -> sqlite3.OperationalError:
    error = sqlite3.OperationalError("database is locked")
    error.sqlite_errorcode = sqlite3.SQLITE_BUSY
    return error


@pytest.mark.parametrize("fault", ["busy", "bug"])
def test_no_page_says_done_of_what_was_not_saved(app, visit, fault):
    """Whatever keeps the commit from being made: neither that page nor the next says it is done."""
    app.config["PROPAGATE_EXCEPTIONS"] = False

    @app.post("/save-in-vain")
    @any_signed_in
    @csrf.exempt
    def save_in_vain():
        flash("Your text is saved.", "success")
        return redirect("/")

    clare = visit("Clare")

    def fail(_session) -> None:
        raise OperationalError("COMMIT", {}, locked()) if fault == "busy" else RuntimeError("bug")

    event.listen(db.session, "before_commit", fail)
    try:
        answer = clare.client.post("/save-in-vain", data={"text": TYPED})
    finally:
        event.remove(db.session, "before_commit", fail)
    assert answer.status_code == {"busy": 503, "bug": 500}[fault]
    said = answer.get_data(as_text=True)
    assert "has not been saved" in said
    assert "Your text is saved." not in said
    assert "Lamps" in said
    assert "Your text is saved." not in clare.open("/help").text


def test_nobody_claims_to_know_whether_a_commit_that_broke_off_was_made(app, visit):
    @app.post("/save-and-break")
    @any_signed_in
    @csrf.exempt
    def save_and_break():
        return "done"

    def fail(_session) -> None:
        raise OperationalError("COMMIT", {}, psycopg.OperationalError("the connection is lost"))

    clare = visit("Clare")
    event.listen(db.session, "before_commit", fail)
    try:
        answer = clare.client.post("/save-and-break", data={"text": TYPED})
    finally:
        event.remove(db.session, "before_commit", fail)
    said = answer.get_data(as_text=True)
    assert answer.status_code == 503
    assert "look first whether what you sent has been taken" in said
    assert "Lamps" in said
    assert "not been saved" not in said


def test_what_an_earlier_deed_said_waits_for_a_page_that_can_show_it(app, visit, impatient):
    turn = []

    @app.get("/once-busy")
    @any_signed_in
    def once_busy():
        turn.append(render_template_string("{{ get_flashed_messages() }}"))
        if len(turn) < 3:
            raise OperationalError("SELECT", {}, locked())
        return turn[-1]

    clare = visit("Clare")
    with clare.client.session_transaction() as kept:
        kept["_flashes"] = [("success", "Your text is saved.")]
    busy = clare.client.get("/once-busy")
    assert (busy.status_code, "is saved" in busy.get_data(as_text=True)) == (503, False)
    assert "is saved" in clare.client.get("/once-busy").get_data(as_text=True)


def test_signing_in_while_busy_gives_the_address_back_and_never_the_password(visit, impatient):
    nobody = visit(None)
    nobody.open("/sign-in")
    typed = {"email": email_of("Clare"), "password": PASSWORD}
    with held():
        page = nobody.send(typed, button="Sign in", status=503)
    assert given_back(page) == {"Email": email_of("Clare")}
    assert PASSWORD not in page.text
    assert page.links()["Go back to the page"] == "/sign-in"
    with held():
        nobody.open("/sign-in")
        wrong = nobody.send(typed | {"password": "not this one"}, button="Sign in", status=503)
    assert "not this one" not in wrong.text
    nobody.open("/sign-in")
    assert nobody.send(typed, button="Sign in").path == "/"


@pytest.fixture
def closed(cast, transaction):
    """An exempt action under an exempt minute: pages, lists and Word files that note a sight."""
    with transaction():
        meeting = held_meeting(cast.board)
        minute = a_minute(meeting, exempt_heading=SECRET)
        action = an_action(cast, minute, text=SECRET)
        return meeting.id, action.id


def test_nothing_exempt_is_shown_whose_sight_cannot_be_noted(closed, visit, impatient):
    meeting_id, action_id = closed
    clare = visit("Clare")
    addresses = [
        f"/actions/{action_id}",
        f"/meetings/{meeting_id}/minutes",
        f"/meetings/{meeting_id}/minutes/word",
        f"/meetings/{meeting_id}/actions",
    ]
    before = sights()
    shown = [clare.client.get(address) for address in addresses]
    noted = sights() - before
    assert noted
    with held():
        for address, first in zip(addresses, shown, strict=True):
            answer = clare.client.get(address)
            assert answer.status_code == 503 or SECRET not in first.get_data(as_text=True)
            assert answer.status_code in {first.status_code, 503}
            if answer.status_code == 503:
                assert SECRET not in answer.get_data(as_text=True)
    assert sights() - before == noted
    assert clare.client.get(addresses[0]).status_code == 200


@pytest.mark.parametrize("kind", ["json", "file", "fragment"])
def test_answers_of_every_kind_wait_for_their_sight(app, closed, visit, impatient, kind):
    @app.get("/closed-thing")
    @any_signed_in
    def closed_thing():
        request_transaction.log_view(db.session.get_one(Action, closed[1]))
        answers = {
            "json": jsonify(title=SECRET),
            "file": (SECRET.encode(), {"Content-Type": "x/y"}),
        }
        return answers.get(kind, f"<p>{SECRET}</p>")

    clare = visit("Clare")
    before = sights()
    headers = {"X-Fragment": "1"} if kind == "fragment" else {}
    with held():
        answer = clare.client.get("/closed-thing", headers=headers)
        assert (answer.status_code, SECRET in answer.get_data(as_text=True)) == (503, False)
    assert sights() == before
    with held() as let_go:
        timer = threading.Timer(0.45, let_go)
        timer.start()
        assert SECRET in clare.client.get("/closed-thing", headers=headers).get_data(as_text=True)
        timer.join()
    assert sights() == before + 1


def test_a_deed_and_its_sight_are_one_commit(app, closed, visit):
    @app.post("/note-it")
    @any_signed_in
    @csrf.exempt
    def note_it():
        action = db.session.get_one(Action, closed[1])
        request_transaction.log_view(action)
        action.notes.append(ActionNote(text=TYPED, by_id=1, at=clock.now()))
        return SECRET

    clare = visit("Clare")
    before = sights()
    commits = []

    def committed(connection) -> None:
        commits.append(connection)

    event.listen(db.engine, "commit", committed)
    assert clare.client.post("/note-it").status_code == 200
    event.remove(db.engine, "commit", committed)
    assert (len(commits), sights()) == (1, before + 1)


@pytest.mark.parametrize("code", sorted(PAGES - {500, 503}))
def test_an_error_page_begins_no_write(app, visit, code):
    """Not even one that answers a form: whoever writes meanwhile does not keep it waiting."""
    after: list[str] = []

    @app.post("/wrong")
    @any_signed_in
    @csrf.exempt
    def wrong():
        db.session.execute(text("SELECT 1"))
        after.clear()
        abort(code)

    clare = visit("Clare")
    listener = ("before_cursor_execute", lambda _c, _u, said, *_: after.append(said))
    event.listen(db.engine, *listener)
    answer = clare.client.post("/wrong", data={"text": TYPED})
    event.remove(db.engine, *listener)
    assert answer.status_code == code
    assert not [said for said in after if not said.startswith(("SELECT", "WITH", "BEGIN", "\n"))]
    assert "BEGIN IMMEDIATE" not in after


def test_a_page_that_is_not_there_is_said_while_others_write(visit, impatient):
    clare = visit("Clare")
    with held():
        begun = time.monotonic()
        assert clare.open("/no-such-page", status=404).links().get("Meetings")
        answer = clare.client.post("/no-such-page", data={"text": TYPED})
        assert answer.status_code == 404
        assert time.monotonic() - begun < 5


@pytest.mark.postgres
def test_two_requests_that_wait_for_each_other_are_both_answered(app, visit):
    """PostgreSQL ends one of them; it is done once more."""
    meet = threading.Barrier(2, timeout=10)
    tries = []

    @app.post("/both/<string:first>/<string:second>")
    @public
    @csrf.exempt
    def both(first, second):
        tries.append(first)
        db.session.execute(text("SELECT id FROM person WHERE name = :n FOR UPDATE"), {"n": first})
        if len(tries) < 3:
            meet.wait()
        db.session.execute(text("SELECT id FROM person WHERE name = :n FOR UPDATE"), {"n": second})
        return "done"

    names = db.session.scalars(text("SELECT name FROM person ORDER BY id LIMIT 2")).all()
    db.session.rollback()
    answers = []

    def ask(one, other) -> None:
        answers.append(app.test_client().post(f"/both/{one}/{other}").status_code)

    threads = [threading.Thread(target=ask, args=pair) for pair in (names, names[::-1])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (answers, len(tries)) == ([200, 200], 3)
