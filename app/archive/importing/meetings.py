"""From a past paper to its meeting, the attendance, and the agenda with the printed numbers."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, time

from app.agendas import queries as agendas
from app.agendas import services as agenda_services
from app.agendas.models import Agenda, AgendaItem, AgendaState, ItemKind
from app.agendas.services import ItemsBeingAdded
from app.archive.importing import closed
from app.archive.importing.context import ImportContext
from app.archive.importing.names import parts_of, person_of
from app.archive.importing.texts import html_of, plain
from app.archive.paper import NextMeeting, ParsedItem, ParsedPaper
from app.archive.paper import ParsedPerson as Named
from app.boards.models import Board, Seat
from app.foundation import clock
from app.foundation.db import db
from app.foundation.errors import Refused
from app.meetings import queries, services
from app.meetings.models import HOUR_NOT_KNOWN, Capacity, How, Meeting, MeetingState
from app.reports.models import Report

EXEMPT_TITLE = "Exempt item"
GROUNDS = "The past paper is marked as not for publication."
_NAMES_REPORT = re.compile(
    r"Report|Officer: .+|Reports? of [^.]+ \((?:attached|(?:in part )?to follow)\)"
)
_EXCLUSION = re.compile(
    r"exclu\w+ (?:of )?(?:the )?(?:press|public)|schedule 12\s?a", re.IGNORECASE
)
_STANDING = (
    ("apologies", r"^apolog"),
    ("minutes", r"^(?:the )?minutes(?: of| from|$)"),
    ("declarations", r"^declarations?\b"),
    ("questions", r"\bpublic question"),
    ("urgent", r"^(?:any other|urgent) (?:urgent )?business"),
)


class Clash(Refused):
    """Another agenda stands for this board and day; which of them is right is for a clerk."""


@dataclass
class ImportedAgenda:
    """The agenda that a past paper is imported into: which printed item is which row."""

    agenda: Agenda
    adding: ItemsBeingAdded
    standing: list[tuple[str, AgendaItem]] = field(default_factory=list)
    """The items that it had before, by plain title."""
    rows: list[tuple[ParsedItem, AgendaItem]] = field(default_factory=list)
    printed: list[tuple[AgendaItem, str]] = field(default_factory=list)
    """The printed numbers of the imported items."""
    is_new: bool = False
    is_changed: bool = False

    def row_for(self, paper: ParsedPaper) -> AgendaItem | None:
        """The item a paper stands under: by its pages, else by its title."""
        for item, row in self.rows:
            if item.page_from is not None and item.page_from == paper.page_from:
                return row
        subject = plain(paper.subject or "")
        return next((row for item, row in self.rows if plain(item.title) == subject), None)


def meeting_of(board: Board, paper: ParsedPaper, *, on: date, context: ImportContext) -> Meeting:
    """The board's meeting on that day, planned if it is not known and held if it is past."""
    meeting = queries.meeting_of(board, on=on, at=_clock(paper.time))
    if meeting is None:
        starts = _clock(paper.time) or (board.usual_time if not paper.end_time else None)
        meeting = services.plan_meeting(
            board, by=context.by, on=on, at=starts or HOUR_NOT_KNOWN, venue=paper.venue or ""
        )
    if meeting.state == MeetingState.PLANNED and on <= clock.today():
        services.hold(meeting, by=context.by)
    context.add_things(meeting)
    return meeting


def plan_next(board: Board, said: NextMeeting, *, context: ImportContext) -> None:
    """Plan the next meeting that the paper names, if it is still to come."""
    if said.date is None or said.date <= clock.today():
        return
    if queries.meeting_of(board, on=said.date, at=_clock(said.time)) is None:
        next_one = services.plan_meeting(
            board, by=context.by, on=said.date, at=_clock(said.time), venue=said.venue
        )
        context.add_things(next_one)


def sheet_of(
    meeting: Meeting, items: list[ParsedItem], *, context: ImportContext
) -> ImportedAgenda:
    """The agenda of a meeting with these items, in the numbers they were printed with.

    An agenda that stands already keeps what it has; items it lacks come after it.
    """
    agenda = agendas.agenda_of(meeting)
    is_new = agenda is None
    if agenda is None:
        agenda = agenda_services.begin_agenda(
            meeting, by=context.by, from_standing=False, at=context.published_at(meeting.on_date)
        )
    at = context.published_at(meeting.on_date)
    sheet = ImportedAgenda(agenda, ItemsBeingAdded(agenda, by=context.by, at=at), is_new=is_new)
    context.add_things(agenda)
    if not is_new:
        sheet.standing = [(plain(row.title), row) for row in _all(sheet)]
        _refuse_a_second(sheet, items, context)
    for item in items:
        if not _is_exclusion(item, items):
            for one in _without_closed_headings(item):
                _import_item(sheet, one, parent=None)
    sheet.adding.settle()
    _close_items(sheet, context=context)
    _number_exclusion(sheet, items)
    return sheet


