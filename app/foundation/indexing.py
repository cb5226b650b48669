"""From the database to the search index: what is searchable, and the jobs that carry it over."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import current_app
from sqlalchemy import delete, select

from app.foundation.db import db
from app.foundation.jobs import queue
from app.foundation.jobs.models import Job
from app.foundation.readable import Access, Reach, Readable, Reader, readers_of
from app.foundation.search.port import Entry, IndexNeedsRebuild, Owner, SearchEngine
from app.foundation.unit import unit_of_work

JOB = "search.index"
REBUILD = "search.rebuild"
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
    state: str = ""
    """Of what is not issued: how far it has come."""
    access: Access = Access.OPEN
    """How far what is shown is open; of what is not, lists show no excerpt."""
    paragraphs: tuple[int, ...] = ()
    """The paragraphs of Schedule 12A under which it is exempt, where they are known."""


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


def on_the_way() -> frozenset[Owner]:
    """What has changed and is not in the index yet: the index speaks of it as it was before."""
    asked = db.session.scalars(select(Job.arguments).where(Job.kind == JOB))
    return frozenset((arguments["thing"], int(arguments["id"])) for arguments in asked)


def ask_rebuild() -> None:
    """Ask, in this transaction, for a new index: something changed that stands in every entry."""
    queue.put(REBUILD)


def rebuild_batch(_batch: list[dict[str, Any]]) -> None:
    """Build the index anew, once for all who asked."""
    rebuild()


def index_batch(batch: list[dict[str, Any]]) -> None:
    """Carry the named things into the index; what is gone or unreadable leaves it."""
    wanted = {(arguments["thing"], int(arguments["id"])) for arguments in batch}
    try:
        for kind in sorted({kind for kind, _ in wanted}):
            ids = sorted(thing_id for named, thing_id in wanted if named == kind)
            _replace(_searchables()[kind], ids)
    except IndexNeedsRebuild:
        rebuild()


def rebuild_if_needed() -> bool:
    """Build the index if there is none that can be asked, or it is worn; whether it was done."""
    if not engine().health().needs_rebuild:
        return False
    rebuild()
    return True


def rebuild(tell: Callable[[int], None] = lambda done: None) -> int:
    """Build the index anew from the database; the jobs it makes needless are removed."""
    needless = db.session.scalars(select(Job.id).where(Job.kind == JOB)).all()
    built = engine().rebuild(_counted(entries_of_everything(), tell))
    with unit_of_work():
        for first in range(0, len(needless), BATCH):
            batch = needless[first : first + BATCH]
            db.session.execute(delete(Job).where(Job.id.in_(batch)))
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


def searchable(kind: str) -> Searchable | None:
    """How things of this kind are found, if they are."""
    return _searchables().get(kind)


def differences() -> set[Owner]:
    """What the index lacks, has too much or holds in another version; what waits is left out."""
    waiting = on_the_way()
    held = {owner: n for owner, n in engine().owners().items() if owner not in waiting}
    wanted = {
        entry.owner: entry.version
        for entry in entries_of_everything()
        if entry.owner not in waiting
    }
    return {owner for owner, _ in held.items() ^ wanted.items()}


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
