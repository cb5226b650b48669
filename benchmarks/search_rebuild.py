"""Building the index of the demo council from its database, against bare Whoosh on ready texts."""

import time
from collections.abc import Callable
from statistics import median

from app.foundation import indexing
from app.foundation.db import db
from benchmarks import demo_council

LIMIT = 1.25
"""At least 0.8 times as fast."""
ROUNDS = 5


def measure() -> dict[str, object]:
    """Processor seconds of the whole rebuild, database and all, and of Whoosh on ready texts."""
    texts = demo_council.entries()
    value, baseline = [], []
    with demo_council.application().app_context():
        for _ in range(ROUNDS):
            value.append(_timed(indexing.rebuild))
            db.session.remove()
            with demo_council.folder() as scratch:
                bare = lambda where=scratch: demo_council.bare_whoosh(where, texts)  # noqa: E731
                baseline.append(_timed(bare))
    ratio = median(value) / median(baseline)
    return {
        "name": f"index rebuild, {len(texts)} entries (s)",
        "value": round(median(value), 3),
        "baseline": round(median(baseline), 3),
        "ratio": round(ratio, 3),
        "limit": LIMIT,
        "ok": ratio <= LIMIT,
    }


def _timed(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


if __name__ == "__main__":
    print(measure())