def _refuse_a_second(
    sheet: ImportedAgenda, items: list[ParsedItem], context: ImportContext
) -> None:
    """`Clash` if half of the numbers or more stand on the published agenda with another title:
    items under new numbers are added, those of a corrected file are known."""
    if sheet.agenda.state == AgendaState.DRAFT or context.previous is not None:
        return
    kinds = context.kinds_that_made(sheet.agenda)
    if kinds and not kinds & {"agenda", "pack"}:
        return
    standing = {row.number: title for title, row in sheet.standing if row.number and row.part == 1}
    both = [item for item in items if item.number in standing and item.part != "exempt"]
    others = [item for item in both if plain(item.title) != standing[item.number or ""]]
    if others and 2 * len(others) >= len(both):
        raise Clash(
            "This board has an agenda for that day with other items. Correct the day, keep the "
            "file as a document of another kind, or set it aside."
        )


def add_for(sheet: ImportedAgenda, *, title: str) -> AgendaItem:
    """Add an item for a paper that belongs to none of the printed ones."""
    row = _import_item(sheet, ParsedItem(None, title), parent=None)
    sheet.adding.settle()
    return row


def standing_for(sheet: ImportedAgenda, report: Report) -> AgendaItem | None:
    """The item of an existing agenda that has this report, or its title."""
    rows = [] if sheet.is_new else _all(sheet)
    for row in rows:
        if any(taken.report_id == report.id for taken in row.considerations):
            return row
    same = (row for row in rows if plain(row.title) == plain(report.title))
    return next((row for row in same if row.kind != ItemKind.HEADING), None)


def place(
    sheet: ImportedAgenda, row: AgendaItem, *, report: Report, context: ImportContext
) -> None:
    """Place a report on its item; a closed report closes an unpublished item."""
    if agendas.stands_on(sheet.agenda, report):
        return
    exempt = agendas.exempt_access(sheet.agenda)
    if report.is_held_back and row.id not in exempt:
        row = _closed_row(sheet, row, report=report, context=context)
    elif row.published_at is not None and row.id in exempt and not report.is_held_back:
        row = add_for(sheet, title=report.title)
    agenda_services.place_report(row, report=report, by=context.by)
    sheet.is_changed = True


def publish(sheet: ImportedAgenda, *, context: ImportContext) -> None:
    """Publish what was imported, dated as of the meeting; nothing if there is nothing new.

    An agenda that its clerk is still drafting stays a draft.
    """
    if not sheet.is_new and sheet.agenda.state == AgendaState.DRAFT:
        return
    if not (sheet.is_changed or (sheet.is_new and sheet.rows)):
        return
    numbers = {row.id: number for row, number in sheet.printed}
    agenda_services.keep_printed(sheet.agenda, by=context.by, numbers=numbers)
    agenda_services.publish(
        sheet.agenda,
        by=context.by,
        reason="" if sheet.is_new else "A past paper was brought in.",
        at=context.published_at(sheet.agenda.meeting.on_date),
        is_past_paper=True,
    )
    context.add_things(*agendas.rows_of(sheet.agenda))


def attend(meeting: Meeting, paper: ParsedPaper, *, context: ImportContext) -> None:
    """Record who was present, in attendance or sent apologies; an existing list is left alone."""
    if queries.attendance_of(meeting):
        return
    seats = {seat.person_id: seat for seat in queries.voting_seats(meeting)}
    came = (_came(meeting, *one, seats, context) for one in _people_listed(paper))
    services.record_list(meeting, came, by=context.by)
    _times(meeting, paper, context)


def _in_attendance(named: Named) -> Capacity:
    """The capacity of somebody in attendance: councillors are no officers."""
    return Capacity.OTHER if parts_of(named.name).is_councillor else Capacity.OFFICER


def _people_listed(paper: ParsedPaper) -> Iterator[tuple[Named, How, Capacity]]:
    for named in paper.present:
        yield named, How.PRESENT, Capacity.MEMBER
    for named in paper.in_attendance:
        yield named, How.PRESENT, _in_attendance(named)
    for named in paper.apologies:
        yield named, How.APOLOGIES, Capacity.MEMBER


def _came(
    meeting: Meeting,
    named: Named,
    how: How,
    capacity: Capacity,
    seats: Mapping[int, Seat],
    context: ImportContext,
) -> services.AttendanceEntry:
    is_officer = capacity == Capacity.OFFICER or named.role == "officer"
    person = person_of(
        named, board=meeting.board, seats=seats, context=context, is_officer=is_officer
    )
    return services.AttendanceEntry(
        how,
        person,
        name="" if person and person.full_name == named.name else named.name,
        organisation=named.organisation or "",
        seat=seats.get(person.id) if person else None,
        capacity=Capacity.SUBSTITUTE if named.role == "substitute" else capacity,
    )


