"""Word's numbering definitions: the outlines and lists, and a new count for each list."""

from typing import Literal

from app.foundation.exports.house_style import INDENT
from app.foundation.exports.ooxml import DECLARATION, NAMESPACES
from app.foundation.richtext.nodes import ListKind

LEVELS = 9
STEP = 567
BULLET_STEP = 425
_BULLETS = ("•", "–")
_FORMATS: dict[ListKind, str] = {"1": "decimal", "a": "lowerLetter", "i": "lowerRoman"}
_NAMES: dict[str, str] = {
    "1.0": "Report Outline",
    "1": "Plain Outline",
    "ul": "Bullets",
    "1)": "Decimals",
    "a)": "Letters",
    "i)": "Romans",
}
_IDS = {name: number for number, name in enumerate(_NAMES.values())}


def _level(place: int, form: str, text: str, *, left: int, hanging: int, bold: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{place}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        f'<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/>'
        f'<w:pPr><w:ind w:left="{left}" w:hanging="{hanging}"/></w:pPr>'
        f'<w:rPr>{bold}<w:i w:val="0"/></w:rPr></w:lvl>'
    )


def _outline(first: str) -> str:
    """1.0, then 1.1, then 1.1.1, all from the margin with the same room for the number."""
    levels = [_level(0, "decimal", first, left=INDENT, hanging=INDENT, bold="<w:b/>")]
    for place in range(1, LEVELS):
        text = ".".join(f"%{n}" for n in range(1, place + 2))
        levels.append(_level(place, "decimal", text, left=INDENT, hanging=INDENT))
    return "".join(levels)


def _bullets() -> str:
    return "".join(
        _level(n, "bullet", _BULLETS[n % 2], left=BULLET_STEP * (n + 1), hanging=BULLET_STEP)
        for n in range(LEVELS)
    )


def _counted(form: str) -> str:
    return "".join(
        _level(n, form, f"%{n + 1})", left=STEP * (n + 1), hanging=STEP) for n in range(LEVELS)
    )


def numbering_part(begun: list[str]) -> str:
    """The part of the file that names every way of counting, and what has begun to count."""
    levels = (
        _outline("%1.0"),
        _outline("%1"),
        _bullets(),
        *(_counted(form) for form in _FORMATS.values()),
    )
    abstract = "".join(
        f'<w:abstractNum w:abstractNumId="{n}"><w:nsid w:val="{0x1A2B3C00 + n:08X}"/>'
        f'<w:multiLevelType w:val="multilevel"/><w:tmpl w:val="{0x5D6E7F00 + n:08X}"/>'
        f'<w:name w:val="{name}"/>{body}</w:abstractNum>'
        for (n, name), body in zip(enumerate(_NAMES.values()), levels, strict=True)
    )
    return f"{DECLARATION}<w:numbering {NAMESPACES}>{abstract}{''.join(begun)}</w:numbering>"


class Counts:
    """Gives each outline and list a numbering of its own, so that none continues another."""

    def __init__(self) -> None:
        self.begun: list[str] = []
        self._bullets: int | None = None
        self._bookmarks = 0

    def bookmark(self) -> int:
        """The number of a new bookmark in this file."""
        self._bookmarks += 1
        return self._bookmarks

    def outline(self, kind: Literal["1.0", "1"]) -> int:
        """A paper's outline, counting from 1."""
        return self._begin(_NAMES[kind], tuple((place, 1) for place in range(4)))

    def list(self, kind: ListKind, *, start: int, level: int) -> int:
        """The numbering of a list at its depth; bullets share one."""
        if kind == "ul":
            if self._bullets is None:
                self._bullets = self._begin("Bullets", ())
            return self._bullets
        starts = ((level, start), *((deeper, 1) for deeper in range(level + 1, LEVELS)))
        return self._begin(_NAMES[f"{kind})"], starts)

    def _begin(self, name: str, starts: tuple[tuple[int, int], ...]) -> int:
        number = len(self.begun) + 1
        overrides = "".join(
            f'<w:lvlOverride w:ilvl="{place}"><w:startOverride w:val="{start}"/></w:lvlOverride>'
            for place, start in starts
        )
        self.begun.append(
            f'<w:num w:numId="{number}"><w:abstractNumId w:val="{_IDS[name]}"/>{overrides}</w:num>'
        )
        return number
