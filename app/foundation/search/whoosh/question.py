"""One search in one snapshot: its page of hits, its counts and its suggestion."""

from collections import Counter
from collections.abc import Callable, Sequence
from typing import TypeVar

from app.foundation.search.analysis import normal
from app.foundation.search.parsing import Clause, corrected, parse
from app.foundation.search.port import Facets, Hit, Page, Query
from app.foundation.search.spelling import nearest
from app.foundation.search.whoosh.matching import Matcher
from app.foundation.search.whoosh.ranking import Ranking, Scored
from app.foundation.search.whoosh.respelling import Respelling
from app.foundation.search.whoosh.snapshot import Snapshot

_SHORTEST_SUGGESTED = 4

Test = Callable[[int], bool]
T = TypeVar("T")


class SnapshotSearch:
    """Counts and finds only readable entries; for this reader there are no others."""

    def __init__(self, snapshot: Snapshot, query: Query) -> None:
        self._snapshot = snapshot
        self._query = query
        self._parsed = parse(query.text, names=query.names)
        self._readable = snapshot.readable(query.keys, without=query.without)
        self._respelling = Respelling(snapshot, self._readable)
        self._matcher = Matcher(snapshot, self._readable, self._respelling)

    def page(self) -> Page:
        """The page of hits, with the counts of all pages."""
        match = self._matcher.match(self._parsed)
        found = sorted(match.strict | match.loose)
        chosen = _passing(found, self._tests())
        ranking = Ranking(self._snapshot, self._readable, match, self._parsed)
        return Page(
            total=len(chosen),
            hits=tuple(self._hit(scored) for scored in self._best(ranking, chosen)),
            facets=self._facets(found),
            suggestion=None if match.strict else self._suggestion(),
            terms=match.terms,
            near=bool(found) and not match.strict,
        )

    def _best(self, ranking: Ranking, chosen: Sequence[int]) -> list[Scored]:
        """The entries on this page, sorted as the query says."""
        first = max(0, self._query.offset)
        most = first + max(0, self._query.limit)
        if self._query.sort == "date":
            return ranking.by_date(chosen, most)[first:]
        return ranking.by_relevance(chosen, most)[first:]

    def _hit(self, scored: Scored) -> Hit:
        score, number = scored
        facts = self._snapshot.facts[number]
        return Hit(facts.key, facts.owner, facts.kind, round(score, 4))

    def _tests(self, *, without: str = "") -> list[Test]:
        """The filters that are set, except the one that is left aside."""
        at, query = self._snapshot, self._query
        filters: dict[str, tuple[Sequence[str | int], Sequence[str | int]]] = {
            "board": (at.boards, query.boards),
            "kind": (at.kinds, query.kinds),
            "year": (at.years, query.years),
        }
        return [
            _within(column, frozenset(wanted))
            for name, (column, wanted) in filters.items()
            if wanted and name != without
        ]

    def _facets(self, found: Sequence[int]) -> Facets:
        """How many hits each choice would give if its own filter were lifted."""
        at = self._snapshot
        return Facets(
            board=_counted(at.boards, found, self._tests(without="board")),
            kind=_counted(at.kinds, found, self._tests(without="kind")),
            year=_counted(at.years, found, self._tests(without="year")),
        )

    def _suggestion(self) -> str | None:
        """The query with unknown words respelt, if that would find something readable."""
        corrections: dict[str, str] = {}
        for clause in self._parsed.clauses:
            word = normal(clause.word)
            if self._mistyped(clause, word):
                better = nearest(word, self._respelling.candidates(word))
                if better:
                    corrections[clause.word] = better
        text = corrected(self._query.text, corrections)
        if not corrections:
            return None
        found = self._matcher.strictly(parse(text, names=self._query.names))
        return text if found else None

    def _mistyped(self, clause: Clause, word: str) -> bool:
        """Whether it may be mistyped: a plain word of some length that no readable entry has."""
        if not clause.loosens or len(word) < _SHORTEST_SUGGESTED or not word.isalpha():
            return False
        return self._matcher.unknown(clause)


def _within(column: Sequence[T], wanted: frozenset[T]) -> Test:
    """A test whether an entry's value is among those wanted."""
    return lambda number: column[number] in wanted


def _passing(found: Sequence[int], tests: Sequence[Test]) -> Sequence[int]:
    """The entries that pass every filter."""
    return [n for n in found if all(test(n) for test in tests)] if tests else found


def _counted(column: Sequence[T], found: Sequence[int], tests: Sequence[Test]) -> dict[T, int]:
    """How often each value occurs among the entries that pass, blanks left out."""
    counts = Counter(map(column.__getitem__, _passing(found, tests)))
    return {value: count for value, count in counts.most_common() if value}
