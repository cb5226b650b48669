"""How the entries of a list are counted: 1) 2), a) b), i) ii)."""

import re

from app.foundation.richtext.nodes import ListKind

_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}
_NUMERALS = tuple(
    zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ("m", "cm", "d", "cd", "c", "xc", "l", "xl", "x", "ix", "v", "iv", "i"),
        strict=True,
    )
)
_BULLET = "•"


def label(kind: ListKind, number: int) -> str:
    """How one entry is marked in print: a bullet, or its number with a bracket."""
    return _BULLET if kind == "ul" else f"{count(kind, number)})"


def count(kind: ListKind, number: int) -> str:
    """A number as the list writes it: 4, d or iv."""
    if kind == "a":
        return _letters(number)
    if kind == "i":
        return _roman(number)
    return str(number)


def roman_value(text: str) -> int | None:
    """The value of a Roman number written as a list writes it, else None."""
    if not re.fullmatch("[ivxlcdm]+", text):
        return None
    values = [_VALUES[letter] for letter in text]
    following = [*values[1:], 0]
    total = sum(-a if a < b else a for a, b in zip(values, following, strict=True))
    return total if 0 < total < 4000 and _roman(total) == text else None


def _letters(number: int) -> str:
    """After z comes aa, then bb, as Word counts."""
    rounds, place = divmod(number - 1, 26)
    return chr(ord("a") + place) * (rounds + 1)


def _roman(number: int) -> str:
    written = ""
    for value, numeral in _NUMERALS:
        times, number = divmod(number, value)
        written += numeral * times
    return written
