"""One committed state of a Whoosh index, read only through Whoosh's public reader."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from app.foundation.search.port import IndexNeedsRebuild, Owner
from app.foundation.search.whoosh.postings import PostingLists, Postings
from app.foundation.search.whoosh.readable import ReadableMask, ReadableMasks
from app.foundation.search.whoosh.schema import Facts, facts_of, words_of

_MOST_NEAR = 200


class Segment(NamedTuple):
    """The facts of one segment's entries, in the order of their numbers; it never changes."""

    facts: list[Facts]
    lengths: list[int]
    places: Mapping[Owner, list[int]]
    """The entry numbers of each owner."""


class Snapshot:
    """One commit of the index: its columns, its postings, and who may read what."""

    def __init__(self, opened: Any, known: dict[str, Segment]) -> None:
        self._reader = opened.reader()
        self.generation: int = self._reader.generation()
        self._leaves = [leaf for leaf in self._reader.leaf_readers() if leaf[0].doc_count_all()]
        self.segments = {
            name: known.get(name) or _segment(leaf)
            for name, leaf in ((leaf.segment().segment_id(), leaf) for leaf, _ in self._leaves)
        }
        self.facts = [facts for segment in self.segments.values() for facts in segment.facts]
        self.lengths = [length for segment in self.segments.values() for length in segment.lengths]
        self.boards = [facts.board for facts in self.facts]
        self.kinds = [facts.kind for facts in self.facts]
        self.years = [facts.date // 10000 for facts in self.facts]
        self.deleted = self._deleted()
        self._words = [leaf.column_reader("words") for leaf, _ in self._leaves]
        self._readable = ReadableMasks(self.facts, self.lengths, self.deleted)
        self.postings = PostingLists(self._leaves).of
        self.near = lru_cache(maxsize=_MOST_NEAR)(self._near)

    def close(self) -> None:
        """Close the index files."""
        self._reader.close()

    def count(self) -> int:
        """How many entries the index has, without deleted ones."""
        return len(self.facts) - len(self.deleted)

    def versions_by_owner(self) -> dict[Owner, int]:
        """Every owner with the newest version that the index holds of it."""
        found: dict[Owner, int] = {}
        for number, facts in enumerate(self.facts):
            if number not in self.deleted:
                found[facts.owner] = max(found.get(facts.owner, 0), facts.version)
        return found

    def readable(
        self, keys: frozenset[str], *, without: frozenset[Owner] = frozenset()
    ) -> ReadableMask:
        """The mask of these keys, without the entries of some owners."""
        return self._readable.opened_by(keys).without(self._entries_of(without), self.lengths)

    def _entries_of(self, owners: Iterable[Owner]) -> list[int]:
        """The entry numbers of these owners, including deleted entries."""
        return [
            offset + number
            for owner in owners
            for (_, offset), segment in zip(self._leaves, self.segments.values(), strict=True)
            for number in segment.places.get(owner, ())
        ]

    def of_day(self, day: date) -> Postings:
        """The entries of one day."""
        wanted = int(f"{day:%Y%m%d}")
        return {number: 1.0 for number, facts in enumerate(self.facts) if facts.date == wanted}

    def positions(self, term: str, numbers: Iterable[int]) -> Iterator[tuple[int, list[int]]]:
        """Where a term occurs in the text of these entries, given in order."""
        try:
            if ("text", term) not in self._reader:
                return
            matcher = self._reader.postings("text", term)
            for number in numbers:
                if matcher.is_active():
                    matcher.skip_to(number)
                if not matcher.is_active():
                    return
                if matcher.id() == number:
                    yield number, matcher.value_as("positions")
        except Exception as error:
            raise IndexNeedsRebuild("The search index cannot be read.") from error

    def beginning_with(self, field: str, start: str) -> list[str]:
        """The terms of a field with this beginning, in alphabetical order."""
        return [_text(term) for term in self._reader.expand_prefix(field, start)]

    def has(self, field: str, term: str) -> bool:
        """Whether a term is in the index at all, including deleted entries."""
        return (field, term) in self._reader

    def words(self, number: int) -> list[str]:
        """The distinct whole words of a public entry; of any other, none."""
        for (_, offset), column in zip(self._leaves, self._words, strict=True):
            if offset <= number < offset + len(column):
                return words_of(column[number - offset])
        return []

    def _near(self, term: str, distance: int) -> frozenset[str]:
        """The stems that differ by so few letters, not in the first.

        Segment by segment, since over several Whoosh would compare every word it has.
        """
        found = (leaf.terms_within("text", term, distance, prefix=1) for leaf, _ in self._leaves)
        return frozenset(_text(each) for part in found for each in part)

    def _deleted(self) -> frozenset[int]:
        """The numbers of deleted entries that are not cleared away yet."""
        return frozenset(
            offset + number
            for leaf, offset in self._leaves
            if leaf.has_deletions()
            for number in range(leaf.doc_count_all())
            if leaf.is_deleted(number)
        )


def _segment(leaf: Any) -> Segment:
    """Read the facts of one segment's entries."""
    lengths = [leaf.doc_field_length(n, "text", 0) or 0 for n in range(leaf.doc_count_all())]
    facts = [facts_of(packed) for packed in leaf.column_reader("facts")]
    places: dict[Owner, list[int]] = {}
    for number, known in enumerate(facts):
        places.setdefault(known.owner, []).append(number)
    return Segment(facts, lengths, places)


def _text(term: str | bytes) -> str:
    return term if isinstance(term, str) else term.decode()
