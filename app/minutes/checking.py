"""The checks before minutes are published: errors forbid it, warnings are recorded."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from app.agendas.models import Consideration, ItemKind, Outcome
from app.foundation import clock
from app.foundation.db import db
from app.foundation.limbs import reads_after_that, without_that
from app.foundation.permissions import Access
from app.meetings import queries as meetings
from app.meetings.models import Meeting, MeetingState
from app.minutes import excluding, queries, urgent
from app.minutes.events import ToDo
from app.minutes.models import Minute, Minutes
from app.minutes.queries import (
    entries_of,
    exempt_rows,
    exempt_titles,
    is_exempt,
    is_inquorate,
    name_of,
    to_do_under,
)
from app.minutes.summarising import without_summary


@dataclass(frozen=True)
class Check:
    """One finding before minutes are published; an error stops them, a warning is recorded."""

    level: str
    """error or warning."""
    code: str
    sentence: str
    minute_id: int | None = None


def checks(minutes: Minutes) -> list[Check]:
    """The findings against publishing these minutes, errors first."""
    entries, lacking = entries_of(minutes), without_summary(minutes)
    reported = _items_with_reports(minutes)
    found = [check for entry in entries for check in _about(entry, reported, lacking)]
    found += _about_summaries(lacking)
    found += _about_exclusion(entries)
    found += _about_headings(entries)
    found += _about_meeting(minutes, entries)
    found += _about_decisions(minutes, entries)
    found += _about_actions(entries)
    found += _about_grounds(minutes, entries)
    found += _about_notice(minutes, entries)
    found += _about_urgency(minutes, entries)
    found += _about_called_off(minutes.meeting)
    return sorted(found, key=lambda check: check.level != "error")


def counts_of(minutes: Minutes) -> dict[str, object]:
    """How much would be published, in figures."""
    entries = entries_of(minutes)
    numbers = [entry.printed for entry in entries if entry.printed]
    return {
        "minutes": len(entries),
        "numbers": f"{numbers[0]} to {numbers[-1]}" if numbers else "",
        "resolutions": sum(len(entry.resolutions) for entry in entries),
        "exempt": sum(is_exempt(entry.item) for entry in entries),
    }


def _items_with_reports(minutes: Minutes) -> set[int]:
    chosen = select(Consideration.item_id).join(Minute, Minute.item_id == Consideration.item_id)
    return set(db.session.scalars(chosen.where(Minute.minutes_id == minutes.id)))


def _about(minute: Minute, reported: set[int], lacking: Sequence[Minute]) -> list[Check]:
    found, item, name = [], minute.item, name_of(minute)
    if item is not None and item.is_late and not item.late_reason.strip():
        words = "record why the chair took it as a matter of urgency (section 100B(4)(b))."
        found.append(Check("error", "late", f"{name}: {words}", minute.id))
    if minute in lacking:
        return found
    if not minute.text and not minute.resolutions:
        found.append(Check("warning", "empty", f"{name} has no text yet.", minute.id))
    elif not minute.resolutions and (minute.item_id in reported or minute.outcome in _DECIDED):
        found.append(Check("warning", "unresolved", f"{name}: nothing is resolved.", minute.id))
    return found + _about_that(minute)


def _about_that(minute: Minute) -> list[Check]:
    """A resolution reads after “That”: what the board wills, and not an order to itself."""
    words = "does not read after “That”. Write it like “the report be noted”."
    return [
        Check("warning", "that", f"{name_of(minute)}: “{one.text}” {words}", minute.id)
        for one in minute.resolutions
        if not reads_after_that(without_that(one.text))
    ]


def _about_summaries(lacking: Sequence[Minute]) -> list[Check]:
    """What is left out is replaced by a summary for the public (s100C(2))."""
    words = (
        "says nothing to the public of what was taken in private. Write a summary that gives a "
        "fair record without what is exempt (section 100C(2))."
    )
    return [Check("warning", "summary", f"{name_of(entry)} {words}", entry.id) for entry in lacking]


def _about_exclusion(entries: Sequence[Minute]) -> list[Check]:
    """No exempt business without the resolution to exclude press and public."""
    if resolved := excluding.resolved_in(entries):
        return _not_named(entries, resolved)
    words = "is exempt, but no resolution to exclude press and public is recorded (section 100A)."
    return [
        Check("error", "exclusion", f"{name_of(entry)} {words}", entry.id)
        for entry in entries
        if is_exempt(entry.item)
    ]


def _not_named(entries: Sequence[Minute], words: str) -> list[Check]:
    """The closed minutes that the resolution to exclude does not name (s100A(5)(a))."""
    said = "is exempt, but the resolution to exclude press and public does not name it (section"
    return [
        Check("error", "uncovered", f"{name_of(entry)} {said} 100A(5)(a)).", entry.id)
        for entry in excluding.not_named(entries, words)
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
    if queries.waiting_for_numbers(entries):
        said = "These minutes were begun before the day and have no numbers yet. Number them first."
        found.append(Check("error", "unnumbered", said))
    if meeting.chair_id is None:
        said = "It is not recorded who was in the chair. Give it on the page of the attendance."
        found.append(Check("warning", "chair", said))
    return found + _about_attendance(meeting)


def _about_attendance(meeting: Meeting) -> list[Check]:
    """Who came is on record, was read by somebody, and makes a quorum."""
    attendance, seats = meetings.attendance_of(meeting), meetings.voting_seats(meeting)
    found = []
    if not meeting.attendance_is_checked:
        said = "Nobody has said yet that the attendance is right."
        found.append(Check("warning", "unchecked", said))
    if not attendance:
        return [*found, Check("warning", "attendance", "Nobody’s attendance is recorded.")]
    if unrecorded := meetings.unrecorded_seats(attendance, seats):
        names = ", ".join(seat.person.full_name for seat in unrecorded)
        said = f"Nothing is recorded of {names}: present, apologies or absent."
        found.append(Check("warning", "unrecorded", said))
    quorum = meetings.quorum_at(meeting, attendance, seats)
    if not quorum.is_met:
        said = f"{quorum.present} voting members present, quorum {quorum.needed}"
        found.append(Check("warning", "quorum", f"The meeting was inquorate: {said}."))
    return found


def _about_decisions(minutes: Minutes, entries: Sequence[Minute]) -> list[Check]:
    """What was decided without a quorum, by name; it waits for a meeting that can decide."""
    if not is_inquorate(minutes, meetings.attendance_of(minutes.meeting)):
        return []
    words = (
        "records a decision, but the meeting was inquorate and could make none (1972 Act, "
        "Schedule 12). Defer it to the next meeting, or correct the attendance."
    )
    closed = {row.minute_id for row in exempt_rows(minutes) if row.resolved}
    return [
        Check("warning", "no-quorum", f"{name_of(entry)} {words}", entry.id)
        for entry in entries
        if entry.resolutions or entry.outcome in _DECIDED or entry.id in closed
    ]


def _about_actions(entries: Sequence[Minute]) -> list[Check]:
    """Every action says who does it and by when, or that none was stated."""
    told = to_do_under([entry.id for entry in entries], None)
    return [
        Check("warning", "action", f"{name_of(entry)}: an action {said}.", entry.id)
        for entry in entries
        for said in sorted({_wanting_in(one) for one in told.get(entry.id, ())} - {""})
    ]


def _wanting_in(action: ToDo) -> str:
    """What an action leaves unsaid."""
    is_timed = bool(action.due_on or action.due_words)
    if action.due_words.strip(" .").casefold() == NONE_STATED or (action.owner and is_timed):
        return ""
    lacks = ["owner"] * (not action.owner) + ["day"] * (not is_timed)
    return f"has no {' and no '.join(lacks)}; give it, or write “None stated” for the day"


def _about_grounds(minutes: Minutes, entries: Sequence[Minute]) -> list[Check]:
    """Exempt business names its paragraph of Schedule 12A; what is confidential has none."""
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
    """Business without notice was taken as a matter of urgency, or not at all."""
    if not urgent.is_asked(minutes.meeting):
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


def _about_urgency(minutes: Minutes, entries: Sequence[Minute]) -> list[Check]:
    """Business that is on no agenda is minuted with the chair's reason (s100B(4)(b))."""
    words = (
        "was not on the agenda that was published. Give the chair’s reason for taking it as a "
        "matter of urgency (section 100B(4)(b)), or tick that it is no item of business."
    )
    unsaid = urgent.unexplained(entries) if urgent.is_asked(minutes.meeting) else []
    return [Check("error", "late", f"{name_of(entry)} {words}", entry.id) for entry in unsaid]


def _about_called_off(meeting: Meeting) -> list[Check]:
    if meeting.state not in (MeetingState.CANCELLED, MeetingState.POSTPONED):
        return []
    words = f"This meeting was {meeting.state.value}: it has no minutes to publish."
    return [Check("error", "called-off", words)]


NONE_STATED = "none stated"
_DECIDED = frozenset({Outcome.APPROVED, Outcome.AMENDED, Outcome.REFERRED})
