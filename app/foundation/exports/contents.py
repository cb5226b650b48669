"""The list of contents of a long paper: its sections and appendices, each a link to its heading."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from app.foundation.exports.ooxml import (
    Layout,
    attribute,
    field_begin,
    field_end,
    paragraph,
    text_run,
)

LONG = 10
"""A paper of more pages than this begins with a list of its contents."""
_FIELD = 'TOC \\o "1-1" \\n \\h \\z'
"""Word's own list of first headings, as links; without pages, which only Word itself can know."""
_LINES = 46
_SIGNS = 84
_MARKUP = re.compile("<[^>]*>")


@dataclass(frozen=True)
class ListedHeading:
    """A heading with the bookmark around it."""

    bookmark: str
    text: str


def draw_contents(headings: Sequence[ListedHeading]) -> list[str]:
    """The paragraphs of the list."""
    title = paragraph(Layout("ContentsHeading", keep_next=True), text_run("Contents"))
    last = len(headings) - 1
    entries = [
        (field_begin(_FIELD) if place == 0 else "")
        + _entry(one)
        + (field_end() if place == last else "")
        for place, one in enumerate(headings)
    ]
    return [title, *(paragraph(Layout("TOC1"), entry) for entry in entries)]


def pages_of(parts: Sequence[str]) -> float:
    """About how many pages these paragraphs and tables take."""
    lines = 0.0
    for part in parts:
        if "<w:pageBreakBefore/>" in part:
            lines += -lines % _LINES
        lines += _lines_of(part)
    return lines / _LINES


def _entry(heading: ListedHeading) -> str:
    anchor = attribute(heading.bookmark)
    return f'<w:hyperlink w:anchor="{anchor}" w:history="1">{text_run(heading.text)}</w:hyperlink>'


def _lines_of(part: str) -> float:
    rows = part.count("<w:tr>")
    signs = len(_MARKUP.sub("", part))
    return rows * 1.3 + signs / _SIGNS if rows else -(-signs // _SIGNS) + 0.6
