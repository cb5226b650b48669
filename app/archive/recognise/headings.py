"""Headings of any paper: the lines that its own layout sets apart, the same way all through."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from app.archive.recognise import words
from app.archive.recognise.dress import Dress, Typography, rank
from app.archive.recognise.labels import LIKE_HEADINGS, label_of
from app.archive.recognise.moments import first_date
from app.archive.recognise.section_names import CLOSING, is_known
from app.foundation.reading.lines import Line

LONGEST = 120
"""Characters of a heading without a number."""
LONGEST_NUMBERED = 160
LONGEST_PLAIN = 60
"""Characters of a heading that neither type nor number sets apart."""
_SIGNED = re.compile(
    r"^(?:approved by|author\(?s?\)?|signed|contacts?|contact (?:officer|details)|"
    r"(?:agenda )?item\b.{0,12}|page\b.{0,12}|name|report author|officer contact|end of report|"
    r"ends?|confidential|not for publication)\s*:?$",
    re.IGNORECASE,
)
_LEAD = re.compile(
    r"^(?P<title>recommend(?:ations?|ed)|decisions?|purpose)\s*:\s*(?P<rest>.*)$", re.I
)
_RUN_IN = re.compile(r"^(?P<title>\S.{2,79}?)\s+[-–—]\s+(?P<rest>\S.*)$")
_HANGING = re.compile(r"\b(?:of|the|and|for|to|under|on|in)$", re.IGNORECASE)
_COUNTED = re.compile(r"^(?:(?P<roman>[IVX]{1,6})|(?P<letter>[A-Z]))[.)]\s+(?P<title>\S.*)$")
_CONTENTS = re.compile(r"^(?:table of )?contents(?: page)?$", re.IGNORECASE)
_ENTRY = re.compile(r"(?:[.…]{2,}|\s)\s*\d{1,3}$")
_DOTTED = re.compile(r"\.{4}|…{2}|(?: \.){4}")
_ROMAN = {"I": 1, "V": 5, "X": 10}


@dataclass(frozen=True)
class Head:
    """A line, or two, that heads a section."""

    start: int
    end: int
    """The place after the heading's own lines."""
    number: str | None
    title: str
    rest: str = ""
    level: int = 1


def top_heads(lines: Sequence[Line]) -> list[Head]:
    """The headings of the top-level sections, in order."""
    return [head for head in heads_of(lines) if head.level == 1]


def heads_of(lines: Sequence[Line]) -> list[Head]:
    """Every heading in order: the sections' own at level 1, those inside them below."""
    unlisted, setting = _contents(lines), Typography(lines)
    chain = [head for head in _chain(lines) if head.start not in unlisted]
    bare = [head for head in _bare(lines, setting) if head.start not in unlisted]
    taken = {place for head in chain for place in range(head.start, head.end)}
    bare = [head for head in bare if head.start not in taken]
    dresses = {head: setting.dress(lines[head.start]) for head in [*chain, *bare]}
    top = _top_dress(bare, dresses)
    if len(chain) >= 2 and not _encloses(bare, chain, top, dresses):
        beside = _beside(bare, chain, dresses)
        bare = [_ranked(head, is_top=head in beside) for head in bare]
    elif top is not None:
        bare = [_ranked(head, is_top=_is_top(head, top, dresses)) for head in bare]
        chain = [replace(head, level=2) for head in chain]
    taken |= {place for head in bare for place in range(head.start, head.end)}
    deeper = [
        head
        for place in range(len(lines))
        if place not in taken and place not in unlisted and (head := _deeper(lines, place))
    ]
    found = sorted([*chain, *bare, *deeper], key=lambda head: head.start)
    begins = next((head.start for head in found if head.level == 1), len(lines))
    return [head for head in found if head.start >= begins]


def _ranked(head: Head, *, is_top: bool) -> Head:
    return replace(head, level=1 if is_top else max(2, head.level))


def _is_top(head: Head, top: Dress, dresses: dict[Head, Dress]) -> bool:
    """Whether it is set as sections' headings are, or louder and called as they are."""
    dress = dresses[head]
    return dress == top or (rank(dress) < rank(top) and is_known(head.title))


def _beside(bare: Sequence[Head], chain: Sequence[Head], dresses: dict[Head, Dress]) -> list[Head]:
    """Headings before the numbered ones and set as they are, and what closes a paper."""
    usual, _ = Counter(dresses[head] for head in chain).most_common(1)[0]
    is_telling = usual.level is not None or usual.size > 0
    found = []
    for head in bare:
        dress, is_last = dresses[head], head.start > chain[-1].start
        closes = is_last and CLOSING.match(head.title) and dress.is_loud
        opens = head.start < chain[0].start and is_telling and dress == usual
        if closes or opens:
            found.append(head)
    return found


def _encloses(
    bare: Sequence[Head], chain: Sequence[Head], top: Dress | None, dresses: dict[Head, Dress]
) -> bool:
    """Whether the quiet numbered headings all lie inside one section of louder ones."""
    if top is None or any(dresses[head].is_loud for head in chain):
        return False
    over = [head.start for head in bare if dresses[head] == top]
    within = [start for start in over if chain[0].start < start < chain[-1].start]
    return len(over) >= 2 and over[0] < chain[0].start and not within


