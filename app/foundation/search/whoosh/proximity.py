"""Words that stand close together: phrases, and what ranks higher for its words being near."""

from collections.abc import Iterator, Sequence

from app.foundation.search.whoosh.snapshot import Snapshot


def following(
    snapshot: Snapshot, terms: Sequence[str], numbers: Sequence[int], *, steps: int
) -> Iterator[int]:
    """Of these entries, in order, those where each term follows the last by so many words at most.

    One step is a phrase.
    """
    ends = {number: set(places) for number, places in snapshot.positions(terms[0], numbers)}
    for term in terms[1:]:
        later: dict[int, set[int]] = {}
        for number, places in snapshot.positions(term, sorted(ends)):
            before = ends[number]
            kept = {p for p in places if any(p - step in before for step in range(1, steps + 1))}
            if kept:
                later[number] = kept
        ends = later
    yield from ends
