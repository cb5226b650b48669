"""Work beside the request: freezing minutes that were published before publications were kept."""

from app.foundation.db import db
from app.foundation.jobs import queue
from app.foundation.jobs.handler import Arguments, Handler
from app.minutes import publications, publishing
from app.minutes.models import Minutes

JOB = "minutes.freeze"
SLICE = 3
"""Composing one takes a moment, and others wait meanwhile."""


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
"""Some of them are frozen as they stand now, and the others are asked for."""