def _contents(lines: Sequence[Line]) -> set[int]:
    """The places of a table of contents, which names headings but holds none."""
    found: set[int] = set()
    for place, line in enumerate(lines):
        if not _CONTENTS.match(line.text.strip(" :")):
            continue
        end = place + 1
        while end < len(lines) and _ENTRY.search(lines[end].text) and len(lines[end].text) < 140:
            end += 1
        if end > place + 2:
            found |= set(range(place, end))
    dotted = {at for at, line in enumerate(lines) if _DOTTED.search(line.text)}
    return found | (dotted if len(dotted) > 2 else set())


def _chain(lines: Sequence[Line]) -> list[Head]:
    """The numbered headings 1, 2, 3, or A, B, C, or I, II, III: whichever begins first."""
    chains = [_numbered_heads(lines), *(_counted_heads(lines, form) for form in _VALUES)]
    whole = [chain for chain in chains if len(chain) >= 2]
    return min(whole, key=lambda chain: chain[0].start, default=chains[0])


def _roman(mark: str) -> int:
    values = [_ROMAN.get(sign, 0) for sign in mark]
    return sum(-one if one < after else one for one, after in pairwise([*values, 0]))


_VALUES: dict[str, Callable[[str], int]] = {
    "roman": _roman,
    "letter": lambda mark: ord(mark) - ord("A") + 1,
}


def _counted_heads(lines: Sequence[Line], form: str) -> list[Head]:
    heads: list[Head] = []
    for place, line in enumerate(lines):
        found = _COUNTED.match(line.text)
        mark = (found["roman"] or found["letter"] or "") if found else ""
        if found is None or (form == "letter" and len(mark) > 1):
            continue
        if form == "roman" and set(mark) - set(_ROMAN):
            continue
        title = found["title"]
        if _VALUES[form](mark) != len(heads) + 1 or not _is_title(lines, place, title):
            continue
        heads.append(_head(lines, place, mark, title))
    return heads


def _is_title(lines: Sequence[Line], place: int, title: str) -> bool:
    """Whether the words behind a number may be a heading's."""
    is_loud = words.is_loud(lines[place]) or lines[place].underlined
    return (
        title[0].isupper()
        and len(title) <= LONGEST
        and (words.ends_open(title) or title.endswith("?"))
        and (is_loud or not _is_wrapped(lines, place))
    )


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
        heads.append(_head(lines, place, found.number, found.title))
    return heads


def _form(found: words.NumberedLine) -> str:
    return "dot-zero" if found.form == "dot-zero" else "whole"


def _follows(found: words.NumberedLine, last: int, *, is_loud: bool) -> bool:
    """Whether a section number follows the last; one may be missing, or repeated in capitals."""
    if found.form == "dot-zero" and is_loud:
        return True
    return last < found.first <= last + 2


def _may_head(
    lines: Sequence[Line], place: int, found: words.NumberedLine, *, loud_so_far: bool
) -> bool:
    line = lines[place]
    if found.depth != 1 or not found.title[:1].strip() or len(found.title) > LONGEST_NUMBERED:
        return False
    if _is_loud(line, found):
        return True
    return not loud_so_far and found.title[0].isupper() and _stands_alone(lines, place, found.title)


def _is_loud(line: Line, found: words.NumberedLine) -> bool:
    lead = found.title.split(":")[0]
    return line.level is not None or line.bold or line.underlined or words.is_capitals(lead)


def _stands_alone(lines: Sequence[Line], place: int, title: str) -> bool:
    """Whether it is a short plain line with no full stop and no list around it."""
    line = lines[place]
    before = lines[place - 1] if place else None
    is_apart = before is None or line.page_break or line.number - before.number > 1
    is_short = len(title) <= 90 and words.ends_open(title) and not _is_wrapped(lines, place)
    return is_apart and line.indent < 2 and is_short


def _head(lines: Sequence[Line], place: int, number: str, title: str) -> Head:
    end = place + 1
    if end < len(lines) and _goes_on(lines[place], lines[end], title):
        title, end = f"{title} {lines[end].text}", end + 1
    title, rest = _led(title)
    return Head(place, end, number, title, rest)


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


def _bare(lines: Sequence[Line], setting: Typography) -> list[Head]:
    """Headings without numbers: of a style or a type of their own, or alone over their text."""
    plain = set(_plain_heads(lines, setting))
    found = []
    for place, line in enumerate(lines):
        if not _may_stand_bare(line):
            continue
        title, rest = _led(line.text)
        loud = setting.dress(line).is_loud and words.ends_open(title) and len(title) <= LONGEST
        if line.level is not None or loud or (rest and _LEAD.match(line.text)) or place in plain:
            level = line.level if line.level is not None else 2
            found.append(Head(place, place + 1, None, title, rest, level))
    return list(_over_text(lines, found))


