"""What was typed comes back when nobody is signed in any more, or the page is too old."""

import pytest
from flask import request

from app.actions.models import ActionNote
from app.foundation.db import db
from app.foundation.errors import Refused
from tests.cast import PASSWORD, email_of
from tests.factories.actions import an_action

TYPED = "Lamps <b>1</b> & 2 are done.\n\nThe rest follow."


@pytest.fixture
def written(visit, cast, transaction):
    """The clerk on the page of an action, about to report progress."""
    with transaction():
        action = an_action(cast)
        where = f"/actions/{action.id}"
    clare = visit("Clare")
    clare.open(where)
    return clare, where


def given_back(page):
    return {
        page.tree.xpath(f"//label[@for='{box.get('id')}']")[0].text: (box.text or "").strip("\n")
        for box in page.tree.xpath("//textarea[@readonly]")
    }


def signed_out_elsewhere(browsing):
    """In another tab of the same browser."""
    came_from = browsing.page
    browsing.send(button="Sign out")
    browsing.page = came_from


def sign_in_elsewhere(browsing):
    came_from = browsing.page
    browsing.open(came_from.links()["Sign in (opens in a new tab)"])
    page = browsing.send({"email": email_of("Clare"), "password": PASSWORD}, button="Sign in")
    browsing.page = came_from
    return page


def test_whoever_was_signed_out_elsewhere_gets_the_text_back_and_sends_it_again(written):
    clare, where = written
    signed_out_elsewhere(clare)
    page = clare.send({"text": TYPED}, button="Add a note", status=401)
    assert page.heading == "Sign in first"
    assert given_back(page) == {"Text": TYPED}
    assert sign_in_elsewhere(clare).path == where
    page = clare.send(button="Send it again")
    assert page.path == where
    db.session.rollback()
    assert db.session.scalars(db.select(ActionNote.text)).all() == [TYPED]


def test_whatever_refuses_a_form_gives_back_what_was_typed(app, written):
    """Also where no view of its own puts the sentence onto the form."""

    def refuse():
        if request.method == "POST":
            raise Refused("The lamps are out.")

    clare, where = written
    app.before_request_funcs.setdefault(None, []).append(refuse)
    page = clare.send({"text": TYPED}, button="Add a note", status=422)
    assert "The lamps are out." in page.words
    assert given_back(page) == {"Text": TYPED}
    assert page.links()["Go back to the page"] == where


def test_sending_again_before_signing_in_loses_nothing_either(written):
    clare, where = written
    signed_out_elsewhere(clare)
    clare.send({"text": TYPED}, button="Add a note", status=401)
    page = clare.send(button="Send it again", status=401)
    assert given_back(page) == {"Text": TYPED}
    sign_in_elsewhere(clare)
    assert clare.send(button="Send it again").path == where


def test_a_page_whose_session_has_ended_gives_the_text_back_too(written):
    clare, where = written
    clare.client.delete_cookie("session")
    page = clare.send({"text": TYPED}, button="Add a note", status=401)
    assert page.heading == "Sign in first"
    assert given_back(page) == {"Text": TYPED}
    sign_in_elsewhere(clare)
    assert clare.send(button="Send it again").path == where


def test_passwords_and_tokens_are_never_shown(visit):
    nobody = visit(None)
    nobody.open("/sign-in")
    nobody.client.delete_cookie("session")
    page = nobody.send(
        {"email": "clare@council.example", "password": PASSWORD}, button="Sign in", status=400
    )
    assert given_back(page) == {"Email": "clare@council.example"}
    assert PASSWORD not in page.text
    assert not page.tree.xpath("//input[@name='password' or @name='email']")


def test_a_form_from_another_site_is_not_offered_for_sending(visit, app):
    clare = visit("Clare")
    answer = clare.client.post(
        "/account", data={"text": TYPED}, headers={"Referer": "http://elsewhere.example/"}
    )
    assert answer.status_code == 400
    assert "Send it again" not in answer.get_data(as_text=True)


def test_what_was_typed_into_a_page_that_is_no_more_is_given_back(written, transaction):
    clare, _ = written
    with transaction():
        db.session.execute(db.text("DELETE FROM reader"))
        db.session.execute(db.text("DELETE FROM action"))
    page = clare.send({"text": TYPED}, button="Add a note", status=404)
    assert given_back(page) == {"Text": TYPED}
