"""Closed by default: whoever is not signed in is turned away unless a page is marked open."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, Response, abort, current_app, redirect, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from app.foundation.readable import NOBODY, Reach

View = TypeVar("View", bound=Callable[..., Any])


def open_to_everyone(view: View) -> View:
    """Mark a page that needs no sign-in."""
    view.is_open = True  # type: ignore[attr-defined]
    return view


def any_signed_in(view: View) -> View:
    """Mark a page that shows each signed-in reader only what that reader may see."""
    view.for_any_signed_in = True  # type: ignore[attr-defined]
    return view


def init_app(app: Flask) -> None:
    """Stand at the gate."""
    app.before_request(_turn_away)


def me() -> Any:
    """The person who is signed in."""
    return current_user.person


def reach() -> Reach:
    """What the signed-in person can reach, worked out once per request."""
    found: Reach = current_user.reach if current_user.is_authenticated else NOBODY
    return found


def _turn_away() -> BaseResponse | Response | None:
    view = current_app.view_functions.get(request.endpoint or "")
    if view is None or request.endpoint == "static" or getattr(view, "is_open", False):
        return None
    if current_user.is_authenticated:
        return None
    if request.method != "GET":
        abort(401)
    return redirect(url_for("people.sign_in", next=request.full_path.rstrip("?")))
