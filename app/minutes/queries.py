"""Finding minutes, what a reader sees of them, and what still stands against publishing them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import Integer, bindparam, func, select
from sqlalchemy.orm import joinedload, selectinload

from app.agendas import queries as agendas
from app.agendas.models import (
    AgendaItem,
    AgendaItemExempt,
    AgendaState,
    Consideration,
    ItemKind,
    Outcome,
)
from app.boards.models import SeatRole
from app.foundation import clock
from app.foundation.db import db
from app.foundation.exports.wording import day
from app.foundation.readable import Access, Reach
from app.foundation.richtext.dialect import is_blank
from app.meetings import queries as meetings
from app.meetings.models import TAKING_PLACE, Attendance, Meeting, MeetingState
from app.minutes.models import (
    Minute,
    MinuteExempt,
    Minutes,
    MinutesState,
    ResolutionKind,
)
from app.minutes.wording import Standard, standard_for

Named = TypeVar("Named", Meeting, Minute)
BEING_WRITTEN = (MinutesState.DRAFT, MinutesState.WITH_CHAIR)
AGREED = (MinutesState.APPROVED, MinutesState.SIGNED)


def minutes_of(meeting: Meeting) -> Minutes | None:
    """The minutes of a meeting, once they are begun."""
    return db.session.scalar(select(Minutes).where(Minutes.meeting_id == meeting.id))


def is_draft(minutes: Minutes) -> bool:
    """Whether these minutes still wait for the board to take them as its record.

    Past papers were agreed on paper; all others wait until somebody records that they were.
    """
    return minutes.state not in AGREED and not minutes.is_past_paper


def meetings_that_may_agree(minutes: Minutes) -> list[Meeting]:
    """The board's later meetings that have taken place, the next first."""
    meeting = minutes.meeting
    return list(
        db.session.scalars(
            select(Meeting)
            .where(
                Meeting.board_id == meeting.board_id,
                Meeting.id != meeting.id,
                Meeting.on_date >= meeting.on_date,
                Meeting.on_date <= clock.today(),
                Meeting.state.in_(TAKING_PLACE),
            )
            .order_by(Meeting.on_date, Meeting.id)
        )
    )


def waiting_for_approval(meeting: Meeting) -> list[Minutes]:
    """What the board published of its earlier meetings and has not agreed, the earliest first."""
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
            .order_by(Meeting.on_date, Meeting.id)
        )
    )


def standing_of(minutes: Minutes) -> dict[str, Any]:
    """Whether the board has taken them as its record, and where that is recorded."""
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
    """Agreed as a correct record at the meeting of 8 December 2026, minute SAF70."""
    minute = f", minute {agreed['minute']}" if agreed["minute"] else ""
    on = day(date.fromisoformat(agreed["on"]))
    return f"Agreed as a correct record at the meeting of {on}{minute}."


def not_agreed_in_words(refused: dict[str, Any]) -> str:
    """Not agreed at the meeting of 8 December 2026: the vote is recorded wrongly."""
    on = day(date.fromisoformat(refused["on"]))
    return f"Not agreed at the meeting of {on}: {refused['reason']}"


def exempt_rows(minutes: Minutes) -> list[MinuteExempt]:
    """All exempt wording of these minutes, for services."""
    chosen = select(MinuteExempt).join(Minute, Minute.id == MinuteExempt.minute_id)
    return list(db.session.scalars(chosen.where(Minute.minutes_id == minutes.id)))


def entries_of(minutes: Minutes, *, reach: Reach | None = None) -> list[Minute]:
    """The numbered minutes in order, with items and resolutions: all, or those of a reader."""
    asked = {"minutes_id": minutes.id}
    if reach is None:
        return list(db.session.scalars(_ENTRIES, asked))
    return list(db.session.scalars(_ENTRIES_READ, asked | reach.parameters))


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


def exempt_of(minutes: Minutes, *, reach: Reach) -> dict[int, MinuteExempt]:
    """The exempt wording that this reader may read, by minute; whoever shows it records that."""
    found = db.session.scalars(
        select(MinuteExempt)
        .join(Minute, Minute.id == MinuteExempt.minute_id)
        .where(Minute.minutes_id == minutes.id, MinuteExempt.visible_to(reach))
    )
    return {row.minute_id: row for row in found}


def exempt_wording(minute: Minute) -> MinuteExempt | None:
    """The exempt wording of a minute, for services; pages go through access."""
    return db.session.scalar(select(MinuteExempt).where(MinuteExempt.minute_id == minute.id))


def items_to_minute(meeting: Meeting) -> list[AgendaItem]:
    """The items that take a minute, in order: all but group headings, sub-items too (R11.1)."""
    agenda = agendas.agenda_of(meeting)
    if agenda is None:
        return []
    items = agendas.walk(agendas.items_of(agenda))
    return [item for item in items if not _is_heading(item)]


