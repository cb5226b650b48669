"""Listeners: a closed item closes its minute, and what is minuted stays."""

from sqlalchemy import select

from app.agendas.events import ItemMadeExempt, ItemMadeOpen, ItemRemoved, ReasonsAsked
from app.agendas.models import AgendaItem, ItemKind
from app.foundation import audit, events
from app.foundation.db import db
from app.foundation.errors import Refused
from app.foundation.locking import lock_rows
from app.foundation.permissions import Access
from app.foundation.richtext.dialect import clean, is_blank
from app.foundation.richtext.typed import from_typed
from app.meetings.events import (
    MeetingCalledOff,
    RecordAsked,
    RecordChanged,
    RecordChanging,
    RecordKept,
)
from app.meetings.workflow import not_yet_begun
from app.minutes import citing, keeping, publications, publishing, queries, reasons
from app.minutes.events import MinuteClosed, MinuteOpened
from app.minutes.models import (
    Minute,
    MinuteExempt,
    Minutes,
    MinutesPublication,
    PublicationKind,
    ResolutionKind,
)
from app.minutes.publishing import Change
from app.minutes.wording import printed

CLOSED, OPENED = ("agenda:exempt", "agenda:recall"), "agenda:open"
PUBLISHED = "The minutes of this item are published, so what they say of it cannot be closed."
RECORDED = "This stands in published minutes: say why it is corrected; every reader sees it."
TAKEN = "Minutes have been taken on this item. It stays on the agenda as long as they name it."
NUMBERED = "This item has a number in the minutes. It stays on the agenda as long as they name it."


def close_with_item(event: ItemMadeExempt) -> None:
    """Close the minute of an item that was made exempt (s100C(1))."""
    minute, item = _minute_of(event.item_id), db.session.get(AgendaItem, event.item_id)
    if minute is None or item is None:
        return
    was_closed, is_published = _was_closed(item), minute.published_at is not None
    if is_published and not (was_closed or event.recalled):
        raise Refused(PUBLISHED)
    if is_published and not was_closed:
        publishing.begin_withdrawal(minute.minutes)
    row = queries.exempt_wording(minute) if was_closed else _move_wording(minute, item)
    _as_closed_as(item, minute, row, recalled=event.recalled)
    events.announce(MinuteClosed(minute.id))
    if is_published and row is not None:
        told = frozenset[int]() if was_closed else _reasons_withdrawn(minute, event.spared)
        _withdraw(minute, row, only_grounds=was_closed, withdrawn_reasons=told)


def answer_reasons(question: ReasonsAsked) -> dict[int, str]:
    """The freely worded reasons that everybody reads in the minutes of an item."""
    minute = db.session.scalar(select(Minute).where(Minute.item_id == question.item_id))
    newest = publications.newest_publication(minute.minutes) if minute is not None else None
    if minute is None or newest is None:
        return {}
    return reasons.told_beside(newest.content, minute)


def _reasons_withdrawn(minute: Minute, spared: frozenset[int]) -> frozenset[int]:
    """The reasons that are withdrawn with a recalled item."""
    return frozenset(answer_reasons(ReasonsAsked(minute.item_id or 0))) - spared


def _withdraw(
    minute: Minute, row: MinuteExempt, *, only_grounds: bool, withdrawn_reasons: frozenset[int]
) -> None:
    """Withdraw what was published of it, and publish the minutes without it."""
    publishing.restrict_earlier_publications(
        minute, row.access, withdrawn_reasons=withdrawn_reasons
    )
    said = f"Minute {minute.printed}" if minute.printed else "A minute"
    withdrawn = f"{said} is exempt; what was published of it is withdrawn."
    reason = f"The grounds on which {said[:1].lower()}{said[1:]} is exempt are changed."
    published = _publish_again(
        minute,
        PublicationKind.WITHDRAWAL,
        reason if only_grounds else withdrawn,
        withdrawn_reasons=withdrawn_reasons,
    )
    refused = published.content["standing"]["not_agreed"] if published else None
    if refused and not refused["reason"]:
        minute.minutes.not_agreed_reason = ""
        minute.minutes.version += 1


def _publish_again(
    minute: Minute,
    kind: PublicationKind,
    reason: str,
    *,
    withdrawn_reasons: frozenset[int] = frozenset(),
) -> MinutesPublication | None:
    about = frozenset([minute.id])
    change = Change(
        kind, reason, minute_ids=about, exempt_minute_ids=about, withdrawn_reasons=withdrawn_reasons
    )
    return publishing.publish_again(minute.minutes, change, by=None)


def open_with_item(event: ItemMadeOpen) -> None:
    """Open the minute of an item that was made open (s100C); no wording is moved."""
    minute, item = _minute_of(event.item_id), db.session.get(AgendaItem, event.item_id)
    row = queries.exempt_wording(minute) if minute is not None else None
    if minute is None or item is None or row is None:
        return
    row.access = Access.OPEN
    row.version += 1
    if minute.published_at is None:
        minute.heading = item.title
        minute.version += 1
    audit.record(None, "open", minute)
    events.announce(MinuteOpened(minute.id))
    if minute.published_at is not None:
        said = f"Minute {minute.printed}" if minute.printed else "A minute"
        _publish_again(minute, PublicationKind.OPENING, f"{said} is no longer exempt.")


