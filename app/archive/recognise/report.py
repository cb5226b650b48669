"""A report, a cover-sheet paper or an appendix: head, headings, sections, recommendations."""

import re
from collections.abc import Sequence

from app.archive.paper import ParsedHeading, ParsedPaper, ParsedSection
from app.archive.recognise import words
from app.archive.recognise.dress import Typography
from app.archive.recognise.head import HeadBlock, body_start, fill, is_body, purpose_of, read_head
from app.archive.recognise.headings import heads_of
from app.archive.recognise.labels import Label
from app.archive.recognise.moments import first_date
from app.archive.recognise.recommended import recommendations
from app.archive.recognise.section_names import is_known
from app.archive.recognise.sections import as_printed, sections_of
from app.foundation.reading.lines import Line

_SUMMARY = re.compile(r"^summary\b", re.IGNORECASE)
_PURPOSE = re.compile(r"^purpose of (?:the )?paper", re.IGNORECASE)
APPENDIX = re.compile(
    r"^(?:(?:Agenda )?Item \w{1,4}[,:]? )?(?:APPENDIX|ANNEX|Appendix|Annex)(?:\s+"
    r"(?P<number>\d{1,2}|[A-Z]{1,3}|[Oo]ne|[Tt]wo|[Tt]hree|"
    r"[Ff]our|[Ff]ive|ONE|TWO|THREE|FOUR))?"
    r"(?:\s*[:.–—-]\s*(?P<named>\S.{0,200})|\s*(?P<title>[A-Z0-9“\"'‘].{0,100})?)$"
)
_CONCLUSIONS = re.compile(r"^conclusions?\b", re.IGNORECASE)
_WRITER = re.compile(
    r"^(?:(?:report )?author(?:s|\(s\))?|(?:report )?(?:written|prepared|compiled) by)\s*"
    r"(?:[:–—-]\s*(?P<who>\S.*)|:?)$",
    re.IGNORECASE,
)
_COLUMNS = re.compile(r"^(?:name|designation|title)\b", re.IGNORECASE)
_LONGEST_HEAD = 40
_TAIL = 15
"""Lines at the end of a paper that may say who wrote it."""
_BACKGROUND = re.compile(r"\bbackground (?:papers|documents)\b", re.IGNORECASE)
_FEWEST = 3
"""Rows of text from which a table is the report itself and no cover sheet."""
_FACT = 80
"""Characters up to which a row is a fact about the paper, unless it is a sentence."""


def read_report(lines: Sequence[Line], *, source_file: str) -> ParsedPaper:
    """A report as understood, from the first line of its head to its last section."""
    paper = ParsedPaper(source_file, kind="report")
    setting = Typography(lines)
    block = read_head(lines, body=body_start(lines))
    fill(paper, block, setting)
    taken = set(block.taken) | _styled(block, paper)
    paper.sections = [*block.sections, *_tick_row(block)]
    rest = lines[block.end :]
    taken |= read_body(rest, paper)
    if not paper.headings:
        taken |= _rows(block, paper)
    paper.recommendations = paper.recommendations or recommendations(rest, heads_of(rest))
    _from_sections(paper)
    _signed_off(lines[-_TAIL:], paper)
    _settle_template(paper, block)
    paper.unmatched = words.leftover(lines, taken)
    return paper


def _styled(block: HeadBlock, paper: ParsedPaper) -> set[int]:
    """A title told by style above the labels is a heading of the paper."""
    named = {(paper.subject or "").casefold(), (paper.board or "").casefold()}
    styled = [line for line in block.loose if line.level is not None]
    styled = [line for line in styled if line.text.casefold() not in named and not is_body(line)]
    paper.headings += [ParsedHeading(None, line.text, 1) for line in styled]
    return {line.number for line in styled}


def _tick_row(block: HeadBlock) -> list[ParsedSection]:
    """The row of purposes as printed, the tick with it."""
    label = next((one for one in block.labels if one.field == "purpose"), None)
    if label is None:
        return []
    title = label.printed.removesuffix(label.value).strip(" :-–") or label.printed
    return [ParsedSection(None, title, "\n".join(block.values["purpose"]))]


