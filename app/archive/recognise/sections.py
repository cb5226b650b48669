"""The headings and sections of a report, by printed numbers, styles and capitals."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from app.archive.paper import ParsedHeading, ParsedSection
from app.archive.recognise import words
from app.archive.recognise.words import NumberedLine
from app.foundation.reading.lines import Line

_LEAD = re.compile(
    r"^(?P<title>recommend(?:ations?|ed)|decisions?|purpose)\s*:\s*(?P<rest>.*)$", re.I
)
_RUN_IN = re.compile(r"^(?P<title>\S.{2,79}?)\s+[-–—]\s+(?P<rest>\S.*)$")
_HANGING = re.compile(r"\b(?:of|the|and|for|to|under|on|in)$", re.IGNORECASE)
_KNOWN = re.compile(
    r"^(?:purpose|recommend|supporting information|background|introduction|conclusions?|risk|"
    r"(?:policy|financial|legal|other|climate|resource|equalit\w+|implications)\b|"
    r"list of background papers|summary|options|consultation|reasons? for|next steps|"
    r"promotion of)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Head:
    """A line, or two, that heads a section."""

    start: int
    end: int
    """The place after the heading's own lines."""
    number: str | None
    title: str
    rest: str = ""


def top_heads(lines: Sequence[Line]) -> list[Head]:
    """The headings of the top-level sections, in order."""
    chain = _numbered_heads(lines)
    return chain if len(chain) >= 2 else _unnumbered_heads(lines) or chain


def _numbered_heads(lines: Sequence[Line]) -> list[Head]:
    heads: list[Head] = []
    last, form, loud_so_far = 0, "", False
    for place, line in enumerate(lines):
        found = words.numbered(line)
        if found is None or not _may_head(lines, place, found, loud_so_far=loud_so_far):
            continue
        if heads and _form(found) != form:
            continue
        if not _follows(found, last, is_loud=_is_loud(line, found)):
            continue
        form, last = _form(found), max(last, found.first)
        loud_so_far = loud_so_far or (not heads and _is_loud(line, found))
        heads.append(_head(lines, place, found))
    return heads


def _form(found: NumberedLine) -> str:
    return "dot-zero" if found.form == "dot-zero" else "whole"


def _follows(found: NumberedLine, last: int, *, is_loud: bool) -> bool:
    """Whether a section number follows the last; one may be missing, or repeated in capitals."""
    if found.form == "dot-zero" and is_loud:
        return True
    return last < found.first <= last + 2


def _may_head(lines: Sequence[Line], place: int, found: NumberedLine, *, loud_so_far: bool) -> bool:
    line = lines[place]
    if found.depth != 1 or not found.title[:1].strip() or len(found.title) > 160:
        return False
    if _is_loud(line, found):
        return True
    return not loud_so_far and found.title[0].isupper() and _stands_alone(lines, place, found.title)


def _is_loud(line: Line, found: NumberedLine) -> bool:
    lead = found.title.split(":")[0]
    return line.level is not None or line.bold or words.is_capitals(lead)


def _stands_alone(lines: Sequence[Line], place: int, title: str) -> bool:
    """Whether it is a short plain line with no full stop and no list around it."""
    line = lines[place]
    before = lines[place - 1] if place else None
    is_apart = before is None or line.page_break or line.number - before.number > 1
    return is_apart and line.indent < 2 and len(title) <= 90 and words.ends_open(title)


def _head(lines: Sequence[Line], place: int, found: NumberedLine) -> Head:
    title, end = found.title, place + 1
    if end < len(lines) and _goes_on(lines[place], lines[end], title):
        title, end = f"{title} {lines[end].text}", end + 1
    title, rest = _led(title)
    return Head(place, end, found.number, title, rest)


def _goes_on(line: Line, after: Line, title: str) -> bool:
    """Whether a line continues a heading: directly below in the same type, or after a trailing
    "of"."""
    in_dress = words.is_capitals(title) and words.is_capitals(after.text) and ":" not in title
    if words.numbered(after) is not None or after.cells or not in_dress:
        return False
    return after.number == line.number + 1 or _HANGING.search(title) is not None


def _led(title: str) -> tuple[str, str]:
    """ "RECOMMENDATION: That …" is a heading and the beginning of its text."""
    found = _LEAD.match(title)
    return (found["title"], found["rest"]) if found else (title.rstrip(" :"), "")


