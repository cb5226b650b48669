"""How a kind of job is done: prepared without a lock, finished in a short transaction."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

Arguments = dict[str, Any]


@dataclass(frozen=True)
class Handler:
    """The two halves of one kind of job; a job that is done twice changes nothing more."""

    prepare: Callable[[list[Arguments]], Any]
    """Reads and works, and hands over what is to be written. The database refuses every write
    meanwhile; reading a file or writing the index is refused while a transaction is open."""
    finish: Callable[[Any], None]
    """Writes what was prepared, in the transaction in which the jobs are removed."""
    batch: int = 1
    """How many jobs are prepared and finished together; a crash repeats no more than these."""
    words: str = ""
    """What it does, as the page of jobs says it to an administrator."""
    rest: float = 0.0
    """So many times as long as its finish took the worker writes nothing: others get a turn."""


Handlers = Mapping[str, Handler]
