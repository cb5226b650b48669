"""Agendas as papers: the front sheet with what is to be taken, open or with its exempt wording."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time
from typing import Any

from markupsafe import escape

from app.agendas.models import AgendaItem, Consideration
from app.agendas.reading import Line, every
from app.agendas.schedule import SCHEDULE_12A, SINCE, paragraphs_cited
from app.foundation import clock
from app.foundation.db import db
from app.foundation.exports.blocks import (
    Block,
    Contents,
    ContentsRow,
    Heading,
    Paper,
    Paragraph,
    Table,
    Title,
)
from app.foundation.exports.wording import (
    Imprint,
    at_hour,
    closing_mark,
    day,
    long_day,
    together,
)
from app.reports.events import GroundsAsked

Content = dict[str, Any]
"""What stands at the head of an agenda, as `Publication.content` keeps it."""
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
_ROLES = {"chair": " (Chair)", "vice-chair": " (Vice-Chair)"}


def agenda_paper(
    front: Content,
    lines: Sequence[Line],
    imprint: Imprint,
    *,
    word: str = "board",
    is_statutory: bool = True,
    notices: Sequence[str] = (),
    summoned_by: Sequence[str] = (),
    issued: Sequence[datetime] = (),
) -> Paper:
    """The agenda as one reader gets it: `front` says who meets, the lines what is to be taken.

    `summoned_by` is the name and the office of whoever calls the meeting (Schedule 12 para 4(2)),
    `issued` when the agenda and each of its supplements went out.
    """
    blocks = (
        *_front(front, word=word, notices=notices, summoned_by=summoned_by, issued=issued),
        Paragraph(f"{ALARM} {FILMING}" if is_statutory else ALARM, "note"),
        *_parts(lines, is_statutory=is_statutory),
    )
    return imprint.paper(f"Agenda: {imprint.meeting}", blocks)


def mark_of(lines: Iterable[Line], *, on: date) -> str:
    """The mark of an agenda that shows closed wording, with every reason for it (s100B(5))."""
    closed = [line for line in every(lines) if line.exempt is not None]
    paragraphs = [number for line in closed for number in line.paragraphs]
    said = grounds(paragraphs, on=on, what="agenda")
    return closing_mark(*(line.access for line in closed), grounds=said)


def grounds(paragraphs: Iterable[int], *, on: date, what: str) -> str:
    """Why a paper is not for publication: the paragraphs with the words of the Schedule."""
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


def answer_grounds(asked: GroundsAsked) -> None:
    """Tell reports, which stand below, under which paragraphs one of theirs is closed."""
    items = db.session.scalars(
        db.select(AgendaItem)
        .join(Consideration, Consideration.item_id == AgendaItem.id)
        .where(Consideration.report_id == asked.report_id)
    )
    paragraphs = [number for item in items for number in item.paragraphs]
    asked.answers.append(grounds(paragraphs, on=asked.on, what="report"))


def _front(
    content: Content,
    *,
    word: str,
    notices: Sequence[str],
    summoned_by: Sequence[str],
    issued: Sequence[datetime],
) -> Iterator[Block]:
    on = date.fromisoformat(content["date"])
    at = time.fromisoformat(content["time"])
    lines = (f"{long_day(on)}{at_hour(at)}", content["venue"], *notices)
    yield Title(content["board"], tuple(filter(None, lines)))
    if summons := [*summoned_by, *_issued(issued, on=on)]:
        yield Paragraph("\n".join(summons), "note")
    if content["members"]:
        yield Heading(f"{word.capitalize()} membership")
        yield _membership(content["members"], f"{word.capitalize()} membership")
    if quorum := content.get("quorum"):
        yield Paragraph(f"Quorum: {quorum}", "note")
    yield from _contact(content.get("contact") or {})
    if following := content.get("next_meeting"):
        when = long_day(date.fromisoformat(following))
        yield Paragraph(f"The next meeting of the {word.capitalize()} is on {when}.")


def _issued(issued: Sequence[datetime], *, on: date) -> Iterator[str]:
    """When the meeting was called; past papers, which do not say, bear the day of the meeting."""
    days = [at.astimezone(clock.LONDON).date() for at in issued]
    if not days or days[0] >= on:
        return
    later = list(dict.fromkeys(day(one) for one in days[1:]))
    yield f"Issued {day(days[0])}"
    if later:
        yield f"Supplement{'s' if len(later) > 1 else ''} issued {together(later)}"


def _membership(members: Sequence[Content], caption: str) -> Table:
    """Who sits on the board, and for what: a party, or on a board without parties a body."""
    beside = {"Party": _party, "Representing": _organisation}
    said = {name: [of(one) for one in members] for name, of in beside.items()}
    name = max(said, key=lambda column: sum(map(bool, said[column])))
    people = [one["name"] + _ROLES.get(one["role"], "") for one in members]
    if not any(said[name]):
        return _plain_table(caption, ("Member",), [(one,) for one in people])
    rows = list(zip(people, said[name], strict=True))
    return _plain_table(caption, ("Member", name), rows, widths=(62, 38))


def _plain_table(
    caption: str,
    header: tuple[str, ...],
    rows: Sequence[tuple[str, ...]],
    widths: tuple[int, ...] = (),
) -> Table:
    return Table(caption, header, tuple(rows), widths=widths, ruled=False, show_caption=False)


def _party(one: Content) -> str:
    return str(one["party"]) or ("Co-optee" if one["role"] == "co-optee" else "")


def _organisation(one: Content) -> str:
    """Publications of before this was kept say nothing of it."""
    return str(one.get("organisation", ""))


def _contact(contact: Content) -> Iterator[Block]:
    said = ": ".join(filter(None, (contact.get("name"), contact.get("details"))))
    if said:
        yield Paragraph(f"For further information please contact {said.rstrip('.')}.", "note")


def _parts(lines: Sequence[Line], *, is_statutory: bool) -> Iterator[Block]:
    """Part I and Part II, each a table of its own; a partnership's agenda has no Parts."""
    if not is_statutory:
        yield Heading("Items to be dealt with", centred=True, new_page=True)
        yield _contents(lines, caption="Items to be dealt with")
        return
    yield Heading(PART_ONE, centred=True, new_page=True)
    yield Heading("Part I", level=2, centred=True)
    yield _contents([one for one in lines if one.part == 1], caption="Items in Part I")
    closed = [one for one in lines if one.part != 1]
    if closed:
        yield Heading(PART_TWO, centred=True)
        yield _contents(closed, caption="Items in Part II")


