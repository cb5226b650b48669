"""Collects the paragraphs and tables of a paper as WordprocessingML."""

from collections.abc import Callable
from dataclasses import replace

from app.foundation.exports.contents import LONG, ListedHeading, draw_contents, pages_of
from app.foundation.exports.numbering import Counts
from app.foundation.exports.ooxml import (
    LANDSCAPE_TEXT_WIDTH,
    TEXT_WIDTH,
    Layout,
    attribute,
    bookmarked,
    kept_with_next,
    paragraph,
    section_end,
    text_run,
)
from app.foundation.exports.tables import Grid, draw, least_width
from app.foundation.richtext.nodes import Run, Runs

LABEL = '<w:rStyle w:val="Label"/>'
"""The run style of a label in front of an answer or a decision."""

GAP = paragraph(Layout("TableGap"), "")
"""An empty paragraph between two tables, or after a last table, as Word requires."""

_AFTER_TABLE = 220
_DEEPEST_HEADING = 3
_SCRIPTS = {
    "sup": '<w:vertAlign w:val="superscript"/>',
    "sub": '<w:vertAlign w:val="subscript"/>',
}


SectionEnds = tuple[str, str]
"""The section properties that end portrait pages, and those that end landscape pages."""


class Sheet:
    """Collects a paper's paragraphs and tables."""

    def __init__(
        self,
        *,
        counts: Counts,
        link: Callable[[str], str],
        width: int = TEXT_WIDTH,
        section_ends: Callable[[], SectionEnds] | None = None,
    ) -> None:
        self.counts = counts
        self.link = link
        self.width = width
        self._section_ends = section_ends
        self.is_landscape = False
        """Whether the last page is in landscape."""
        self.outline = 0
        self.counts_from = "1.0"
        """How the first section of the outline is counted: 1.0 or 1."""
        self.heading = ""
        self.parts: list[str] = []
        self._contents_at: int | None = None
        self._headings: list[ListedHeading] = []
        self._sections = 0
        self._level = 0
        self._new_page = False
        self._after_table = False

    def new_page(self) -> None:
        """Begin a new page with the next paragraph or table."""
        self._new_page = True

    def list_contents(self) -> None:
        """Leave room here for the list of contents, if the paper becomes long."""
        self._contents_at = len(self.parts)

    def listed(self, content: str, *, name: str) -> str:
        """The runs of a first heading, to which the list of contents leads."""
        if self._contents_at is None:
            return content
        number = self.counts.bookmark()
        heading = ListedHeading(f"_Toc{number:08}", name)
        self._headings.append(heading)
        return bookmarked(content, number=number, name=heading.bookmark)

    def count_section(self) -> str:
        """The number that Word counts for the next section of the outline."""
        self._sections += 1
        return f"{self._sections}{self.counts_from[1:]}"

    def level_of(self, wanted: int) -> int:
        """The level of the next heading: never more than one below the last."""
        self._level = max(1, min(wanted, self._level + 1, _DEEPEST_HEADING))
        return self._level

    def add(self, layout: Layout, content: str) -> None:
        """Add a paragraph; an empty one is left out."""
        if not content:
            return
        if self._new_page:
            layout = replace(layout, new_page=True)
        elif self._after_table and layout.before is None:
            layout = replace(layout, before=_AFTER_TABLE)
        self._new_page = self._after_table = False
        self.is_landscape = False
        self.parts.append(paragraph(layout, content))

    def add_table(self, grid: Grid) -> None:
        """Add a table, with a gap after another one, or Word would join them."""
        if self._section_ends is not None and least_width(grid) > grid.width:
            self._add_landscape(
                draw(replace(grid, width=LANDSCAPE_TEXT_WIDTH, left=0)), *self._section_ends()
            )
            return
        if self._after_table or self._new_page:
            layout = Layout("TableGap", new_page=self._new_page)
            self.parts.append(paragraph(layout, ""))
        self.parts.append(draw(grid))
        self._after_table, self._new_page, self.is_landscape = True, False, False

    def _add_landscape(self, table: str, portrait: str, landscape: str) -> None:
        """Add a table that is too wide for portrait on landscape pages, together with the one
        before."""
        if self.is_landscape:
            self.parts[-1] = GAP
        elif self.parts:
            self.parts.append(section_end(portrait))
        self.parts += [table, section_end(landscape)]
        self._after_table, self._new_page, self.is_landscape = False, False, True

    def keep_last(self, count: int) -> None:
        """Keep the last paragraphs or tables on one page with what follows."""
        self.parts[-count:] = [kept_with_next(part) for part in self.parts[-count:]]

    def inside(self, *, width: int | None = None) -> "Sheet":
        """A sheet for the inside of a cell, counting and linking with this one."""
        inside = Sheet(counts=self.counts, link=self.link, width=width or self.width)
        inside.outline, inside.heading, inside._level = self.outline, self.heading, self._level
        return inside

    def finished(self) -> list[str]:
        """All parts; a gap follows a last table."""
        if self.is_landscape:
            self.parts[-1] = GAP
        if self._after_table:
            self.parts.append(GAP)
            self._after_table = False
        if self._contents_at is not None and pages_of(self.parts) > LONG and self._headings:
            self.parts[self._contents_at : self._contents_at] = draw_contents(self._headings)
            self._contents_at = None
        return self.parts

    def words(self, text: str | Runs, *, strong: bool = False) -> str:
        """The runs of a text, with links and marks."""
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
