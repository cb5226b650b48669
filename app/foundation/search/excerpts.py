"""Excerpts: the piece of a text that shows why it was found, safe to put into a page."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate, islice

from markupsafe import Markup, escape

from app.foundation.search.analysis import stem, tokens
from app.foundation.search.references import spans

_MARK = r"(?:\||:---+:?|---+:?)"
_CELLS = re.compile(rf"{_MARK}(?:\s?{_MARK})*\s?")
"""The bars and rules between two cells; the blank before them is left, so that not every blank of a
text is where they could begin."""
_NEW_PAGE = "\f"
_LEAD = 40
_MOST_MATCHES = 60

Span = tuple[int, int, str]


@dataclass(frozen=True)
class Passage:
    """A piece of a text, and where it stands in a file that has pages of its own."""

    marked: Markup
    page: int | None = None
    """1-based page of its first match."""


def passage(text: str, terms: frozenset[str], *, length: int = 240) -> Passage:
    """The richest piece of a text the reader may see, with its page: form feeds part the pages."""
    if _NEW_PAGE not in text:
        return Passage(excerpt(text, terms, length=length))
    pages = [_flowing(page) for page in text.split(_NEW_PAGE)]
    whole = " ".join(pages)
    found = _matches(whole, terms)
    start, end = _window(whole, found, length)
    place = next((first for first, last, _ in found if first >= start and last <= end), start)
    ends = list(accumulate(len(page) + 1 for page in pages))
    return Passage(_marked(whole, found, start, end), bisect_right(ends, place) + 1)


def excerpt(text: str, terms: frozenset[str], *, length: int = 240) -> Markup:
    """The richest piece of a text the reader may see, escaped, its matches in <mark>."""
    text = _flowing(text)
    found = _matches(text, terms)
    return _marked(text, found, *_window(text, found, length))


def _marked(text: str, found: list[Span], start: int, end: int) -> Markup:
    pieces = [Markup("…") if start else Markup("")]
    place = start
    for first, last, _ in found:
        if first >= place and last <= end:
            pieces += [
                escape(text[place:first]),
                Markup("<mark>{}</mark>").format(text[first:last]),
            ]
            place = last
    pieces += [escape(text[place:end]), Markup("…") if end < len(text) else Markup("")]
    return Markup("").join(pieces)


def _flowing(text: str) -> str:
    """A text in one line, the cells of its tables apart but without their rules."""
    line = " ".join(text.split())
    if "|" not in line:
        return line
    return " · ".join(cell.rstrip() for cell in _CELLS.split(line)).strip(" ·")


def _matches(text: str, terms: frozenset[str]) -> list[Span]:
    """Where the terms stand in a text, references included, in their order."""
    if not terms:
        return []
    numbered = any(not term.isalpha() for term in terms)
    cited = [span for span in spans(text) if span[2] in terms] if numbered else []
    words = list(islice(_likely(text, terms), _MOST_MATCHES))
    if not words and not cited:
        every = (span for span in tokens(text) if span[2] in terms)
        words = list(islice(every, _MOST_MATCHES))
    return sorted(words + cited, key=lambda span: (span[0], -span[1]))


def _likely(text: str, terms: frozenset[str]) -> Iterator[Span]:
    """Words that begin like a term and prove to have its stem; quicker than stemming them all."""
    starts = {re.escape(term[: max(3, len(term) - 2)]) for term in terms}
    pattern = rf"(?<![\w'’])(?:{'|'.join(sorted(starts))})[\w'’]*(?<!['’])"
    for match in re.finditer(pattern, text, re.IGNORECASE):
        found = stem(match.group())
        if found in terms:
            yield match.start(), match.end(), found


def _window(text: str, found: list[Span], length: int) -> tuple[int, int]:
    """The piece with the most different matches, beginning and ending between words."""
    if len(text) <= length:
        return 0, len(text)
    start = max(0, _densest(found, length) - _LEAD)
    start = max(0, min(start, len(text) - length))
    if start:
        start = text.find(" ", start) + 1 or start
    end = min(len(text), start + length)
    if end < len(text):
        end = max(text.rfind(" ", start, end), start + 1)
    return start, end


def _densest(found: list[Span], length: int) -> int:
    """Where the stretch with the most different matches, then the most matches, begins."""
    best, place, first = (0, 0), 0, 0
    for last, span in enumerate(found):
        while span[1] - found[first][0] > length - 2 * _LEAD:
            if first == last:
                break
            first += 1
        here = (len({term for _, _, term in found[first : last + 1]}), last - first)
        if here > best:
            best, place = here, found[first][0]
    return place
