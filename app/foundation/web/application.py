"""Runs a request that finds the database busy once more; then, or if it is away, answers 503."""

import logging
import time
from typing import Any

from flask import Flask, Response, g, request, session
from flask.globals import request_ctx
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import ServiceUnavailable

from app.foundation import transactions
from app.foundation.outage import Outage, ThrottledLog, outage_of

BUSY, AWAY = 5, 30
"""Seconds for the Retry-After header."""
PAUSE = 0.1
"""Seconds before a request is run again, so that whoever it waited for goes first.

PostgreSQL lets a newcomer lock a row before it has woken the transaction that waited for it; run
again at once, a request that was ended for a deadlock could meet the same one.
"""
_FLASHES = "_flashes"
_log = ThrottledLog(logging.getLogger("guildhall.web"))


class Application(Flask):
    """A Flask application that survives a busy database.

    A request is one transaction. If it fails, all that is left of it is what it put into the
    session; once that is removed, it can be run again.
    """

    def full_dispatch_request(self) -> Response:
        """Answer the request, with 503 if the database keeps it from being answered."""
        g.begun = _copied(session)
        try:
            return self._answered()
        except Exception as error:
            outage = outage_of(error)
            if outage is None:
                raise
        _log.warn(outage)
        answer = self.handle_user_exception(_unanswered(outage))
        return self.finalize_request(answer, from_error_handler=True)

    def _answered(self) -> Response:
        try:
            return super().full_dispatch_request()
        except Exception as error:
            outage = outage_of(error)
            if outage is None or not outage.passes:
                raise
        forget()
        time.sleep(PAUSE)
        return super().full_dispatch_request()


class Unanswered(ServiceUnavailable):
    """The database kept this request from being answered."""

    is_uncertain = False
    """The connection broke during the commit: nobody can say whether it was kept."""


def _unanswered(outage: Outage) -> Unanswered:
    found = Unanswered(retry_after=BUSY if outage.passes else AWAY)
    found.is_uncertain = outage is Outage.AWAY and g.get("committing", False)
    forget()
    return found


def forget() -> None:
    """Forget what this request did: its rows, its flashed messages, the read position of
    uploads."""
    transactions.finish(keep=False)
    begun = g.begun
    for name in list(g):
        g.pop(name)
    g.begun = begun
    forget_messages()
    if dict(session) != begun:
        session.clear()
        session.update(_copied(begun))
    for file in _files():
        file.seek(0)


def forget_messages() -> None:
    """Forget the messages that this request has flashed; those of earlier ones stay."""
    request_ctx.flashes = None
    if _FLASHES in g.begun:
        session[_FLASHES] = list(g.begun[_FLASHES])
    else:
        session.pop(_FLASHES, None)


def _copied(kept: Any) -> dict[str, Any]:
    """A copy of the session, in depth: a flashed message is appended to a list in place."""
    copy = dict(kept)
    if _FLASHES in copy:
        copy[_FLASHES] = list(copy[_FLASHES])
    return copy


def _files() -> list[FileStorage]:
    """The uploads of this request, if it has been parsed."""
    read = vars(request).get("files")
    return [] if read is None else [file for _, file in read.items(multi=True)]
