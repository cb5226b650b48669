"""Work beside the request: freezing minutes that were published before publications were kept."""

from typing import Any

from app.foundation.jobs import queue
from app.minutes import publications, publishing

JOB = "minutes.freeze"
SLICE = 50


def freeze_batch(_batch: list[dict[str, Any]]) -> None:
    """Freeze some of them as they stand now, and ask for the others."""
    waiting = publications.unfrozen(limit=SLICE)
    for minutes in waiting:
        publishing.freeze_published(minutes)
    if len(waiting) == SLICE:
        queue.put(JOB)
