"""Summaries for the public of what minutes leave out because it was private (s100C(2))."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select

from app.boards.models import Board
from app.foundation.db import db
from app.foundation.permissions import Access
from app.meetings.models import Meeting
from app.minutes.models import Minute, MinuteExempt, Minutes, Resolution

ONLY_TEXT = (
    "These minutes were agreed as a correct record. Only the text is written here: a summary for "
    "the public of what was taken in private (section 100C(2)). Leave the rest as it stands."
)
SUMMARY = "A summary of what was taken in private (Local Government Act 1972, section 100C(2))."
"""The reason that readers are given, unless the clerk says more."""


def without_summary(minutes: Minutes) -> list[Minute]:
    """The minutes of which the public can read nothing but a heading; not in past papers."""
    chosen = _lacking(select(Minute)).where(Minutes.id == minutes.id)
    return list(db.session.scalars(chosen.order_by(Minute.position)))


def lacks_summary(minute: Minute) -> bool:
    """Whether the public can read nothing but its heading."""
    return db.session.scalar(_lacking(select(Minute.id)).where(Minute.id == minute.id)) is not None


def published_without_summary(board_ids: Collection[int]) -> list[tuple[Meeting, int]]:
    """The meetings of these boards whose published minutes lack summaries, with the number."""
    count = func.count(Minute.id).label("lacks")
    chosen = (
        _lacking(select(Meeting.id.label("meeting_id")).add_columns(count))
        .where(MinuteExempt.group_id.in_(sorted(board_ids)), Minutes.published_at.is_not(None))
        .group_by(Meeting.id)
        .subquery()
    )
    rows = db.session.execute(
        select(Meeting, chosen.c.lacks)
        .join(chosen, chosen.c.meeting_id == Meeting.id)
        .order_by(Meeting.on_date, Meeting.id)
    )
    return [(meeting, lacks) for meeting, lacks in rows]


def _lacking(chosen: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    """The SQL condition that something is closed and nothing open stands beside it."""
    return (
        chosen.select_from(Minute)
        .join(MinuteExempt, MinuteExempt.minute_id == Minute.id)
        .join(Minutes, Minutes.id == Minute.minutes_id)
        .join(Meeting, Meeting.id == Minutes.meeting_id)
        .join(Board, Board.id == Meeting.board_id)
        .where(
            Board.has_statutory_access,
            ~Minutes.is_past_paper,
            MinuteExempt.access != Access.OPEN,
            or_(MinuteExempt.text != "", MinuteExempt.resolved != ""),
            Minute.text == "",
            ~_is_resolved(),
        )
    )


def _is_resolved() -> ColumnElement[bool]:
    return select(Resolution.id).where(Resolution.minute_id == Minute.id).exists()
