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
_MOST_MISSING = 0.005
"""Of all words at most so many may be in no field: labels, and days in another form."""
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")


def share_kept(lines: Sequence[Line], paper: ParsedPaper) -> float:
    """The share of the printed words found again in the paper's fields or left-over lines.

    The label of a field is not looked for: which field it is says as much.
    """
    printed = words_of(label.value if (label := label_of(line)) else line.text for line in lines)
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
    """Add every line whose words were lost to the left-over lines, and those that say most of
    what is missing, until next to nothing is."""
    lost = lines_lost(lines, paper)
    lost += _lines_missed(lines, lost, paper)
    left = [Unmatched(line.number, line.number, line.text) for line in lost]
    paper.unmatched = sorted([*paper.unmatched, *left], key=lambda one: one.line_from)


def _is_told(line: Line, found: Counter[str]) -> bool:
    """Whether a labelled line is in its field whole, but for the day or hour that it gives."""
    label = label_of(line)
    return label is not None and not words_of([without_moment(label.value)]) - found


def _lines_missed(lines: Sequence[Line], lost: Sequence[Line], paper: ParsedPaper) -> list[Line]:
    """Lines with words that are in no field, the worst first, as long as too many are missing."""
    found = words_of(every_text(paper))
    rest = [line for line in lines if line not in lost and not _is_told(line, found)]
    told = [without_moment(label.value) for line in lines if (label := label_of(line))]
    printed = words_of([*(line.text for line in rest), *told])
    missing = printed - found - words_of(line.text for line in lost)
    kept: list[Line] = []
    for line in sorted(rest, key=lambda one: -sum((words_of([one.text]) & missing).values())):
        if sum(missing.values()) <= _MOST_MISSING * sum(printed.values()):
            break
        missing -= words_of([line.text])
        kept.append(line)
    return kept


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
