"""Devices on which somebody has signed in before: a signed cookie that outlasts the session."""

import secrets

from flask import current_app, request
from itsdangerous import BadData, URLSafeSerializer
from werkzeug.wrappers import Response

from app.people.attempts import account_key

MOST_PEOPLE = 8
"""How many accounts a device remembers: enough for a shared one in a group room."""
_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS", "Mac"),
    ("CrOS", "Chromebook"),
    ("Linux", "Linux"),
)


def described(user_agent: str) -> str:
    """Browser and system in words: Firefox on Windows; what is not known is left out."""
    browser = _first(_BROWSERS, user_agent) or "A browser"
    system = _first(_SYSTEMS, user_agent)
    return f"{browser} on {system}" if system else browser


def device_of(email: str) -> str | None:
    """The secret of this device, if this account has signed in on it before."""
    device, people = _known()
    return device if device and account_key(email) in people else None


def remember(response: Response, email: str) -> None:
    """Let this device be a known device of the account that has just signed in."""
    device, people = _known()
    key = account_key(email)
    kept = [key, *(one for one in people if one != key)][:MOST_PEOPLE]
    settings = current_app.config
    response.set_cookie(
        settings["KNOWN_DEVICE_COOKIE_NAME"],
        _signer().dumps([device or secrets.token_urlsafe(16), kept]),
        max_age=settings["KNOWN_DEVICE_COOKIE_DURATION"],
        secure=settings["SESSION_COOKIE_SECURE"],
        httponly=True,
        samesite="Lax",
    )


def _known() -> tuple[str | None, list[str]]:
    try:
        device, people = _signer().loads(
            request.cookies.get(current_app.config["KNOWN_DEVICE_COOKIE_NAME"], "")
        )
    except BadData:
        return None, []
    return device, people


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="known device")


def _first(words: tuple[tuple[str, str], ...], text: str) -> str:
    return next((said for mark, said in words if mark in text), "")
