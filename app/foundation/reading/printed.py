"""The text of one paragraph with how its letters are printed, whatever file it comes from."""

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import NamedTuple

from app.foundation.reading.markup import Element

NEW_LINE = "\n"

_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_SPACES = re.compile(r"\s+")
_PAGE_OF = re.compile(r"\bpage\b\s*((of\b|/)\s*)?|(?<!\w)of\s*$", re.IGNORECASE)


class Ink(NamedTuple):
    """How letters are printed."""

    bold: bool = False
    underlined: bool = False
    size: float = 10.0
    """In points; Word prints so where nothing is said."""


PLAIN = Ink()


@dataclass
class PrintedText:
    """What one paragraph prints, gathered from its runs."""

    pieces: list[tuple[str, Ink]] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)
    has_page_number: bool = False

    def parted(self, mark: str) -> list["PrintedText"]:
        """Its text before, between and after the breaks of one kind."""
        parts = [PrintedText()]
        for text, ink in self.pieces:
            first, *others = text.split(mark)
            parts[-1].pieces.append((first, ink))
            parts.extend(PrintedText([(other, ink)]) for other in others)
        return parts

    @property
    def text(self) -> str:
        """Everything in order, one space between words and nothing that cannot be seen."""
        text = _UNSEEN.sub("", "".join(text for text, _ in self.pieces))
        return _SPACES.sub(" ", text).strip()

    @property
    def bold(self) -> bool:
        """Whether all that can be seen of it is bold."""
        seen = [ink.bold for text, ink in self.pieces if text.strip()]
        return bool(seen) and all(seen)

    @property
    def underlined(self) -> bool:
        """Whether all that can be seen of it is underlined."""
        seen = [ink.underlined for text, ink in self.pieces if text.strip()]
        return bool(seen) and all(seen)

    @property
    def size(self) -> float:
        """The size in which most of it is printed."""
        sizes: Counter[float] = Counter()
        for text, ink in self.pieces:
            sizes[ink.size] += len(text.strip())
        return max(sizes, key=lambda size: sizes[size], default=0.0)

    @property
    def running(self) -> str:
        """As the head or foot of a page, without the page's number."""
        if self.has_page_number:
            return _PAGE_OF.sub("", self.text).strip(" -–|/")
        return self.text
