"""A report, a cover-sheet paper or an appendix: head, headings, sections, recommendations."""

import re
from collections.abc import Sequence

from app.archive.paper import ParsedHeading, ParsedPaper, ParsedSection
from app.archive.recognise import words
from app.archive.recognise.head import HeadBlock, fill, purpose_of, read_head
from app.archive.recognise.labels import label_of
from app.archive.recognise.limbs import limbs
from app.archive.recognise.moments import first_date
from app.archive.recognise.headings import Head, as_printed, heads_of, sections_of, top_heads
from app.foundation.reading.lines import Line

_RECOMMEND = re.compile(r"^(?:strategic )?recommend(?:ations?|ed)\b", re.IGNORECASE)
_SUMMARY = re.compile(r"^summary\b", re.IGNORECASE)
_PURPOSE = re.compile(r"^purpose of (?:the )?paper", re.IGNORECASE)
_REPORT_OF = re.compile(r"^report (?:of|by|from) (?:the )?(?P<who>[^.:;]{3,80})$", re.IGNORECASE)
APPENDIX = re.compile(
    r"^(?:APPENDIX|ANNEX|Appendix|Annex)(?:\s+(?P<number>\d{1,2}|[A-Z]{1,3}|[Oo]ne|[Tt]wo|[Tt]hree|"
    r"[Ff]our|[Ff]ive|ONE|TWO|THREE|FOUR))?"
    r"(?:\s*[:.–—-]\s*(?P<named>\S.{0,200})|\s*(?P<title>[A-Z0-9“\"'‘].{0,100})?)$"
)
_CONCLUSIONS = re.compile(r"^conclusions?\b", re.IGNORECASE)


def read_report(lines: Sequence[Line], *, source_file: str) -> ParsedPaper:
    """A report as understood, from the first line of its head to its last section."""
    paper = ParsedPaper(source_file, kind="report")
    start = next((at for at, line in enumerate(lines) if label_of(line)), 0)
    body = _body_start(lines, start)
    block = read_head(lines, start=start, body=body)
    taken = set(block.taken)
    taken |= _lead(lines[:start], paper, is_cover="paper_title" in block.fields)
    fill(paper, block)
    paper.sections = [*block.sections, *_tick_row(block)]
    rest = lines[block.end :]
    taken |= read_body(rest, paper)
    _from_sections(paper)
    paper.author = paper.author or _reported_by(lines)
    _settle_template(paper, block)
    paper.unmatched = words.leftover(lines, taken)
    return paper


def _tick_row(block: HeadBlock) -> list[ParsedSection]:
    """The row of purposes as printed, the tick with it."""
    label = next((one for one in block.labels if one.field == "purpose"), None)
    if label is None:
        return []
    title = label.printed.removesuffix(label.value).strip(" :-–") or label.printed
    return [ParsedSection(None, title, "\n".join(block.values["purpose"]))]


def _body_start(lines: Sequence[Line], start: int) -> int:
    """Where the first section begins below the labels."""
    for head in top_heads(lines[start:]):
        place = start + head.start
        if label_of(lines[place]) is None or head.number is not None:
            return place
    return len(lines)


def _lead(lines: Sequence[Line], paper: ParsedPaper, *, is_cover: bool) -> set[int]:
    """Lines above the head: the board's name, and a title told by style."""
    taken = set()
    for line in lines:
        is_named = words.is_board_name(line.text) or (is_cover and words.ends_open(line.text))
        if paper.board is None and is_named and words.is_loud(line):
            paper.board = line.text
            taken.add(line.number)
        elif paper.date is None and len(line.text) <= 60 and first_date(line.text):
            paper.date = first_date(line.text)
            taken.add(line.number)
        elif line.level is not None:
            paper.headings.append(ParsedHeading(None, line.text, 1))
            taken.add(line.number)
    return taken


def read_body(lines: Sequence[Line], paper: ParsedPaper) -> set[int]:
    """Sections and headings of a text; what stands before the first heading is a section too."""
    every = heads_of(lines)
    heads = [head for head in every if head.level == 1]
    first = heads[0].start if heads else len(lines)
    inside = as_printed(every)
    paper.sections += _opening(lines[:first], {heading.title for heading in inside})
    paper.headings += inside
    paper.sections += sections_of(lines, heads)
    _recommend(lines, heads, paper)
    return {line.number for line in lines}