def _unnumbered_heads(lines: Sequence[Line]) -> list[Head]:
    """Headings without numbers: told by style, or a known name in bold or capitals."""
    shallow = min((line.level for line in lines if line.level is not None), default=None)
    heads = []
    for place, line in enumerate(lines):
        title, rest = _led(line.text)
        styled = line.level is not None and line.level == shallow
        named = words.is_loud(line) and _KNOWN.match(title) is not None and len(title) <= 120
        if (styled or named) and not line.cells:
            heads.append(Head(place, place + 1, None, title, rest))
    return heads


def sections_of(lines: Sequence[Line], heads: Sequence[Head]) -> list[ParsedSection]:
    """Each top-level section with all it holds; lines before the first are left to the caller."""
    found = []
    for place, head in enumerate(heads):
        end = heads[place + 1].start if place + 1 < len(heads) else len(lines)
        body = words.paragraphs(lines[head.end : end])
        text = "\n".join(part for part in (head.rest, body) if part)
        found.append(ParsedSection(head.number, head.title, text))
    return found


def headings_of(lines: Sequence[Line], heads: Sequence[Head]) -> list[ParsedHeading]:
    """Every heading in order: the sections' own and those inside them."""
    tops = {head.start: head for head in heads}
    inside = {place for head in heads for place in range(head.start, head.end)}
    found: list[ParsedHeading] = []
    for place in range(len(lines)):
        if place in tops:
            found.append(ParsedHeading(tops[place].number, tops[place].title, 1))
        elif place not in inside and (sub := _sub_heading(lines, place)):
            found.append(sub)
    return found


def _sub_heading(lines: Sequence[Line], place: int) -> ParsedHeading | None:
    line = lines[place]
    if line.cells or words.is_bullet(line.text):
        return None
    found = words.numbered(line)
    if found is None:
        return _bare_heading(lines, place)
    if found.depth < 2:
        return None
    run_in = _RUN_IN.match(found.title)
    if run_in and words.is_none(run_in["rest"]) and words.is_title_case(run_in["title"]):
        return ParsedHeading(found.number, run_in["title"], found.depth)
    if _reads_as_heading(lines, place, found):
        return ParsedHeading(found.number, found.title, found.depth)
    return None


def _reads_as_heading(lines: Sequence[Line], place: int, found: NumberedLine) -> bool:
    line, title = lines[place], found.title
    if line.level is not None:
        return True
    if len(title) > 110 or words.is_none(title) or not title[0].isupper():
        return False
    if line.bold:
        return True
    if not _holds_text(lines, place, found) or _is_wrapped(lines, place):
        return False
    return words.ends_open(title) or (title.endswith(".") and words.is_title_case(title))


def _is_wrapped(lines: Sequence[Line], place: int) -> bool:
    """Whether a long line is the first of a paragraph that is broken into lines."""
    return len(lines[place].text) > 60 and lines[place + 1].number == lines[place].number + 1


def _holds_text(lines: Sequence[Line], place: int, found: NumberedLine) -> bool:
    """Whether there is text under the heading, or a deeper number."""
    if place + 1 >= len(lines):
        return False
    after = words.numbered(lines[place + 1])
    if after is not None:
        return after.depth > found.depth and after.number.startswith(f"{found.number}.")
    text = lines[place + 1].text.lstrip("“\"'‘(")
    return not text[:1].islower() and not words.is_bullet(text)


def _bare_heading(lines: Sequence[Line], place: int) -> ParsedHeading | None:
    """A heading without a number inside a section."""
    line = lines[place]
    if len(line.text) > 110 or not line.text[0].isalpha():
        return None
    if line.level is not None:
        return ParsedHeading(None, line.text, max(2, line.level))
    if (line.bold or words.is_capitals(line.text)) and words.ends_open(line.text):
        return ParsedHeading(None, line.text, 2)
    return ParsedHeading(None, line.text, 2) if _plain_heading(lines, place) else None


def _plain_heading(lines: Sequence[Line], place: int) -> bool:
    """Whether it is an unmarked heading: a short line alone, in title case, above a paragraph."""
    line = lines[place]
    if len(line.text) > 60 or not words.ends_open(line.text) or not words.is_title_case(line.text):
        return False
    if place + 1 >= len(lines):
        return False
    after = lines[place + 1]
    alone = after.number - line.number > 1 and (
        not place or line.number - lines[place - 1].number > 1
    )
    return alone and len(after.text) > 80 and not after.cells and not words.is_bullet(after.text)
