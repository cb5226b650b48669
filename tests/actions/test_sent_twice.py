"""A form about an action that is sent twice does its deed once, and both are told it is done."""

from datetime import timedelta

import pytest

from app.actions import services
from app.actions.models import Action, ActionNote, ActionState
from app.foundation import clock
from app.foundation.audit import AuditEvent
from app.foundation.db import db
from app.foundation.errors import Refused
from tests.factories.actions import a_minute, an_action, held_meeting

DONE = "The lamps burn; seen on 3 May."


@pytest.fixture
def action(cast, transaction):
    with transaction():
        return an_action(cast, a_minute(held_meeting(cast.board)), person=cast.person("Olu"))


def lines(action, verb):
    told = db.session.query(AuditEvent).filter_by(thing_id=action.id)
    return sum(event.tag == f"action:{verb}" for event in told)


def pressed_twice(visit, action, fields, button, **form):
    """Two tabs of one person, both open before either is sent."""
    tabs = [visit(form.get("who", "Olu")) for _ in range(2)]
    for tab in tabs:
        tab.open(f"/actions/{action.id}")
    pages = [tab.send(fields, button=button) for tab in tabs]
    db.session.rollback()
    db.session.expire_all()
    return pages


def test_record_as_done_clicked_twice_is_once(action, visit):
    for page in pressed_twice(visit, action, {"evidence": DONE}, "Record as done"):
        assert "The action is recorded as done." in page.words
        assert page.words.count(DONE) == 1
    assert action.state == ActionState.DONE
    assert lines(action, "finish") == 1


def test_other_evidence_for_what_is_done_is_no_double_click(cast, transaction, action):
    with transaction():
        services.finish(action, by=cast.person("Olu"), evidence=DONE)
    with pytest.raises(Refused):
        services.finish(action, by=cast.person("Olu"), evidence="Something else.")


def test_a_note_sent_twice_is_one_note(cast, transaction, action, visit):
    for page in pressed_twice(visit, action, {"text": "Half are lit."}, "Add a note"):
        assert "Your note is kept with the action." in page.words
    assert db.session.query(ActionNote).count() == 1
    with transaction():
        later = clock.now() + timedelta(minutes=11)
        services.note(action, by=cast.person("Clare"), text="Half are lit.")
        services.note(action, by=cast.person("Clare"), text="Half are lit.", at=later)
    assert db.session.query(ActionNote).count() == 3


def test_starting_dropping_and_reopening_twice_is_once(cast, transaction, action, visit):
    pages = pressed_twice(visit, action, {}, "Start work")
    assert all("Work on this action has begun." in page.words for page in pages)
    pages = pressed_twice(visit, action, {"reason": "Sold."}, "Drop the action", who="Clare")
    assert all("The action is dropped." in page.words for page in pages)
    pages = pressed_twice(visit, action, {}, "Reopen", who="Clare")
    assert all("The action is open again." in page.words for page in pages)
    assert [lines(action, verb) for verb in ("start", "drop", "reopen")] == [1, 1, 1]
    assert db.session.query(ActionNote).count() == 1


def test_an_action_sent_twice_is_added_once(cast, transaction, action):
    with transaction():
        same = an_action(cast, action.minute, person=cast.person("Olu"))
        other = an_action(cast, action.minute, person=cast.person("Fin"))
    assert same.id == action.id
    assert other.id != action.id
    assert db.session.query(Action).count() == 2
