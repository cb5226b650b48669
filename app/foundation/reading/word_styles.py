"""What a Word file's styles say of a paragraph: heading level, list, type, place, new page."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from app.foundation.reading.markup import Element
from app.foundation.reading.numbering import Numbering
from app.foundation.reading.printed import PLAIN, Ink
from app.foundation.reading.word_parts import number, switch, value, w

_HEADING = re.compile(r"heading ?([1-9])", re.IGNORECASE)
_LONGEST_CHAIN = 20
NO_LIST = "0"
_DEFAULTS = "/".join(w(step) for step in ("docDefaults", "rPrDefault", "rPr"))


class _Said(NamedTuple):
    """What one set of properties says of the letters; None where it says nothing."""

    bold: bool | None
    underlined: bool | None
    size: float | None

    def over(self, other: Ink) -> Ink:
        """These properties where they say something, else the others."""
        return Ink(
            other.bold if self.bold is None else self.bold,
            other.underlined if self.underlined is None else self.underlined,
            other.size if self.size is None else self.size,
        )

    def before(self, other: "_Said") -> "_Said":
        """These properties, completed by the others."""
        return _Said(
            other.bold if self.bold is None else self.bold,
            other.underlined if self.underlined is None else self.underlined,
            other.size if self.size is None else self.size,
        )


_NOTHING = _Said(None, None, None)


@dataclass(frozen=True)
class Look:
    """What a style gives to the paragraphs that use it."""

    level: int | None = None
    list_id: str | None = None
    depth: int = 0
    ink: Ink = PLAIN
    centred: bool = False
    page_break: bool = False


class Styles:
    """The styles of one Word file, with what each takes from the style it is based on."""

    def __init__(self, part: Element | None, *, numbering: Numbering) -> None:
        found = [] if part is None else part.findall(w("style"))
        self._styles = {style.get(w("styleId"), ""): style for style in found}
        self._numbering = numbering
        self._looks: dict[str | None, Look] = {}
        self._letters: dict[str | None, _Said] = {}
        defaults = None if part is None else part.find(_DEFAULTS)
        self._plain = _said(defaults).over(PLAIN)
        numbering.link(lambda style: value(self._styles.get(style), "pPr/numPr/numId"))

    def look(self, style: str | None) -> Look:
        """What the style of this paragraph says; the default style where none is named."""
        if style not in self._looks:
            self._looks[style] = self._read(style if style in self._styles else self._default)
        return self._looks[style]

    def ink(self, run: Element | None, *, otherwise: Ink) -> Ink:
        """How a run with these properties is printed in a paragraph that is printed `otherwise`."""
        if run is None:
            return otherwise
        style = value(run, "rStyle")
        said = _said(run) if style is None else _said(run).before(self._letters_of(style))
        return said.over(otherwise)

    def _letters_of(self, style: str | None) -> _Said:
        """What a style and those it is based on say of the letters."""
        if style not in self._letters:
            said = _NOTHING
            for key in self._chain(style):
                said = said.before(_said(self._styles[key].find(w("rPr"))))
            self._letters[style] = said
        return self._letters[style]

    @cached_property
    def _default(self) -> str | None:
        return next(
            (
                key
                for key, style in self._styles.items()
                if style.get(w("default")) in ("1", "true") and style.get(w("type")) == "paragraph"
            ),
            None,
        )

    def _chain(self, style: str | None) -> Iterator[str]:
        for _ in range(_LONGEST_CHAIN):
            if style is None or style not in self._styles:
                return
            yield style
            style = value(self._styles[style], "basedOn")

    def _first_switch(self, style: str | None, path: str) -> bool | None:
        said = (switch(self._styles[key], path) for key in self._chain(style))
        return next((answer for answer in said if answer is not None), None)

    def _first_value(self, style: str | None, path: str) -> str | None:
        said = (value(self._styles[key], path) for key in self._chain(style))
        return next((answer for answer in said if answer is not None), None)

    def _read(self, style: str | None) -> Look:
        list_id, depth = self._list(style)
        return Look(
            level=self._level(style),
            list_id=list_id,
            depth=depth,
            ink=self._letters_of(style).over(self._plain),
            centred=self._first_value(style, "pPr/jc") == "center",
            page_break=bool(self._first_switch(style, "pPr/pageBreakBefore")),
        )

    def _level(self, style: str | None) -> int | None:
        for key in self._chain(style):
            outline = number(self._styles[key], "pPr/outlineLvl")
            if outline is not None:
                return outline + 1 if 0 <= outline < 9 else None
            heading = _HEADING.fullmatch(value(self._styles[key], "name") or key)
            if heading:
                return int(heading[1])
        return None

    def _list(self, style: str | None) -> tuple[str | None, int]:
        """The list that numbers this style, and the depth: a level that names the style decides."""
        seen = []
        for key in self._chain(style):
            seen.append(key)
            list_id = value(self._styles[key], "pPr/numPr/numId")
            if list_id is not None:
                named = (self._numbering.level_of_style(list_id, name) for name in seen)
                own = number(self._styles[key], "pPr/numPr/ilvl") or 0
                return list_id, next((depth for depth in named if depth is not None), own)
        return None, 0


def _said(letters: Element | None) -> _Said:
    if letters is None:
        return _NOTHING
    size = number(letters, "sz")
    return _Said(
        bold=switch(letters, "b"),
        underlined=switch(letters, "u"),
        size=None if size is None else size / 2,
    )
