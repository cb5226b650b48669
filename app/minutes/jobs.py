"""Jobs: keeping publications of minutes from before publications were kept."""

from app.foundation.db import db
from app.foundation.jobs import queue
from app.foundation.jobs.handler import Arguments, Handler
from app.minutes import publications, publishing
from app.minutes.models import Minutes

JOB = "minutes.freeze"
SLICE = 3
"""How many are composed in one transaction, for which others have to wait."""


def _find(_batch: list[Arguments]) -> list[int]:
    return [minutes.id for minutes in publications.unfrozen(limit=SLICE)]


def _freeze(ids: list[int]) -> None:
    for minutes_id in ids:
        publishing.freeze_published(db.session.get_one(Minutes, minutes_id))
    if len(ids) == SLICE:
        queue.enqueue(JOB)


freeze_minutes = Handler(
    prepare=_find, finish=_freeze, batch=50, words="Freeze minutes that had been published"
)
"""Keeps some of them as they are now, and enqueues a job for the others."""
