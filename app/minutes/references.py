"""How minutes are cited: "SHP54", "shp 54", "SHP.54", and "minute 141/19" after that word."""

import re
from collections.abc import Callable, Iterable, Iterator

_TAG = re.compile(r"(<[^>]*>)")
_SEPARATORS = re.compile(r"[\s.\u00a0]+")
_SAID = (
    r"(?<![\w-])minutes?(?:\s+(?:numbers?|nos?\.?))?\s+"
    r"(?P<said>(?:[a-z]{1,4}\s?)?\d{1,4}(?:[/.]\d{1,4}){0,3}(?:-\d\d)?)(?![\w/])"
)
"""The printed styles of other councils, recognised only after the word."""


def key_of(reference: str) -> str:
    """The normalised form of a printed number: no blanks, no full stops, lower case."""
    return _SEPARATORS.sub("", reference).lower()


def pattern_of(prefixes: Iterable[str]) -> re.Pattern[str]:
    """The regular expression for minute numbers with these boards' prefixes."""
    known = "|".join(sorted((re.escape(prefix) for prefix in prefixes), key=len, reverse=True))
    own = rf"|(?<![\w/])(?P<own>(?:{known})[ .\u00a0]?\d{{1,4}})(?!\w|/\d)" if known else ""
    return re.compile(_SAID + own, re.IGNORECASE)


def keys_in(html: str, *, pattern: re.Pattern[str]) -> set[str]:
    """Every minute that a text seems to cite outside its links, by key."""
    return {
        key_of(match.group(match.lastgroup or 0))
        for words in _outside_links(html)
        for match in pattern.finditer(words)
    }


def linked(html: str, *, pattern: re.Pattern[str], address: Callable[[str], str | None]) -> str:
    """The text with each citation a link where `address` knows one; links stay as they are."""
    pieces, inside = [], 0
    for piece in _TAG.split(html):
        if piece.startswith("<"):
            inside = _depth(piece, inside)
        elif not inside:
            piece = pattern.sub(lambda match: _link(match, address), piece)
        pieces.append(piece)
    return "".join(pieces)


def _link(match: re.Match[str], address: Callable[[str], str | None]) -> str:
    name = match.lastgroup or ""
    words, whole = match[name], match.group()
    href = address(words)
    if href is None:
        return whole
    at = match.start(name) - match.start()
    return f'{whole[:at]}<a href="{href}">{words}</a>{whole[at + len(words) :]}'


def _outside_links(html: str) -> Iterator[str]:
    inside = 0
    for piece in _TAG.split(html):
        if piece.startswith("<"):
            inside = _depth(piece, inside)
        elif not inside:
            yield piece


def _depth(tag: str, inside: int) -> int:
    name = tag.strip("<>").split(" ", 1)[0].lower()
    return {"a": inside + 1, "/a": max(inside - 1, 0)}.get(name, inside)
