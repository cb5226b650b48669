"""The check that no words are lost between a file and what was understood of it."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from app.archive.paper import Paper
from app.archive.recognise.whole import every_text
from app.foundation.reading.lines import Line

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")


def share_kept(lines: Sequence[Line], paper: Paper) -> float:
    """The share of the printed words found again in the paper's fields or left-over lines."""
    printed = words_of(line.text for line in lines)
    if not printed:
        return 1.0
    found = words_of(every_text(paper))
    missing = sum((printed - found).values())
    return 1 - missing / sum(printed.values())


def words_of(texts: Iterable[str]) -> Counter[str]:
    """How often each word stands in the texts."""
    return Counter(word.lower() for text in texts for word in _WORD.findall(text))