def _may_stand_bare(line: Line) -> bool:
    label = label_of(line)
    return (
        not line.cells
        and line.text[0].isalpha()
        and words.numbered(line) is None
        and _COUNTED.match(line.text) is None
        and not _SIGNED.match(line.text)
        and (label is None or label.field in LIKE_HEADINGS)
        and not (len(line.text) < 40 and first_date(line.text))
    )


def _over_text(lines: Sequence[Line], heads: Sequence[Head]) -> Iterator[Head]:
    """Without a last line that heads nothing, such as a name below a paper."""
    for head in heads:
        is_last = head.end >= len(lines) and not head.rest
        if not is_last or lines[head.start].level is not None:
            yield head


def _top_dress(bare: Sequence[Head], dresses: dict[Head, Dress]) -> Dress | None:
    """How the sections' own headings are set, when they have no numbers."""
    groups: dict[Dress, list[Head]] = {}
    for head in bare:
        groups.setdefault(dresses[head], []).append(head)
    several = [dress for dress, heads in groups.items() if len(heads) >= 2 and _names(heads)]
    known = [dress for dress, heads in groups.items() if _names(heads)]
    many = [dress for dress, heads in groups.items() if len(heads) >= 2]
    return min(several or known or many, key=rank, default=None)


def _names(heads: Sequence[Head]) -> bool:
    return any(is_known(head.title) for head in heads)


def _plain_heads(lines: Sequence[Line], setting: Typography) -> list[int]:
    """Places of short lines that nothing but the space above them sets apart."""
    groups: dict[bool, list[int]] = {}
    for place in range(len(lines) - 1):
        if _may_be_plain(lines, place) and not setting.dress(lines[place]).is_loud:
            is_tight = lines[place + 1].number - lines[place].number == 1
            groups.setdefault(is_tight, []).append(place)
    return [
        place
        for is_tight, places in groups.items()
        for place in places
        if _is_habit([lines[one].text for one in places])
        or (not is_tight and _is_titled(lines, place))
    ]


def _may_be_plain(lines: Sequence[Line], place: int) -> bool:
    line, after = lines[place], lines[place + 1]
    is_apart = not place or line.page_break or line.number - lines[place - 1].number > 1
    is_short = len(line.text) <= LONGEST_PLAIN and words.ends_open(line.text)
    is_listed = CLOSING.match(line.text) and re.search(r"\d", line.text)
    if not is_apart or not is_short or is_listed or not line.text[0].isupper():
        return False
    is_text = len(after.text) > 40 or (after.text.endswith(".") and " " in after.text)
    return bool(after.cells) or (is_text and not words.is_bullet(after.text))


def _is_habit(titles: Sequence[str]) -> bool:
    """Whether enough of the titles are what reports call their sections."""
    known = sum(is_known(title) for title in titles)
    return known >= 2 and known * 3 >= len(titles)


def _is_titled(lines: Sequence[Line], place: int) -> bool:
    """Whether it stands alone, in the capitals of a title, above a paragraph."""
    after = lines[place + 1]
    is_text = len(after.text) > 80 and not after.cells
    return words.is_title_case(lines[place].text) and is_text


def _deeper(lines: Sequence[Line], place: int) -> Head | None:
    """A heading numbered below a section's own: 3.1, 3.1.2."""
    line = lines[place]
    found = words.numbered(line)
    if found is None or found.depth < 2 or (line.cells and len(line.cells) > 2):
        return None
    run_in = _RUN_IN.match(found.title)
    if run_in and words.is_none(run_in["rest"]) and words.is_title_case(run_in["title"]):
        return Head(place, place + 1, found.number, run_in["title"], "", found.depth)
    if _reads_as_heading(lines, place, found):
        return Head(place, place + 1, found.number, found.title, "", found.depth)
    return None


def _reads_as_heading(lines: Sequence[Line], place: int, found: words.NumberedLine) -> bool:
    line, title = lines[place], found.title
    if line.level is not None:
        return True
    if len(title) > 110 or words.is_none(title) or not title[0].isupper():
        return False
    if line.bold or line.underlined:
        return True
    if not _holds_text(lines, place, found) or _is_wrapped(lines, place):
        return False
    return words.ends_open(title) or (title.endswith(".") and words.is_title_case(title))


def _is_wrapped(lines: Sequence[Line], place: int) -> bool:
    """Whether a long line is the first of a paragraph that is broken into lines."""
    if place + 1 >= len(lines) or len(lines[place].text) <= 60:
        return False
    return lines[place + 1].number == lines[place].number + 1


def _holds_text(lines: Sequence[Line], place: int, found: words.NumberedLine) -> bool:
    """Whether there is text under the heading, or a deeper number."""
    if place + 1 >= len(lines):
        return False
    after = words.numbered(lines[place + 1])
    if after is not None:
        return after.depth > found.depth and after.number.startswith(f"{found.number}.")
    text = lines[place + 1].text.lstrip("“\"'‘(")
    return not text[:1].islower() and not words.is_bullet(text)
