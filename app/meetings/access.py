"""From an id in a URL to a meeting."""

from sqlalchemy.orm import joinedload

from app.foundation.web.access import May, fetch_plain, require
from app.meetings.models import ClosedDay, Meeting

_TOGETHER = (joinedload(Meeting.board),)


def meeting(meeting_id: int, *, may: May) -> Meeting:
    """A meeting with its board."""
    return fetch_plain(Meeting, meeting_id, may=may, options=_TOGETHER)


def closed_day(closed_day_id: int, *, may: May) -> ClosedDay:
    """A day on which the offices are shut."""
    return fetch_plain(ClosedDay, closed_day_id, may=may)


def closed_days(*, may: May) -> None:
    """The list of closed days as a whole."""
    require(may)


def meetings(*, may: May) -> None:
    """The pages on which meetings are planned."""
    require(may)