def read_body(lines: Sequence[Line], paper: ParsedPaper) -> set[int]:
    """Sections and headings of a text; what stands before the first heading is a section too."""
    known = {(paper.subject or "").casefold(), (paper.board or "").casefold()}
    every = [head for head in heads_of(lines) if head.title.casefold() not in known]
    heads = [head for head in every if head.level == 1]
    first = heads[0].start if heads else len(lines)
    inside = as_printed(every)
    paper.sections += _opening(lines[:first], {heading.title for heading in inside})
    paper.headings += inside
    paper.sections += sections_of(lines, heads)
    return {line.number for line in lines}


def _opening(lines: Sequence[Line], titles: set[str]) -> list[ParsedSection]:
    """What stands before the first section, unless it is nothing but titles."""
    if all(line.text in titles for line in lines):
        return []
    return [ParsedSection(None, None, words.paragraphs(lines))]


def _rows(block: HeadBlock, paper: ParsedPaper) -> set[int]:
    """A report that is one table: the rows that hold text are its sections."""
    told = [(line, label) for line, label in block.rows if _tells(label)]
    if sum(not label.field for _, label in told) < _FEWEST:
        return set()
    for _, label in told:
        title = label.printed.strip(" :")
        paper.headings.append(ParsedHeading(None, title, 1))
        paper.sections.append(ParsedSection(None, title, label.value))
    return {line.number for line, _ in told}


def _tells(label: Label) -> bool:
    """Whether a row is a section and no fact about the paper."""
    title, value = label.printed, label.value.rstrip()
    if label.field == "purpose":
        return False
    if is_known(title) or _BACKGROUND.search(title):
        return True
    return len(value) > _FACT or (value.endswith(".") and len(value.split()) > 3)


def _signed_off(lines: Sequence[Line], paper: ParsedPaper) -> None:
    """Who wrote it, where the end of the paper and not its head says so."""
    for place, line in enumerate(lines):
        label = _WRITER.match(line.text)
        if label is None or paper.prepared_by is not None:
            continue
        below = [one for one in lines[place + 1 : place + 3] if not _COLUMNS.match(one.text)]
        name = label["who"] or (next(iter(below[0].cells or (below[0].text,))) if below else "")
        if name and len(name) <= _FACT and paper.author is None:
            paper.author, paper.confidence["author"] = name, "likely"
        elif name and len(name) <= _FACT and name != paper.author:
            paper.prepared_by, paper.confidence["prepared_by"] = name, "likely"


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


def _settle_template(paper: ParsedPaper, block: HeadBlock) -> None:
    """The older report has an author, or ends in conclusions, where the later ones do not."""
    if paper.template != "policy-board-2011":
        return
    printed = next((one.printed.lower() for one in block.labels if one.field == "author"), "")
    concludes = any(_CONCLUSIONS.match(section.title or "") for section in paper.sections)
    if "writer" in block.fields or (concludes and "reporting" not in printed):
        paper.template = "policy-board-2007"


def read_other(lines: Sequence[Line], *, source_file: str) -> ParsedPaper:
    """A paper that is no report: its labels, else its cover lines, say what it is about."""
    paper = ParsedPaper(source_file, kind="other")
    cover = cover_lines(lines)
    paper.subject = " ".join(line.text for line in cover) or None
    taken = {line.number for line in cover}
    _labelled(lines, paper)
    rest = [line for line in lines if line.number not in taken]
    before = [line for line in rest if cover and line.number < cover[0].number]
    after = [line for line in rest if line not in before]
    taken |= read_body(after, paper)
    paper.unmatched = words.leftover(lines, taken)
    return paper


def _labelled(lines: Sequence[Line], paper: ParsedPaper) -> None:
    """Subject and day of a paper that has a head as reports have."""
    head = read_head(lines, body=min(body_start(lines), _LONGEST_HEAD))
    if head.values.get("subject"):
        paper.subject = " ".join(" ".join(head.values["subject"]).split())
        paper.date = first_date(" ".join(head.values.get("date", [])))


def cover_lines(lines: Sequence[Line]) -> list[Line]:
    """The title at the top: loud lines if there are any, else the short ones."""
    marked = APPENDIX.match(lines[0].text) if lines else None
    if marked and (marked["title"] or marked["named"]):
        return [lines[0]]
    if marked and len(lines) > 1:
        is_titled = words.is_loud(lines[1]) and not lines[1].cells
        if below := [lines[1]] if is_titled else cover_lines(lines[1:]):
            return below
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
