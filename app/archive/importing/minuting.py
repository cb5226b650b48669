"""From past minutes to the minutes of the board's meeting, under their printed numbers."""

import re
from dataclasses import dataclass
from datetime import datetime

from app.actions import services as action_services
from app.agendas import queries as agendas
from app.agendas.models import AgendaItem
from app.archive.importing import closed, meetings
from app.archive.importing.boards import board_of
from app.archive.importing.context import ImportContext
from app.archive.importing.names import parts_of
from app.archive.importing.renewing import renew_minute
from app.archive.importing.texts import minute_html, plain
from app.archive.paper import ParsedAction, ParsedItem, ParsedPaper
from app.boards.models import MinuteNumbering
from app.foundation import clock
from app.meetings.models import Meeting
from app.minutes import queries, services
from app.minutes.models import Minute, Minutes, ResolutionKind
from app.minutes.services import MinutesBeingAdded
from app.people.queries import organisation_named, person_named

EXEMPT_HEADING = "Exempt minute"
_PRINTED = re.compile(r"^[A-Za-z]{0,6}[ .]?(?P<number>\d{1,5})(?:/(?P<period>\d{2,4}(?:-\d\d)?))?$")


@dataclass(frozen=True)
class Number:
    """A printed number: the count, and the period it is counted in."""

    number: int | None
    period: str
    printed: str


def import_minutes(
    paper: ParsedPaper, *, context: ImportContext, is_closed: bool = False
) -> Minutes | None:
    """Import minutes with attendance, resolutions and actions; existing ones are kept.

    Minutes without a date, or with a future one, are only kept as a document.
    """
    if paper.date is None or paper.date > clock.today():
        return None
    numbers = [item.number for item in paper.items if item.number]
    board = board_of(paper.board, on=paper.date, context=context, minutes=numbers)
    meeting = meetings.meeting_of(board, paper, on=paper.date, context=context)
    meetings.plan_next(board, paper.next_meeting, context=context)
    standing = queries.minutes_of(meeting)
    if standing is not None:
        _renew(standing, paper, is_closed=is_closed, context=context)
        context.add_things(standing, *queries.entries_of(standing))
        return standing
    meetings.attend(meeting, paper, context=context)
    at = context.published_at(paper.date)
    minutes = services.begin_minutes(meeting, by=context.by, at=at, from_agenda=False)
    context.add_things(minutes)
    rows = _items_by_title(meeting)
    is_closed = is_closed or closed.is_closed(paper)
    adding = MinutesBeingAdded(minutes, by=context.by, at=at)
    for item in paper.items:
        minute = _import_minute(adding, item, rows, is_closed=is_closed, at=at, context=context)
        context.add_things(minute)
    adding.settle()
    services.publish(minutes, by=context.by, at=at, is_past_paper=True)
    return minutes


def _renew(
    standing: Minutes, paper: ParsedPaper, *, is_closed: bool, context: ImportContext
) -> None:
    """Give existing minutes the corrected words of those that are open."""
    read = {item.number: item for item in paper.items if item.number}
    for minute in queries.entries_of(standing):
        item = read.get(minute.printed)
        if item is None or is_closed or _is_exempt(item) or queries.exempt_wording(minute):
            continue
        renew_minute(
            minute,
            heading=item.title or "Minute",
            html=minute_html(item),
            limbs=_limbs_of(item),
            context=context,
        )


def _is_exempt(item: ParsedItem) -> bool:
    return any(one.part == "exempt" for one in closed.every([item]))


def _limbs_of(item: ParsedItem) -> tuple[list[str], list[str]]:
    """What was resolved and what was recommended, under a minute and its sub-headings."""
    every = list(closed.every([item]))
    resolved = [limb for one in every for limb in one.resolved]
    return resolved, [limb for one in every for limb in one.recommended]


def _import_minute(
    adding: MinutesBeingAdded,
    item: ParsedItem,
    rows: dict[str, AgendaItem],
    *,
    is_closed: bool,
    at: datetime,
    context: ImportContext,
) -> Minute:
    number = _number_of(adding, item.number)
    is_closed = is_closed or _is_exempt(item)
    heading, html = item.title or "Minute", minute_html(item)
    minute = adding.add(
        heading=EXEMPT_HEADING if is_closed else heading,
        html="" if is_closed else html,
        item=None if is_closed else rows.pop(plain(item.title), None),
        number=number.number,
        printed=number.printed,
        period=number.period,
    )
    if is_closed:
        _keep_closed(minute, item, heading, html, at=at, context=context)
    else:
        _resolve(minute, item, at=at, context=context)
    _promise(minute, item, at=at, context=context)
    return minute


def _number_of(adding: MinutesBeingAdded, printed: str | None) -> Number:
    """The printed number; if it is taken on this board, as text only."""
    said = (printed or "").strip()
    found = _PRINTED.match(said)
    board, day = adding.minutes.meeting.board, adding.minutes.meeting.on_date
    period = adding.period
    if found is None:
        return Number(None, period, said)
    if found["period"] and board.numbering == MinuteNumbering.NEVER:
        period = found["period"]
    number = int(found["number"])
    for free in (period, day.isoformat()):
        if not adding.is_taken(number, period=free):
            return Number(number, free, said)
    return Number(None, period, said)


def _keep_closed(
    minute: Minute,
    item: ParsedItem,
    heading: str,
    html: str,
    *,
    at: datetime,
    context: ImportContext,
) -> None:
    limbs = [limb for one in closed.every([item]) for limb in (*one.resolved, *one.recommended)]
    services.write_exempt(
        minute, by=context.by, heading=heading, html=html, resolved="\n".join(limbs), at=at
    )


def _resolve(minute: Minute, item: ParsedItem, *, at: datetime, context: ImportContext) -> None:
    kinds = (ResolutionKind.RESOLVED, ResolutionKind.RECOMMENDED)
    for kind, limbs in zip(kinds, _limbs_of(item), strict=True):
        if limbs:
            services.set_resolutions(minute, by=context.by, kind=kind, limbs=limbs, at=at)


def _promise(minute: Minute, item: ParsedItem, *, at: datetime, context: ImportContext) -> None:
    for one in closed.every([item]):
        for action in one.actions:
            _add_action(minute, action, at=at, context=context)


def _add_action(
    minute: Minute, said: ParsedAction, *, at: datetime, context: ImportContext
) -> None:
    """Add an action: its owner by full name or organisation, else as printed."""
    words = (said.owner or "").strip()
    name = parts_of(words)
    person = person_named(name.name) if name.is_full else None
    organisation = organisation_named(words) if words and person is None else None
    if not said.text.strip():
        return
    context.add_things(
        action_services.add_action(
            by=context.by,
            board=minute.minutes.meeting.board,
            text=said.text,
            minute=minute,
            person=person,
            organisation=organisation,
            owner_words=words,
            due_on=said.due_on,
            due_words=said.due or "",
            made_on=minute.minutes.meeting.on_date,
            at=at,
        )
    )


def _items_by_title(meeting: Meeting) -> dict[str, AgendaItem]:
    agenda = agendas.agenda_of(meeting)
    if agenda is None:
        return {}
    rows = agendas.walk(agendas.items_of(agenda))
    return {plain(row.title): row for row in rows if row.part == 1}
