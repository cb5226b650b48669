"""Which past papers are not for publication: closed wherever a paper names an exemption."""

import re
from collections.abc import Iterable

from app.archive.paper import ParsedItem, ParsedPaper
from app.archive.recognise import part_two
from app.archive.recognise.kept import every_text
from app.foundation.permissions import Access

_MARK = re.compile(
    r"\bnot\s+for\s+publication\b|\bstrictly\s+(?:private|confidential)\b|"
    r"\bprivate\s+and\s+confidential\b|"
    r"\bexempt\s+(?:report|item|paper|appendix|minutes?|business)\b|"
    r"\b(?:contains?|containing)\s+(?:\w+\s+){0,3}exempt\s+information\b|"
    r"\bschedule\s+12\s?A\b|^\W*(?:confidential|restricted|exempt)\W*$|"
    r"^\W*part\s+(?:ii|2|b|two)\W*$",
    re.IGNORECASE | re.MULTILINE,
)
"""Marks in the head of a paper."""
_PROTECTED = re.compile(
    r"\bOFFICIAL\W{0,3}SENSITIVE\b|^\W*(?:NHS )?(?:PROTECT|RESTRICTED|CONFIDENTIAL|SECRET)\b"
    r"(?:\W+(?:PERSONAL|COMMERCIAL|STAFF|MANAGEMENT|DRAFT|NOT FOR PUBLICATION))*\W*$",
    re.IGNORECASE | re.MULTILINE,
)
"""Protective markings, wherever they stand: at the head or the foot of a page, or across it."""
_IN_NAME = re.compile(
    r"(?<![^\W_])(?:part[ _.-]*(?:ii|2|b|two)|official[ _-]*sensitive|restricted|"
    r"confidential|exempt|not[ _-]for[ _-]publication|(?:private|closed)[ _-]session)(?![^\W_])",
    re.IGNORECASE,
)
"""What the name of a file says of it."""
_WHOLE = re.compile(
    r"\bnot\s+for\s+publication\b|\bstrictly\s+(?:private|confidential)\b|"
    r"\bprivate\s+and\s+confidential\b|^\W*(?:confidential|restricted|exempt)\W*$|"
    r"(?<!items )(?<!reports )\b(?:contains?|containing|includes?|including|discloses?)\s+"
    r"(?:\w+\s+){0,4}exempt\s+(?:information|business|items?|matters?)\b|"
    r"^\W*(?:exempt|private|confidential)\s+"
    r"(?:agenda|business|items?|meeting|papers?|reports?|session|part)\b|"
    r"\bby\s+virtue\s+of\s+(?:[\w()]+\s+){0,6}schedule\s+12\s?A\b|"
    r"\bexempt\s+(?:by\s+virtue|under|from\s+publication|from\s+disclosure)\b|"
    r"^\W*schedule\s+12\s?A\b",
    re.IGNORECASE | re.MULTILINE,
)
"""Marks at the top of a front sheet, which apply to the whole agenda; below they apply to items."""
_NAMED = re.compile(
    r"\bnot\s+for\s+publication\b|"
    r"\b(?:contains?|containing|includes?|discloses?|is|are)\s+(?:[\w’']+\s+){0,3}"
    r"exempt\s+information\b|\bexempt\s+(?:from\s+publication|by\s+virtue|under\b)|"
    r"\bby\s+virtue\s+of\s+paragraphs?\s+\d",
    re.IGNORECASE,
)
"""Sentences anywhere in a report that call the report itself exempt."""
_PARAGRAPHS = re.compile(r"\bparagraphs?\s+((?:\d\s*(?:,|and|&|or|to)?\s*)+)", re.IGNORECASE)
_NAMES_SCHEDULE = re.compile(r"\bschedule\s+12\s?A\b|\bexempt\b", re.IGNORECASE)
_FIRST_LINES = 14


