"""One committed state of a Whoosh index, read only through Whoosh's public reader."""

from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from app.foundation.search.port import IndexNeedsRebuild, Owner

Postings = Mapping[int, float]

_TEXT_COLUMNS = ("key", "owner", "kind", "board", "reference", "readers")
_MOST_POSTINGS = 1_000_000
_MOST_READERS = 200


@dataclass(frozen=True, slots=True)
class Columns:
    """The facts of one segment's entries, in the order of their numbers."""

    dates: list[int]
    versions: list[int]
    lengths: list[int]
    keys: list[str]
    owners: list[str]
    kinds: list[str]
    boards: list[str]
    references: list[str]
    readers: list[str]


@dataclass(frozen=True, slots=True)
class Readable:
    """What one set of keys opens: a mark per entry, how many, and their average length."""

    mask: bytes
    count: int
    average_length: float

    def keep(self, numbers: Iterable[int]) -> list[int]:
        """Of these entries, the readable ones."""
        mask = self.mask
        return [number for number in numbers if mask[number]]

    def frequency(self, postings: Postings) -> int:
        """In how many readable entries a term stands; unreadable ones weigh nothing."""
        return sum(map(self.mask.__getitem__, postings))


class Snapshot:
    """A generation of the index: its columns, its postings, and who may read what."""

    def __init__(self, opened: Any, known: dict[str, Columns]) -> None:
        self._reader = opened.reader()
        self.generation: int = self._reader.generation()
        self._leaves: list[tuple[Any, int]] = list(self._reader.leaf_readers())
        self.segments: dict[str, Columns] = {}
        for leaf, _ in self._leaves:
            if leaf.doc_count_all():
                name = leaf.segment().segment_id()
                self.segments[name] = known.get(name) or _columns(leaf)
        self.keys = self._joined("keys")
        self.owners = self._joined("owners")
        self.kinds = self._joined("kinds")
        self.boards = self._joined("boards")
        self.references = self._joined("references")
        self.dates: list[int] = self._joined("dates")
        self.years = [date // 10000 for date in self.dates]
        self.versions: list[int] = self._joined("versions")
        self.lengths: list[int] = self._joined("lengths")
        self.deleted = self._deleted()
        self._groups = self._grouped(self._joined("readers"))
        self._readable: OrderedDict[frozenset[int], Readable] = OrderedDict()
        self._postings: OrderedDict[tuple[str, str], Postings] = OrderedDict()
        self._held = 0

    def close(self) -> None:
        """Give the index files back."""
        self._reader.close()

    def count(self) -> int:
        """How many entries are in the index, the deleted left out."""
        return len(self.keys) - len(self.deleted)

    def versions_by_owner(self) -> dict[Owner, int]:
        """Every owner with the newest version that the index holds of it."""
        found: dict[Owner, int] = {}
        for number, text in enumerate(self.owners):
            if number not in self.deleted:
                owner = owner_of(text)
                found[owner] = max(found.get(owner, 0), self.versions[number])
        return found

    def readable(self, keys: frozenset[str]) -> Readable:
        """The entries that any of these keys opens; readers with the same sight share the mask."""
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

    def near(self, field: str, term: str, distance: int) -> list[str]:
        """The terms of a field that differ in so few letters, the first letter being right."""
        found = self._reader.terms_within(field, term, distance, prefix=1)
        return sorted({_text(each) for each in found})

    def _joined(self, name: str) -> list[Any]:
        """One column over all segments."""
        return [value for part in self.segments.values() for value in getattr(part, name)]

    def _deleted(self) -> frozenset[int]:
        """The numbers of entries that are deleted but not yet cleared away."""
        return frozenset(
            offset + number
            for leaf, offset in self._leaves
            if leaf.has_deletions()
            for number in range(leaf.doc_count_all())
            if leaf.is_deleted(number)
        )

    def _grouped(self, tokens: list[str]) -> list[tuple[frozenset[str], list[int]]]:
        """The entries gathered by who may read them; what nobody may read is in no group."""
        groups: dict[str, list[int]] = {}
        for number, token in enumerate(tokens):
            if token and number not in self.deleted:
                groups.setdefault(token, []).append(number)
        return [(frozenset(token.split("|")), numbers) for token, numbers in groups.items()]

    def _mask(self, opened: frozenset[int]) -> Readable:
        """Mark the entries of the groups that are open, and no other."""
        mask = bytearray(len(self.keys))
        numbers = [number for n in opened for number in self._groups[n][1]]
        for number in numbers:
            mask[number] = 1
        total = sum(map(self.lengths.__getitem__, numbers))
        return Readable(bytes(mask), len(numbers), (total / len(numbers)) if total else 1.0)

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


def owner_of(text: str) -> Owner:
    """An owner from its word in the index."""
    kind, _, number = text.rpartition(":")
    return kind, int(number)


def _columns(leaf: Any) -> Columns:
    """Read the columns of one segment, which never change once written."""
    texts = (list(leaf.column_reader(name)) for name in _TEXT_COLUMNS)
    lengths = [leaf.doc_field_length(n, "text", 0) or 0 for n in range(leaf.doc_count_all())]
    dates, versions = list(leaf.column_reader("date")), list(leaf.column_reader("version"))
    return Columns(dates, versions, lengths, *texts)


def _text(term: str | bytes) -> str:
    return term if isinstance(term, str) else term.decode()
