"""Acronyms as papers explain them: "anti-social behaviour (ASB)", "ASB (anti-social behaviour)"."""

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from app.foundation.search.analysis import WORD, normal, stem, stems

_SHORT = r"[A-Z][A-Za-z&]{0,6}[A-Z]"
_AFTER = re.compile(rf"\((?:the )?[\"“‘']?(?:the )?(?P<short>{_SHORT})s?[\"”’']?\)")
_BEFORE = re.compile(rf"(?<![\w-])(?P<short>{_SHORT})s? \((?P<long>[A-Za-z][\w’', &-]{{3,90}})\)")
_BREAK = re.compile(r"[.;:!?()\n]")
_FURTHEST = 120
"""How far before its acronym a long form may begin, in characters."""
_LESSER = frozenset(
    {"a", "an", "and", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with"}
)
_MOST = 20
"""So many acronyms of one entry are kept."""

Pair = tuple[str, tuple[str, ...]]
"""The stem of an acronym, and the stems of what it stands for."""


def acronyms(text: str) -> list[Pair]:
    """The acronyms that a text explains, each once."""
    return list(dict.fromkeys(islice(_explained(text), _MOST)))


def index_terms(text: str) -> list[str]:
    """The acronyms of a text as terms of the index: each form, and each with the other."""
    return [
        term
        for short, long in acronyms(text)
        for one, other in (([short], long), (long, [short]))
        for term in (beginning(one), beginning(one) + "_".join(other))
    ]


def beginning(form: Sequence[str]) -> str:
    """How the index terms of one form begin, the short one or the long; the other follows."""
    return "_".join(form) + "="


def other_form(term: str) -> tuple[str, ...]:
    """The stems of the form that an index term leads to; none if it only names its own."""
    return tuple(filter(None, term.partition("=")[2].split("_")))


def _explained(text: str) -> Iterator[Pair]:
    for match in _AFTER.finditer(text):
        before = text[max(0, match.start() - _FURTHEST) : match.start()]
        yield from _pair(match["short"], _ending(_BREAK.split(before)[-1], match["short"]))
    for match in _BEFORE.finditer(text):
        words = WORD.findall(match["long"])
        if _spells(words, _letters(match["short"])):
            yield from _pair(match["short"], words)


def _pair(short: str, words: Sequence[str]) -> Iterator[Pair]:
    abbreviated, long = stem(short), tuple(stems(" ".join(words)))
    if abbreviated and len(long) > 1:
        yield abbreviated, long


def _ending(text: str, short: str) -> Sequence[str]:
    """The last words of a text that the letters of an acronym stand for, or none."""
    words, letters = WORD.findall(text), _letters(short)
    for count in range(2, min(len(words), 2 * len(letters)) + 1):
        last = words[-count:]
        if last[0].lower() not in _LESSER and _spells(last, letters):
            return last
    return ()


def _letters(short: str) -> str:
    return short.lower().replace("&", "a")


def _spells(words: Sequence[str], letters: str) -> bool:
    """Whether the words begin with these letters; a lesser word may be passed over."""
    if not words:
        return not letters
    first, rest = normal(words[0]), words[1:]
    if letters and first[:1] == letters[0] and _spells(rest, letters[1:]):
        return True
    return first in _LESSER and _spells(rest, letters)
