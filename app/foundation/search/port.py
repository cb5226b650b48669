"""The interface of search engines: queries in, pages of hits out."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Literal, Protocol

EVERYONE = "everyone"

FOREMOST, NOTABLE, PLAIN, LESSER, ROUTINE = 1.3, 1.15, 1.0, 0.8, 0.4
"""Weights of entries that fit a query equally well: the paper itself, what came of it, its parts,
what only leads to it or follows from it, and what every record repeats."""

Owner = tuple[str, int]


class IndexNeedsRebuild(Exception):
    """The index is missing, unreadable or written by other rules; it must be built anew."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexEntry:
    """One entry of the index; a reader finds it by holding any one of the keys in `readers`."""

    key: str
    owner: Owner
    kind: str
    title: str
    text: str = ""
    reference: str = ""
    board: str = ""
    date: datetime.date | None = None
    readers: frozenset[str] = frozenset()
    version: int = 0
    weight: float = PLAIN

    def __post_init__(self) -> None:
        """Refuse an empty key, which would let everybody in."""
        if "" in self.readers:
            raise ValueError("A reader's key is never empty.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """A query with the keys of its reader."""

    text: str
    keys: frozenset[str]
    boards: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    sort: Literal["relevance", "date"] = "relevance"
    limit: int = 20
    offset: int = 0
    names: tuple[tuple[str, str], ...] = ()
    """Pairs of names for the same thing: either finds what the other would. The first may be typed,
    the second is in the papers."""
    without: frozenset[Owner] = frozenset()
    """Owners to leave out, of counts and suggestions too: they have changed since they were
    indexed, or the database withholds them from this reader."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One entry found; the database still decides whether its owner may be shown."""

    key: str
    owner: Owner
    kind: str
    score: float


@dataclass(frozen=True, slots=True)
class Facets:
    """How many readable hits each choice of a filter would give, with that filter lifted."""

    board: Mapping[str, int] = field(default_factory=dict)
    kind: Mapping[str, int] = field(default_factory=dict)
    year: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Page:
    """One page of hits; `terms` are for excerpts; `near` says that no hit fits exactly; not
    `available` means no index to ask."""

    total: int = 0
    hits: tuple[Hit, ...] = ()
    facets: Facets = field(default_factory=Facets)
    suggestion: str | None = None
    terms: frozenset[str] = frozenset()
    available: bool = True
    near: bool = False


@dataclass(frozen=True, slots=True)
class Health:
    """The state of the index: whether it can be searched, and how many of its entries are dead."""

    entries: int = 0
    deleted: int = 0
    problem: str | None = None

    @property
    def needs_rebuild(self) -> bool:
        """Whether it cannot be searched, or more than a fifth of it is dead entries."""
        worn = self.deleted > 1000 and self.deleted * 5 > self.entries + self.deleted
        return self.problem is not None or worn


class SearchEngine(Protocol):
    """What every engine does; only workers call the first five methods."""

    def writing(self) -> AbstractContextManager[None]:
        """Lock the index for writing, across processes; others wait.

        Whoever reads the database inside the lock and then applies what was read never writes
        anything older than what is in the index.
        """

    def apply(self, changes: Mapping[Owner, Sequence[IndexEntry]]) -> None:
        """Replace all entries of every owner named; no entries withdraws the owner."""

    def replace(self, owner: Owner, entries: Sequence[IndexEntry]) -> None:
        """Replace all entries of one owner."""

    def delete_owner(self, owner: Owner) -> None:
        """Withdraw all entries of one owner."""

    def rebuild(self, entries: Iterable[IndexEntry]) -> int:
        """Build a new index beside the old, switch over in one step, count the entries."""

    def search(self, query: Query) -> Page:
        """Search in the entries that the reader's keys open, and in no others."""

    def count(self) -> int:
        """How many entries the index holds."""

    def owners(self) -> Mapping[Owner, int]:
        """Every owner in the index with its version, to compare with the database."""

    def health(self) -> Health:
        """The state of the index."""
