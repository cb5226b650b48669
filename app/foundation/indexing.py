"""From the database to the search index: what is searchable, and the jobs that carry it over."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import current_app
from sqlalchemy import delete, func, select

from app.foundation.db import db
from app.foundation.jobs import queue
from app.foundation.jobs.models import Job
from app.foundation.readable import Reach, Readable, Reader, readers_of
from app.foundation.search.port import Entry, SearchEngine
from app.foundation.unit import unit_of_work

JOB = "search.index"
BATCH = 100


@dataclass(frozen=True)
class Found:
    """What a hit shows, read from the database for one reader, never from the index."""

    title: str
    url: str
    """A path from /."""
    board: str
    on: date | None
    reference: str
    text: str
    """What the excerpt is cut from: plain text that this reader may read."""
    label: str = ""
    """What is said beside the kind, such as the section's heading or the state."""


@dataclass(frozen=True)
class Searchable:
    """How one kind of thing looks to the index; the entries carry the keys that open them."""

    model: type[Readable]
    entries: Callable[[Sequence[Any], dict[int, list[Reader]]], list[Entry]]
    """Things of this kind and their further readers in, index entries out; no query per thing."""
    found: Callable[[Sequence[str], Reach], dict[str, Found]]
    """Entry keys of this kind and a reader in; what that reader may see, by entry key, out.
    Whatever is not visible to the reader is left out: the database decides, not the index."""

    @property
    def kind(self) -> str:
        """The kind of the rows that own the entries."""
        return self.model.KIND


def engine() -> SearchEngine:
    """The search engine of this installation."""
    found: SearchEngine = current_app.extensions["guildhall.search"]
    return found


def touch(*things: Readable) -> None:
    """Ask, in this transaction, that these things be found as they are from its commit on."""
    db.session.flush()
    for thing in things:
        queue.put(JOB, thing=thing.KIND, id=thing.id)


def index_batch(batch: list[dict[str, Any]]) -> None:
    """Carry the named things into the index; what is gone or unreadable leaves it."""
    wanted = {(arguments["thing"], int(arguments["id"])) for arguments in batch}
    for kind in sorted({kind for kind, _ in wanted}):
        ids = sorted(thing_id for named, thing_id in wanted if named == kind)
        _replace(_searchables()[kind], ids)


def rebuild(tell: Callable[[int], None] = lambda done: None) -> int:
    """Build the index anew from the database; the jobs it makes needless are removed."""
    last = db.session.scalar(select(func.max(Job.id))) or 0
    built = engine().rebuild(_counted(entries_of_everything(), tell))
    with unit_of_work():
        db.session.execute(delete(Job).where(Job.kind == JOB, Job.id <= last))
    return built


def entries_of_everything() -> Iterator[Entry]:
    """Every entry of the whole council, for a rebuild."""
    for searchable in _searchables().values():
        last = 0
        while ids := _next_ids(searchable.model, after=last):
            last = ids[-1]
            for entries in entries_for(searchable, ids).values():
                yield from entries
            db.session.expunge_all()


def entries_for(searchable: Searchable, ids: Iterable[int]) -> dict[int, list[Entry]]:
    """The entries of these things, by the id of the row that owns them."""
    wanted = list(ids)
    model: Any = searchable.model
    things = db.session.scalars(select(model).where(model.id.in_(wanted))).all()
    found: dict[int, list[Entry]] = {thing_id: [] for thing_id in wanted}
    for entry in searchable.entries(things, readers_of(searchable.kind, wanted)):
        found[entry.owner[1]].append(entry)
    return found


def _counted(entries: Iterator[Entry], tell: Callable[[int], None]) -> Iterator[Entry]:
    for done, entry in enumerate(entries, start=1):
        if done % BATCH == 0:
            tell(done)
        yield entry


def _replace(searchable: Searchable, ids: list[int]) -> None:
    by_owner = entries_for(searchable, ids)
    engine().apply({(searchable.kind, owner): found for owner, found in by_owner.items()})


def _next_ids(model: Any, *, after: int) -> list[int]:
    return list(
        db.session.scalars(select(model.id).where(model.id > after).order_by(model.id).limit(BATCH))
    )


def _searchables() -> dict[str, Searchable]:
    found: dict[str, Searchable] = current_app.extensions["guildhall.searchables"]
    return found
