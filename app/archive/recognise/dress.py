"""How a line is set, compared with the running text of its paper."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from app.archive.recognise import words
from app.foundation.reading.lines import Line


@dataclass(frozen=True)
class Dress:
    """How a line is set, compared with the running text of its paper."""

    level: int | None
    size: float
    bold: bool
    underlined: bool
    capitals: bool

    @property
    def is_loud(self) -> bool:
        """Whether anything but its place sets it apart."""
        return self != Dress(None, 0.0, bold=False, underlined=False, capitals=False)


class Typography:
    """The running text of a paper: what is large, bold or underlined in it says nothing."""

    def __init__(self, lines: Sequence[Line]) -> None:
        sizes: Counter[float] = Counter()
        bold = underlined = 0
        for line in lines:
            weight = len(line.text)
            sizes[line.size] += weight
            bold += weight if line.bold and line.level is None else 0
            underlined += weight if line.underlined else 0
        total = sum(sizes.values())
        self.size = max(sizes, key=lambda size: sizes[size], default=0.0)
        self.bold = bold * 2 > total
        self.underlined = underlined * 2 > total

    def dress(self, line: Line) -> Dress:
        """What sets a line apart from the running text."""
        larger = line.size if self.size and line.size >= self.size + 0.8 else 0.0
        return Dress(
            line.level,
            round(larger),
            bold=line.bold and not self.bold,
            underlined=line.underlined and not self.underlined,
            capitals=words.is_capitals(line.text),
        )


def rank(dress: Dress) -> tuple[int, float, bool, bool, bool]:
    """Sorts the louder before the quieter: style, size, capitals, bold, underlining."""
    level = 9 if dress.level is None else dress.level
    return level, -dress.size, not dress.capitals, not dress.bold, not dress.underlined
