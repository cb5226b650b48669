"""A minute kept: who saved it and when, its limbs, and its correction."""

from datetime import datetime

from app.agendas.services import record_outcome
from app.boards.models import Board
from app.foundation import audit, indexing
from app.meetings.models import Meeting
from app.minutes import citing, queries
from app.minutes.models import Minute, MinuteExempt, Resolution, ResolutionKind
from app.people.models import Person

RESOLVED, RECOMMENDED = ResolutionKind.RESOLVED, ResolutionKind.RECOMMENDED


def resolve(minute: Minute, texts: dict[ResolutionKind, list[str]]) -> None:
    """What is resolved stands before what is recommended."""
    limbs = [(kind, text) for kind in (RESOLVED, RECOMMENDED) for text in texts[kind]]
    if [(one.kind, one.text) for one in minute.resolutions] == limbs:
        return
    minute.resolutions[:] = [
        Resolution(position=place, kind=kind, text=text)
        for place, (kind, text) in enumerate(limbs, start=1)
    ]


def changed(minute: Minute, *, by: Person | None, at: datetime | None, reason: str = "") -> None:
    """A saved change; one made after publication stands in the history."""
    minute.save_by(by, at=at)
    if minute.published_at is not None:
        correct(minute, by=by, at=at, reason=reason)
        citing.of_minute(minute)
    indexing.touch(minute)


def correct(
    row: Minute | MinuteExempt, *, by: Person | None, at: datetime | None, reason: str
) -> None:
    """What readers had before them has changed: by whom and, if it was said, why."""
    if reason:
        audit.record(by, "put-right", row, at=at, reason=reason)
    else:
        audit.record(by, "correct", row, at=at)


def sent(board: Board | None, meeting: Meeting | None) -> set[tuple[int | None, int | None]]:
    """Where a minute sends the reports of its item, to compare with what is stored."""
    return {(board.id if board else None, meeting.id if meeting else None)}


def send_on(
    minute: Minute, *, by: Person | None, refer_to: Board | None, defer_to: Meeting | None
) -> None:
    """The agenda learns how its item ended; where nothing is named, what was named before goes."""
    if minute.item is None:
        return
    record_outcome(minute.item, by=by, outcome=minute.outcome, refer_to=refer_to, defer_to=defer_to)
    if not queries.sent_to(minute) <= sent(refer_to, defer_to):
        record_outcome(minute.item, by=by, outcome=minute.outcome)
