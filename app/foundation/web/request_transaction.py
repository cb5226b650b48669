"""One transaction for each request; views of exempt things are written before the response."""

from collections.abc import Iterable

from flask import Flask, Response, g, request
from flask_login import current_user
from sqlalchemy import Insert

from app.foundation import transactions
from app.foundation.db import db, writing, writing_at_once
from app.foundation.permissions import Readable, log_views, log_views_at_once

SAFE = {"GET", "HEAD", "OPTIONS"}


def init_app(app: Flask) -> None:
    """Begin and end every request's transaction; registered before whatever reads the database."""
    app.before_request(_begin)
    app.after_request(_finish)


def discard() -> None:
    """Roll this request back although its response is a success or a redirect."""
    g.spoiled = True


def commit_despite_refusal() -> None:
    """Commit this request although its response is an error: a failed sign-in is counted."""
    g.kept = True


def release() -> None:
    """End the transaction so far; what comes next is another one.

    Used before slow work, and before another connection writes, which SQLite allows one at a time.
    """
    transactions.finish(keep=False)


def log_view(thing: Readable) -> None:
    """Log, before the response is sent, that it shows a thing that is not open."""
    if thing.is_held_back:
        log_view_by_id(thing.KIND, thing.id)


def log_view_by_id(kind: str, thing_id: int) -> None:
    """Log the view of a thing known to be closed, of which only kind and id are at hand."""
    g.setdefault("seen", []).append((kind, thing_id))


def write_beside(statement: Insert) -> None:
    """Write a row that says what the reader was shown, although the request only reads."""
    g.setdefault("beside", []).append(statement)


def stop_writing() -> None:
    """Before an error or a refusal is rendered: roll back, and forget the views to be logged."""
    g.pop("seen", None)
    g.pop("beside", None)
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
    """Commit with the views that are logged; if nothing is kept, log the views by themselves."""
    shown = not 300 <= response.status_code < 400
    seen = g.pop("seen", ()) if shown else ()
    beside = g.pop("beside", ()) if shown else ()
    if not _is_kept(response):
        transactions.finish(keep=False)
        if seen:
            log_views_at_once(current_user.person_id, seen)
        if beside:
            _write_at_once(beside)
        return
    if seen:
        log_views(current_user.person_id, seen)
    g.committing = True
    transactions.finish(keep=True)


def _write_at_once(statements: Iterable[Insert]) -> None:
    with writing_at_once(), db.engine.begin() as connection:
        for statement in statements:
            connection.execute(statement)


def _is_kept(response: Response) -> bool:
    good = response.status_code < 400 and not g.get("spoiled", False)
    return request.method not in SAFE and (good or g.get("kept", False))
