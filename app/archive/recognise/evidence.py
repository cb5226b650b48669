"""What speaks for a value of a field, weighed: the best is stated only when it is likely."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from app.archive.paper import Confidence

Value = str | date
_CERTAIN, _LIKELY, _LEAD = 6.0, 2.0, 0.5
_MOST_CANDIDATES = 4


@dataclass
class FieldCandidate:
    """One value a field may have, what speaks for it, and the lines that say so."""

    value: Value
    weight: float
    numbers: set[int] = field(default_factory=set)


@dataclass
class FieldEvidence:
    """All that was found for one field."""

    found: list[FieldCandidate] = field(default_factory=list)

    def add(self, value: Value | None, weight: float, numbers: Iterable[int] = ()) -> None:
        """Note that something speaks for a value; the same value told twice weighs more."""
        if value is None or value == "":
            return
        for one in self.found:
            if _key(one.value) == _key(value):
                one.weight += weight / 2 if weight < one.weight else weight - one.weight / 2
                one.numbers |= set(numbers)
                return
        self.found.append(FieldCandidate(value, weight, set(numbers)))

    @property
    def best(self) -> FieldCandidate | None:
        """The value with most weight; of equals the first that was printed."""
        return max(self.found, key=lambda one: one.weight, default=None)

    @property
    def confidence(self) -> Confidence | None:
        """How sure the best is: by its own weight, and by how far it is ahead."""
        weights = sorted((one.weight for one in self.found), reverse=True)
        if not weights:
            return None
        lead = weights[0] - (weights[1] if len(weights) > 1 else 0)
        if weights[0] < _LIKELY or lead < _LEAD:
            return "unsure"
        return "certain" if weights[0] >= _CERTAIN and lead >= 1 else "likely"

    def candidates(self) -> list[str]:
        """The values as printed, the likeliest first."""
        ranked = sorted(self.found, key=lambda one: -one.weight)
        return [str(one.value) for one in ranked[:_MOST_CANDIDATES]]


def _key(value: Value) -> Value:
    return value.casefold().removeprefix("the ").strip(" .") if isinstance(value, str) else value


def gathered() -> defaultdict[str, FieldEvidence]:
    """FieldEvidence by field name, none yet."""
    return defaultdict(FieldEvidence)
