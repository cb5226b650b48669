"""A request that finds the database busy is done once more; then, as when it is away, a 503."""

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
"""After how many seconds a reader, or the reader's browser, may try again."""
PAUSE = 0.1
"""Seconds before a request is done once more: whoever it stood in the way of goes first.

PostgreSQL lets a newcomer take a row before it has woken who waited for it; done again at once, a
request that was ended for a deadlock could meet the same one.
"""
_FLASHES = "_flashes"
_log = ThrottledLog(logging.getLogger("guildhall.web"))


class Application(Flask):
    """Flask, for a database that may be busy or away.

    A request is one transaction, so that of one that failed nothing is left but what it put into
    the session; with that taken back it can be done again.
    """

    def full_dispatch_request(self) -> Response:
        """Answer the request; what the database kept from being answered is answered with 503."""
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
    """The connection broke while it was committed: nobody can say whether it was."""


def _unanswered(outage: Outage) -> Unanswered:
    found = Unanswered(retry_after=BUSY if outage.passes else AWAY)
    found.is_uncertain = outage is Outage.AWAY and g.get("committing", False)
    forget()
    return found


def forget() -> None:
    """Nothing is left of what this request did: neither rows, nor messages, nor a read upload."""
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
    """What this request meant to tell its reader is not true; what an earlier one did waits."""
    request_ctx.flashes = None
    if _FLASHES in g.begun:
        session[_FLASHES] = list(g.begun[_FLASHES])
    else:
        session.pop(_FLASHES, None)


def _copied(kept: Any) -> dict[str, Any]:
    """The session as it is now; a message that is flashed is added to the list in place."""
    copy = dict(kept)
    if _FLASHES in copy:
        copy[_FLASHES] = list(copy[_FLASHES])
    return copy


def _files() -> list[FileStorage]:
    """The uploads of this request, if it has been read."""
    read = vars(request).get("files")
    return [] if read is None else [file for _, file in read.items(multi=True)]
