"""What every answer carries, whoever asked and however it ended."""

import pytest
from flask import Flask, Response, abort

from app.foundation.web.filters import asset

POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)


@pytest.fixture
def site(pages: Flask) -> Flask:
    """Three pages: one that works, one that is hidden, one that says how long it may be kept."""
    pages.add_url_rule("/", "home", lambda: "<p>Papers</p>")
    pages.add_url_rule("/hidden", "hidden", lambda: abort(404))
    kept = {"Cache-Control": "private, max-age=60"}
    pages.add_url_rule("/kept", "kept", lambda: Response("x", headers=kept))
    return pages


@pytest.mark.parametrize("path", ["/", "/hidden", "/nowhere", "/kept"])
def test_every_answer_says_what_it_may_load(site: Flask, path: str) -> None:
    answer = site.test_client().get(path)
    assert answer.headers["Content-Security-Policy"] == POLICY
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert "camera=()" in answer.headers["Permissions-Policy"]
    assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "Strict-Transport-Security" not in answer.headers


def test_https_is_asked_for_where_the_settings_say_so(site: Flask) -> None:
    site.config["HSTS_SECONDS"] = 300
    answer = site.test_client().get("/")
    assert answer.headers["Strict-Transport-Security"] == "max-age=300"


@pytest.mark.parametrize("path", ["/", "/hidden", "/nowhere"])
def test_nobody_keeps_a_copy(site: Flask, path: str) -> None:
    assert site.test_client().get(path).headers["Cache-Control"] == "no-store"


def test_a_view_may_say_how_long_its_answer_is_kept(site: Flask) -> None:
    answer = site.test_client().get("/kept")
    assert answer.headers["Cache-Control"] == "private, max-age=60"


def test_style_sheets_may_be_kept(site: Flask, tmp_path: object) -> None:
    answer = site.test_client().get("/static/nothing.css")
    assert "no-store" not in answer.headers.get("Cache-Control", "")


def test_what_is_asked_for_by_its_version_is_kept_for_good(site: Flask) -> None:
    client = site.test_client()
    with site.test_request_context():
        address = asset("app.css")
    with client.get(address) as answer:
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    with client.get(address, headers={"If-None-Match": answer.headers["ETag"]}) as again:
        assert again.status_code == 304
        assert "immutable" in again.headers["Cache-Control"]


@pytest.mark.parametrize(
    "path", ["built/app.css", "built/app.css?v=0", "built/app.css?v=", "nothing.css?v=0"]
)
def test_without_its_version_it_is_asked_for_again(site: Flask, path: str) -> None:
    with site.test_client().get(f"/static/{path}") as answer:
        assert "immutable" not in answer.headers.get("Cache-Control", "")
