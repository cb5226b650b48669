"""How long SQLite's write lock is held, measured inside the processes that hold it.

From the moment BEGIN IMMEDIATE has answered until COMMIT or ROLLBACK has.
`python -m benchmarks.write_locks worker|import … FILE` is a process that measures itself.
"""

import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import Engine, event

from app.foundation.db import db, writing
from app.foundation.jobs import worker
from app.foundation.registry import registry
from app.foundation.signals import Stop
from app.foundation.worker_commands import LESS_URGENT


class Held(NamedTuple):
    """One hold of the lock."""

    seconds: float
    processor: float
    """How much of it the holder itself worked; the rest it waited for the disk or the machine."""
    who: str


@contextmanager
def watched(engine: Engine, who: str, holds: list[Held]) -> Iterator[None]:
    """Note every write transaction of this process."""
    begun: dict[int, tuple[float, float]] = {}

    def begin(connection: Any) -> None:
        if writing.get():
            begun[id(connection.connection.dbapi_connection)] = _now()

    def ended(work: Callable[[Any], None]) -> Callable[[Any], None]:
        def _deed(connection: Any) -> None:
            work(connection)
            inner = getattr(connection, "dbapi_connection", connection)
            if (since := begun.pop(id(inner), None)) is not None:
                holds.append(Held(*(b - a for a, b in zip(since, _now(), strict=True)), who))

        return _deed

    dialect: Any = engine.dialect
    commit, rollback = dialect.do_commit, dialect.do_rollback
    event.listen(engine, "begin", begin)
    dialect.do_commit, dialect.do_rollback = ended(commit), ended(rollback)
    try:
        yield
    finally:
        event.remove(engine, "begin", begin)
        dialect.do_commit, dialect.do_rollback = commit, rollback


def read_kept(path: Path) -> list[Held]:
    """What a process has measured of itself."""
    return [Held(*row) for row in json.loads(path.read_text())]


def _now() -> tuple[float, float]:
    return time.perf_counter(), time.thread_time()


def main(work: str, *words: str) -> int:
    """Be the worker, or the import, and keep what was measured in the file named last."""
    from wsgi import app  # as in an installation; only a process of its own makes one

    holds: list[Held] = []
    with app.app_context():
        engine = db.engine
    with watched(engine, work, holds):
        if work == "worker":
            os.nice(LESS_URGENT)
            with app.app_context():
                worker.run(registry(app).job_handlers, stop=Stop.listening())
            code = 0
        else:
            asked = ["archive", "import", "--no-wait", *words[:-1]]
            code = app.test_cli_runner().invoke(args=asked).exit_code
    Path(words[-1]).write_text(json.dumps(holds))
    return code


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
