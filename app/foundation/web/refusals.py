"""What a refusal, a conflict or an error looks like to the reader."""

from typing import Any

from flask import Flask, flash, make_response, redirect, render_template, request, url_for
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from app.foundation.errors import Refused
from app.foundation.web import unit_of_work
from app.foundation.web.asked import parts_of

PAGES = {400, 403, 404, 405, 409, 413, 422, 429, 500}


def init_app(app: Flask) -> None:
    """Answer refusals on the page the reader came from, and errors with a page of their own."""
    app.register_error_handler(Refused, _refused)
    app.register_error_handler(HTTPException, _error)


def is_fragment() -> bool:
    """The page's own script asked for a part of the page."""
    return request.headers.get("X-Fragment") == "1"


def back(fallback: str | None = None) -> str:
    """Where the reader came from, if that is one of our own pages."""
    came = parts_of(request.referrer or "")
    if came.path and came.netloc == request.host:
        return came.path + (f"?{came.query}" if came.query else "")
    return fallback or url_for("home.index")


def on_form(form: Any, refusal: Refused) -> str:
    """Nothing of this request is kept; the refusal stands at its field, or is given back."""
    unit_of_work.spoil()
    if refusal.field and refusal.field in form:
        form[refusal.field].errors = [refusal.sentence]
        return ""
    return refusal.sentence


def _refused(refusal: Refused) -> Response:
    unit_of_work.spoil()
    if is_fragment():
        return make_response(render_template("errors/refused.html", sentence=refusal.sentence), 422)
    flash(refusal.sentence, "refusal")
    return redirect(back(), code=303)


def _error(error: HTTPException) -> Response:
    if error.code not in PAGES:
        return error.get_response()
    return make_response(render_template(f"errors/{error.code}.html", error=error), error.code)
