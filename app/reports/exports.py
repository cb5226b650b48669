"""Reports as papers: a council's report in either form, or a partnership's cover sheet."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from app.foundation.exports.blocks import (
    Block,
    HeadingBlock,
    LabelledLines,
    ListOfContents,
    Manner,
    ParagraphBlock,
    RichText,
    TableBlock,
    Title,
    WordPaper,
)
from app.foundation.exports.wording import Imprint, day
from app.foundation.limbs import lead_and_limbs
from app.foundation.richtext.dialect import under_heading
from app.foundation.richtext.typed import from_typed
from app.reports.contents import PURPOSES, RECOMMENDATION

Content = dict[str, Any]
"""A report as `ReportVersion.content` keeps it."""
UNANSWERED = "Not stated"


@dataclass(frozen=True)
class Attached:
    """An appendix: a text of its own, or the name of the file that is issued apart."""

    title: str
    html: str = ""
    file_name: str = ""


def report_paper(
    content: Content,
    imprint: Imprint,
    *,
    appendices: Iterable[Attached] = (),
    keeps_numbers: bool = False,
    post: str = "",
    superseded: str = "",
) -> WordPaper:
    """A report as a paper; a past paper keeps the numbers it was printed with.

    `post` is the author's post on the day, where the paper names nobody else; `superseded` says of
    an earlier version since when another has replaced it.
    """
    is_cover = bool(content["cover_sheet"])
    head = _cover_sheet(content, imprint, post=post) if is_cover else _head(content)
    body = _sections(content, board=imprint.board, keeps_numbers=keeps_numbers, is_plain=is_cover)
    paper = imprint.paper(
        content["title"],
        (*_superseded(superseded), *head, ListOfContents(), *body, *_appendices(appendices)),
        subject=f"Report to the {imprint.board}",
    )
    return replace(paper, outline="1") if is_cover else paper


def _superseded(said: str) -> Iterator[Block]:
    if said:
        yield ParagraphBlock(said, "note")


def _head(content: Content) -> Iterator[Block]:
    rows = tuple((label, value) for label, value in content["header"] if value)
    if rows:
        subject = next((label for label, value in rows if value == content["title"]), "")
        yield LabelledLines(rows, title=subject)


def _cover_sheet(content: Content, imprint: Imprint, *, post: str) -> Iterator[Block]:
    """Whose paper and for which day, then the table of questions and answers."""
    yield Title(imprint.board, (day(imprint.on),) if imprint.on else ())
    rows = tuple((label, _answer(label, value)) for label, value in content["header"])
    yield TableBlock(
        "Cover sheet",
        ("Cover sheet", "Details"),
        rows,
        widths=(35, 65),
        row_headings=True,
        show_caption=False,
    )
    author = dict(content["header"]).get("Prepared by", "")
    if author and content["sections"]:
        yield HeadingBlock(f"Report of {author}, {post}" if post else f"Report of {author}")


def _answer(label: str, value: str) -> str | RichText:
    if label.lower().startswith("purpose of") and (not value or value in PURPOSES.values()):
        return _ticked(value)
    if value in ("yes", "no"):
        return value.capitalize()
    return RichText(from_typed(value)) if value else UNANSWERED


def _ticked(chosen: str) -> RichText:
    """Every purpose with a box; the chosen one is ticked."""
    rows = (f"{'☒' if name == chosen else '☐'} {name}" for name in PURPOSES.values())
    return RichText("".join(f"<p>{row}</p>" for row in rows))


def _sections(
    content: Content, *, board: str, keeps_numbers: bool, is_plain: bool
) -> Iterator[Block]:
    for section in content["sections"]:
        html, after = section["text"], ""
        if section["key"] == RECOMMENDATION:
            after, html = lead_and_limbs(html, body=board)
        yield HeadingBlock(
            f"{section['label']}:" if after else section["label"],
            after=after,
            numbered=not keeps_numbers,
            label=section["number"] if keeps_numbers else "",
        )
        if section["key"] == RECOMMENDATION:
            yield RichText(html, "strong")
            continue
        manner: Manner = "printed" if keeps_numbers else "body" if is_plain else "numbered"
        yield RichText(_with_parts(html, section["parts"]), manner)


def _with_parts(html: str, parts: Sequence[dict[str, str]]) -> str:
    """The council's priorities stand as 6.1 to 6.5 beneath their section, as on the page."""
    beneath = (under_heading(part["label"], html=part["text"]) for part in parts)
    return "".join((html, *beneath))


def _appendices(appendices: Iterable[Attached]) -> Iterator[Block]:
    """The appendices, each on a new page; a file is named only, since it is issued apart."""
    for place, one in enumerate(appendices, 1):
        named = one.title.lower().startswith(("appendix", "annex"))
        title = one.title if named else f"Appendix {place}: {one.title}"
        yield HeadingBlock(title, new_page=True)
        if one.html:
            yield RichText(one.html)
        if one.file_name:
            yield ParagraphBlock(f"This appendix is a document of its own: {one.file_name}")
