"""What stands on every page and belongs to none: running heads, page numbers, blank pages."""

import re
from collections import Counter
from collections.abc import Sequence

from app.foundation.reading.lines import Line

_PAGE = re.compile(
    r"^(?:[-–—]\s*\d{1,4}\s*[-–—]|(?:page|tudalen|p\.)\s*\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?|"
    r"\d{1,4}\s+of\s+\d{1,4}|(?:this )?page (?:is )?intentionally (?:left )?blank)\.?$",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"\d+")
_EDGE, _FEWEST, _LONGEST, _SHARE = 2, 3, 120, 0.6


def furniture_of(lines: Sequence[Line]) -> set[int]:
    """The places of lines that are page numbers, or that stand at the edge of most pages."""
    pages = _pages(lines)
    numbers = {at for at, line in enumerate(lines) if _PAGE.match(line.text)}
    if len(pages) < _FEWEST:
        return numbers
    edges = [
        {at for at in (*page[:_EDGE], *page[-_EDGE:]) if len(lines[at].text) <= _LONGEST}
        for page in pages
    ]
    seen = Counter(key for edge in edges for key in {_key(lines[at]) for at in edge})
    often = {key for key, count in seen.items() if count >= max(_FEWEST, len(pages) * _SHARE)}
    return numbers | {at for edge in edges for at in edge if _key(lines[at]) in often}


def _pages(lines: Sequence[Line]) -> list[list[int]]:
    """The places of the lines of each page, where the file has pages."""
    pages: list[list[int]] = [[]]
    for at, line in enumerate(lines):
        turned = at > 0 and line.page != lines[at - 1].page and line.page > 0
        if pages[-1] and (line.page_break or turned):
            pages.append([])
        if not _PAGE.match(line.text):
            pages[-1].append(at)
    return [page for page in pages if page]


def _key(line: Line) -> str:
    return _DIGITS.sub("#", line.text).casefold()
