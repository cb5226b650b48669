"""What the council does about minutes: begin, number, write, resolve, and publish them."""

from datetime import datetime
from typing import Literal

from sqlalchemy import select

from app.agendas.models import Agenda, AgendaItem, ItemKind, Outcome
from app.agendas.queries import agenda_of
from app.agendas.services import record_outcome
from app.boards.models import Board
from app.foundation import audit, clock, events
from app.foundation.db import db
from app.foundation.errors import Conflict, Refused
from app.foundation.locking import as_seen, lock_rows
from app.foundation.richtext.dialect import clean, is_blank
from app.meetings import queries as meetings
from app.meetings import services as meeting_services
from app.meetings.models import Meeting, MeetingState
from app.meetings.workflow import not_yet_begun
from app.minutes import (
    approving,
    checking,
    citing,
    excluding,
    keeping,
    numbering,
    publishing,
    queries,
    summarising,
    urgent,
)
from app.minutes.adding import MinutesBeingAdded, heading_of
from app.minutes.events import MinutesPublished
from app.minutes.keeping import RECOMMENDED, RESOLVED
from app.minutes.models import Minute, MinuteExempt, Minutes, ResolutionKind
from app.minutes.urgent import Urgency
from app.minutes.wording import limb_of
from app.minutes.workflow import moves
from app.people.models import Person

__all__ = ["MinutesBeingAdded", "Urgency"]
OFF = (MeetingState.CANCELLED, MeetingState.POSTPONED)


def begin_minutes(
    meeting: Meeting, *, by: Person | None, at: datetime | None = None, from_agenda: bool = True
) -> Minutes:
    """Begin the record: a minute for every item that takes one; nobody is present yet.

    Before the day it is a skeleton, whose minutes are numbered from the day on. Past papers bring
    their own numbers and attendance: they begin without the agenda's items.
    """
    lock_rows(meeting)
    begun = queries.minutes_of(meeting)
    if begun is not None:
        return begun
    if meeting.state in OFF:
        raise Refused(f"This meeting was {meeting.state.value}; it has no minutes.")
    minutes = Minutes(meeting_id=meeting.id)
    db.session.add(minutes)
    db.session.flush()
    audit.record(by, "begin", minutes, at=at)
    if from_agenda:
        _minute_items(minutes, by=by, at=at)
    return minutes


def minute_new_items(minutes: Minutes, *, by: Person | None, at: datetime | None = None) -> int:
    """Add the items that came onto the agenda after the minutes were begun, and from the day of
    the meeting on number what has no number yet; returns how many were."""
    lock_rows(minutes)
    publishing.refuse_if_agreed(minutes)
    waiting = queries.waiting_for_numbers(queries.entries_of(minutes))
    added = _minute_items(minutes, by=by, at=at)
    if not_yet_begun(minutes.meeting) or not waiting:
        return added
    return numbering.number_in_order(minutes, by=by, at=at)


def add_minute(
    minutes: Minutes,
    *,
    by: Person | None,
    heading: str,
    html: str = "",
    item: AgendaItem | None = None,
    number: int | Literal["next"] | None = "next",
    printed: str = "",
    period: str | None = None,
    at: datetime | None = None,
) -> Minute:
    """Add one minute: with the next number, or with the number its paper was printed with."""
    adding = MinutesBeingAdded(minutes, by=by, at=at)
    minute = adding.add(
        heading=heading, html=html, item=item, number=number, printed=printed, period=period
    )
    adding.settle()
    return minute


def write_minute(
    minute: Minute,
    *,
    by: Person | None,
    heading: str,
    html: str,
    outcome: Outcome | None,
    version: int,
    at: datetime | None = None,
    refer_to: Board | None = None,
    defer_to: Meeting | None = None,
    reason: str = "",
) -> None:
    """Save a minute and how its item ended; `Conflict` if somebody else has saved it."""
    _held_for_writing(minute)
    text, heading = clean(html), heading_of(heading)
    before = minute.outcome
    if (minute.heading, minute.text, before) != (heading, text, outcome):
        if minute.version != version:
            raise Conflict(theirs=minute.text, yours=text, version=minute.version)
        with keeping.saving(minute, by=by, at=at, reason=reason):
            minute.heading, minute.text, minute.outcome = heading, text, outcome
    if minute.item is not None and (outcome != before or refer_to or defer_to):
        record_outcome(minute.item, by=by, outcome=outcome, refer_to=refer_to, defer_to=defer_to)


