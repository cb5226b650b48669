"""The sheet a paper is written on: paragraphs one after another, and what they remember."""

from collections.abc import Callable
from dataclasses import replace

from app.foundation.exports.numbering import Counts
from app.foundation.exports.ooxml import (
    LINE,
    LONG_LINE,
    Layout,
    attribute,
    paragraph,
    section_end,
    text_run,
)
from app.foundation.exports.tables import Grid, draw, room_for
from app.foundation.richtext.nodes import Run, Runs

LABEL = '<w:rStyle w:val="Label"/>'
"""The look of a label in front of an answer or a decision."""

GAP = paragraph(Layout("TableGap"), "")
"""The hairline that parts two tables and ends what a table would end."""

_AFTER_TABLE = 220
_DEEPEST_HEADING = 3
_SCRIPTS = {
    "sup": '<w:vertAlign w:val="superscript"/>',
    "sub": '<w:vertAlign w:val="subscript"/>',
}


Turns = tuple[str, str]
"""How the upright pages of a paper end, and how those end that lie on their side."""


class Sheet:
    """Gathers a paper's paragraphs and tables as WordprocessingML."""

    def __init__(
        self,
        *,
        counts: Counts,
        link: Callable[[str], str],
        width: int = LINE,
        turns: Callable[[], Turns] | None = None,
    ) -> None:
        self.counts = counts
        self.link = link
        self.width = width
        self._turns = turns
        self.lies = False
        """The last page lies on its side."""
        self.outline = 0
        self.heading = ""
        self.parts: list[str] = []
        self._level = 0
        self._new_page = False
        self._after_table = False

    def new_page(self) -> None:
        """What follows begins on a new page."""
        self._new_page = True

    def level_of(self, wanted: int) -> int:
        """The level of the next heading: never more than one below the last."""
        self._level = max(1, min(wanted, self._level + 1, _DEEPEST_HEADING))
        return self._level

    def add(self, layout: Layout, content: str) -> None:
        """One more paragraph; an empty one is left out."""
        if not content:
            return
        if self._new_page:
            layout = replace(layout, new_page=True)
        elif self._after_table and layout.before is None:
            layout = replace(layout, before=_AFTER_TABLE)
        self._new_page = self._after_table = False
        self.lies = False
        self.parts.append(paragraph(layout, content))

    def add_table(self, grid: Grid) -> None:
        """One more table; two of them never touch, or Word would make them one."""
        if self._turns is not None and room_for(grid) > grid.width:
            self._add_lying(draw(replace(grid, width=LONG_LINE, left=0)), *self._turns())
            return
        if self._after_table or self._new_page:
            layout = Layout("TableGap", new_page=self._new_page)
            self.parts.append(paragraph(layout, ""))
        self.parts.append(draw(grid))
        self._after_table, self._new_page, self.lies = True, False, False

    def _add_lying(self, table: str, upright: str, lying: str) -> None:
        """A table too wide for upright pages, on pages that lie; the next such joins it there."""
        if self.lies:
            self.parts[-1] = GAP
        elif self.parts:
            self.parts.append(section_end(upright))
        self.parts += [table, section_end(lying)]
        self._after_table, self._new_page, self.lies = False, False, True

    def inside(self, *, width: int | None = None) -> "Sheet":
        """A sheet for the inside of a cell, counting and linking with this one."""
        inside = Sheet(counts=self.counts, link=self.link, width=width or self.width)
        inside.outline, inside.heading, inside._level = self.outline, self.heading, self._level
        return inside

    def finished(self) -> list[str]:
        """All of it; a sheet never ends in a table."""
        if self.lies:
            self.parts[-1] = GAP
        if self._after_table:
            self.parts.append(GAP)
            self._after_table = False
        return self.parts

    def words(self, text: str | Runs, *, strong: bool = False) -> str:
        """Runs as Word has them, links and marks included."""
        if isinstance(text, str):
            return text_run(text, "<w:b/>" if strong else "") if text else ""
        return "".join(self._run(run, strong=strong) for run in text)

    def _run(self, run: Run, *, strong: bool) -> str:
        address = self.link(run.href) if run.href else ""
        look = _look(run, strong=strong, linked=bool(address))
        words = text_run(run.text, look)
        if not address:
            return words
        return f'<w:hyperlink r:id="{attribute(address)}" w:history="1">{words}</w:hyperlink>'


def _look(run: Run, *, strong: bool, linked: bool) -> str:
    parts = []
    if linked:
        parts.append('<w:rStyle w:val="Hyperlink"/>')
    if run.strong or strong:
        parts.append("<w:b/>")
    if run.em:
        parts.append("<w:i/>")
    if run.script:
        parts.append(_SCRIPTS[run.script])
    return "".join(parts)