def _times(meeting: Meeting, paper: ParsedPaper, context: ImportContext) -> None:
    """Record who presided and when it ended, if the minutes say so."""
    chairs = [one.name for one in (*paper.present, *paper.in_attendance) if one.role == "chair"]
    rows = queries.attendance_of(meeting)
    chair = next(
        (
            row.person
            for row in rows
            if row.person and chairs and chairs[0] in (row.name, row.person.full_name)
        ),
        None,
    )
    started, ended = _clock(paper.time), _clock(paper.end_time)
    if started and ended and ended < started:
        started = None
    services.set_times(
        meeting, by=context.by, started=started, ended=ended, chair=chair or meeting.chair
    )


def _without_closed_headings(item: ParsedItem) -> list[ParsedItem]:
    """Put the wording of a heading in Part II on the first item under it: headings stay open."""
    if item.part != "exempt" or not item.children:
        return [item]
    under = [replace(child, part="exempt") for child in item.children]
    said = "\n".join(filter(None, (item.title, item.text, under[0].text)))
    under[0] = replace(under[0], text=said)
    return [one for child in under for one in _without_closed_headings(child)]


def _import_item(
    sheet: ImportedAgenda, item: ParsedItem, *, parent: AgendaItem | None
) -> AgendaItem:
    row = _standing_already(sheet, item)
    if row is None:
        row = sheet.adding.add(
            title=item.title or f"Item {item.number or ''}".strip(),
            html=html_of(_without_papers(item.text)),
            kind=_kind(item),
            parent=parent,
            standing_key=_standing_key(item.title),
            pages=_pages(item),
        )
        sheet.is_changed = True
        if item.number:
            sheet.printed.append((row, item.number))
    sheet.rows.append((item, row))
    for child in item.children:
        _import_item(sheet, child, parent=parent or row)
    return row


def _without_papers(text: str) -> str:
    """The text below an item without the lines in which our agendas name its report: the report
    that is placed on it says both itself."""
    return "\n".join(line for line in text.splitlines() if not _NAMES_REPORT.fullmatch(line))


def _standing_already(sheet: ImportedAgenda, item: ParsedItem) -> AgendaItem | None:
    taken = {row.id for _, row in sheet.rows}
    wanted = plain(item.title)
    same = (row for title, row in sheet.standing if title == wanted and row.id not in taken)
    return next(same, None)


def _close_items(sheet: ImportedAgenda, *, context: ImportContext) -> None:
    for item, row in sheet.rows:
        if item.part == "exempt" and not item.children and row.published_at is None:
            _close(row, said=f"{item.title}\n{item.text}", context=context)


def _close(row: AgendaItem, *, said: str, context: ImportContext) -> None:
    if row.part == 2:
        return
    agenda_services.make_exempt(
        row,
        by=context.by,
        paragraphs=closed.paragraphs_in(said),
        public_interest=GROUNDS,
        open_title=EXEMPT_TITLE,
    )


def _closed_row(
    sheet: ImportedAgenda, row: AgendaItem, *, report: Report, context: ImportContext
) -> AgendaItem:
    if row.published_at is not None or row.kind == ItemKind.HEADING or row.considerations:
        row = add_for(sheet, title=report.title)
    _close(row, said="\n".join(section.text for section in report.sections), context=context)
    return row


def _number_exclusion(sheet: ImportedAgenda, items: list[ParsedItem]) -> None:
    """Give the automatic exclusion the number it was printed with."""
    if sheet.is_new and all(row.part == 1 for _, row in sheet.rows):
        return
    printed = next((item.number for item in items if _is_exclusion(item, items)), None)
    for row in agendas.rows_of(sheet.agenda):
        if row.kind == ItemKind.EXCLUSION and row.published_at is None:
            sheet.printed.append((row, printed or ""))


def _is_exclusion(item: ParsedItem, items: list[ParsedItem]) -> bool:
    if not _EXCLUSION.search(item.title) or item.children:
        return False
    others = (one for one in closed.every(items) if one is not item)
    return any(one.part == "exempt" and not one.children for one in others)


def _kind(item: ParsedItem) -> ItemKind:
    if item.children:
        return ItemKind.HEADING
    key = _standing_key(item.title)
    if key == "minutes":
        return ItemKind.MINUTES
    return ItemKind.STANDING if key else ItemKind.ORDINARY


def _standing_key(title: str) -> str:
    found = (key for key, words in _STANDING if re.search(words, title, re.IGNORECASE))
    return next(found, "")


def _pages(item: ParsedItem) -> str:
    if item.page_from is None:
        return ""
    if item.page_to in (None, item.page_from):
        return str(item.page_from)
    return f"{item.page_from} - {item.page_to}"


def _all(sheet: ImportedAgenda) -> list[AgendaItem]:
    db.session.flush()
    return list(agendas.walk(agendas.items_of(sheet.agenda)))


def _clock(said: str | None) -> time | None:
    return time.fromisoformat(said) if said else None
