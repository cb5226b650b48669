"""How text becomes words that can be found: the same for the index, the question and excerpts."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from whoosh.lang.porter import stem as porter_stem

WORD = re.compile(r"\d{1,3}(?:,\d{3})+(?!\d)|[^\W_]+(?:['’][^\W_]+)*")
_COMMON = """a an and are as at be been by can for from had has have if in is it its may not of on
    or our than that the their there these they this those to us was we were when which will with
    yet you your"""
STOP_WORDS = frozenset(_COMMON.split())
_THOUSANDS = re.compile(r"^([1-9]\d{0,2})k$")
_POSSESSIVE = re.compile(r"'s$")
_Z_SPELLING = re.compile(r"(?<=[a-z]{3})([iy])z(?=(?:e|ed|es|er|ers|ing|ation|ations|ational)$)")


@lru_cache(maxsize=100_000)
def normal(word: str) -> str:
    """One spelling of a word: "Council’s" is council, "O'Reilly" oreilly, 74k or £74,000 74000."""
    plain = _POSSESSIVE.sub("", word.lower().replace("’", "'"))
    plain = plain.replace("'", "").replace(",", "")
    plain = _THOUSANDS.sub(r"\g<1>000", plain)
    if plain.isascii():
        return plain
    folded = unicodedata.normalize("NFKD", plain)
    return "".join(letter for letter in folded if not unicodedata.combining(letter))


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """The stem under which a word is found, or nothing for a word too common to look for."""
    plain = normal(word)
    if plain in STOP_WORDS:
        return ""
    return str(porter_stem(_Z_SPELLING.sub(r"\1s", plain)))


def stems(text: str) -> list[str]:
    """The stems of a text in their order, common words left out."""
    return [found for found in map(stem, WORD.findall(text)) if found]


def words(text: str) -> set[str]:
    """The distinct whole words of a text, fit to be suggested to somebody who mistyped one."""
    return {word for word in map(normal, WORD.findall(text)) if len(word) > 3 and word.isalpha()}


def tokens(text: str) -> Iterator[tuple[int, int, str]]:
    """Where each word that can be found stands in a text, and its stem."""
    for match in WORD.finditer(text):
        found = stem(match.group())
        if found:
            yield match.start(), match.end(), found
