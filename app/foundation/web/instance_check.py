"""A web server stops taking requests once its database belongs to another instance folder."""

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
"""The exit status by which gunicorn's master does not start a worker process again."""
RETRY_AFTER = 60
_log = ThrottledLog(logging.getLogger("guildhall.web"))
_last: dict[int, float] = {}
"""When each application of this process last found that the database is its own."""


def at_start(app: Flask) -> None:
    """Claim the database for this folder, or exit with a sentence; an absent one is asked later.

    No connection is left open, since the web server may fork next.
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
    """Check before unsafe requests, but not more often than the worker renews the claim."""
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
