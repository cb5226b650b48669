"""The search engine on Whoosh: one writer (the worker), many readers; no keys find nothing."""

import logging
import os
import threading
from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

from app.foundation.search.port import Health, IndexEntry, IndexNeedsRebuild, Owner, Page, Query
from app.foundation.search.whoosh.question import SnapshotSearch
from app.foundation.search.whoosh.schema import owner_text, row
from app.foundation.search.whoosh.snapshot import Snapshot
from app.foundation.search.whoosh.store import Store, writer

_LOG = logging.getLogger(__name__)
_MEMORY_TO_CHANGE = 64
_MEMORY_TO_BUILD = 256


class WhooshEngine:
    """Words and facts are in a Whoosh index; who may find an entry is decided by our own code."""

    def __init__(self, directory: Path) -> None:
        self._store = Store(directory)
        self._view = _View(self._store)
        self._lock = threading.Lock()

    def writing(self) -> AbstractContextManager[None]:
        """Lock the index for writing, across processes; others wait."""
        return self._store.writing()

    def apply(self, changes: Mapping[Owner, Sequence[IndexEntry]]) -> None:
        """Replace all entries of every owner named, in one commit."""
        if any(entry.owner != owner for owner, entries in changes.items() for entry in entries):
            raise ValueError("An entry is filed under an owner that is not its own.")
        with self._store.writing():
            opened = self._store.open(self._store.current())
            with writer(opened, memory=_MEMORY_TO_CHANGE) as writing:
                for owner, entries in changes.items():
                    writing.delete_by_term("owner", owner_text(owner))
                    for entry in entries:
                        writing.add_document(**row(entry))

    def replace(self, owner: Owner, entries: Sequence[IndexEntry]) -> None:
        """Replace all entries of one owner."""
        self.apply({owner: entries})

    def delete_owner(self, owner: Owner) -> None:
        """Withdraw all entries of one owner."""
        self.apply({owner: ()})

    def rebuild(self, entries: Iterable[IndexEntry]) -> int:
        """Build a new index beside the old and switch over; changes wait meanwhile, searches do
        not."""
        count = 0
        with self._store.writing():
            build = self._store.begin()
            with writer(self._store.open(build), memory=_MEMORY_TO_BUILD) as writing:
                for count, entry in enumerate(entries, start=1):  # noqa: B007
                    writing.add_document(**row(entry))
            self._store.publish(build)
        return count

    def search(self, query: Query) -> Page:
        """Search with the keys of a query; nothing is found without keys, or without an index."""
        if not query.keys:
            return Page()
        with self._lock:
            try:
                return SnapshotSearch(self._view.now(), query).page()
            except IndexNeedsRebuild as problem:
                _LOG.warning("%s", problem)
                return Page(available=False)

    def count(self) -> int:
        """How many entries the index holds."""
        with self._lock:
            return self._view.now().count()

    def owners(self) -> Mapping[Owner, int]:
        """Every owner in the index with its version."""
        with self._lock:
            return self._view.now().versions_by_owner()

    def health(self) -> Health:
        """Whether the index can be opened, and how many entries are dead."""
        with self._lock:
            try:
                snapshot = self._view.now()
            except IndexNeedsRebuild as problem:
                return Health(problem=str(problem))
            return Health(entries=snapshot.count(), deleted=len(snapshot.deleted))


class _View:
    """The newest snapshot in this process; a new commit is opened anew, never refreshed."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._build: Path | None = None
        self._opened: Any = None
        self._snapshot: Snapshot | None = None
        self._process = 0

    def now(self) -> Snapshot:
        """The snapshot of the newest commit; tries again if its build was removed meanwhile."""
        build = self._store.current()
        try:
            return self._of(build)
        except IndexNeedsRebuild:
            newer = self._store.current()
            if newer == build:
                raise
            return self._of(newer)

    def _of(self, build: Path) -> Snapshot:
        """The snapshot of a build, reused until there is a new commit."""
        if build != self._build or os.getpid() != self._process:
            self._let_go()
            self._opened = self._store.open(build)
            self._build, self._process = build, os.getpid()
        current = self._snapshot
        if current and current.generation == self._opened.latest_generation():
            return current
        self._snapshot = self._open(current)
        if current:
            current.close()
        return self._snapshot

    def _open(self, current: Snapshot | None) -> Snapshot:
        """Open the newest commit; known segments are not read again."""
        try:
            return Snapshot(self._opened, current.segments if current else {})
        except Exception as error:
            self._build = None
            raise IndexNeedsRebuild("The search index cannot be read.") from error

    def _let_go(self) -> None:
        """Drop the snapshot of another build, or one inherited from the parent process."""
        if self._snapshot:
            self._snapshot.close()
        self._snapshot = self._build = None