def keep_record(event: RecordChanging) -> None:
    """Before the record of a meeting changes: once it is published, begin a correction."""
    minutes = queries.minutes_of(event.meeting)
    if minutes is None or minutes.published_at is None:
        return
    publishing.refuse_if_agreed(minutes)
    if not event.reason.strip():
        raise Refused(RECORDED, field="reason")
    publishing.begin_correction(minutes)


def publish_record(event: RecordChanged) -> None:
    """Publish the corrected record, with its reason."""
    minutes = queries.minutes_of(event.meeting)
    if minutes is None or minutes.published_at is None:
        return
    change = Change(PublicationKind.CORRECTION, event.reason.strip(), record=True)
    if publishing.publish_again(minutes, change, by=event.by) is not None:
        minutes.version += 1
        audit.record(event.by, "correct-attendance", minutes, reason=event.reason.strip())


def answer_record(question: RecordAsked) -> RecordKept:
    """Whether the record of a meeting is published, and agreed."""
    found = db.session.execute(
        select(Minutes.published_at, Minutes.state).where(Minutes.meeting_id == question.meeting_id)
    ).one_or_none()
    if found is None:
        return RecordKept()
    return RecordKept(found.published_at is not None, found.state in queries.AGREED)


def stay_with_minute(event: ItemRemoved) -> None:
    """Refuse to remove an item with a minute; the exclusion may go, and so may an item of a
    skeleton in which nothing is written and which has no number yet."""
    minute, item = _minute_of(event.item_id), db.session.get(AgendaItem, event.item_id)
    if minute is None or item is None:
        return
    if item.kind == ItemKind.EXCLUSION:
        _part_from_exclusion(minute)
    elif queries.waiting_for_numbers([minute]) and not _is_taken(minute):
        _forget(minute)
    else:
        raise Refused(TAKEN if _is_taken(minute) else NUMBERED)


def _part_from_exclusion(minute: Minute) -> None:
    if minute.published_at is not None:
        raise Refused("The minutes that record the exclusion are published.")
    minute.item = None
    minute.version += 1


def _forget(minute: Minute) -> None:
    """Remove the minute of a skeleton with its item."""
    row = queries.exempt_wording(minute)
    if row is not None:
        db.session.delete(row)
    audit.record(None, "forget", minute)
    db.session.delete(minute)
    db.session.flush()


def keep_recorded(event: MeetingCalledOff) -> None:
    """Refuse to call off a meeting whose minutes have been begun; a skeleton of one that is still
    to come records nothing."""
    minutes = db.session.scalar(select(Minutes).where(Minutes.meeting_id == event.meeting_id))
    if minutes is None:
        return
    entries = queries.entries_of(minutes)
    is_skeleton = len(queries.waiting_for_numbers(entries)) == len(entries)
    if not (not_yet_begun(minutes.meeting) and is_skeleton):
        raise Refused("The minutes of this meeting have been begun, so it is not called off.")


def _minute_of(item_id: int) -> Minute | None:
    minute = db.session.scalar(select(Minute).where(Minute.item_id == item_id))
    if minute is not None:
        lock_rows(minute)
    return minute


def _was_closed(item: AgendaItem) -> bool:
    """Whether the item was closed before as well: the open wording is then a summary."""
    deeds = [
        line.tag
        for line in db.session.scalars(audit.history_of(item.agenda))
        if line.tag in (*CLOSED, OPENED) and line.facts.get("item") == item.id
    ]
    return len(deeds) > 1 and deeds[1] in CLOSED


def _is_taken(minute: Minute) -> bool:
    row = queries.exempt_wording(minute)
    is_closed = row is not None and bool(row.text or row.resolved)
    has_actions = bool(queries.to_do_under([minute.id], None).get(minute.id))
    return queries.is_written(minute) or is_closed or has_actions


def _move_wording(minute: Minute, item: AgendaItem) -> MinuteExempt:
    kept, limbs = queries.exempt_wording(minute), queries.limbs_of(minute)
    asked = limbs[ResolutionKind.RECOMMENDED]
    recommended = str(printed(ResolutionKind.RECOMMENDED, asked)) if asked else ""
    parts = [kept.text if kept else "", minute.text, from_typed(recommended)]
    resolved = [kept.resolved if kept else "", *limbs[ResolutionKind.RESOLVED]]
    row = kept or keeping.begin_exempt(minute)
    row.heading = ("" if minute.heading == item.title else minute.heading) or row.heading
    row.text = clean("".join(part for part in parts if not is_blank(part)))
    row.resolved = "\n".join(limb for limb in resolved if limb)
    row.save_by(None)
    if minute.published_at is not None:
        citing.of_exempt([row])
    minute.text = ""
    minute.resolutions.clear()
    if minute.published_at is not None:
        citing.of_minutes([minute])
    audit.record(None, "close", minute)
    return row


def _as_closed_as(
    item: AgendaItem, minute: Minute, row: MinuteExempt | None, *, recalled: bool
) -> None:
    """Give the minute its item's open title as heading, and its exempt row the item's access."""
    if minute.published_at is None or recalled:
        minute.heading = item.title
        minute.save_by(None)
    if row is not None:
        wording = queries.exempt_titles([item]).get(item.id)
        row.access = wording.access if wording else row.access