def write_exempt(
    minute: Minute,
    *,
    by: Person | None,
    heading: str,
    html: str,
    resolved: str,
    version: int | None = None,
    reason: str = "",
    at: datetime | None = None,
) -> MinuteExempt:
    """Save the exempt wording of a minute; the open one keeps a fair summary (s100C(2)).

    The reason of a correction is one of a few that say nothing exempt.
    """
    _held_for_writing(minute)
    text, limbs = clean(html), "\n".join(_limbs(resolved.splitlines()))
    row = queries.exempt_wording(minute)
    heading = " ".join(heading.split()) or (row.heading if row else "")
    if row is not None:
        if (row.heading, row.text, row.resolved) == (heading, text, limbs):
            return row
        if version is not None and row.version != version:
            raise Conflict(theirs=row.text, yours=text, version=row.version)
    with keeping.saving_exempt(minute, by=by, at=at, reason=reason) as saved:
        saved.heading, saved.text, saved.resolved = heading or saved.heading, text, limbs
    return saved


def set_resolutions(
    minute: Minute,
    *,
    by: Person | None,
    kind: ResolutionKind,
    limbs: list[str],
    at: datetime | None = None,
    reason: str = "",
) -> None:
    """What was resolved, or recommended where the board cannot decide, limb by limb."""
    _held_for_writing(minute)
    texts = _limbs(limbs)
    if queries.limbs_of(minute)[kind] == texts:
        return
    with keeping.saving(minute, by=by, at=at, reason=reason):
        keeping.resolve(minute, queries.limbs_of(minute) | {kind: texts})


def save_minute(
    minute: Minute,
    *,
    by: Person | None,
    heading: str,
    html: str,
    outcome: Outcome | None,
    resolved: list[str],
    recommended: list[str],
    version: int,
    reason: str = "",
    refer_to: Board | None = None,
    defer_to: Meeting | None = None,
    urgency: Urgency | None = None,
) -> None:
    """Save a whole minute from one page: text, outcome and limbs stand or fall together.

    What is published changes only with a reason, which its readers see. Minutes that were agreed
    are still given the summary that the public is owed of what was taken in private.
    """
    _held_for_writing(minute)
    texts = {RESOLVED: _limbs(resolved), RECOMMENDED: _limbs(recommended)}
    was_urgent = urgent.said_of(minute)
    wanted = (heading_of(heading), clean(html), outcome, texts, urgency or was_urgent)
    stored = (minute.heading, minute.text, minute.outcome, queries.limbs_of(minute), was_urgent)
    moved = keeping.is_moved(minute, refer_to=refer_to, defer_to=defer_to)
    if wanted == stored and not moved:
        return
    if minute.version != version:
        raise Conflict(theirs=minute.text, yours=wanted[1], version=minute.version)
    with keeping.saving(minute, by=by, at=None, reason=reason):
        minute.heading, minute.text, minute.outcome = wanted[:3]
        keeping.resolve(minute, texts)
        urgent.record(minute, wanted[4])
        if moved or outcome != stored[2]:
            keeping.send_on(minute, by=by, refer_to=refer_to, defer_to=defer_to)


def correct_action(
    minute: Minute,
    action_id: int,
    *,
    by: Person | None,
    reason: str,
    is_open: bool,
    at: datetime | None = None,
) -> None:
    """Correct an action that published minutes recorded wrongly."""
    keeping.correct_action(minute, action_id, by=by, reason=reason, is_open=is_open, at=at)


def exclude_for_all(minutes: Minutes, *, by: Person | None, edition: int | None = None) -> Minute:
    """Add to the resolution to exclude press and public what it does not name yet (s100A(5))."""
    lock_rows(minutes.meeting, minutes)
    _as_read(minutes, edition)
    entries = queries.entries_of(minutes)
    minute = next((one for one in entries if excluding.is_exclusion(one)), None)
    limb = excluding.words_wanting(minutes, entries)
    if minute is None or not limb:
        raise Refused("The resolution to exclude press and public wants no more words.")
    if minutes.published_at is not None:
        raise Refused(keeping.PUBLISHED)
    limbs = [*queries.limbs_of(minute)[RESOLVED], limb]
    set_resolutions(minute, by=by, kind=RESOLVED, limbs=limbs)
    return minute


def take_standard_wording(minute: Minute, *, by: Person | None, at: datetime | None = None) -> None:
    """Fill an empty minute with the wording that stands in every council's minutes."""
    _held_for_writing(minute)
    attendance = meetings.attendance_of(minute.minutes.meeting)
    standard = queries.standard_wording(minute, attendance=attendance)
    if standard is None:
        raise Refused("There is no standard wording for this item.")
    if minute.published_at is not None:
        raise Refused(keeping.PUBLISHED)
    if not is_blank(minute.text):
        raise Refused("This minute has been written already; its text stays as it is.")
    write_minute(
        minute,
        by=by,
        heading=minute.heading,
        html=standard.html,
        outcome=minute.outcome,
        version=minute.version,
        at=at,
    )
    if standard.limbs and not minute.resolutions:
        set_resolutions(
            minute, by=by, kind=ResolutionKind.RESOLVED, limbs=list(standard.limbs), at=at
        )