def _is_heading(item: AgendaItem) -> bool:
    """A group heading, by its kind or because nothing but sub-items stands under it."""
    bare = not item.considerations and is_blank(item.text) and item.part == 1
    return item.kind == ItemKind.HEADING or (bare and bool(item.children))


def exempt_titles(items: Sequence[AgendaItem]) -> dict[int, AgendaItemExempt]:
    """The exempt wordings of these items, for services."""
    wanted = [item.id for item in items if is_exempt(item)]
    if not wanted:
        return {}
    chosen = select(AgendaItemExempt).where(AgendaItemExempt.item_id.in_(wanted))
    return {row.item_id: row for row in db.session.scalars(chosen)}


def standard_wording(minute: Minute, *, attendance: Sequence[Attendance]) -> Standard | None:
    """The standard wording that fits a minute's item, with names and dates filled in."""
    last = None
    if minute.item is not None and "minutes" in (minute.item.kind.value, minute.item.standing_key):
        last = meetings.last_before(minute.minutes.meeting)
    return standard_for(minute.item, attendance=attendance, last_on=last.on_date if last else None)


def roles_at(meeting: Meeting) -> dict[int, SeatRole]:
    """The seats held on the day of a meeting, by person."""
    return {seat.person_id: seat.role for seat in meetings.voting_seats(meeting)}


@dataclass(frozen=True)
class Check:
    """One finding before minutes are published; an error stops them, a warning is recorded."""

    level: str
    """error or warning."""
    code: str
    sentence: str
    minute_id: int | None = None


def checks(minutes: Minutes) -> list[Check]:
    """What stands against publishing these minutes, errors first."""
    entries = entries_of(minutes)
    reported = _items_with_reports(minutes)
    found = [check for entry in entries for check in _about(entry, reported)]
    found += _about_exclusion(entries)
    found += _about_headings(entries)
    found += _about_meeting(minutes, entries)
    found += _about_grounds(minutes, entries)
    found += _about_notice(minutes, entries)
    found += _about_called_off(minutes.meeting)
    return sorted(found, key=lambda check: check.level != "error")


def edition_of(minutes: Minutes) -> int:
    """A number that grows with every change to the minutes or to any wording in them."""
    of_entries = select(func.sum(Minute.version)).where(Minute.minutes_id == minutes.id)
    of_exempt = (
        select(func.sum(MinuteExempt.version))
        .join(Minute, Minute.id == MinuteExempt.minute_id)
        .where(Minute.minutes_id == minutes.id)
    )
    parts = (db.session.scalar(chosen) or 0 for chosen in (of_entries, of_exempt))
    return minutes.version + sum(parts)


def is_exempt(item: AgendaItem | None) -> bool:
    """Taken after the press and public were excluded."""
    return item is not None and (item.part == 2 or item.access != Access.OPEN)


def is_written(minute: Minute) -> bool:
    """Something has been recorded under this number."""
    return bool(minute.text or minute.resolutions or minute.outcome)


def limbs_of(minute: Minute) -> dict[ResolutionKind, list[str]]:
    """What a minute resolves and what it recommends, limb by limb."""
    return {
        kind: [one.text for one in minute.resolutions if one.kind == kind]
        for kind in ResolutionKind
    }


def sent_to(minute: Minute) -> set[tuple[int | None, int | None]]:
    """The board and the meeting to which the reports of its item went, as they are stored now."""
    chosen = select(Consideration.referred_to_id, Consideration.deferred_to_id)
    rows = db.session.execute(chosen.where(Consideration.item_id == minute.item_id))
    return {(board_id, meeting_id) for board_id, meeting_id in rows}


def name_of(minute: Minute) -> str:
    """A minute as its clerk calls it, by its open heading."""
    return f"{minute.printed} {minute.heading}".strip()


def _items_with_reports(minutes: Minutes) -> set[int]:
    chosen = select(Consideration.item_id).join(Minute, Minute.item_id == Consideration.item_id)
    return set(db.session.scalars(chosen.where(Minute.minutes_id == minutes.id)))


def _about(minute: Minute, reported: set[int]) -> list[Check]:
    found, item, name = [], minute.item, name_of(minute)
    if item is not None and item.is_late and not item.late_reason.strip():
        words = "record why the chair took it as a matter of urgency (section 100B(4)(b))."
        found.append(Check("error", "late", f"{name}: {words}", minute.id))
    if not minute.text and not minute.resolutions:
        found.append(Check("warning", "empty", f"{name} has no text yet.", minute.id))
    elif not minute.resolutions and (minute.item_id in reported or minute.outcome in _DECIDED):
        found.append(Check("warning", "unresolved", f"{name}: nothing is resolved.", minute.id))
    return found


