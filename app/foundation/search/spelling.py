"""Which of several words somebody most likely meant to type."""

from collections.abc import Iterable


def distance(first: str, second: str) -> int:
    """How many letters were left out, added, changed or swapped with their neighbour."""
    before: list[int] = []
    row = list(range(len(second) + 1))
    for i, letter in enumerate(first, start=1):
        earlier, before, row = before, row, [i]
        for j, other in enumerate(second, start=1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == second[j - 2] and first[i - 2] == other:
                cost = min(cost, earlier[j - 2] + 1)
            row.append(cost)
    return row[-1]


def tolerance(word: str) -> int:
    """How many mistakes a word is forgiven: one, or two from six letters."""
    return 2 if len(word) > 5 else 1


def nearest(word: str, candidates: Iterable[tuple[str, int]]) -> str | None:
    """The candidate fewest letters away; of those, the one that stands in most entries."""
    ranked = sorted((distance(word, each), -count, each) for each, count in candidates)
    return ranked[0][2] if ranked else None
