"""A file's lines recognised as one paper: a pack with its papers, or a single one."""

import re
from collections.abc import Sequence

from app.archive.paper import ParsedItem, ParsedPaper
from app.archive.recognise.front_sheet import read_front_sheet
from app.archive.recognise.kept import keep_lost
from app.archive.recognise.minutes import read_minutes
from app.archive.recognise.prepare import PreparedText, prepared
from app.archive.recognise.report import read_other, read_report
from app.archive.recognise.split import PackSegment, Sort, segments
from app.foundation.reading.lines import Line

_OF_MEETINGS = {"front": read_front_sheet, "minutes": read_minutes}
_READERS = {
    "report": read_report,
    "appendix": read_other,
    "whole": read_other,
}


def recognise(lines: Sequence[Line], *, source_file: str) -> ParsedPaper:
    """What a past paper is and says; never refuses, since what no field takes is kept apart."""
    ready = prepared(lines)
    paper = _recognised(ready, source_file)
    ready.restore(paper)
    paper.unmatched[:0] = ready.left_in_furniture()
    return paper


def _recognised(ready: PreparedText, source_file: str) -> ParsedPaper:
    parts = segments(ready.lines, furniture=ready.furniture, name=source_file)
    papers = [_read(part, ready.furniture, source_file) for part in parts]
    for part, paper in zip(parts, papers, strict=True):
        keep_lost(part.lines, paper)
    _attach(parts, papers)
    first, rest = papers[0], papers[1:]
    if not rest:
        return first
    if first.kind == "agenda":
        first.kind = "pack"
        first.papers = rest
        _give_pages(first)
        return first
    if all(paper.appendix_of is not None for paper in rest):
        first.papers = rest
        return first
    return _bundle(papers, source_file)


def _read(part: PackSegment, furniture: Sequence[Line], source_file: str) -> ParsedPaper:
    """One paper read by the reader of its sort; page headers may name the board that meets."""
    if part.sort in _OF_MEETINGS:
        return _OF_MEETINGS[part.sort](part.lines, source_file=source_file, furniture=furniture)
    return _READERS[part.sort](part.lines, source_file=source_file)


_SORTS: dict[str, Sort] = {
    "agenda": "front",
    "pack": "front",
    "report": "report",
    "minutes": "minutes",
}


def read_as(lines: Sequence[Line], *, kind: str, source_file: str) -> ParsedPaper:
    """The one paper of the kind that a clerk says it is, whatever its signs say."""
    ready = prepared(lines)
    part = PackSegment(_SORTS.get(kind, "whole"), ready.lines)
    paper = _read(part, ready.furniture, source_file)
    keep_lost(ready.lines, paper)
    ready.restore(paper)
    paper.unmatched[:0] = ready.left_in_furniture()
    return paper


def refused(source_file: str, *, reason: str) -> ParsedPaper:
    """A file that could not be read at all: no kind, and why."""
    return ParsedPaper(source_file, error=reason)


def _attach(parts: Sequence[PackSegment], papers: Sequence[ParsedPaper]) -> None:
    """Appendices belong to the report before them; so do minutes laid before a board by one."""
    report: ParsedPaper | None = None
    for part, paper in zip(parts, papers, strict=True):
        if paper.kind == "report":
            report = paper
        elif report is not None and (part.sort == "appendix" or _lays_minutes(report, paper)):
            paper.appendix_of = report.subject or ""


def _lays_minutes(report: ParsedPaper, paper: ParsedPaper) -> bool:
    said = " ".join([report.subject or "", *(section.text for section in report.sections[:2])])
    return paper.kind == "minutes" and re.search(r"\bminutes\b", said, re.IGNORECASE) is not None


def _bundle(papers: Sequence[ParsedPaper], source_file: str) -> ParsedPaper:
    """Several papers with no front sheet over them."""
    pack = ParsedPaper(source_file, kind="pack")
    pack.board = next((paper.board for paper in papers if paper.board), None)
    pack.date = next((paper.date for paper in papers if paper.date), None)
    pack.papers = list(papers)
    return pack


def _give_pages(pack: ParsedPaper) -> None:
    """Each paper has the pages of the item it stands under: in order, else by like titles."""
    leaves = [leaf for item in pack.items for leaf in (item.children or [item])]
    paged = [leaf for leaf in leaves if leaf.page_from is not None]
    own = [paper for paper in pack.papers if paper.appendix_of is None]
    if len(paged) == len(own):
        for item, paper in zip(paged, own, strict=True):
            paper.page_from, paper.page_to = item.page_from, item.page_to
        return
    for paper in own:
        best = max(paged, key=lambda item: _likeness(item, paper), default=None)
        if best is not None and _likeness(best, paper) >= 0.34:
            paper.page_from, paper.page_to = best.page_from, best.page_to


def _likeness(item: ParsedItem, paper: ParsedPaper) -> float:
    one, two = (_weighty(text) for text in (item.title, paper.subject or paper.board or ""))
    return len(one & two) / max(1, min(len(one), len(two)))


def _weighty(text: str) -> set[str]:
    return {
        word for word in re.findall(r"[^\W\d_]{3,}", text.lower()) if word not in ("and", "the")
    }
