"""The check that no words are lost between a file and what was understood of it."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import fields

from app.archive.paper import ParsedPaper, Unmatched
from app.archive.recognise.labels import label_of
from app.archive.recognise.moments import without_moment
from app.foundation.reading.lines import Line

_CITED = re.compile(r"\b([A-Z][A-Za-z&]{0,5})[\s./-]+(\d{1,4})\b")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")


def share_kept(lines: Sequence[Line], paper: ParsedPaper) -> float:
    """The share of the printed words found again in the paper's fields or left-over lines."""
    printed = words_of(line.text for line in lines)
    if not printed:
        return 1.0
    found = words_of(every_text(paper))
    return 1 - sum((printed - found).values()) / sum(printed.values())


def lines_lost(lines: Sequence[Line], paper: ParsedPaper) -> list[Line]:
    """Lines whose words are neither in a field nor left over.

    Days, times and labels are kept in another form, so they are not looked for.
    """
    found = words_of(every_text(paper))
    lost = []
    for line in lines:
        label = label_of(line)
        text = without_moment(label.value if label else line.text)
        if _is_missing(text, found) and _is_missing(_CITED.sub(r"\1\2", text), found):
            lost.append(line)
    return lost


def _is_missing(text: str, found: Counter[str]) -> bool:
    printed = words_of([text])
    return sum(word not in found for word in printed) * 2 > len(printed)


def keep_lost(lines: Sequence[Line], paper: ParsedPaper) -> None:
    """Add every line whose words were lost to the left-over lines."""
    lost = [Unmatched(line.number, line.number, line.text) for line in lines_lost(lines, paper)]
    paper.unmatched = sorted([*paper.unmatched, *lost], key=lambda left: left.line_from)


def words_of(texts: Iterable[str]) -> Counter[str]:
    """How often each word stands in the texts."""
    return Counter(word.lower() for text in texts for word in _WORD.findall(text))


def every_text(paper: ParsedPaper) -> list[str]:
    """All the words a paper holds, wherever they went."""
    found: list[str] = []
    for each in fields(paper):
        if each.name not in (
            "source_file",
            "kind",
            "template",
            "error",
            "confidence",
            "candidates",
        ):
            _gather(getattr(paper, each.name), found)
    return found


def _gather(value: object, found: list[str]) -> None:
    if isinstance(value, ParsedPaper):
        found += every_text(value)
    elif isinstance(value, list):
        for one in value:
            _gather(one, found)
    elif hasattr(value, "__dataclass_fields__"):
        for name in set(value.__dataclass_fields__) - {"line_from", "line_to"}:
            _gather(getattr(value, name), found)
    elif value is not None:
        found.append(str(value))
