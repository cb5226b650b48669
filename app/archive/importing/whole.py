"""A paper as understood, taken apart into meeting, reports and minutes, each in its place."""

from datetime import date

from app.archive.importing import closed, sittings
from app.archive.importing.bodies import also_known, board_of, named_within
from app.archive.importing.bringing import Bringing
from app.archive.importing.minuting import bring_minutes
from app.archive.importing.names import seat_members
from app.archive.importing.reporting import access_with, bring_report
from app.archive.importing.sittings import ImportedAgenda
from app.archive.importing.texts import plain
from app.archive.paper import ParsedItem, ParsedPaper
from app.boards.models import Board
from app.foundation.permissions import Access
from app.reports.models import Report


def board_for(paper: ParsedPaper, *, bringing: Bringing) -> Board:
    """The board a whole file belongs to."""
    numbers = [item.number for item in paper.items if item.number]
    minutes = numbers if paper.kind == "minutes" else ()
    name = paper.board or named_within(f"{paper.to or ''} {paper.subject or ''}")
    return board_of(name, on=paper.date, bringing=bringing, minutes=minutes)


def bring_paper(paper: ParsedPaper, *, board: Board, bringing: Bringing) -> None:
    """Put everything a file holds where it belongs."""
    match paper.kind:
        case "pack" | "agenda":
            _bring_pack(paper, board=board, bringing=bringing)
        case "report":
            _bring_single(paper, board=board, bringing=bringing)
        case "minutes":
            bring_minutes(paper, bringing=bringing)
        case _:
            pass


def _bring_pack(pack: ParsedPaper, *, board: Board, bringing: Bringing) -> None:
    also_known(
        board, papers=[one for one in pack.papers if one.date == pack.date], bringing=bringing
    )
    sheet = _sheet(pack, board, bringing) if pack.date else None
    for paper, attached in _with_attached(pack.papers):
        access = _access_in(pack, paper, attached)
        if paper.kind == "report":
            report = _report(paper, attached, board, pack.date, access, bringing)
            if sheet is not None:
                row = sheet.row_for(paper) or sittings.add_for(sheet, title=report.title)
                sittings.place(sheet, row, report=report, bringing=bringing)
        _bring_minutes_among([paper, *attached], access, bringing)
    if sheet is not None:
        sittings.publish(sheet, bringing=bringing)


def _sheet(pack: ParsedPaper, board: Board, bringing: Bringing) -> ImportedAgenda:
    on = _day(pack)
    if pack.members:
        seat_members(pack.members, board=board, on=on, bringing=bringing)
    meeting = sittings.meeting_of(board, pack, on=on, bringing=bringing)
    sittings.plan_next(board, pack.next_meeting, bringing=bringing)
    items = pack.items
    if closed.is_closed(pack):
        for item in closed.every(items):
            item.part = "exempt"
    return sittings.sheet_of(meeting, items, bringing=bringing)


def _bring_single(paper: ParsedPaper, *, board: Board, bringing: Bringing) -> None:
    access = access_with(paper, paper.papers)
    report = _report(paper, paper.papers, board, paper.date, access, bringing)
    _bring_minutes_among(paper.papers, access, bringing)
    if paper.date is None:
        return
    meeting = sittings.meeting_of(board, paper, on=paper.date, bringing=bringing)
    sheet = sittings.sheet_of(meeting, [], bringing=bringing)
    row = sittings.standing_for(sheet, report) or sittings.add_for(sheet, title=report.title)
    sittings.place(sheet, row, report=report, bringing=bringing)
    sittings.publish(sheet, bringing=bringing)


def _bring_minutes_among(papers: list[ParsedPaper], access: Access, bringing: Bringing) -> None:
    for paper in papers:
        if paper.kind == "minutes":
            bring_minutes(paper, bringing=bringing, is_closed=access != Access.OPEN)


def _report(
    paper: ParsedPaper,
    attached: list[ParsedPaper],
    board: Board,
    on: date | None,
    access: Access,
    bringing: Bringing,
) -> Report:
    return bring_report(
        paper,
        board=board,
        wanted_on=on,
        appendices=attached,
        access=access,
        published_at=bringing.published_at(on),
        bringing=bringing,
    )


def _access_in(pack: ParsedPaper, paper: ParsedPaper, attached: list[ParsedPaper]) -> Access:
    """A paper is as closed as its item; where there is a Part II and no open item fits, closed."""
    item = _item_of(pack, paper)
    is_under_open = item is not None and item.part != "exempt"
    if closed.is_closed(pack) or (closed.has_part_two(pack) and not is_under_open):
        return Access.EXEMPT
    return access_with(paper, attached)


def _item_of(pack: ParsedPaper, paper: ParsedPaper) -> ParsedItem | None:
    """The item a paper stands under: by its pages, else by its title."""
    leaves = [item for item in closed.every(pack.items) if not item.children]
    paged = [one for one in leaves if one.page_from is not None]
    found = next((one for one in paged if one.page_from == paper.page_from), None)
    if found is not None:
        return found
    subject = plain(paper.subject or "")
    is_minutes = paper.kind == "minutes" and not subject
    same = (
        one
        for one in leaves
        if plain(one.title) == subject or (is_minutes and "minutes" in plain(one.title).split())
    )
    return next(same, None)


def _with_attached(papers: list[ParsedPaper]) -> list[tuple[ParsedPaper, list[ParsedPaper]]]:
    """Each paper of a pack with those that were attached to it."""
    found: list[tuple[ParsedPaper, list[ParsedPaper]]] = []
    for paper in papers:
        if paper.appendix_of is not None and found:
            found[-1][1].append(paper)
        else:
            found.append((paper, []))
    return found


def _day(paper: ParsedPaper) -> date:
    if paper.date is None:
        raise LookupError("a pack without a date has no meeting")
    return paper.date
