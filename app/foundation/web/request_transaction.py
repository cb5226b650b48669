"""One request, one transaction, one commit; sights are written before anything is sent."""

from flask import Flask, Response, g, request
from flask_login import current_user

from app.foundation import transactions
from app.foundation.db import writing
from app.foundation.permissions import Readable, log_views, log_views_at_once

SAFE = {"GET", "HEAD", "OPTIONS"}


def init_app(app: Flask) -> None:
    """Begin and end every request's transaction; registered before whatever reads the database."""
    app.before_request(_begin)
    app.after_request(_finish)


def discard() -> None:
    """Keep nothing of this request, though its answer is a redirect."""
    g.spoiled = True


def commit_despite_refusal() -> None:
    """Keep what was written though the answer is an error (a failed sign-in is counted)."""
    g.kept = True


def release() -> None:
    """End what has been read so far: what comes next is a transaction of its own.

    Before slow work, or before another connection writes, which SQLite allows one at a time.
    """
    transactions.finish(keep=False)


def log_view(thing: Readable) -> None:
    """Note that this answer shows a thing that is not open; recorded before it is sent."""
    if thing.is_held_back:
        log_view_by_id(thing.KIND, thing.id)


def log_view_by_id(kind: str, thing_id: int) -> None:
    """The same of a thing that is known to be closed, where only its kind and id are at hand."""
    g.setdefault("seen", []).append((kind, thing_id))


def stop_writing() -> None:
    """What follows is an error or a refusal: it begins no write, and shows nothing of the thing."""
    g.pop("seen", None)
    if not g.get("kept", False):
        transactions.finish(keep=False)
        writing.set(False)


def _begin() -> None:
    writing.set(request.method not in SAFE)


def _finish(response: Response) -> Response:
    try:
        _end(response)
    except BaseException:
        response.close()
        raise
    return response


def _end(response: Response) -> None:
    """What is kept and who saw what are one commit; what is not kept was seen all the same."""
    seen = g.pop("seen", ()) if not 300 <= response.status_code < 400 else ()
    if not _is_kept(response):
        transactions.finish(keep=False)
        if seen:
            log_views_at_once(current_user.person_id, seen)
        return
    if seen:
        log_views(current_user.person_id, seen)
    g.committing = True
    transactions.finish(keep=True)


def _is_kept(response: Response) -> bool:
    good = response.status_code < 400 and not g.get("spoiled", False)
    return request.method not in SAFE and (good or g.get("kept", False))
