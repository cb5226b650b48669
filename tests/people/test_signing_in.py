"""People sign in, fail to, are locked out, and change their password."""

import contextvars
import re
from datetime import UTC, datetime, timedelta
from functools import partial
from urllib.parse import urljoin, urlsplit

import pytest

from app.foundation import clock
from app.foundation.db import db
from tests.cast import PASSWORD, email_of
from tests.factories import reports

pytestmark = pytest.mark.both


def test_the_clerk_signs_in_and_out(visit):
    clare = visit("Clare")
    page = clare.open("/account")
    assert "Clare Dawson" in page.words
    clare.send(button="Sign out")
    assert clare.open("/account").heading == "Sign in"


def test_a_wrong_password_is_answered_like_an_unknown_address(visit):
    nobody = visit(None)
    nobody.open("/sign-in")
    wrong = nobody.send(
        {"email": email_of("Clare"), "password": "wrong-password"}, button="Sign in", status=422
    )
    unknown = nobody.send(
        {"email": "nobody@council.example", "password": "wrong-password"},
        button="Sign in",
        status=422,
    )
    assert "do not agree" in wrong.words
    assert wrong.words.replace(email_of("Clare"), "") == unknown.words.replace("nobody@", "")


def test_five_failures_lock_the_account_for_a_while(visit):
    nobody = visit(None)
    nobody.open("/sign-in")
    for _ in range(5):
        nobody.send({"email": email_of("Mo"), "password": "no"}, button="Sign in", status=422)
    right = {"email": email_of("Mo"), "password": PASSWORD}
    assert "Wait 15 minutes" in nobody.send(right, button="Sign in", status=429).words
    with clock.stopped(clock.now() + timedelta(minutes=16)):
        assert nobody.send(right, button="Sign in").heading != "Sign in"


def test_a_new_password_ends_every_other_session(visit):
    here, there = visit("Olu"), visit("Olu")
    here.open("/account")
    new = "correct horse battery"
    here.send({"present": PASSWORD, "new": new, "again": new}, button="Change password")
    assert here.open("/account").heading == "Your account"
    assert there.open("/account").heading == "Sign in"


def test_a_short_password_is_refused_with_a_sentence(visit):
    olu = visit("Olu")
    olu.open("/account")
    page = olu.send(
        {"present": PASSWORD, "new": "short", "again": "short"},
        button="Change password",
        status=422,
    )
    assert "at least 12 characters" in page.words


def test_signing_out_everywhere_ends_all_sessions(visit):
    here, there = visit("Olu"), visit("Olu")
    here.open("/account")
    here.send(button="Sign out on every device")
    assert there.open("/account").heading == "Sign in"


def test_a_new_password_is_neither_the_present_one_nor_the_address(visit):
    olu = visit("Olu")
    olu.open("/account")
    for new, said in ((PASSWORD, "do not have already"), (email_of("Olu"), "is no password")):
        typed = {"present": PASSWORD, "new": new, "again": new}
        assert said in olu.send(typed, button="Change password", status=422).words


def test_staying_signed_in_ends_after_a_fortnight(visit):
    nobody = visit(None)
    nobody.open("/sign-in")
    typed = {"email": email_of("Olu"), "password": PASSWORD, "remember": "y"}
    nobody.send(typed, button="Sign in")
    kept = nobody.client.get_cookie("remember_token")
    left = kept.expires - datetime.now(UTC)
    assert timedelta(days=13) < left <= timedelta(days=14)


def test_a_session_that_ended_is_said_so_and_the_text_is_saved_after_signing_in_again(
    cast, transaction, visit
):
    with transaction():
        report = reports.a_full_report(cast)
    olu, path = visit("Olu"), f"/reports/{report.id}/write/purpose"

    def save():
        page = {f.get("name"): f.get("value") for f in olu.page.tree.xpath("//form//input")}
        typed = {"csrf_token": page["csrf_token"], "version": page["version"], "text": "Hours."}
        db.session.rollback()
        post = partial(olu.client.post, path, data=typed, headers={"X-Fragment": "1"})
        return contextvars.Context().run(post).status_code

    page = olu.open(path)
    olu.client.delete_cookie("session")
    assert save() == 401
    olu.sign_in("Olu")
    olu.page = page
    assert save() == 400
    olu.open(path)
    assert save() == 200


ELSEWHERE = (
    "//evil.example", "///evil.example", "/\\evil.example", "\\\\evil.example", "/\t/evil.example",
    "https://evil.example/", "https:evil.example", "javascript:alert(1)", " //evil.example",
    "http:///evil.example", "//evil.example\\@localhost/", "evil.example",
    "/\r\nLocation: https://evil.example", "[", "//[", "https://localhost@evil.example/",
)  # fmt: skip


@pytest.mark.parametrize("wanted", ELSEWHERE)
def test_signing_in_never_leads_to_another_site(visit, wanted):
    nobody = visit(None)
    token = re.search(r'csrf_token"[^>]*value="([^"]+)"', nobody.open("/sign-in").text).group(1)
    typed = {"email": email_of("Olu"), "password": PASSWORD, "csrf_token": token}
    answer = contextvars.Context().run(
        nobody.client.post, "/sign-in", query_string={"next": wanted}, data=typed
    )
    assert answer.status_code == 302
    where = urljoin("http://localhost/sign-in", answer.headers["Location"])
    assert urlsplit(where).netloc == "localhost" and urlsplit(where).scheme == "http"


def test_nobody_is_signed_in_by_a_form_of_another_site(visit):
    nobody = visit(None)
    typed = {"email": email_of("Olu"), "password": PASSWORD}
    assert nobody.client.post("/sign-in", data=typed).status_code == 400
    assert nobody.open("/account").heading == "Sign in"


def test_no_cookie_is_for_scripts_or_other_sites(visit):
    nobody = visit(None)
    token = re.search(r'csrf_token"[^>]*value="([^"]+)"', nobody.open("/sign-in").text).group(1)
    typed = {"email": email_of("Olu"), "password": PASSWORD, "remember": "y", "csrf_token": token}
    answer = contextvars.Context().run(nobody.client.post, "/sign-in", data=typed)
    cookies = answer.headers.getlist("Set-Cookie")
    assert {cookie.split("=")[0] for cookie in cookies} == {
        "session", "remember_token", "known_device",
    }  # fmt: skip
    for cookie in cookies:
        assert "HttpOnly" in cookie and "SameSite=Lax" in cookie and "Path=/" in cookie
        assert "Domain" not in cookie
