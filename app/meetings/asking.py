"""What a clerk is asked before a meeting is planned or moved: is it meant, and why so soon."""

from collections.abc import Sequence
from datetime import date

from app.boards.models import Board
from app.foundation import clock
from app.foundation.errors import Refused
from app.foundation.exports.wording import day
from app.meetings import queries
from app.meetings.doubts import Booking
from app.meetings.models import Meeting


def is_meant(on: date | None, clashes: Sequence[str]) -> None:
    """Refuse a meeting about which there are doubts; `on` only where its day is to be doubted."""
    doubts = queries.doubts_about(on) if on else []
    said = [f"{day(on)} {' and '.join(doubts)}."] if on and doubts else []
    said += clashes
    if said:
        sure = "Tick the box if the meeting is planned all the same."
        raise Refused(" ".join([*said, sure]), field="is_sure")


def booking_of(meeting: Meeting) -> Booking:
    """When and where a meeting is planned."""
    return Booking(meeting.board, meeting.on_date, meeting.starts_at, meeting.venue, meeting.id)


def new_clashes(meeting: Meeting, wanted: Booking) -> list[str]:
    """What stands in the way of a change and not of the meeting as it was planned."""
    before = queries.clashes(booking_of(meeting))
    return [one for one in queries.clashes(wanted) if one not in before]


def is_at_short_notice(board: Board, *, on: date, reason: str, field: str = "reason") -> bool:
    """Whether the day is so near that notice of it is short; refused without a reason."""
    left = queries.clear_days_between(
        queries.day_of_issue(clock.now()),
        on,
        count=board.notice_count,
        closed=queries.closed_days(),
    )
    if left >= board.notice_days:
        return False
    if not reason:
        rule = " (section 100A(6)(a))" if board.has_statutory_access else ""
        days = f"{left} clear {'day' if left == 1 else 'days'}"
        raise Refused(
            f"That leaves {days} of notice; this {board.word} gives {board.notice_days}{rule}. "
            "Say why the meeting is moved all the same.",
            field=field,
        )
    return True
