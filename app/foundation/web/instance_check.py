"""A web server whose database has come to belong to another instance folder takes nothing more."""

import logging
import time

import click
from flask import Flask, request
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import ServiceUnavailable

from app.foundation import instances
from app.foundation.db import db
from app.foundation.errors import Refused
from app.foundation.outage import ThrottledLog, outage_of
from app.foundation.web.request_transaction import SAFE

GIVE_UP = 3
"""With which a process of gunicorn tells its master not to start it again."""
RETRY_AFTER = 60
_log = ThrottledLog(logging.getLogger("guildhall.web"))
_last: dict[int, float] = {}
"""When each application of this process last found the database its own."""


def at_start(app: Flask) -> None:
    """Claim the database for this folder, or end with a sentence; one that is away is asked later.

    No connection is left behind: the web server may be about to fork.
    """
    with app.app_context():
        try:
            instances.claim()
        except Refused as refusal:
            click.echo(refusal.sentence, err=True)
            raise SystemExit(GIVE_UP) from None
        except SQLAlchemyError as error:
            outage = outage_of(error)
            if outage is None:
                raise
            _log.warn(outage)
        finally:
            db.engine.dispose()


def init_app(app: Flask) -> None:
    """Whatever is sent is looked at, though not more often than the worker puts a new stamp."""
    app.before_request(lambda: _check(id(app)))


def _check(app: int) -> None:
    if request.method in SAFE:
        return
    now = time.monotonic()
    if now - _last.get(app, -instances.EVERY) < instances.EVERY:
        return
    if sentence := instances.taken_by_another():
        _log.warn(sentence)
        raise ServiceUnavailable(retry_after=RETRY_AFTER)
    _last[app] = now
