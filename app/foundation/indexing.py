"""From the database to the search index: what is searchable, and the jobs that carry it over."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute

from app.foundation.db import db
from app.foundation.jobs import queue
from app.foundation.jobs.handler import Arguments, Handler
from app.foundation.jobs.models import Job
from app.foundation.permissions import Access, Readable, Reader, Scope, readers_of
from app.foundation.search.port import IndexEntry, IndexNeedsRebuild, Owner, SearchEngine
from app.foundation.transactions import (
    end_read_only_transaction,
    read_only_transaction,
    transaction,
)

JOB = "search.index"
REBUILD = "search.rebuild"
BATCH = 100
MOST_NEEDLESS = 5000
"""So many jobs are removed after a rebuild, in a moment; more are done once too often."""


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


Way = tuple[InstrumentedAttribute[Any], ...]
"""Relationships that lead from one model to another."""


@dataclass(frozen=True)
class Related:
    """Rows of another model that stand in an entry, and how its owner leads to them."""

    way: Way
    shows: tuple[InstrumentedAttribute[Any], ...]
    """Which columns of theirs stand in the entry, or decide what stands in it."""


@dataclass(frozen=True)
class Searchable:
    """How one kind of thing looks to the index; the entries carry the keys that open them.

    Whenever what is named in `shows` or `depends_on` is written, its index job is asked for.
    """

    model: type[Readable]
    entries: Callable[[Sequence[Any], dict[int, list[Reader]]], list[IndexEntry]]
    """Things of this kind and their further readers in, index entries out; no query per thing."""
    found: Callable[[Sequence[str], Scope], dict[str, Found]]
    """Entry keys of this kind and a reader in; what that reader may see, by entry key, out.
    Whatever is not visible to the reader is left out: the database decides, not the index."""
    shows: tuple[InstrumentedAttribute[Any], ...]
    """The columns of the thing itself that stand in its entries; those of `Readable` always do."""
    depends_on: tuple[Related, ...] = ()
    labels: Mapping[str, str] = field(default_factory=dict)
    """What lists and filters call each kind of its entries."""
    rank: int = 0
    """Where these kinds stand among all."""

    @property
    def kind(self) -> str:
        """The kind of the rows that own the entries."""
        return self.model.KIND


def engine() -> SearchEngine:
    """The search engine of this installation."""
    found: SearchEngine = current_app.extensions["guildhall.search"]
    return found


def labels() -> dict[str, str]:
    """What each kind of entry is called, in the order in which they are offered."""
    ranked = sorted(searchables().values(), key=lambda one: one.rank)
    return {kind: label for one in ranked for kind, label in one.labels.items()}


def on_the_way() -> frozenset[Owner]:
    """What has changed and is not in the index yet: the index speaks of it as it was before."""
    asked = db.session.scalars(select(Job.arguments).where(Job.kind == JOB))
    return frozenset((arguments["thing"], int(arguments["id"])) for arguments in asked)


def ask_rebuild() -> None:
    """Ask, in this transaction, for a new index: something changed that stands in every entry."""
    queue.enqueue(REBUILD)


@dataclass(frozen=True)
class Built:
    """What became of a rebuild: how many entries, and the jobs that it made needless."""

    entries: int
    needless: Sequence[int]


def rebuild_if_needed() -> bool:
    """Build the index if there is none that can be asked, or it is worn; whether it was done.

    Of several workers that start at once the first does it.
    """
    with engine().writing():
        if not engine().health().needs_rebuild:
            return False
        rebuild()
    return True


def rebuild(tell: Callable[[int], None] = lambda done: None) -> int:
    """Build the index anew from the database; the jobs it makes needless are removed."""
    with read_only_transaction():
        built = _build(tell)
    with transaction():
        _remove_needless(built)
    return built.entries


def entries_of_everything() -> Iterator[IndexEntry]:
    """Every entry of the whole council."""
    for batch in _batches_of_everything():
        yield from batch


def _batches_of_everything() -> Iterator[list[IndexEntry]]:
    for searchable in searchables().values():
        last = 0
        while ids := _next_ids(searchable.model, after=last):
            last = ids[-1]
            yield [entry for each in entries_for(searchable, ids).values() for entry in each]


def _read_in_turns() -> Iterator[IndexEntry]:
    """Every entry for a rebuild: no transaction is open while a batch goes into the index."""
    for batch in _batches_of_everything():
        end_read_only_transaction()
        yield from batch
    end_read_only_transaction()


def _index_things(batch: list[Arguments]) -> Built | None:
    """Carry the named things into the index; what is gone or unreadable leaves it.

    They are read once it is our turn to write the index, so that an older reading never follows
    a newer one; who changes them meanwhile has asked for it again.
    """
    wanted = {(arguments["thing"], int(arguments["id"])) for arguments in batch}
    try:
        with engine().writing():
            changes = {
                (kind, thing_id): entries
                for kind in sorted({kind for kind, _ in wanted})
                for thing_id, entries in _read(kind, wanted).items()
            }
            end_read_only_transaction()
            engine().apply(changes)
    except IndexNeedsRebuild:
        return _build()
    return None


def _build(tell: Callable[[int], None] = lambda done: None) -> Built:
    """Jobs asked for before the first entry is read are needless; the later ones are still done."""
    with engine().writing():
        asked = select(Job.id).where(Job.kind == JOB).order_by(Job.id).limit(MOST_NEEDLESS)
        needless = db.session.scalars(asked).all()
        end_read_only_transaction()
        return Built(engine().rebuild(_counted(_read_in_turns(), tell)), needless)


def _remove_needless(built: Built | None) -> None:
    if built is not None:
        queue.remove(built.needless)


HANDLERS = {
    JOB: Handler(prepare=_index_things, finish=_remove_needless, batch=50),
    REBUILD: Handler(prepare=lambda _batch: _build(), finish=_remove_needless, batch=50),
}


def entries_for(searchable: Searchable, ids: Iterable[int]) -> dict[int, list[IndexEntry]]:
    """The entries of these things, by the id of the row that owns them."""
    wanted = list(ids)
    model: Any = searchable.model
    things = db.session.scalars(select(model).where(model.id.in_(wanted))).all()
    found: dict[int, list[IndexEntry]] = {thing_id: [] for thing_id in wanted}
    for entry in searchable.entries(things, readers_of(searchable.kind, wanted)):
        found[entry.owner[1]].append(entry)
    return found


def searchable(kind: str) -> Searchable | None:
    """How things of this kind are found, if they are."""
    return searchables().get(kind)


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


def _counted(entries: Iterator[IndexEntry], tell: Callable[[int], None]) -> Iterator[IndexEntry]:
    for done, entry in enumerate(entries, start=1):
        if done % BATCH == 0:
            tell(done)
        yield entry


def _read(kind: str, wanted: set[Owner]) -> dict[int, list[IndexEntry]]:
    return entries_for(searchables()[kind], sorted(n for named, n in wanted if named == kind))


def _next_ids(model: Any, *, after: int) -> list[int]:
    return list(
        db.session.scalars(select(model.id).where(model.id > after).order_by(model.id).limit(BATCH))
    )


def searchables() -> dict[str, Searchable]:
    """Whatever can be found, by kind."""
    found: dict[str, Searchable] = current_app.extensions["guildhall.searchables"]
    return found
