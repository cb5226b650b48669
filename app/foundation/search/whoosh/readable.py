"""Which entries of a snapshot a reader may read; no others count or are found."""

from collections import OrderedDict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from app.foundation.search.whoosh.postings import Postings
from app.foundation.search.whoosh.schema import Facts

_MOST_MASKS = 200


@dataclass(frozen=True, slots=True)
class ReadableMask:
    """What one set of keys opens: a mark for each entry, their number, their total length."""

    mask: bytes
    count: int
    total: int
    """The total length of the entries."""

    @property
    def average_length(self) -> float:
        """The average length; 1 where there are none."""
        return self.total / self.count if self.total else 1.0

    def keep(self, numbers: Iterable[int]) -> list[int]:
        """Those of these entries that are readable."""
        mask = self.mask
        return [number for number in numbers if mask[number]]

    def without(self, numbers: Iterable[int], lengths: Sequence[int]) -> "ReadableMask":
        """The mask without these entries."""
        hidden = self.keep(numbers)
        if not hidden:
            return self
        mask = bytearray(self.mask)
        for number in hidden:
            mask[number] = 0
        total = self.total - sum(map(lengths.__getitem__, hidden))
        return ReadableMask(bytes(mask), self.count - len(hidden), total)

    def frequency(self, postings: Postings) -> int:
        """In how many readable entries a term occurs."""
        return sum(map(self.mask.__getitem__, postings))


class ReadableMasks:
    """The masks of one snapshot; readers whose keys open the same entries share theirs."""

    def __init__(
        self, facts: Sequence[Facts], lengths: Sequence[int], deleted: Collection[int]
    ) -> None:
        self._lengths = lengths
        self._groups = _grouped(facts, deleted)
        self._known: OrderedDict[frozenset[int], ReadableMask] = OrderedDict()

    def opened_by(self, keys: frozenset[str]) -> ReadableMask:
        """The entries that any of these keys opens."""
        opened = frozenset(n for n, (names, _) in enumerate(self._groups) if names & keys)
        found = self._known.get(opened)
        if found is None:
            found = self._known[opened] = self._mask(opened)
            if len(self._known) > _MOST_MASKS:
                self._known.popitem(last=False)
        self._known.move_to_end(opened)
        return found

    def _mask(self, opened: frozenset[int]) -> ReadableMask:
        """Mark the entries of the groups that are open, and no other."""
        mask = bytearray(len(self._lengths))
        numbers = [number for n in opened for number in self._groups[n][1]]
        for number in numbers:
            mask[number] = 1
        total = sum(map(self._lengths.__getitem__, numbers))
        return ReadableMask(bytes(mask), len(numbers), total)


def _grouped(
    facts: Sequence[Facts], deleted: Collection[int]
) -> list[tuple[frozenset[str], list[int]]]:
    """The entries that are not deleted, grouped by who may read them."""
    groups: dict[frozenset[str], list[int]] = {}
    for number, one in enumerate(facts):
        if number not in deleted:
            groups.setdefault(one.readers, []).append(number)
    return list(groups.items())
