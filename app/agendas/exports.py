"""Agendas as papers: the front sheet with what is to be taken, open or with its exempt wording."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from markupsafe import escape

from app.agendas.models import AgendaItem, Consideration
from app.agendas.rules.schedule import SCHEDULE_12A, SINCE, paragraphs_cited
from app.agendas.showing.front import Content, FrontSheet, front_sheet
from app.agendas.showing.reading import REPORT, AgendaLine, AgendaPaper, PutToBoard, every
from app.foundation.db import db
from app.foundation.exports.blocks import (
    Block,
    ContentsBlock,
    ContentsRow,
    HeadingBlock,
    ParagraphBlock,
    TableBlock,
    Title,
    WordPaper,
)
from app.foundation.exports.wording import Imprint, closing_mark
from app.reports.events import GroundsAsked

ALARM = (
    "If the alarm sounds, leave by the nearest exit and gather at the assembly point shown on the "
    "notice in the room. Staff will help anyone who asks."
)
FILMING = (
    "Anyone may film, photograph, record and report on the part of this meeting that is held in "
    "public. Please tell the contact named above beforehand if you need room for equipment, or "
    "would rather not appear."
)
PART_ONE = "Items to be dealt with in the presence of the press and public"
PART_TWO = "Part II: items containing exempt information"
TO_FOLLOW = "Report to follow."


def agenda_paper(front: Content, lines: Sequence[AgendaLine], imprint: Imprint) -> WordPaper:
    """The agenda as one reader gets it: `front` says who meets, the lines what is to be taken."""
    is_public = front.get("is_public", front.get("is_statutory", True))
    blocks = (
        *_front(front_sheet(front)),
        ParagraphBlock(f"{ALARM} {FILMING}" if is_public else ALARM, "note"),
        *_parts(lines, is_public=is_public),
    )
    return imprint.paper(f"Agenda: {imprint.meeting}", blocks)


def mark_of(lines: Iterable[AgendaLine], *, on: date) -> str:
    """The mark of an agenda that contains exempt wording, with all grounds (s100B(5))."""
    closed = [line for line in every(lines) if line.exempt is not None]
    paragraphs = [number for line in closed for number in line.paragraphs]
    said = grounds(paragraphs, on=on, what="agenda")
    return closing_mark(*(line.access for line in closed), grounds=said)


def grounds(paragraphs: Iterable[int], *, on: date, what: str) -> str:
    """The grounds on which a paper is not for publication, with the words of Schedule 12A."""
    cited = sorted(set(paragraphs))
    if not cited:
        return ""
    law = (
        f"This {what} contains exempt information under {paragraphs_cited(cited)} of Part 1 of "
        "Schedule 12A to the Local Government Act 1972"
    )
    known = [SCHEDULE_12A[one].rstrip(".") for one in cited if one in SCHEDULE_12A and on >= SINCE]
    said = "; ".join(f"{words[0].lower()}{words[1:]}" for words in known)
    return f"{law}: {said}." if said else f"{law}."


def answer_grounds(question: GroundsAsked) -> str:
    """Answers reports: the grounds on which one of theirs is exempt."""
    items = db.session.scalars(
        db.select(AgendaItem)
        .join(Consideration, Consideration.item_id == AgendaItem.id)
        .where(Consideration.report_id == question.report_id)
    )
    paragraphs = [number for item in items for number in item.paragraphs]
    return grounds(paragraphs, on=question.on, what="report")


def _front(front: FrontSheet) -> Iterator[Block]:
    yield Title(front.board, front.beneath)
    if front.summons:
        yield ParagraphBlock("\n".join(front.summons), "note")
    if front.members:
        yield HeadingBlock(front.membership)
        widths = (62, 38) if len(front.header) > 1 else ()
        caption = front.membership
        yield TableBlock(
            caption, front.header, front.members, widths=widths, ruled=False, show_caption=False
        )
    for line in front.lines:
        yield ParagraphBlock(line, "note")


def _parts(lines: Sequence[AgendaLine], *, is_public: bool) -> Iterator[Block]:
    """Part I and Part II, each a table of its own; a partnership's agenda has no Parts."""
    if not is_public:
        yield HeadingBlock("Agenda", centred=True, new_page=True)
        yield _contents(lines, caption="Agenda")
        return
    yield HeadingBlock(PART_ONE, centred=True, new_page=True)
    yield HeadingBlock("Part I", level=2, centred=True)
    yield _contents([one for one in lines if one.part == 1], caption="Items in Part I")
    closed = [one for one in lines if one.part != 1]
    if closed:
        yield HeadingBlock(PART_TWO, centred=True)
        yield _contents(closed, caption="Items in Part II")


def _contents(lines: Sequence[AgendaLine], *, caption: str) -> ContentsBlock:
    """The table of items; with a column of pages where they are known, as on old agendas."""
    rows = tuple(row for line in lines for row in _rows(line, level=0))
    header: tuple[str, ...] = ("Item No.", "Item")
    if any(row.pages for row in rows):
        header = (*header, "Page No.")
    return ContentsBlock(rows, header=header, caption=caption)


def _rows(line: AgendaLine, *, level: int) -> Iterator[ContentsRow]:
    number = line.number if level == 0 else line.number.lstrip("0123456789")
    yield ContentsRow(
        f"{number}." if number.isdigit() else number,
        line.title,
        line.pages,
        _paragraphs(*line.marks, line.reported_by) + line.html + _beneath(line),
        level=level,
    )
    for child in line.children:
        yield from _rows(child, level=level + 1)


def _beneath(line: AgendaLine) -> str:
    """The lines beneath an item's words, the same on the page and in the Word file."""
    return _paragraphs(
        line.urgency,
        *(_paper_line(line, paper) for paper in line.papers),
        *(_put_to_board(one) for one in line.minutes or ()),
        TO_FOLLOW if (line.to_follow or line.is_missing) and not line.reported_by else "",
        line.grounds,
        line.published_as,
    )


def _paragraphs(*said: str) -> str:
    return "".join(f"<p>{escape(words)}</p>" for words in said if words)


def _paper_line(line: AgendaLine, paper: AgendaPaper) -> str:
    """What stands under its item of a paper; nothing if it is said already whose report it is."""
    name = paper.under(line.title)
    is_said = line.reported_by and name == REPORT and not paper.marks
    return "" if is_said else _marked(name, *paper.marks)


def _put_to_board(one: PutToBoard) -> str:
    return _marked(one.label if one.url else f"{one.label}, not published yet", one.brought_by)


def _marked(words: str, *marks: str) -> str:
    said = "; ".join(filter(None, marks))
    return f"{words} ({said})" if said else words
