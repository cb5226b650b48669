"""From a recognised paper to rows: its meeting, agenda, reports and minutes."""

from datetime import date

from app.archive.importing import closed, meetings
from app.archive.importing.boards import also_known, board_of, named_within
from app.archive.importing.context import ImportContext
from app.archive.importing.meetings import ImportedAgenda
from app.archive.importing.minuting import import_minutes
from app.archive.importing.names import seat_members
from app.archive.importing.reporting import access_with, import_report
from app.archive.importing.texts import plain
from app.archive.paper import ParsedItem, ParsedPaper
from app.boards.models import Board
from app.foundation.permissions import Access
from app.reports.models import Report


def board_for(paper: ParsedPaper, *, context: ImportContext) -> Board:
    """The board a whole file belongs to."""
    numbers = [item.number for item in paper.items if item.number]
    minutes = numbers if paper.kind == "minutes" else ()
    name = paper.board or named_within(f"{paper.to or ''} {paper.subject or ''}")
    return board_of(name, on=paper.date, context=context, minutes=minutes)


def import_paper(paper: ParsedPaper, *, board: Board, context: ImportContext) -> None:
    """Import everything that a file holds: agenda, reports, minutes."""
    match paper.kind:
        case "pack" | "agenda":
            _import_pack(paper, board=board, context=context)
        case "report":
            _import_single(paper, board=board, context=context)
        case "minutes":
            import_minutes(paper, context=context)
        case _:
            pass


def _import_pack(pack: ParsedPaper, *, board: Board, context: ImportContext) -> None:
    also_known(board, papers=[one for one in pack.papers if one.date == pack.date], context=context)
    sheet = _sheet(pack, board, context) if pack.date else None
    for paper, attached in _with_attached(pack.papers):
        access = _access_in(pack, paper, attached)
        if paper.kind == "report":
            report = _report(paper, attached, board, pack.date, access, context)
            if sheet is not None:
                row = sheet.row_for(paper) or meetings.add_for(sheet, title=report.title)
                meetings.place(sheet, row, report=report, context=context)
        _import_minutes_among([paper, *attached], access, context)
    if sheet is not None:
        meetings.publish(sheet, context=context)


def _sheet(pack: ParsedPaper, board: Board, context: ImportContext) -> ImportedAgenda:
    on = _day(pack)
    if pack.members:
        seat_members(pack.members, board=board, on=on, context=context)
    meeting = meetings.meeting_of(board, pack, on=on, context=context)
    meetings.plan_next(board, pack.next_meeting, context=context)
    items = pack.items
    if closed.is_closed(pack):
        for item in closed.every(items):
            item.part = "exempt"
    return meetings.sheet_of(meeting, items, context=context)


def _import_single(paper: ParsedPaper, *, board: Board, context: ImportContext) -> None:
    access = access_with(paper, paper.papers)
    report = _report(paper, paper.papers, board, paper.date, access, context)
    _import_minutes_among(paper.papers, access, context)
    if paper.date is None:
        return
    meeting = meetings.meeting_of(board, paper, on=paper.date, context=context)
    sheet = meetings.sheet_of(meeting, [], context=context)
    row = meetings.standing_for(sheet, report) or meetings.add_for(sheet, title=report.title)
    meetings.place(sheet, row, report=report, context=context)
    meetings.publish(sheet, context=context)


def _import_minutes_among(
    papers: list[ParsedPaper], access: Access, context: ImportContext
) -> None:
    for paper in papers:
        if paper.kind == "minutes":
            import_minutes(paper, context=context, is_closed=access != Access.OPEN)


def _report(
    paper: ParsedPaper,
    attached: list[ParsedPaper],
    board: Board,
    on: date | None,
    access: Access,
    context: ImportContext,
) -> Report:
    return import_report(
        paper,
        board=board,
        wanted_on=on,
        appendices=attached,
        access=access,
        published_at=context.published_at(on),
        context=context,
    )


def _access_in(pack: ParsedPaper, paper: ParsedPaper, attached: list[ParsedPaper]) -> Access:
    """The access of a paper: its item's; where there is a Part II and no open item fits, exempt."""
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
    """Each paper of a pack with its attachments."""
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
