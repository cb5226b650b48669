"""Words somebody may have meant: whole words of public entries that this reader reads."""

from app.foundation.search.analysis import stem
from app.foundation.search.port import EVERYONE
from app.foundation.search.spelling import distance, tolerance
from app.foundation.search.whoosh.readable import ReadableMask
from app.foundation.search.whoosh.snapshot import Snapshot

_SHORTEST = 3
_MOST_STEMS = 25


class Respelling:
    """Goes from near stems to one readable public entry each, and takes the words from there."""

    def __init__(self, snapshot: Snapshot, readable: ReadableMask) -> None:
        self._snapshot = snapshot
        self._readable = readable
        self._public = snapshot.readable(frozenset({EVERYONE}))

    def candidates(self, word: str) -> list[tuple[str, int]]:
        """Words a few letters away, and in how many entries each stands."""
        most = tolerance(word)
        counted = [(each, self._entries(each)) for each in self._stems(word, most)]
        known = [(each, numbers) for each, numbers in counted if numbers]
        known.sort(key=lambda pair: (distance(word, pair[0]), -len(pair[1]), pair[0]))
        found = [
            (self._nearest(word, each, numbers), numbers) for each, numbers in known[:_MOST_STEMS]
        ]
        return [(near, len(n)) for near, n in found if near and distance(word, near) <= most]

    def _stems(self, word: str, most: int) -> set[str]:
        """Stems near to the word's own, and those it begins with: the mistake is in its end."""
        starts = (word[:length] for length in range(_SHORTEST, len(word)))
        begun = {start for start in starts if self._snapshot.has("text", start)}
        return begun | self._snapshot.near(stem(word), most)

    def _entries(self, term: str) -> list[int]:
        """The public entries with this stem that the reader reads."""
        postings = self._snapshot.postings("text", term)
        return self._public.keep(self._readable.keep(postings))

    def _nearest(self, word: str, term: str, numbers: list[int]) -> str | None:
        """Of the words that one of these entries has with this stem, the nearest."""
        one = min(numbers, key=lambda number: self._snapshot.facts[number].key)
        forms = (each for each in self._snapshot.words(one) if stem(each) == term)
        return min(forms, key=lambda each: (distance(word, each), each), default=None)
