"""References as councils write them, in one form: SHP 54, 2011/12, s100D, 141/19, A556(M)."""

import re
from collections.abc import Iterator

from app.foundation.search.analysis import STOP_WORDS

_REFERENCE = re.compile(
    r"""(?<![\w'’/])(?:
      s(?:s|ections?)?\.?\s?(?P<section>\d{1,3}[a-z]?)
    | (?P<year>(?:19|20)\d\d)\s?[/–-]\s?(?:20)?(?P<next>\d\d)
    | (?P<minute>\d{1,4}/\d\d)
    | (?P<road>[ab]\d{1,4})[ \u00a0]?(?:\(m\)|m)
    | (?P<prefix>[a-z]{2,5})(?:[ \u00a0.-](?!(?:19|20)\d\d\b))?(?P<number>\d{1,4}[a-z]?)
    )(?!\w|/\d)""",
    re.IGNORECASE | re.VERBOSE,
)
_ORDINARY = """jan feb mar march apr april may jun june jul july aug sep sept oct nov dec about aged
    all area item items least most no only over page pages para part phase rule stage step table
    under unit until ward wards week weeks year years"""
_NOT_A_PREFIX = STOP_WORDS | frozenset(_ORDINARY.split())
_NOUGHTS = re.compile(r"(?<=[^\W\d_])0+(?=\d)")
_SEPARATORS = re.compile(r"[\s.\u00a0-]+")


def spans(text: str) -> Iterator[tuple[int, int, str]]:
    """Where each reference stands in a text, and its one form."""
    for match in _REFERENCE.finditer(text):
        token = _token(match)
        if token:
            yield match.start(), match.end(), token


def references(text: str) -> list[str]:
    """The references in a text, each once, in their one form."""
    return list(dict.fromkeys(token for _, _, token in spans(text)))


def reference_key(text: str) -> str:
    """A reference standing alone, whatever its pattern: "5 (A)" is "5(a)", and SHP054 is SHP54."""
    return _NOUGHTS.sub("", _SEPARATORS.sub("", text)).lower()


def _token(match: re.Match[str]) -> str:
    """The one form of a matched reference, or nothing when it only looks like one."""
    if match["section"]:
        return f"s{match['section'].lower()}"
    if match["year"]:
        return _financial_year(int(match["year"]), int(match["next"]))
    if match["minute"]:
        return match["minute"]
    if match["road"]:
        return f"{match['road'].lower()}m"
    prefix = match["prefix"].lower()
    if prefix in _NOT_A_PREFIX:
        return ""
    reference = prefix + match["number"].lower()
    return _NOUGHTS.sub("", reference) if match["number"][0] == "0" else reference


def _financial_year(first: int, following: int) -> str:
    """2011/12 and 2011-2012 are one financial year; 2011-14 is none."""
    return f"fy{first}" if (first + 1) % 100 == following else ""