def _contents(lines: Sequence[Line], *, caption: str) -> Contents:
    """Page numbers have their column where they are known, as on agendas of the past."""
    rows = tuple(row for line in lines for row in _rows(line, level=0))
    header: tuple[str, ...] = ("Item No.", "Item")
    if any(row.pages for row in rows):
        header = (*header, "Page No.")
    return Contents(rows, header=header, caption=caption)


def _rows(line: Line, *, level: int) -> Iterator[ContentsRow]:
    number = line.number if level == 0 else line.number.lstrip("0123456789")
    yield ContentsRow(
        f"{number}." if number.isdigit() else number,
        line.title,
        line.pages,
        line.html + _beneath(line),
        level=level,
    )
    for child in line.children:
        yield from _rows(child, level=level + 1)


def _beneath(line: Line) -> str:
    """The reports under names of their own, what is to follow, what is urgent, what is closed."""
    reports = [paper.label for paper in line.papers if paper.appendix_id is None]
    said = [f"Report: {name}" for name in reports if name.casefold() != line.title.casefold()]
    if line.to_follow or line.is_missing:
        said.append("Report to follow.")
    if line.late_reason:
        said.append(f"Urgent business: {line.late_reason}")
    if line.part == 2 and line.paragraphs:
        said.append(
            f"Not for publication: {paragraphs_cited(line.paragraphs)} of Part 1 of Schedule 12A "
            "to the Local Government Act 1972."
        )
    return "".join(f"<p>{escape(words)}</p>" for words in said)