def publish(
    minutes: Minutes,
    *,
    by: Person | None,
    at: datetime | None = None,
    is_past_paper: bool = False,
    edition: int | None = None,
    attendance_is_right: bool = False,
) -> None:
    """Publish the minutes as a draft for the next meeting to approve; warnings are recorded.

    Past papers are published as they were printed, whatever today's checks say of them.
    """
    at = at or clock.now()
    lock_rows(minutes.meeting, minutes, *_agenda_of(minutes))
    _as_read(minutes, edition)
    if attendance_is_right and by is not None:
        meeting_services.check_attendance(minutes.meeting, by=by)
    warnings = sorted({check.code for check in checking.checks(minutes)})
    move = "bring-in" if is_past_paper else "publish"
    moves.make(move, minutes, by=by, at=at, warnings=warnings)
    _hold(minutes.meeting, by=by)
    minutes.published_at = at
    minutes.is_past_paper = is_past_paper
    minutes.version += 1
    entries = queries.entries_of(minutes)
    exempt = queries.exempt_rows(minutes)
    for minute in entries:
        minute.published_at = at
    for row in exempt:
        row.published_at = at
    citing.of_minutes(entries)
    citing.of_exempt(exempt)
    citing.of_reports_at(minutes.meeting)
    events.announce(MinutesPublished(minutes_id=minutes.id, at=at))
    publishing.freeze(minutes, by=by, at=at)


def agree(
    minutes: Minutes,
    *,
    by: Person | None,
    at_meeting: Meeting,
    minute: str = "",
    version: int | None = None,
) -> None:
    """Record that a later meeting agreed them as a correct record, and under which minute."""
    _as_it_was(minutes, version)
    approving.agree(minutes, by=by, at_meeting=at_meeting, printed=minute.strip())


def not_agree(
    minutes: Minutes,
    *,
    by: Person | None,
    at_meeting: Meeting,
    reason: str,
    version: int | None = None,
) -> None:
    """Record that a later meeting did not agree them, and why."""
    _as_it_was(minutes, version)
    approving.refuse(minutes, by=by, at_meeting=at_meeting, reason=reason.strip())


def take_back_approval(minutes: Minutes, *, by: Person | None, version: int | None = None) -> None:
    """Take back what was recorded of their approval by mistake."""
    _as_it_was(minutes, version)
    approving.take_back(minutes, by=by)


def _minute_items(minutes: Minutes, *, by: Person | None, at: datetime | None) -> int:
    lock_rows(*_agenda_of(minutes))
    taken = set(db.session.scalars(select(Minute.item_id).where(Minute.minutes_id == minutes.id)))
    items = [one for one in queries.items_to_minute(minutes.meeting) if one.id not in taken]
    titles = queries.exempt_titles(items)
    for item in items:
        minute = add_minute(minutes, by=by, heading=item.title, item=item, at=at)
        if item.kind == ItemKind.EXCLUSION:
            take_standard_wording(minute, by=by, at=at)
        if item.id in titles:
            keeping.begin_exempt(minute, wording=titles[item.id])
    return len(items)


def _agenda_of(minutes: Minutes) -> list[Agenda]:
    """The agenda whose items the minutes follow, if there is one."""
    found = agenda_of(minutes.meeting)
    return [found] if found else []


def _as_read(minutes: Minutes, edition: int | None) -> None:
    if edition is not None and edition != queries.edition_of(minutes):
        raise Refused("The minutes were changed since you opened this page. Read them again.")


def _as_it_was(minutes: Minutes, version: int | None) -> None:
    """`Conflict` if somebody has changed these minutes since the page was opened."""
    lock_rows(minutes.meeting, minutes)
    as_seen(minutes.version, version)


def _held_for_writing(minute: Minute) -> None:
    """Lock this minute."""
    lock_rows(minute.minutes.meeting, minute.minutes, minute)
    if minute.minutes.state in queries.AGREED and not summarising.lacks_summary(minute):
        publishing.refuse_if_agreed(minute.minutes)


def _hold(meeting: Meeting, *, by: Person | None) -> None:
    """Record the meeting as held, since its minutes are published."""
    if meeting.state == MeetingState.PLANNED:
        started, ended, chair = meeting.started_at, meeting.ended_at, meeting.chair
        meeting_services.hold(meeting, by=by, started=started, ended=ended, chair=chair)


def _limbs(lines: list[str]) -> list[str]:
    return [limb for limb in (limb_of(line) for line in lines) if limb]
