"""Adding minutes to a record, one or many, with few queries."""

from datetime import datetime
from functools import cached_property
from typing import Literal

from sqlalchemy import Integer, String, bindparam, func, select
from sqlalchemy.orm.attributes import set_committed_value

from app.agendas.models import AgendaItem
from app.boards.models import MinuteNumbering
from app.boards.services import (
    MINUTE,
    advance_counter,
    hold_counter,
    next_number,
    period_of,
    printed_number,
)
from app.foundation import audit
from app.foundation.db import db, fetch_rows
from app.foundation.errors import Refused
from app.foundation.locking import lock_rows
from app.foundation.permissions import Access
from app.foundation.richtext.dialect import clean
from app.meetings.workflow import not_yet_begun
from app.minutes import queries
from app.minutes.models import Minute, Minutes
from app.minutes.references import key_of
from app.people.models import Person


class MinutesBeingAdded:
    """Adds minutes to one record; taken numbers and the last position are read once."""

    def __init__(self, minutes: Minutes, *, by: Person | None, at: datetime | None = None) -> None:
        """Lock the record."""
        lock_rows(minutes)
        if minutes.state not in queries.BEING_WRITTEN:
            raise Refused("These minutes are published; nothing is added to them.")
        self.minutes, self.by, self.at = minutes, by, at
        self._board, self._day = minutes.meeting.board, minutes.meeting.on_date
        ((self._last,),) = fetch_rows(_LAST, {"minutes_id": minutes.id})
        self._taken: dict[str, set[int]] = {}
        self._counted: dict[str, int] = {}

    @cached_property
    def period(self) -> str:
        """The period in which these minutes are numbered; where numbers start again at each
        meeting, a second meeting of one day has a period of its own."""
        period = period_of(self._board, on=self._day)
        if self._board.numbering != MinuteNumbering.PER_MEETING:
            return period
        known = {"board_id": self._board.id, "day": f"{period}%"}
        held: dict[int, str] = {minutes: held for minutes, held in fetch_rows(_PERIODS, known)}
        if not held:
            return period
        return held.get(self.minutes.id, f"{period} {self.minutes.meeting.starts_at:%H:%M}")

    def is_taken(self, number: int, *, period: str) -> bool:
        """Whether the board has a minute of this number in this period; the counter is locked."""
        if period not in self._taken:
            hold_counter(self._board, kind=MINUTE, period=period)
            parameters = {"board_id": self._board.id, "period": period}
            self._taken[period] = {held for (held,) in fetch_rows(_NUMBERS, parameters)}
        return number in self._taken[period]

    def add(
        self,
        *,
        heading: str,
        html: str = "",
        item: AgendaItem | None = None,
        number: int | Literal["next"] | None = "next",
        printed: str = "",
        period: str | None = None,
    ) -> Minute:
        """Add a minute, with the next number or with a printed one."""
        if number == "next" and self.is_skeleton:
            number, period = None, ""
        period = self.period if period is None else period
        number = self._take(number, period=period)
        if number is not None and not printed:
            printed = printed_number(self._board, number=number, period=period)
        self._last += 1
        minute = Minute(
            minutes_id=self.minutes.id,
            item_id=item.id if item else None,
            position=self._last,
            period=period,
            number=number,
            printed=printed.strip(),
            printed_key=key_of(printed),
            heading=heading_of(heading),
            text=clean(html),
            group_id=self._board.id,
            access=Access.OPEN,
        )
        db.session.add(minute)
        db.session.flush()
        set_committed_value(minute, "resolutions", [])
        audit.record(self.by, "add", minute, at=self.at, printed=minute.printed)
        return minute

    @cached_property
    def is_skeleton(self) -> bool:
        """Whether the record is begun before the day of the meeting: its minutes wait for their
        numbers until somebody numbers them from that day on, all in their order."""
        if not_yet_begun(self.minutes.meeting):
            return True
        return bool(queries.waiting_for_numbers(queries.entries_of(self.minutes)))

    def number(self, minute: Minute, *, position: int) -> None:
        """Give a minute that was begun before the day the next number, and its place."""
        number = next_number(self._board, kind=MINUTE, period=self.period)
        minute.period, minute.number, minute.position = self.period, number, position
        minute.printed = printed_number(self._board, number=number, period=self.period)
        minute.printed_key = key_of(minute.printed)
        minute.version += 1
        db.session.flush()
        audit.record(self.by, "number", minute, at=self.at, printed=minute.printed)

    def settle(self) -> None:
        """Advance the board's counter past the numbers taken here."""
        for period, number in self._counted.items():
            advance_counter(self._board, kind=MINUTE, period=period, to=number)
        self._counted = {}

    def _take(self, number: int | Literal["next"] | None, *, period: str) -> int | None:
        if number is None:
            return None
        if number == "next":
            self.settle()
            return next_number(self._board, kind=MINUTE, period=period)
        if self.is_taken(number, period=period):
            raise Refused(
                f"Minute {number} of {self._board.name} is taken already.", field="number"
            )
        self._taken[period].add(number)
        self._counted[period] = max(number, self._counted.get(period, 0))
        return number


_LAST = select(func.coalesce(func.max(Minute.position), 0)).where(
    Minute.minutes_id == bindparam("minutes_id", type_=Integer)
)
_PERIODS = (
    select(Minute.minutes_id, func.min(Minute.period))
    .where(
        Minute.group_id == bindparam("board_id", type_=Integer),
        Minute.period.like(bindparam("day", type_=String)),
    )
    .group_by(Minute.minutes_id)
)
_NUMBERS = select(Minute.number).where(
    Minute.group_id == bindparam("board_id", type_=Integer),
    Minute.period == bindparam("period", type_=String),
    Minute.number.is_not(None),
)


def heading_of(heading: str) -> str:
    """The heading of a minute in one line."""
    said = " ".join(heading.split())
    if not said:
        raise Refused("Give the minute a heading.", field="heading")
    return said
