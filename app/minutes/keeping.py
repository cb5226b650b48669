"""Saving a minute: who saved it, its resolutions, and corrections of published minutes."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import datetime

from app.agendas.models import AgendaItemExempt
from app.agendas.services import record_outcome
from app.boards.models import Board
from app.foundation import audit
from app.foundation.db import db
from app.foundation.errors import Refused
from app.foundation.limbs import without_that
from app.foundation.permissions import Access
from app.meetings.models import Meeting
from app.minutes import citing, publishing, queries, summarising
from app.minutes.models import Minute, MinuteExempt, PublicationKind, Resolution, ResolutionKind
from app.minutes.publishing import Change
from app.people.models import Person

PUBLISHED = "These minutes are published: say why this one is corrected."
NO_REPORT = (
    "No report is taken with this minute, so none is sent on. Say in the resolution where the "
    "matter goes."
)
RESOLVED, RECOMMENDED = ResolutionKind.RESOLVED, ResolutionKind.RECOMMENDED


def resolve(minute: Minute, texts: dict[ResolutionKind, list[str]]) -> None:
    """Replace the resolutions; what is resolved comes before what is recommended."""
    limbs = [(kind, text) for kind in (RESOLVED, RECOMMENDED) for text in texts[kind]]
    if [(one.kind, without_that(one.text)) for one in minute.resolutions] == limbs:
        return
    minute.resolutions[:] = [
        Resolution(position=place, kind=kind, text=text)
        for place, (kind, text) in enumerate(limbs, start=1)
    ]


@contextmanager
def saving(
    minute: Minute, *, by: Person | None, at: datetime | None, reason: str
) -> Iterator[None]:
    """Change a minute in the block; a published one only by a correction with a reason."""
    is_published = minute.published_at is not None
    if is_published and not reason:
        raise Refused(PUBLISHED, field="reason")
    is_agreed = minute.minutes.state in queries.AGREED
    rest = _all_but_text(minute) if is_agreed else ()
    change = Change(
        PublicationKind.CORRECTION,
        reason,
        minute_ids=frozenset([minute.id]),
        is_summary=is_published and summarising.lacks_summary(minute),
    )
    with _correction(minute, change, by=by, at=at):
        yield
        if is_agreed and _all_but_text(minute) != rest:
            raise Refused(summarising.ONLY_TEXT)
        minute.save_by(by, at=at)
        if is_published:
            audit.record(by, "put-right", minute, at=at, reason=reason)
            citing.of_minutes([minute])


def _all_but_text(minute: Minute) -> tuple[object, ...]:
    return (
        *(minute.heading, minute.outcome),
        *(queries.limbs_of(minute), queries.sent_to(minute)),
    )


@contextmanager
def saving_exempt(
    minute: Minute, *, by: Person | None, at: datetime | None, reason: str
) -> Iterator[MinuteExempt]:
    """Change exempt wording in the block; the reason of a correction is shown to its readers
    alone."""
    is_published = minute.published_at is not None
    if is_published and not reason:
        raise Refused(PUBLISHED, field="reason")
    change = Change(
        PublicationKind.CORRECTION,
        reason,
        is_reason_public=False,
        exempt_minute_ids=frozenset([minute.id]),
    )
    with _correction(minute, change, by=by, at=at):
        row = queries.exempt_wording(minute) or begin_exempt(minute)
        yield row
        row.save_by(by, at=at)
        if is_published:
            audit.record(by, "put-right", row, at=at, reason=reason)
            citing.of_exempt([row])


def correct_action(
    minute: Minute,
    action_id: int,
    *,
    by: Person | None,
    reason: str,
    is_open: bool,
    at: datetime | None,
) -> None:
    """Correct an action in published minutes, with a reason that tells nothing exempt."""
    change = Change(
        PublicationKind.CORRECTION,
        reason,
        is_reason_public=is_open,
        action_ids=frozenset([action_id]),
        reason_minute_ids=frozenset([minute.id]),
    )
    with _correction(minute, change, by=by, at=at):
        audit.record(by, "put-right", minute, at=at, reason=reason)


def _correction(
    minute: Minute, change: Change, *, by: Person | None, at: datetime | None
) -> AbstractContextManager[None]:
    if minute.published_at is None:
        return nullcontext()
    return publishing.correction(minute.minutes, change, by=by, at=at)


def begin_exempt(minute: Minute, *, wording: AgendaItemExempt | None = None) -> MinuteExempt:
    """Add the exempt row of a minute, with its item's access, published if the minute is."""
    if wording is None and minute.item is not None:
        wording = queries.exempt_titles([minute.item]).get(minute.item.id)
    row = MinuteExempt(
        minute_id=minute.id,
        heading=wording.title if wording else "",
        group_id=minute.group_id,
        access=wording.access if wording else Access.EXEMPT,
        published_at=minute.published_at,
        version=1,
    )
    db.session.add(row)
    db.session.flush()
    return row


def is_moved(minute: Minute, *, refer_to: Board | None, defer_to: Meeting | None) -> bool:
    """Whether the reports of its item are referred elsewhere than is stored; refused without
    reports."""
    stored = queries.sent_to(minute)
    if not stored and (refer_to or defer_to):
        raise Refused(NO_REPORT, field="refer_to_id" if refer_to else "defer_to_id")
    return not stored <= sent(refer_to, defer_to)


def sent(board: Board | None, meeting: Meeting | None) -> set[tuple[int | None, int | None]]:
    """Where a minute refers its reports, as a set to compare with what is stored."""
    return {(board.id if board else None, meeting.id if meeting else None)}


def send_on(
    minute: Minute, *, by: Person | None, refer_to: Board | None, defer_to: Meeting | None
) -> None:
    """Record the outcome at the agenda; where nothing is named, an earlier reference is removed."""
    if minute.item is None:
        return
    record_outcome(minute.item, by=by, outcome=minute.outcome, refer_to=refer_to, defer_to=defer_to)
    if not queries.sent_to(minute) <= sent(refer_to, defer_to):
        record_outcome(minute.item, by=by, outcome=minute.outcome)
