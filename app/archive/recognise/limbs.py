"""Resolutions and recommendations taken apart into their numbered limbs."""

import re

_PRINTED = re.compile(
    r"(?:(?<=^)|(?<=[\s;:,.]))(?:\((?P<both>\d{1,2}|[ivx]{1,5}|[a-z])\)|(?P<one>\d{1,2}|[ivx]{1,5}|[a-z])\))\s+",
    re.MULTILINE,
)
_AT_START = re.compile(
    r"^(?:(?P<deep>\d{1,2}\.\d{1,2}(?:\.\d{1,2})?)\.?|(?P<whole>\d{1,2}|[ivx]{1,5}|[a-z])\.)\s+",
    re.MULTILINE,
)
_BULLET = re.compile(r"^- ", re.MULTILINE)
_ROMAN = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv"]
_JOINED = re.compile(r"\s*[;,]\s*(?:and|or)?\s*$|[;,]?\s+and\s*$", re.IGNORECASE)


def limbs(text: str) -> tuple[str, list[str]]:
    """What stands before the limbs, and one string per numbered limb without its number."""
    text = text.strip()
    marks = _run(text, _PRINTED) or _run(text, _AT_START) or _points(text)
    if not marks:
        return "", [_closed(text)] if text else []
    before = text[: marks[0][0]]
    ends = [start for start, _ in marks[1:]] + [len(text)]
    found = [_closed(text[begin:end]) for (_, begin), end in zip(marks, ends, strict=True)]
    return " ".join(before.split()), [one for one in found if one]


def _closed(text: str) -> str:
    return _JOINED.sub("", " ".join(text.split()))


def _points(text: str) -> list[tuple[int, int]]:
    found = [(match.start(), match.end()) for match in _BULLET.finditer(text)]
    return found if len(found) >= 2 else []


def _run(text: str, pattern: re.Pattern[str]) -> list[tuple[int, int]]:
    """The marks that count 1, 2, 3 or i, ii, iii or a, b, c from the first of them."""
    found: list[tuple[int, int]] = []
    kind, number = "", 0
    for match in pattern.finditer(text):
        mark = next(part for part in match.groupdict().values() if part)
        if not found:
            kind = _kind_of_first(mark)
        if kind and _value(mark, kind) == number + 1:
            found.append((match.start(), match.end()))
            number += 1
    return found


def _kind_of_first(mark: str) -> str:
    last = mark.split(".")[-1]
    return {"1": "number", "i": "roman", "a": "letter"}.get(last, "")


def _value(mark: str, kind: str) -> int:
    last = mark.split(".")[-1]
    if kind == "number":
        return int(last) if last.isdigit() else 0
    if kind == "roman":
        return _ROMAN.index(last) + 1 if last in _ROMAN else 0
    return ord(last) - ord("a") + 1 if len(last) == 1 and last.isalpha() else 0
