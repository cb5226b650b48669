"""From the database to the search index: what is searchable, and the jobs that index it."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute

from app.foundation.db import db
from app.foundation.jobs import queue
from app.foundation.jobs.handler import Arguments, Handler
from app.foundation.jobs.models import Job
from app.foundation.permissions import Access, Readable, Reader, Scope, readers_of
from app.foundation.registry import registry
from app.foundation.search.port import IndexEntry, IndexNeedsRebuild, Owner, SearchEngine
from app.foundation.transactions import (
    end_read_only_transaction,
    read_only_transaction,
    transaction,
)

JOB = "search.index"
REBUILD = "search.rebuild"
BATCH = 100
MOST_SUPERSEDED = 5000
"""At most so many index jobs are removed after a rebuild, to keep that transaction short; any
others are done although they change nothing."""


@dataclass(frozen=True)
class HitContent:
    """What a hit shows to one reader; read from the database, never from the index."""

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


RelationshipPath = tuple[InstrumentedAttribute[Any], ...]
"""Relationships that lead from one model to another, as in a chain of joins."""


@dataclass(frozen=True)
class Related:
    """Rows of another model that the entries of a thing are made of too."""

    path: RelationshipPath
    """The relationships from the thing to those rows."""
    shows: tuple[InstrumentedAttribute[Any], ...]
    """Their columns that stand in the entries, or decide what stands there."""


@dataclass(frozen=True)
class Searchable:
    """How things of one kind are put into the search index, and shown when they are found.

    Whenever a column named in `shows` or `depends_on` is written, `index_listener` enqueues a job
    that indexes the thing anew.
    """

    model: type[Readable]
    entries: Callable[[Sequence[Any], dict[int, list[Reader]]], list[IndexEntry]]
    """Makes the entries of the given things; also given their further readers, by thing id. Must
    not query for each thing."""
    found: Callable[[Sequence[str], Scope], dict[str, HitContent]]
    """What a reader is shown of the entries with the given keys, by key. Reads the database and
    leaves out what this reader may not see, whatever the index says."""
    shows: tuple[InstrumentedAttribute[Any], ...]
    """The columns of the thing itself that stand in its entries; those of `Readable` always do."""
    depends_on: tuple[Related, ...] = ()
    """Rows of other models that stand in its entries."""
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
    return registry().search_engine


def labels() -> dict[str, str]:
    """What each kind of entry is called, in the order in which they are offered."""
    ranked = sorted(searchables().values(), key=lambda one: one.rank)
    return {kind: label for one in ranked for kind, label in one.labels.items()}


def not_indexed_yet() -> frozenset[Owner]:
    """The things whose index job waits: of these the index still holds what they were before."""
    waiting = db.session.scalars(select(Job.arguments).where(Job.kind == JOB))
    return frozenset((arguments["thing"], int(arguments["id"])) for arguments in waiting)


def request_rebuild() -> None:
    """Enqueue, with this transaction, a rebuild of the whole index."""
    queue.enqueue(REBUILD)


@dataclass(frozen=True)
class RebuildResult:
    """How many entries a new index has, and the ids of the index jobs that it did the work of."""

    entries: int
    superseded_jobs: Sequence[int]


def rebuild_if_needed() -> bool:
    """Build the index anew if it is missing, unreadable or worn; whether that was done.

    Of several workers that start at once the first does it.
    """
    with engine().writing():
        if not engine().health().needs_rebuild:
            return False
        rebuild()
    return True


def rebuild(tell: Callable[[int], None] = lambda done: None) -> int:
    """Build the index anew from the database, and remove the index jobs this does the work of."""
    with read_only_transaction():
        result = _build(tell)
    with transaction():
        _remove_superseded(result)
    return result.entries


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


def _entries_for_rebuild() -> Iterator[IndexEntry]:
    """Every entry; the transaction that read a batch is ended before the batch is indexed."""
    for batch in _batches_of_everything():
        end_read_only_transaction()
        yield from batch
    end_read_only_transaction()


def _index_things(batch: list[Arguments]) -> RebuildResult | None:
    """Replace the entries of the named things; those of things that are gone are removed.

    The things are read while the index is locked for writing, so that no other worker can
    overwrite newer entries with older ones. Whatever is written meanwhile enqueues a new job.
    """
    wanted = {(arguments["thing"], int(arguments["id"])) for arguments in batch}
    try:
        with engine().writing():
            changes = {
                (kind, thing_id): entries
                for kind in sorted({kind for kind, _ in wanted})
                for thing_id, entries in _entries_of_kind(kind, wanted).items()
            }
            end_read_only_transaction()
            engine().apply(changes)
    except IndexNeedsRebuild:
        return _build()
    return None


def _build(tell: Callable[[int], None] = lambda done: None) -> RebuildResult:
    """Index jobs enqueued before the first entry is read are superseded; later ones are not."""
    with engine().writing():
        waiting = select(Job.id).where(Job.kind == JOB).order_by(Job.id).limit(MOST_SUPERSEDED)
        superseded = db.session.scalars(waiting).all()
        end_read_only_transaction()
        count = engine().rebuild(_telling_progress(_entries_for_rebuild(), tell))
        return RebuildResult(count, superseded)


def _remove_superseded(result: RebuildResult | None) -> None:
    if result is not None:
        queue.remove(result.superseded_jobs)


HANDLERS = {
    JOB: Handler(
        prepare=_index_things,
        finish=_remove_superseded,
        batch=50,
        words="Carry changes into the search index",
    ),
    REBUILD: Handler(
        prepare=lambda _batch: _build(),
        finish=_remove_superseded,
        batch=50,
        words="Build the search index anew",
    ),
}


def entries_for(searchable: Searchable, ids: Iterable[int]) -> dict[int, list[IndexEntry]]:
    """The entries of these things, by the id of the thing."""
    wanted = list(ids)
    model: Any = searchable.model
    things = db.session.scalars(select(model).where(model.id.in_(wanted))).all()
    found: dict[int, list[IndexEntry]] = {thing_id: [] for thing_id in wanted}
    for entry in searchable.entries(things, readers_of(searchable.kind, wanted)):
        found[entry.owner[1]].append(entry)
    return found


def searchable(kind: str) -> Searchable | None:
    """The `Searchable` of this kind, or None if such things are not searched."""
    return searchables().get(kind)


def differences() -> set[Owner]:
    """The things whose entries are missing, superfluous or of another version than the database
    has; those whose index job waits are left out."""
    waiting = not_indexed_yet()
    held = {owner: n for owner, n in engine().owners().items() if owner not in waiting}
    wanted = {
        entry.owner: entry.version
        for entry in entries_of_everything()
        if entry.owner not in waiting
    }
    return {owner for owner, _ in held.items() ^ wanted.items()}


def _telling_progress(
    entries: Iterator[IndexEntry], tell: Callable[[int], None]
) -> Iterator[IndexEntry]:
    """The same entries; every hundred of them how many have passed is told."""
    for done, entry in enumerate(entries, start=1):
        if done % BATCH == 0:
            tell(done)
        yield entry


def _entries_of_kind(kind: str, wanted: set[Owner]) -> dict[int, list[IndexEntry]]:
    return entries_for(searchables()[kind], sorted(n for named, n in wanted if named == kind))


def _next_ids(model: Any, *, after: int) -> list[int]:
    return list(
        db.session.scalars(select(model.id).where(model.id > after).order_by(model.id).limit(BATCH))
    )


def searchables() -> dict[str, Searchable]:
    """Every module's searchables, by kind."""
    return registry().searchables