def _opening(lines: Sequence[Line], titles: set[str]) -> list[ParsedSection]:
    """What stands before the first section, unless it is nothing but titles."""
    if all(line.text in titles for line in lines):
        return []
    return [ParsedSection(None, None, words.paragraphs(lines))]


def _recommend(lines: Sequence[Line], heads: Sequence[Head], paper: ParsedPaper) -> None:
    """The recommendations: under sub-headings one each, else one per numbered limb."""
    for place, head in enumerate(heads):
        if not _RECOMMEND.match(head.title):
            continue
        end = heads[place + 1].start if place + 1 < len(heads) else len(lines)
        found = _under_headings(lines[head.end : end])
        if not found:
            text = "\n".join(
                part for part in (head.rest, words.paragraphs(lines[head.end : end])) if part
            )
            found = limbs(text)[1]
        paper.recommendations += found
        return


def _under_headings(lines: Sequence[Line]) -> list[str]:
    """ "6.1 Strategic Recommendation One" and its paragraph: one string per such heading."""
    places = [
        at
        for at, line in enumerate(lines)
        if (found := words.numbered(line))
        and _RECOMMEND.match(found.title)
        and len(found.title) < 80
    ]
    ends = [*places[1:], len(lines)][: len(places)]
    return [
        _sentences(lines[at + 1 : end])
        for at, end in zip(places, ends, strict=True)
        if end > at + 1
    ]


def _sentences(lines: Sequence[Line]) -> str:
    """Whole sentences only: a signature below the last recommendation is not part of it."""
    kept = [line.text for line in lines]
    while len(kept) > 1 and words.ends_open(kept[-1]):
        kept.pop()
    return "\n".join(kept)


def _from_sections(paper: ParsedPaper) -> None:
    """Fields that some papers print as sections instead of labels."""
    for section in paper.sections:
        title = section.title or ""
        if (
            paper.summary is None
            and paper.template == "partnership-cover"
            and _SUMMARY.match(title)
        ):
            paper.summary = section.text
        if paper.purpose is None and _PURPOSE.match(title):
            paper.purpose = purpose_of(section.text.split("\n"))


def _reported_by(lines: Sequence[Line]) -> str | None:
    """A heading that says whose report it is: "REPORT OF THE COMMUNITY SAFETY MANAGER"."""
    said = (_REPORT_OF.match(line.text) for line in lines if words.is_loud(line))
    return next((found["who"] for found in said if found), None)


def _settle_template(paper: ParsedPaper, block: HeadBlock) -> None:
    """The older report has an author, or ends in conclusions, where the later ones do not."""
    if paper.template != "policy-board-2011":
        return
    printed = next((one.printed.lower() for one in block.labels if one.field == "author"), "")
    concludes = any(_CONCLUSIONS.match(section.title or "") for section in paper.sections)
    if printed.startswith("author") or (concludes and "reporting" not in printed):
        paper.template = "policy-board-2007"


def read_other(lines: Sequence[Line], *, source_file: str) -> ParsedPaper:
    """A paper with no head of ours, such as an appendix: its cover lines are its subject."""
    paper = ParsedPaper(source_file, kind="other")
    cover = cover_lines(lines)
    paper.subject = " ".join(line.text for line in cover) or None
    taken = {line.number for line in cover}
    rest = [line for line in lines if line.number not in taken]
    before = [line for line in rest if cover and line.number < cover[0].number]
    after = [line for line in rest if line not in before]
    taken |= read_body(after, paper)
    paper.unmatched = words.leftover(lines, taken)
    return paper


def cover_lines(lines: Sequence[Line]) -> list[Line]:
    """The title at the top: loud lines if there are any, else the short ones."""
    if lines and APPENDIX.match(lines[0].text) and len(lines[0].text.split()) > 2:
        return [lines[0]]
    top: list[Line] = []
    for line in lines[:12]:
        if not _is_cover(line):
            break
        top.append(line)
    follows = lines[len(top)] if len(top) < len(lines) else None
    if (
        len(top) > 1
        and follows is not None
        and len(follows.text) > 80
        and not words.is_loud(top[-1])
    ):
        top.pop()
    loud = [line for line in top if words.is_loud(line)]
    return loud if loud and words.is_loud(top[-1]) else top


def _is_cover(line: Line) -> bool:
    found = words.numbered(line)
    return (
        len(line.text) <= 90
        and not line.cells
        and not words.is_bullet(line.text)
        and found is None
        and words.ends_open(line.text)
        and ": " not in line.text
    )
