"""One line of an agenda taken apart: its number as printed, its title, its pages."""

import re
from dataclasses import dataclass

from app.archive.recognise import words
from app.foundation.reading.lines import Line

_MAIN = re.compile(
    r"^(?:item\s+(?:no\.?\s*)?)?(?P<main>\d{1,3})(?:"
    r"(?P<glued>[A-Za-z])(?=[.):]?\s)|\.(?P<dotted>[1-9]\d?)(?=[.):]?\s)|\.0(?=[.):]?\s)|"
    r"\s?\((?P<bracket>[A-Za-z]|[ivxIVX]{1,4})\))?"
    r"\s?(?P<mark>[.):]?)\s*(?:\((?P<after>[A-Za-z])\)[.:]?\s*)?(?=\S)(?P<title>.+)$",
    re.IGNORECASE,
)
_ROMAN = re.compile(r"^(?P<main>[IVX]{1,6})(?P<mark>[.):])\s+(?P<title>\S.*)$")
_SUB = re.compile(r"^\(?(?P<sub>[A-Za-z]|[ivx]{1,4})\)[.:]?\s+(?P<title>\S.*)$")
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
_LONGEST_TITLE = 500
_ROMANS = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"]

Pages = tuple[int | None, int | None]


@dataclass(frozen=True)
class PrintedRow:
    """What a line of an agenda gives when it begins with a number or a letter."""

    main: int | None
    """The number of the item; None where only a letter is printed."""
    printed: str
    """The number of the item as printed: "5", "V"."""
    sub: str | None
    full: str
    """The whole number as it is cited: "5", "5(A)", "5A", "5.1"; "(A)" without its item's."""
    title: str
    page_from: int | None
    page_to: int | None
    mark: str = ""

    def is_item_like(self, line: Line) -> bool:
        """Whether it looks like an item: a number with a mark, pages or table cell, or a loud
        title."""
        is_loud = line.level is not None or line.bold or words.is_capitals(self.title)
        is_marked = bool(self.mark or line.cells or self.page_from)
        return (is_marked or is_loud) and len(self.title) <= 250


def row_of(line: Line, *, last_page: int) -> PrintedRow | None:
    """The line as a row of an agenda; None if it begins with no number and no letter."""
    text, pages = paged(line, last_page)
    found = _MAIN.match(text)
    if found and found["title"].strip(" .") and not re.match(r"\d", found["title"]):
        return _main_row(found, pages)
    found = _ROMAN.match(text)
    if found and found["main"].lower() in _ROMANS:
        number = _ROMANS.index(found["main"].lower()) + 1
        main = found["main"]
        return PrintedRow(number, main, None, main, _tidy(found["title"]), *pages, found["mark"])
    found = _SUB.match(text)
    if found is None:
        return None
    sub = found["sub"]
    return PrintedRow(None, "", sub, f"({sub})", _tidy(found["title"]), *pages, ")")


def _main_row(found: re.Match[str], pages: Pages) -> PrintedRow:
    number, bracket = found["main"], found["bracket"] or found["after"]
    sub, full = bracket, f"{number}({bracket})" if bracket else number
    if found["glued"]:
        sub, full = found["glued"], f"{number}{found['glued']}"
    elif found["dotted"]:
        sub, full = found["dotted"], f"{number}.{found['dotted']}"
    return PrintedRow(int(number), number, sub, full, _tidy(found["title"]), *pages, found["mark"])


def follows(sub: str, before: str | None) -> bool:
    """Whether a sub-item's mark follows the last: counting on from (A), (i) or .1."""
    if before is None:
        return sub.lower() in ("a", "i", "1")
    one, two = before.lower(), sub.lower()
    if one.isdigit() and two.isdigit():
        return int(two) == int(one) + 1
    if len(one) == len(two) == 1 and ord(two) == ord(one) + 1:
        return True
    return one in _ROMANS and two in _ROMANS and _ROMANS.index(two) == _ROMANS.index(one) + 1


def _tidy(title: str) -> str:
    return title.strip(" \t.") if title.endswith("..") else title.strip()


def paged(line: Line, last_page: int) -> tuple[str, Pages]:
    """The line without its pages, and the pages."""
    filled = [cell for cell in line.cells if cell]
    if len(filled) > 1 and (found := _PAGES.match(filled[-1])):
        return " ".join(filled[:-1]), _range(found["from"], found["to"])
    text = " ".join(filled) if filled else line.text
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
