"""From an id in a URL to the minutes of a meeting, or to one minute of them."""

from flask import abort
from sqlalchemy.orm import joinedload, selectinload

from app.agendas.models import AgendaItem
from app.foundation.permissions import ANYBODY
from app.foundation.web import access, auth, request_transaction
from app.foundation.web.access import May
from app.meetings import access as meetings
from app.meetings.models import Meeting
from app.minutes import policy, queries, reading
from app.minutes.models import Minute, MinuteExempt, Minutes
from app.minutes.reading import MinutesRecord

_TOGETHER = (
    joinedload(Minute.minutes).joinedload(Minutes.meeting).joinedload(Meeting.board),
    joinedload(Minute.item).selectinload(AgendaItem.considerations),
    selectinload(Minute.resolutions),
)


def meeting(meeting_id: int, *, may: May) -> Meeting:
    """The meeting of these minutes."""
    return meetings.meeting(meeting_id, may=may)


def minutes(meeting_id: int, *, may: May) -> Minutes:
    """The minutes of a meeting, once they are begun."""
    found = queries.minutes_of(meeting(meeting_id, may=policy.see))
    if found is None:
        abort(404)
    if not may(auth.scope(), found):
        abort(403)
    return found


def viewed_minutes(
    meeting_id: int, *, may: May, number: int | None = None, public: bool = False
) -> MinutesRecord:
    """The minutes of a meeting as this reader reads them; the view of what is exempt is logged."""
    scope = ANYBODY if public else auth.scope()
    found = reading.record_for(minutes(meeting_id, may=may), scope, number=number)
    if found is None:
        abort(404)
    log_views(found)
    return found


def log_views(record: MinutesRecord) -> None:
    """Log the view of every exempt wording and every closed action in these minutes."""
    for entry in record.entries:
        if entry.private is None or not entry.private.is_held_back:
            continue
        if entry.private.exempt_id is not None:
            request_transaction.log_view_by_id(MinuteExempt.KIND, entry.private.exempt_id)
        for action in entry.private.content["actions"]:
            request_transaction.log_view_by_id("action", action["id"])


def minute(meeting_id: int, minute_id: int, *, may: May) -> Minute:
    """One minute of this meeting."""
    found = access.fetch(Minute, minute_id, may=may, options=_TOGETHER)
    if found.minutes.meeting_id != meeting_id:
        abort(404)
    return found


def exempt_wording(entry: Minute) -> MinuteExempt | None:
    """The exempt wording of a minute for its clerk; the view of it is recorded."""
    row = queries.exempt_of(entry.minutes, scope=auth.scope()).get(entry.id)
    if row is not None:
        request_transaction.log_view(row)
    return row
