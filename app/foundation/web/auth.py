"""Every page needs a sign-in, unless its view is marked as public."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, Response, abort, current_app, redirect, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from app.foundation.permissions import NOBODY, Scope

View = TypeVar("View", bound=Callable[..., Any])


def public(view: View) -> View:
    """Mark a view that needs no sign-in."""
    view.is_open = True  # type: ignore[attr-defined]
    return view


def any_signed_in(view: View) -> View:
    """Mark a view without a policy: it shows each signed-in reader what that reader may see."""
    view.for_any_signed_in = True  # type: ignore[attr-defined]
    return view


def init_app(app: Flask) -> None:
    """Check before each request whether its view needs a sign-in."""
    app.before_request(_require_sign_in)


def current_person() -> Any:
    """The person who is signed in."""
    return current_user.person


def scope() -> Scope:
    """What the signed-in person can reach, worked out once per request."""
    found: Scope = current_user.scope if current_user.is_authenticated else NOBODY
    return found


def _require_sign_in() -> BaseResponse | Response | None:
    view = current_app.view_functions.get(request.endpoint or "")
    if view is None or request.endpoint == "static" or getattr(view, "is_open", False):
        return None
    if current_user.is_authenticated:
        return None
    if request.method != "GET":
        abort(401)
    return redirect(url_for("people.sign_in", next=request.full_path.rstrip("?")))
