"""What a Word file's styles say of a paragraph: heading level, list, weight, new page."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from app.foundation.reading.numbering import Numbering
from app.foundation.reading.word_parts import Element, number, switch, value, w

_HEADING = re.compile(r"heading ?([1-9])", re.IGNORECASE)
_LONGEST_CHAIN = 20
NO_LIST = "0"


@dataclass(frozen=True)
class Look:
    """What a style gives to the paragraphs that use it."""

    level: int | None = None
    list_id: str | None = None
    depth: int = 0
    bold: bool = False
    page_break: bool = False


class Styles:
    """The styles of one Word file, with what each takes from the style it is based on."""

    def __init__(self, part: Element | None, *, numbering: Numbering) -> None:
        found = [] if part is None else part.findall(w("style"))
        self._styles = {style.get(w("styleId"), ""): style for style in found}
        self._numbering = numbering
        self._looks: dict[str | None, Look] = {}
        defaults = None if part is None else part.find(w("docDefaults"))
        self._plain_bold = bool(switch(defaults, "rPrDefault/rPr/b"))
        numbering.link(lambda style: value(self._styles.get(style), "pPr/numPr/numId"))

    def look(self, style: str | None) -> Look:
        """What the style of this paragraph says; the default style where none is named."""
        if style not in self._looks:
            self._looks[style] = self._read(style if style in self._styles else self._default)
        return self._looks[style]

    def bold(self, style: str | None) -> bool | None:
        """Whether a character style says bold, or not bold, or nothing."""
        return self._first_switch(style, "rPr/b")

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

    def _read(self, style: str | None) -> Look:
        list_id, depth = self._list(style)
        bold = self._first_switch(style, "rPr/b")
        return Look(
            level=self._level(style),
            list_id=list_id,
            depth=depth,
            bold=self._plain_bold if bold is None else bold,
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
