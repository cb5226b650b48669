"""Whatever is sent to whichever address, the answer is a page with a sentence, never a fault."""

import contextvars
import re

import pytest

from app.foundation.db import db
from app.foundation.web import request_body
from tests.browsing import Page, hold_to_standard

BOUNDARY = "the-boundary"
MULTIPART = f"multipart/form-data; boundary={BOUNDARY}"
URLENCODED = "application/x-www-form-urlencoded"
FORM = b"Content-Disposition: form-data"


def multipart(*parts):
    """A form of these heads and contents."""
    lines = [b"--%s\r\n%s\r\n\r\n%s\r\n" % (BOUNDARY.encode(), *part) for part in parts]
    return b"".join(lines) + b"--%s--\r\n" % BOUNDARY.encode()


def token_part(token):
    return FORM + b'; name="csrf_token"', token


UNREADABLE = {
    "a part without a name": lambda token: (
        multipart(token_part(token), (FORM, b"x")),
        MULTIPART,
    ),
    "a file without a name": lambda token: (
        multipart(token_part(token), (FORM + b'; filename="a.txt"', b"x")),
        MULTIPART,
    ),
    "a part with an empty name": lambda token: (
        multipart(token_part(token), (FORM + b'; name=""', b"x")),
        MULTIPART,
    ),
    "a field without a name": lambda token: (b"=1&csrf_token=" + token, URLENCODED),
    "a part that is no field": lambda token: (
        multipart(token_part(token), (b"Content-Type: text/plain", b"x")),
        MULTIPART,
    ),
    "a form that breaks off": lambda token: (multipart(token_part(token))[:-20], MULTIPART),
    "no boundary": lambda token: (multipart(token_part(token)), "multipart/form-data"),
    "a boundary of no letters": lambda token: (
        multipart(token_part(token)),
        'multipart/form-data; boundary="ÿþ"',
    ),
    "thousands of parts": lambda token: (
        multipart(token_part(token), *[(FORM + b'; name="a"', b"")] * 3000),
        MULTIPART,
    ),
    "thousands of fields": lambda token: (b"csrf_token=" + token + b"&a=1" * 3000, URLENCODED),
    "bytes": lambda token: (bytes(range(256)) * 20, URLENCODED),
    "other things": lambda token: (b'{"a": 1}', "application/json"),
    "nothing": lambda token: (b"", MULTIPART),
}
STRANGE = {
    "an unknown charset": lambda token: (
        multipart(
            token_part(token),
            (FORM + b'; name="title"\r\nContent-Type: text/plain; charset=klingon', b"\xff\xfe"),
        ),
        MULTIPART,
    ),
    "bytes in a field": lambda token: (b"title=%ff%fe%00&csrf_token=" + token, URLENCODED),
    "half a character": lambda token: (b"text=%ed%a0%80&csrf_token=" + token, URLENCODED),
}


@pytest.fixture
def administrator(visit):
    """Somebody whom few addresses turn away, and the token of the page."""
    adi = visit("Adi")
    token = adi.open("/account").tree.xpath("//input[@name='csrf_token']")[0].get("value")
    return adi.client, token.encode()


def addresses(app):
    """Every address that takes a form, with the first of everything in it."""
    for rule in app.url_map.iter_rules():
        if "POST" in (rule.methods or ()) and "sign-out" not in rule.rule:
            yield re.sub(r"<[^>]*date[^>]*>|<day:[^>]+>", "2026-11-30", _numbered(rule.rule))


def _numbered(rule):
    return re.sub(r"<string[^>]*>|<path[^>]*>", "purpose", re.sub(r"<int:[^>]+>", "1", rule))


def send(client, where, body, kind):
    db.session.rollback()
    headers = {"Referer": "http://localhost/people"}
    ask = contextvars.Context().run
    return ask(client.post, where, data=body, content_type=kind, headers=headers)


@pytest.mark.parametrize("what", UNREADABLE)
def test_no_form_that_cannot_be_read_is_a_fault(app, administrator, what):
    client, token = administrator
    body, kind = UNREADABLE[what](token)
    found = [(where, send(client, where, body, kind)) for where in addresses(app)]
    assert len(found) > 60
    for where, answer in found:
        assert answer.status_code == 400, f"{where}: {answer.status_code}"
    hold_to_standard(Page(found[0][1], found[0][0]))


@pytest.mark.parametrize("what", STRANGE)
def test_no_form_with_strange_letters_is_a_fault(app, administrator, what):
    client, token = administrator
    body, kind = STRANGE[what](token)
    for where in addresses(app):
        assert send(client, where, body, kind).status_code < 500, where


@pytest.mark.parametrize("length", ["", "abc", "-5", "5,5", "0x10", "9" * 30])
def test_a_length_that_is_no_number_is_no_fault(app, administrator, length):
    client, _ = administrator
    for where in list(addresses(app))[:10]:
        answer = contextvars.Context().run(
            client.post, where, data=b"a=1", environ_overrides={"CONTENT_LENGTH": length}
        )
        assert answer.status_code in (400, 413), where


def test_what_was_typed_beside_a_part_without_a_name_is_given_back(administrator):
    client, token = administrator
    text = (FORM + b'; name="text"', "The lamps – all of them.".encode())
    answer = send(client, "/account", multipart(token_part(token), text, (FORM, b"x")), MULTIPART)
    page = Page(answer, "/account")
    assert request_body.NAMELESS.split(".")[0] in page.words
    assert page.tree.xpath("//textarea")[0].text.strip() == "The lamps – all of them."


def test_signed_out_visitors_get_the_same_answer(visit):
    nobody = visit(None)
    body, kind = UNREADABLE["a part without a name"](b"")
    assert send(nobody.client, "/sign-in", body, kind).status_code == 400
    assert send(nobody.client, "/nowhere", body, kind).status_code == 400
