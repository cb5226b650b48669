"""Error handlers: what a refusal, a conflict or an error looks like to the reader."""

from flask import (
    Flask,
    current_app,
    flash,
    g,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import HTTPException, UnprocessableEntity
from werkzeug.routing import RequestRedirect
from werkzeug.wrappers import Response

from app.foundation import storage
from app.foundation.errors import Conflict, Refused
from app.foundation.outage import outage_of
from app.foundation.web import application, request_transaction
from app.foundation.web.params import split_address
from app.foundation.web.resubmission import SubmittedForm, is_given_back, is_ours, sent, was_written

PAGES = {400, 401, 403, 404, 405, 409, 413, 422, 429, 500, 503}
STANDING_ALONE = {500, 503}
"""Error pages that do not query the database: it may be what went wrong."""
LOOK_AGAIN = "Look at it as it is now before you go on."
CHANGED = f"Somebody else has changed this since you opened the page. {LOOK_AGAIN}"


def init_app(app: Flask) -> None:
    """Answer refusals on the page that the reader came from, and errors with a page of their
    own."""
    app.register_error_handler(Refused, _refused)
    app.register_error_handler(Conflict, _changed)
    app.register_error_handler(HTTPException, _error)
    app.after_request(_give_back_what_is_lost)


def is_fragment() -> bool:
    """Whether the page's own script asked for a part of the page."""
    return request.headers.get("X-Fragment") == "1"


def back(fallback: str | None = None) -> str:
    """The page that the reader came from, if it is one of ours and takes GET."""
    came = split_address(request.referrer or "")
    if is_ours() and _can_be_opened(came.path):
        return came.path + (f"?{came.query}" if came.query else "")
    return fallback or url_for("home.index")


def _can_be_opened(path: str) -> bool:
    """Whether this URL answers GET; some take only forms."""
    try:
        current_app.create_url_adapter(request).match(path, method="GET")  # type: ignore[union-attr]
    except RequestRedirect:
        return True
    except HTTPException:
        return False
    return True


def _refused(refusal: Refused) -> Response:
    request_transaction.discard()
    request_transaction.stop_writing()
    application.forget_messages()
    if is_fragment():
        return make_response(render_template("errors/refused.html", sentence=refusal.sentence), 422)
    if was_written():
        answer = UnprocessableEntity()
        answer.sentence = refusal.sentence  # type: ignore[attr-defined]
        return _error(answer)
    flash(refusal.sentence, "refusal")
    return redirect(back(), code=303)


def _give_back_what_is_lost(response: Response) -> Response:
    """Show the error page instead of a page that refuses a form but no longer draws all of it.

    An item whose wording was published in the meantime has no form for it, for example; the error
    page gives back what was typed.
    """
    refuses = request.method == "POST" and response.status_code in (409, 422)
    if not refuses or is_fragment() or response.mimetype != "text/html":
        return response
    if is_given_back(response.get_data(as_text=True)):
        return response
    lost = UnprocessableEntity()
    lost.sentence = g.get("refusal") or CHANGED  # type: ignore[attr-defined]
    return _error(lost)


def _changed(_conflict: Conflict) -> Response:
    """Answer a conflict of a button; what was typed is shown by the pages that take it."""
    return _refused(Refused(CHANGED))


def _error(error: HTTPException) -> Response:
    """The page of this error, with what was typed; nothing of the request is kept."""
    if error.code not in PAGES:
        return error.get_response()
    request_transaction.stop_writing()
    application.forget_messages()
    answer = make_response(_page(error), error.code)
    if wait := getattr(error, "retry_after", None):
        answer.headers["Retry-After"] = str(wait)
    return answer


def _page(error: HTTPException) -> str:
    """Render with the reader's name and navigation, if the database can be queried for them."""
    page = f"errors/{error.code}.html"
    shown = {
        "error": error,
        "sent": _sent(),
        "back": back(),
        "sentence": getattr(error, "sentence", ""),
        "limit": storage.spoken_size(current_app.config["MAX_CONTENT_LENGTH"]),
    }
    if error.code not in STANDING_ALONE:
        try:
            return render_template(page, **shown)
        except SQLAlchemyError as trouble:
            if outage_of(trouble) is None:
                raise
    # Without Flask's context processors: who is signed in, and what waits for that reader.
    template = current_app.jinja_env.get_template(page)
    return template.render(shown, without_reader=True)


def _sent() -> SubmittedForm | None:
    return sent() if request.method == "POST" else None
