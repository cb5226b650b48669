"""In which entries a term stands, read from Whoosh once and kept while there is room."""

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from typing import Any

from app.foundation.search.port import IndexNeedsRebuild

Postings = Mapping[int, float]
"""The numbers of entries in which a term stands, and how often in each."""

_MOST_POSTINGS = 300_000


class PostingLists:
    """The posting lists of one snapshot, as a cache with a limit."""

    def __init__(self, leaves: Sequence[tuple[Any, int]]) -> None:
        self._leaves = leaves
        self._known: OrderedDict[tuple[str, str], Postings] = OrderedDict()
        self._held = 0

    def of(self, field: str, term: str) -> Postings:
        """In which entries a term stands, and how often."""
        found = self._known.get((field, term))
        if found is None:
            found = self._known[field, term] = self._read(field, term)
            self._held += len(found)
            self._forget()
        self._known.move_to_end((field, term))
        return found

    def _read(self, field: str, term: str) -> Postings:
        """Read a term's postings, segment by segment."""
        found: dict[int, float] = {}
        try:
            for leaf, offset in self._leaves:
                if (field, term) in leaf:
                    matcher = leaf.postings(field, term)
                    while matcher.is_active():
                        found[matcher.id() + offset] = matcher.weight()
                        matcher.next()
        except Exception as error:
            raise IndexNeedsRebuild("The search index cannot be read.") from error
        return found

    def _forget(self) -> None:
        """Drop the lists used longest ago, to keep the memory of a web process within bounds."""
        while self._held > _MOST_POSTINGS and len(self._known) > 1:
            self._held -= len(self._known.popitem(last=False)[1])
