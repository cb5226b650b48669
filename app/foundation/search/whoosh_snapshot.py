"""One committed state of a Whoosh index, read only through Whoosh's public reader."""

from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from app.foundation.search.port import IndexNeedsRebuild, Owner
from app.foundation.search.whoosh_row import Facts, facts_of, words_of

Postings = Mapping[int, float]

_MOST_POSTINGS = 300_000
_MOST_READERS = 200


class Segment(NamedTuple):
    """What is known of one segment's entries, in the order of their numbers; it never changes."""

    facts: list[Facts]
    lengths: list[int]
    places: Mapping[Owner, list[int]]
    """Under which numbers each owner's entries stand."""


@dataclass(frozen=True, slots=True)
class ReadableMask:
    """What one set of keys opens: a mark per entry, how many, and how long they are."""

    mask: bytes
    count: int
    total: int
    """How long the entries are together."""

    @property
    def average_length(self) -> float:
        """How long they are on average; of none, one."""
        return self.total / self.count if self.total else 1.0

    def keep(self, numbers: Iterable[int]) -> list[int]:
        """Of these entries, the readable ones."""
        mask = self.mask
        return [number for number in numbers if mask[number]]

    def frequency(self, postings: Postings) -> int:
        """In how many readable entries a term stands; unreadable ones weigh nothing."""
        return sum(map(self.mask.__getitem__, postings))


class Snapshot:
    """A generation of the index: its columns, its postings, and who may read what."""

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
        self._groups = self._grouped()
        self._readable: OrderedDict[frozenset[int], ReadableMask] = OrderedDict()
        self._postings: OrderedDict[tuple[str, str], Postings] = OrderedDict()
        self._held = 0
        self.near = lru_cache(maxsize=_MOST_READERS)(self._near)

    def close(self) -> None:
        """Give the index files back."""
        self._reader.close()

    def count(self) -> int:
        """How many entries are in the index, the deleted left out."""
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
        """The entries that any of these keys opens, but for those of owners to be left out."""
        opened = self._opened(keys)
        hidden = opened.keep(self._entries_of(without))
        if not hidden:
            return opened
        mask = bytearray(opened.mask)
        for number in hidden:
            mask[number] = 0
        total = opened.total - sum(map(self.lengths.__getitem__, hidden))
        return ReadableMask(bytes(mask), opened.count - len(hidden), total)

    def _entries_of(self, owners: Iterable[Owner]) -> list[int]:
        """The numbers of everything that these own, deleted entries included."""
        return [
            offset + number
            for owner in owners
            for (_, offset), segment in zip(self._leaves, self.segments.values(), strict=True)
            for number in segment.places.get(owner, ())
        ]

    def _opened(self, keys: frozenset[str]) -> ReadableMask:
        """Readers with the same sight share the mask."""
        opened = frozenset(n for n, (names, _) in enumerate(self._groups) if names & keys)
        found = self._readable.get(opened)
        if found is None:
            found = self._readable[opened] = self._mask(opened)
            if len(self._readable) > _MOST_READERS:
                self._readable.popitem(last=False)
        self._readable.move_to_end(opened)
        return found

    def postings(self, field: str, term: str) -> Postings:
        """In which entries a term stands, and how often."""
        found = self._postings.get((field, term))
        if found is None:
            found = self._postings[field, term] = self._read(field, term)
            self._held += len(found)
            self._forget()
        self._postings.move_to_end((field, term))
        return found

    def of_day(self, day: date) -> Postings:
        """The entries of one day."""
        wanted = int(f"{day:%Y%m%d}")
        return {number: 1.0 for number, facts in enumerate(self.facts) if facts.date == wanted}

    def positions(self, term: str, numbers: Iterable[int]) -> Iterator[tuple[int, list[int]]]:
        """Where in the text of these entries, given in order, a term stands."""
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
        """The terms of a field that begin so, in the order of the alphabet."""
        return [_text(term) for term in self._reader.expand_prefix(field, start)]

    def has(self, field: str, term: str) -> bool:
        """Whether a term stands in the index at all, deleted entries included."""
        return (field, term) in self._reader

    def words(self, number: int) -> list[str]:
        """The distinct whole words of a public entry; of any other, none."""
        for (_, offset), column in zip(self._leaves, self._words, strict=True):
            if offset <= number < offset + len(column):
                return words_of(column[number - offset])
        return []

    def _near(self, term: str, distance: int) -> frozenset[str]:
        """The stems that differ in so few letters, the first letter being right.

        Asked segment by segment: over several segments Whoosh would measure every word it has.
        """
        found = (leaf.terms_within("text", term, distance, prefix=1) for leaf, _ in self._leaves)
        return frozenset(_text(each) for part in found for each in part)

    def _deleted(self) -> frozenset[int]:
        """The numbers of entries that are deleted but not yet cleared away."""
        return frozenset(
            offset + number
            for leaf, offset in self._leaves
            if leaf.has_deletions()
            for number in range(leaf.doc_count_all())
            if leaf.is_deleted(number)
        )

    def _grouped(self) -> list[tuple[frozenset[str], list[int]]]:
        """The living entries gathered by who may read them."""
        groups: dict[frozenset[str], list[int]] = {}
        for number, facts in enumerate(self.facts):
            if number not in self.deleted:
                groups.setdefault(facts.readers, []).append(number)
        return list(groups.items())

    def _mask(self, opened: frozenset[int]) -> ReadableMask:
        """Mark the entries of the groups that are open, and no other."""
        mask = bytearray(len(self.facts))
        numbers = [number for n in opened for number in self._groups[n][1]]
        for number in numbers:
            mask[number] = 1
        total = sum(map(self.lengths.__getitem__, numbers))
        return ReadableMask(bytes(mask), len(numbers), total)

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
        """Keep the memory of a web process within bounds."""
        while self._held > _MOST_POSTINGS and len(self._postings) > 1:
            self._held -= len(self._postings.popitem(last=False)[1])


def _segment(leaf: Any) -> Segment:
    """Read what is known of the entries of one segment."""
    lengths = [leaf.doc_field_length(n, "text", 0) or 0 for n in range(leaf.doc_count_all())]
    facts = [facts_of(packed) for packed in leaf.column_reader("facts")]
    places: dict[Owner, list[int]] = {}
    for number, known in enumerate(facts):
        places.setdefault(known.owner, []).append(number)
    return Segment(facts, lengths, places)


def _text(term: str | bytes) -> str:
    return term if isinstance(term, str) else term.decode()
