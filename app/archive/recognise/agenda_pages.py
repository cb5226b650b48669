"""The pages that an agenda prints beside a title, and the title without them."""

import re

from app.archive.recognise.items import Start
from app.foundation.reading.lines import Line

_PAGES = re.compile(
    r"^(?:pages?\s*)?(?P<from>\d{1,4})(?:\s*(?:-|–|—|to)\s*(?P<to>\d{1,4}))?$", re.I
)
_PAGES_IN_BRACKETS = re.compile(
    r"\s*\(\s*pages?\s*(?P<from>\d{1,4})(?:\s*(?:-|–|—|to)\s*(?P<to>\d{1,4}))?\s*\)\s*$", re.I
)
_PAGES_AT_END = re.compile(
    r"(?:\s|\.{2,})\s*(?P<from>\d{1,4})\s*(?P<dash>\s?[-–—]\s?)\s*(?P<to>\d{1,4})$"
)
_LEADER = re.compile(r"\s*(?:\.\s?){4,}\s*(?P<from>\d{1,4})?$|\s*…+\s*(?P<only>\d{1,4})?$")
_BELOW = re.compile(
    r"^(?:pages?(?:\s+nos?\.?)?\s*:?\s*|[^()]*\(\s*pages?\s*)(?P<from>\d{1,4})"
    r"(?:\s*(?:-|–|—|to)\s*(?P<to>\d{1,4}))?(?:\s*[,;][^()]*)?\)?\W*$",
    re.IGNORECASE,
)
_LONGEST_TITLE = 500
_REPORT_OF = re.compile(r"\s+[-–—]\s+(?:joint |verbal )?reports?\b.*$", re.IGNORECASE | re.DOTALL)
Pages = tuple[int | None, int | None]


def titled(start: Start, last_page: int) -> tuple[str, Pages]:
    """The title of an item, and its pages: behind the title, or in a cell after it."""
    title, pages = _without_pages(start.title, last_page)
    for cell in start.cells:
        if found := _PAGES.match(cell.strip()):
            pages = _range(found["from"], found["to"])
    return _REPORT_OF.sub("", _tidy(title)), pages


def _tidy(title: str) -> str:
    return title.strip(" \t.") if title.endswith("..") else title.strip()


def paged(line: Line, last_page: int) -> tuple[str, Pages]:
    """The line without its pages, and the pages."""
    filled = [cell for cell in line.cells if cell]
    if len(filled) > 1 and (found := _PAGES.match(filled[-1])):
        return " ".join(filled[:-1]), _range(found["from"], found["to"])
    return _without_pages(" ".join(filled) if filled else line.text, last_page)


def pages_below(text: str) -> Pages:
    """The pages that a line under a title gives: "Pages: 3-11", "… (pages 1 to 6, enclosed)."."""
    found = _BELOW.match(text) if len(text) <= _LONGEST_TITLE else None
    return _range(found["from"], found["to"]) if found else (None, None)


def _without_pages(text: str, last_page: int) -> tuple[str, Pages]:
    if len(text) > _LONGEST_TITLE:
        return text, (None, None)
    for pattern in (_PAGES_IN_BRACKETS, _PAGES_AT_END):
        if (found := pattern.search(text)) and _sensible(found):
            return text[: found.start()].rstrip(" ."), _range(found["from"], found["to"])
    if found := _LEADER.search(text):
        page = found["from"] or found["only"]
        return text[: found.start()], _range(page, None) if page else (None, None)
    tail = re.search(r"\s(\d{1,4})$", text)
    if tail and last_page and int(tail[1]) == last_page + 1:
        return text[: tail.start()], _range(tail[1], None)
    return text, (None, None)


def _sensible(found: re.Match[str]) -> bool:
    """Whether a range is of pages: "2010-11" and "2024 - 2027" are years."""
    start, end = int(found["from"]), int(found["to"] or found["from"])
    return start <= end and not 1900 <= start <= 2100


def _range(start: str, end: str | None) -> Pages:
    return int(start), int(end or start)
