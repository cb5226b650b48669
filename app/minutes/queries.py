"""Finding minutes, what a reader sees of them, and what still stands against publishing them."""

from collections.abc import Sequence
from datetime import date
from itertools import chain
from typing import Any, TypeVar

from sqlalchemy import Integer, bindparam, func, select, tuple_
from sqlalchemy.orm import joinedload, selectinload

from app.agendas import queries as agendas
from app.agendas.models import (
    AgendaItem,
    AgendaItemExempt,
    Consideration,
    ItemKind,
)
from app.boards.models import SeatRole
from app.foundation import clock
from app.foundation.db import db
from app.foundation.exports.wording import day
from app.foundation.limbs import without_that
from app.foundation.permissions import Access, Scope
from app.foundation.questions import ask
from app.foundation.richtext.dialect import is_blank
from app.meetings import queries as meetings
from app.meetings.models import TAKING_PLACE, Attendance, Meeting
from app.meetings.workflow import not_yet_begun
from app.minutes.events import ActionsAsked, ToDo
from app.minutes.models import (
    Minute,
    MinuteExempt,
    Minutes,
    MinutesState,
    ResolutionKind,
)
from app.minutes.references import key_of
from app.minutes.summarising import published_without_summary
from app.minutes.wording import StandardWording, standard_for

__all__ = ["published_without_summary"]

Named = TypeVar("Named", Meeting, Minute)
BEING_WRITTEN = (MinutesState.DRAFT, MinutesState.WITH_CHAIR)
NOT_AGREED_AT = "Not agreed at the meeting of"
AGREED = (MinutesState.APPROVED, MinutesState.SIGNED)


def minutes_of(meeting: Meeting) -> Minutes | None:
    """The minutes of a meeting, once they are begun."""
    return db.session.scalar(select(Minutes).where(Minutes.meeting_id == meeting.id))


def to_do_under(minute_ids: Sequence[int], scope: Scope | None) -> dict[int, list[ToDo]]:
    """The actions under these minutes, by minute, as far as this reader may see them."""
    told = ask(ActionsAsked(tuple(minute_ids), scope))
    return dict(chain.from_iterable(one.items() for one in told))


def is_draft(minutes: Minutes) -> bool:
    """Whether these minutes still wait to be agreed by the board.

    Past papers were agreed on paper.
    """
    return minutes.state not in AGREED and not minutes.is_past_paper


def meetings_that_may_agree(minutes: Minutes) -> list[Meeting]:
    """The board's later meetings that have taken place and are suitable, the next first."""
    meeting = minutes.meeting
    when = tuple_(Meeting.on_date, Meeting.starts_at, Meeting.id)
    chosen = select(Meeting).where(
        Meeting.board_id == meeting.board_id,
        when > tuple_(meeting.on_date, meeting.starts_at, meeting.id),
        Meeting.on_date <= clock.today(),
        Meeting.state.in_(TAKING_PLACE),
    )
    later = db.session.scalars(chosen.order_by(Meeting.on_date, Meeting.starts_at, Meeting.id))
    return [one for one in later if meetings.may_agree_minutes(one)]


def waiting_for_approval(meeting: Meeting) -> list[Minutes]:
    """The board's published minutes of earlier meetings that are not agreed, the earliest first."""
    return list(
        db.session.scalars(
            select(Minutes)
            .join(Meeting, Meeting.id == Minutes.meeting_id)
            .where(
                Meeting.board_id == meeting.board_id,
                Meeting.on_date < meeting.on_date,
                Minutes.state == MinutesState.PUBLISHED,
                Minutes.is_past_paper.is_(False),
            )
            .order_by(Meeting.on_date, Meeting.starts_at, Meeting.id)
        )
    )


def standing_of(minutes: Minutes) -> dict[str, Any]:
    """Whether and where the board has agreed them, or not, as a publication keeps it."""
    agreed = _named(Meeting, minutes.approved_at_meeting_id)
    refused = _named(Meeting, minutes.not_agreed_at_meeting_id)
    minute = _named(Minute, minutes.approved_by_minute_id)
    return {
        "is_draft": is_draft(minutes),
        "agreed": _at(agreed, minute=minute.printed if minute else "") if agreed else None,
        "not_agreed": _at(refused, reason=minutes.not_agreed_reason) if refused else None,
    }


def _named(kind: type[Named], thing_id: int | None) -> Named | None:
    return db.session.get(kind, thing_id) if thing_id else None


def _at(meeting: Meeting, **more: str) -> dict[str, Any]:
    return {"meeting_id": meeting.id, "on": meeting.on_date.isoformat(), **more}


def agreed_in_words(agreed: dict[str, Any]) -> str:
    """As in: Agreed as a correct record at the meeting of 8 December 2026, minute SAF70."""
    minute = f", minute {agreed['minute']}" if agreed["minute"] else ""
    on = day(date.fromisoformat(agreed["on"]))
    return f"Agreed as a correct record at the meeting of {on}{minute}."


def not_agreed_in_words(refused: dict[str, Any]) -> str:
    """As in: Not agreed at the meeting of 8 December 2026: the vote is recorded wrongly."""
    on = day(date.fromisoformat(refused["on"]))
    return f"{NOT_AGREED_AT} {on}: {refused['reason']}"


def exempt_rows(minutes: Minutes) -> list[MinuteExempt]:
    """All exempt wording of these minutes, for services."""
    chosen = select(MinuteExempt).join(Minute, Minute.id == MinuteExempt.minute_id)
    return list(db.session.scalars(chosen.where(Minute.minutes_id == minutes.id)))