def _about_exclusion(entries: Sequence[Minute]) -> list[Check]:
    """No exempt business without the resolution to exclude press and public (R3.3)."""
    resolved = [
        one.text
        for entry in entries
        if entry.item is not None and entry.item.kind == ItemKind.EXCLUSION
        for one in entry.resolutions
    ]
    if resolved:
        return _not_named(entries, " ".join(resolved))
    words = "is exempt, but no resolution to exclude press and public is recorded (section 100A)."
    return [
        Check("error", "exclusion", f"{name_of(entry)} {words}", entry.id)
        for entry in entries
        if is_exempt(entry.item)
    ]


def _not_named(entries: Sequence[Minute], words: str) -> list[Check]:
    """The resolution identifies the proceedings it is for: by item, minute or heading."""
    said = "is exempt, but the resolution to exclude press and public does not name it (section"
    return [
        Check("warning", "uncovered", f"{name_of(entry)} {said} 100A(5)(a)).", entry.id)
        for entry in entries
        if entry.item is not None
        and is_exempt(entry.item)
        and not entry.item.is_named_in(words)
        and not (entry.printed and entry.printed in words)
        and entry.heading.casefold() not in words.casefold()
    ]


def _about_headings(entries: Sequence[Minute]) -> list[Check]:
    """No open heading says what the exempt title of its item says (s100B(2))."""
    titles = exempt_titles([entry.item for entry in entries if entry.item is not None])
    words = "its open heading is the exempt title of its item. Give it a heading all may read."
    return [
        Check("error", "exempt-heading", f"{entry.printed}: {words}".removeprefix(": "), entry.id)
        for entry in entries
        if entry.item_id in titles
        and _same(entry.heading, titles[entry.item_id].title)
        and not _same(entry.heading, entry.item.title if entry.item else "")
    ]


def _same(heading: str, title: str) -> bool:
    return " ".join(heading.split()).casefold() == " ".join(title.split()).casefold()


def _about_meeting(minutes: Minutes, entries: Sequence[Minute]) -> list[Check]:
    meeting, found = minutes.meeting, []
    if not entries:
        found.append(Check("error", "nothing", "There is nothing to publish: no minute yet."))
    if meeting.state == MeetingState.PLANNED and meeting.on_date > clock.today():
        found.append(Check("error", "not-held", "This meeting has not taken place yet."))
    if meeting.chair_id is None:
        said = "It is not recorded who was in the chair. Give it on the page of the attendance."
        found.append(Check("warning", "chair", said))
    attendance = meetings.attendance_of(meeting)
    quorum = meetings.quorum_at(meeting, attendance, meetings.voting_seats(meeting))
    if not attendance:
        found.append(Check("warning", "attendance", "Nobody’s attendance is recorded."))
    elif not quorum.is_met:
        said = f"{quorum.present} voting members present, quorum {quorum.needed}"
        found.append(Check("warning", "quorum", f"The meeting was inquorate: {said}."))
    return found


def _about_grounds(minutes: Minutes, entries: Sequence[Minute]) -> list[Check]:
    """Exempt business names its paragraph of Schedule 12A (R3.3); what is confidential has none."""
    if not minutes.meeting.board.has_statutory_access:
        return []
    closed = exempt_titles([entry.item for entry in entries if entry.item is not None])
    words = "is exempt, but no paragraph of Schedule 12A is given for its item (section 100A(5))."
    return [
        Check("error", "grounds", f"{name_of(entry)} {words}", entry.id)
        for entry in entries
        if entry.item is not None
        and entry.item_id in closed
        and closed[entry.item_id].access == Access.EXEMPT
        and not entry.item.paragraphs
    ]


def _about_notice(minutes: Minutes, entries: Sequence[Minute]) -> list[Check]:
    """Business nobody gave notice of was taken as a matter of urgency, or not at all (R4.1)."""
    if not minutes.meeting.board.has_statutory_access or not _has_been_issued(minutes.meeting):
        return []
    words = (
        "was not on the agenda that was published. Record why the chair took it as a matter of "
        "urgency (section 100B(4)(b))."
    )
    return [
        Check("error", "late", f"{name_of(entry)} {words}", entry.id)
        for entry in entries
        if entry.item is not None
        and entry.item.published_at is None
        and not entry.item.is_late
        and entry.item.kind != ItemKind.EXCLUSION
    ]


def _has_been_issued(meeting: Meeting) -> bool:
    agenda = agendas.agenda_of(meeting)
    return agenda is not None and agenda.state == AgendaState.PUBLISHED


def _about_called_off(meeting: Meeting) -> list[Check]:
    if meeting.state not in (MeetingState.CANCELLED, MeetingState.POSTPONED):
        return []
    words = f"This meeting was {meeting.state.value}: it has no minutes to publish."
    return [Check("error", "called-off", words)]


_DECIDED = frozenset({Outcome.APPROVED, Outcome.AMENDED, Outcome.REFERRED})