def access_of(paper: ParsedPaper) -> Access:
    """The access of one paper by itself."""
    if is_named_closed(paper):
        return Access.EXEMPT
    if paper.kind in ("agenda", "pack"):
        return Access.EXEMPT if _is_wholly_closed(paper) else Access.OPEN
    if paper.kind == "minutes" and is_mixed(paper):
        return Access.OPEN
    said = paper.kind in ("report", "other") and _NAMED.search("\n".join(_body(paper)))
    if said or _MARK.search(_head(paper)):
        return Access.EXEMPT
    return Access.OPEN


def access_of_file(paper: ParsedPaper) -> Access:
    """The access of a whole file: of the most closed paper in it, or as a mark on it says.

    What was not understood is open, unless it is marked.
    """
    whole = (paper, *paper.papers)
    if any(_is_marked(one) or is_closed(one) or has_part_two(one) for one in whole):
        return Access.EXEMPT
    lines = list(_every_line(paper))
    if any(part_two.opens_part_two(line) or _PROTECTED.search(line) for line in lines):
        return Access.EXEMPT
    is_other = paper.kind in (None, "other")
    return Access.EXEMPT if is_other and _MARK.search("\n".join(lines)) else Access.OPEN


def is_named_closed(paper: ParsedPaper) -> bool:
    """Whether the name of its file says that it is not for publication."""
    return _IN_NAME.search(paper.source_file.rpartition(".")[0]) is not None


def is_mixed(paper: ParsedPaper) -> bool:
    """Whether some items are closed and others open: a mark then applies to the file, not to
    each."""
    parts = {item.part for item in every(paper.items) if not item.children}
    others = {None, "open"} if paper.kind == "minutes" else {"open"}
    return "exempt" in parts and bool(parts & others)


def has_part_two(paper: ParsedPaper) -> bool:
    """Whether some of its items are not for publication."""
    return any(item.part == "exempt" for item in every(paper.items))


def is_closed(paper: ParsedPaper) -> bool:
    """Whether the paper is not for publication."""
    return access_of(paper) != Access.OPEN


def paragraphs_in(*texts: str) -> list[int]:
    """The paragraphs of Schedule 12A that a text about an exemption names."""
    found = {
        int(digit)
        for text in texts
        if _NAMES_SCHEDULE.search(text)
        for match in _PARAGRAPHS.finditer(text)
        for digit in re.findall(r"\d", match[1])
    }
    return sorted(number for number in found if 1 <= number <= 7)


def words_of(paper: ParsedPaper) -> list[str]:
    """What a paper says of itself, head and body."""
    return [_head(paper), *_body(paper)]


def every(items: Iterable[ParsedItem]) -> Iterable[ParsedItem]:
    """Items with the items under them."""
    for item in items:
        yield item
        yield from every(item.children)


def _head(paper: ParsedPaper) -> str:
    first = [section.text for section in paper.sections[:1] if not section.title]
    kept = [one.text for one in paper.unmatched]
    said = [paper.subject, paper.summary, paper.to, paper.board, paper.author, *paper.wards]
    return "\n".join([*filter(None, said), *kept, *first])


def _body(paper: ParsedPaper) -> list[str]:
    sections = [f"{section.title or ''}\n{section.text}" for section in paper.sections]
    return [*sections, *paper.recommendations]


def _is_wholly_closed(paper: ParsedPaper) -> bool:
    """Whether it is marked above all its items, or has only closed ones."""
    items = list(every(paper.items))
    all_exempt = bool(items) and all(item.part == "exempt" for item in items)
    return all_exempt or (not is_mixed(paper) and _is_marked(paper))


def _is_marked(paper: ParsedPaper) -> bool:
    """Whether an agenda says at its top that it is not for publication."""
    is_agenda = paper.kind in ("agenda", "pack")
    return is_agenda and _WHOLE.search(_top_of_front_sheet(paper)) is not None


def _every_line(paper: ParsedPaper) -> Iterable[str]:
    return (line for text in every_text(paper) for line in text.splitlines())


def _top_of_front_sheet(paper: ParsedPaper) -> str:
    """The top of a front sheet; further down exemptions are of single items."""
    kept = [one.text for one in paper.unmatched if one.line_from <= _FIRST_LINES]
    return "\n".join([*filter(None, (paper.board, paper.venue)), *kept])