def numbered(reference: str, *, scope: Scope) -> list[Minute]:
    """The minutes with this number that a reader may see, of whatever board and year."""
    key = key_of(reference)
    chosen = select(Minute).where(Minute.printed_key == key, Minute.visible_to(scope))
    return list(db.session.scalars(chosen.order_by(Minute.id.desc()))) if key else []


def entries_of(minutes: Minutes, *, scope: Scope | None = None) -> list[Minute]:
    """The numbered minutes in order, with items and resolutions: all, or those of a reader."""
    parameters = {"minutes_id": minutes.id}
    if scope is None:
        return list(db.session.scalars(_ENTRIES, parameters))
    return list(db.session.scalars(_ENTRIES_READ, parameters | scope.parameters))


_ENTRIES = (
    select(Minute)
    .where(Minute.minutes_id == bindparam("minutes_id", type_=Integer))
    .options(
        joinedload(Minute.item).joinedload(AgendaItem.parent),
        selectinload(Minute.resolutions),
    )
    .order_by(Minute.position, Minute.id)
)
_ENTRIES_READ = _ENTRIES.where(Minute.visible())


def exempt_of(minutes: Minutes, *, scope: Scope) -> dict[int, MinuteExempt]:
    """The exempt wording that this reader may read, by minute; callers log the view."""
    found = db.session.scalars(
        select(MinuteExempt)
        .join(Minute, Minute.id == MinuteExempt.minute_id)
        .where(Minute.minutes_id == minutes.id, MinuteExempt.visible_to(scope))
    )
    return {row.minute_id: row for row in found}


def exempt_wording(minute: Minute) -> MinuteExempt | None:
    """The exempt wording of a minute, for services; pages go through access."""
    return db.session.scalar(select(MinuteExempt).where(MinuteExempt.minute_id == minute.id))


def items_to_minute(meeting: Meeting) -> list[AgendaItem]:
    """The items that take a minute, in order: all but group headings, sub-items too."""
    agenda = agendas.agenda_of(meeting)
    if agenda is None:
        return []
    items = agendas.walk(agendas.items_of(agenda))
    return [item for item in items if not _is_heading(item)]


def _is_heading(item: AgendaItem) -> bool:
    """Whether it is a group heading, by its kind or because only sub-items stand under it."""
    bare = not item.considerations and is_blank(item.text) and item.part == 1
    return item.kind == ItemKind.HEADING or (bare and bool(item.children))


def exempt_titles(items: Sequence[AgendaItem]) -> dict[int, AgendaItemExempt]:
    """The exempt wordings of these items, for services."""
    wanted = [item.id for item in items if is_exempt(item)]
    if not wanted:
        return {}
    chosen = select(AgendaItemExempt).where(AgendaItemExempt.item_id.in_(wanted))
    return {row.item_id: row for row in db.session.scalars(chosen)}


def standard_wording(minute: Minute, *, attendance: Sequence[Attendance]) -> StandardWording | None:
    """The standard wording that fits a minute's item, with names and dates filled in."""
    last = None
    if minute.item is not None and "minutes" in (minute.item.kind.value, minute.item.standing_key):
        last = meetings.last_before(minute.minutes.meeting)
    return standard_for(minute.item, attendance=attendance, last_on=last.on_date if last else None)


def is_inquorate(minutes: Minutes, attendance: list[Attendance]) -> bool:
    """Whether too few voting members came (1972 Act, Schedule 12, paragraphs 6 and 45). Nobody
    says so of past papers, nor before anybody's attendance is recorded, nor before the day."""
    if minutes.is_past_paper or not attendance or not_yet_begun(minutes.meeting):
        return False
    meeting = minutes.meeting
    return not meetings.quorum_at(meeting, attendance, meetings.voting_seats(meeting)).is_met


def roles_at(meeting: Meeting) -> dict[int, SeatRole]:
    """The seats held on the day of a meeting, by person."""
    return {seat.person_id: seat.role for seat in meetings.voting_seats(meeting)}


def edition_of(minutes: Minutes) -> int:
    """A number that grows with every change to these minutes, to detect an outdated page."""
    of_entries = select(func.sum(Minute.version)).where(Minute.minutes_id == minutes.id)
    of_exempt = (
        select(func.sum(MinuteExempt.version))
        .join(Minute, Minute.id == MinuteExempt.minute_id)
        .where(Minute.minutes_id == minutes.id)
    )
    parts = (db.session.scalar(chosen) or 0 for chosen in (of_entries, of_exempt))
    return minutes.version + sum(parts)


def is_exempt(item: AgendaItem | None) -> bool:
    """Whether it was taken after the press and public were excluded."""
    return item is not None and (item.part == 2 or item.access != Access.OPEN)


def is_written(minute: Minute) -> bool:
    """Whether anything has been recorded in it."""
    return bool(minute.text or minute.resolutions or minute.outcome)


def waiting_for_numbers(entries: Sequence[Minute]) -> list[Minute]:
    """The minutes that were begun before the day of the meeting and have no number yet."""
    return [entry for entry in entries if entry.number is None and not entry.printed]


def limbs_of(minute: Minute) -> dict[ResolutionKind, list[str]]:
    """What a minute resolves and what it recommends, limb by limb."""
    return {
        kind: [without_that(one.text) for one in minute.resolutions if one.kind == kind]
        for kind in ResolutionKind
    }


def sent_to(minute: Minute) -> set[tuple[int | None, int | None]]:
    """The board and the meeting to which the reports of its item are referred now."""
    chosen = select(Consideration.referred_to_id, Consideration.deferred_to_id)
    rows = db.session.execute(chosen.where(Consideration.item_id == minute.item_id))
    return {(board_id, meeting_id) for board_id, meeting_id in rows}


def name_of(minute: Minute) -> str:
    """A minute as its clerk calls it, by its open heading."""
    return f"{minute.printed} {minute.heading}".strip()
