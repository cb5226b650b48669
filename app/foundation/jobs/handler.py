"""How a kind of job is done: prepared without locks, finished in a short transaction."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

Arguments = dict[str, Any]


@dataclass(frozen=True)
class Handler:
    """The two steps of one kind of job. A job may run twice, after a crash, so it must be
    idempotent."""

    prepare: Callable[[list[Arguments]], Any]
    """Reads and computes, and returns what is to be written. The database refuses every write
    meanwhile, and slow work such as reading a file is refused while a transaction is open."""
    finish: Callable[[Any], None]
    """Writes what `prepare` returned, in the transaction in which the jobs are removed."""
    batch: int = 1
    """How many jobs are taken together; a crash repeats no more than these."""
    words: str = ""
    """What it does, as the page of jobs says it to an administrator."""
    rest: float = 0.0
    """How long the worker pauses after `finish`, as a multiple of its length: others may then
    write."""


Handlers = Mapping[str, Handler]
