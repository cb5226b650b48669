"""The numbers Word puts in front of paragraphs by itself, counted as Word counts them."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from app.foundation.reading.markup import Element
from app.foundation.reading.word_parts import number, switch, value, w

BULLET = "•"
DEEPEST = 8

_ROMAN = (
    (1000, "m"),
    (900, "cm"),
    (500, "d"),
    (400, "cd"),
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
    (9, "ix"),
    (5, "v"),
    (4, "iv"),
    (1, "i"),
)


def roman(count: int) -> str:
    """iv, xii: small Roman numerals."""
    if not 0 < count < 5000:
        return str(count)
    written = ""
    for worth, letters in _ROMAN:
        times, count = divmod(count, worth)
        written += letters * times
    return written


def letter(count: int) -> str:
    """a to z, then aa, bb, as Word goes on."""
    if not 0 < count <= 26 * 30:
        return str(count)
    turns, place = divmod(count - 1, 26)
    return chr(ord("a") + place) * (turns + 1)


def ordinal(count: int) -> str:
    """1st, 2nd, 3rd, 11th."""
    teens = 10 < count % 100 < 14
    return f"{count}{'th' if teens else {1: 'st', 2: 'nd', 3: 'rd'}.get(count % 10, 'th')}"


_FORMATS: dict[str, Callable[[int], str]] = {
    "lowerRoman": roman,
    "upperRoman": lambda count: roman(count).upper(),
    "lowerLetter": letter,
    "upperLetter": lambda count: letter(count).upper(),
    "decimalZero": lambda count: f"{count:02}",
    "ordinal": ordinal,
    "none": lambda count: "",
}


def written(count: int, form: str) -> str:
    """A number in one of the forms that Word names: decimal, lowerRoman, upperLetter."""
    return _FORMATS.get(form, str)(count)


@dataclass(frozen=True)
class Level:
    """How one depth of a list counts and what it writes."""

    start: int = 1
    format: str = "decimal"
    text: str = ""
    style: str | None = None
    is_legal: bool = False
    restart: int | None = None
    """1-based level after which it starts again; 0 is never, None is any level above."""


@dataclass
class _List:
    """One list of a document, of those that share a way of counting."""

    shape: str
    starts: dict[int, int] = field(default_factory=dict)
    levels: dict[int, Level] = field(default_factory=dict)


class Numbering:
    """Keeps the counters of every list while a document is read from first to last."""

    def __init__(self, part: Element | None) -> None:
        self._shapes: dict[str, dict[int, Level]] = {}
        self._linked: dict[str, str] = {}
        self._lists: dict[str, _List] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._begun: set[tuple[str, int]] = set()
        if part is not None:
            self._read_shapes(part)
            self._read_lists(part)

    def link(self, list_of_style: Callable[[str], str | None]) -> None:
        """Let shapes that only name a numbering style take that style's levels."""
        for shape, style in self._linked.items():
            named = self._lists.get(list_of_style(style) or "")
            if named is not None and not self._shapes.get(shape):
                self._shapes[shape] = self._shapes.get(named.shape, {})

    def level_of_style(self, list_id: str, style: str) -> int | None:
        """The depth that a paragraph style has in a list: the list says so, not the style."""
        known = self._lists.get(list_id)
        levels = self._shapes.get(known.shape, {}) if known else {}
        return next((depth for depth, level in levels.items() if level.style == style), None)

    def label(self, list_id: str, depth: int) -> str | None:
        """Count one more paragraph of a list, and say what Word writes before it."""
        known = self._lists.get(list_id)
        if known is None:
            return None
        depth = min(max(depth, 0), DEEPEST)
        counts = self._counts.setdefault(known.shape, {})
        self._begin(list_id, known, counts=counts, depth=depth)
        self._count(known, counts=counts, depth=depth)
        return self._written(known, counts=counts, depth=depth) or None

    def _begin(self, list_id: str, known: _List, *, counts: dict[int, int], depth: int) -> None:
        """A list with a start of its own begins there once, when it is first met."""
        for level, start in known.starts.items():
            if level <= depth and (list_id, level) not in self._begun:
                self._begun.add((list_id, level))
                for deeper in [other for other in counts if other >= level]:
                    del counts[deeper]
                counts[level] = start - 1 if level == depth else start

    def _count(self, known: _List, *, counts: dict[int, int], depth: int) -> None:
        for above in range(depth):
            counts.setdefault(above, self._start(known, above))
        counts[depth] = counts[depth] + 1 if depth in counts else self._start(known, depth)
        for deeper in [other for other in counts if other > depth]:
            restart = self._level(known, deeper).restart
            if restart is None or depth < restart:
                del counts[deeper]

    def _written(self, known: _List, *, counts: dict[int, int], depth: int) -> str:
        level = self._level(known, depth)
        if level.format == "bullet":
            return BULLET

        def counted(place: re.Match[str]) -> str:
            at = int(place[1]) - 1
            form = "decimal" if level.is_legal else self._level(known, at).format
            return written(counts.get(at, 1), form)

        return re.sub(r"%([1-9])", counted, level.text).strip()

    def _start(self, known: _List, depth: int) -> int:
        return known.starts.get(depth, self._level(known, depth).start)

    def _level(self, known: _List, depth: int) -> Level:
        own = known.levels.get(depth) or self._shapes.get(known.shape, {}).get(depth)
        return own or Level(text=f"%{depth + 1}.")

    def _read_shapes(self, part: Element) -> None:
        for shape in part.findall(w("abstractNum")):
            key = shape.get(w("abstractNumId"), "")
            self._shapes[key] = {
                _depth(level): _read_level(level) for level in shape.findall(w("lvl"))
            }
            linked = value(shape, "numStyleLink")
            if linked:
                self._linked[key] = linked

    def _read_lists(self, part: Element) -> None:
        for known in part.findall(w("num")):
            entry = _List(value(known, "abstractNumId") or "")
            for override in known.findall(w("lvlOverride")):
                start, level = number(override, "startOverride"), override.find(w("lvl"))
                if level is not None:
                    entry.levels[_depth(override)] = _read_level(level)
                if start is not None:
                    entry.starts[_depth(override)] = start
            self._lists[known.get(w("numId"), "")] = entry


def _depth(element: Element) -> int:
    given = element.get(w("ilvl"), "")
    return int(given) if given.isdecimal() and len(given) == 1 else 0


def _read_level(level: Element) -> Level:
    start = number(level, "start")
    return Level(
        start=1 if start is None else start,
        format=value(level, "numFmt") or "decimal",
        text=value(level, "lvlText") or "",
        style=value(level, "pStyle"),
        is_legal=bool(switch(level, "isLgl")),
        restart=number(level, "lvlRestart"),
    )
