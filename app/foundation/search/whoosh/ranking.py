"""Sorts the entries found: BM25 over what this reader may read."""

import heapq
import math
from collections.abc import Sequence

from app.foundation.search.parsing import Parsed
from app.foundation.search.whoosh.matching import ClauseMatches, Match
from app.foundation.search.whoosh.proximity import following
from app.foundation.search.whoosh.readable import ReadableMask
from app.foundation.search.whoosh.snapshot import Snapshot

Scored = tuple[float, int]

_K1 = 1.2
_B = 0.3
_STEPS_TOGETHER = 3
_PHRASE_WINDOW = 60
_NAMED = 6.0
_STRICT = 100.0
_OF_THE_DAY = 300.0
_OWN_REFERENCE = 1000.0


class Ranking:
    """Scores entries for one query; frequencies count readable entries only."""

    def __init__(
        self, snapshot: Snapshot, readable: ReadableMask, match: Match, parsed: Parsed
    ) -> None:
        self._snapshot = snapshot
        self._readable = readable
        self._match = match
        self._parsed = parsed
        self._weights = [self._rarity(group) for group in match.groups]

    def by_relevance(self, numbers: Sequence[int], most: int) -> list[Scored]:
        """The best entries first; of the best sixty those rise whose words stand together."""
        scored = list(zip(self._scores(numbers), numbers, strict=True))
        window = heapq.nsmallest(max(most, _PHRASE_WINDOW), scored, key=self._place)
        best = self._lifted(window[:_PHRASE_WINDOW]) + window[_PHRASE_WINDOW:]
        return best[:most]

    def by_date(self, numbers: Sequence[int], most: int) -> list[Scored]:
        """The newest entries first, the undated last."""
        facts = self._snapshot.facts
        newest = heapq.nsmallest(most, numbers, key=lambda n: (-facts[n].date, facts[n].key))
        return list(zip(self._scores(newest), newest, strict=True))

    def _place(self, scored: Scored) -> tuple[float, int, str]:
        """The sort key: equal scores go by date, then by key, so that pages never overlap."""
        score, number = scored
        facts = self._snapshot.facts[number]
        return -score, -facts.date, facts.key

    def _rarity(self, group: ClauseMatches) -> float:
        """The weight of a word: the rarer in readable entries, the higher."""
        frequency = self._readable.frequency(group.postings)
        return 1.0 + math.log(self._readable.count / (frequency + 1)) if frequency else 0.0

    def _scores(self, numbers: Sequence[int]) -> list[float]:
        """The BM25 score of each entry, times its weight, plus what its references add."""
        average, lengths = self._readable.average_length, self._snapshot.lengths
        facts = self._snapshot.facts
        norms = [_K1 * ((1 - _B) + _B * lengths[n] / average) for n in numbers]
        scores = [0.0] * len(norms)
        for group, weight in zip(self._match.groups, self._weights, strict=True):
            if weight:
                factor = weight * (_K1 + 1)
                often = map(group.postings.get, numbers)
                scores = [
                    score + factor * times / (times + norm) if times else score
                    for score, times, norm in zip(scores, often, norms, strict=True)
                ]
        weighed = [score * facts[n].weight for score, n in zip(scores, numbers, strict=True)]
        return self._with_references(numbers, weighed)

    def _with_references(self, numbers: Sequence[int], scores: list[float]) -> list[float]:
        """What bears the reference comes first, then those that name it; so does what is of a day
        that was asked for."""
        references = self._parsed.references | ({self._parsed.whole} - {""})
        named = {n for ref in references for n in self._snapshot.postings("refs", ref)}
        strict = self._match.strict if self._match.loose else frozenset()
        days = {int(f"{day:%Y%m%d}") for day in self._parsed.days}
        if not named and not strict and not days:
            return scores
        facts = self._snapshot.facts
        return [
            score
            + (_NAMED if number in named else 0.0)
            + (_OWN_REFERENCE if facts[number].reference in references else 0.0)
            + (_STRICT if number in strict else 0.0)
            + (_OF_THE_DAY * facts[number].weight if facts[number].date in days else 0.0)
            for score, number in zip(scores, numbers, strict=True)
        ]

    def _lifted(self, window: list[Scored]) -> list[Scored]:
        """The scores, raised where the plain words closely follow each other."""
        plain = [group for group in self._match.groups if group.clause.plain]
        if len(plain) < 2:
            return window
        numbers = sorted(number for _, number in window)
        stems = [group.clause.stems[0] for group in plain]
        together = set(following(self._snapshot, stems, numbers, steps=_STEPS_TOGETHER))
        lift = sum(self._weights)
        facts = self._snapshot.facts
        lifted = [
            (score + (lift * facts[n].weight if n in together else 0.0), n) for score, n in window
        ]
        return sorted(lifted, key=self._place)
