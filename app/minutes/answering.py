"""What minutes answer when meetings and agendas ask what has been recorded."""

from sqlalchemy import Date, Integer, and_, bindparam, or_, select
from sqlalchemy.orm import aliased

from app.agendas.events import MinutesAsked, Recorded
from app.foundation.db import db, facts
from app.meetings.events import PapersAsked
from app.meetings.models import Meeting
from app.minutes.citations import address
from app.minutes.models import Minute, Minutes


def answer_papers(asked: PapersAsked) -> None:
    """How far the minutes are: published for everybody, written so far for their clerks."""
    rows = db.session.execute(
        select(Minutes.meeting_id, Minutes.state, Minutes.is_past_paper)
        .join(Meeting, Meeting.id == Minutes.meeting_id)
        .where(
            Minutes.meeting_id.in_(asked.meeting_ids),
            or_(
                Minutes.published_at.is_not(None),
                Meeting.board_id.in_(sorted(asked.reach.clerked)),
            ),
        )
    )
    for meeting_id, state, is_past_paper in rows:
        asked.of(meeting_id).minutes = "published" if is_past_paper else state.value


def answer_minutes(asked: MinutesAsked) -> None:
    """The minute of each item, once published, and the minutes that the meeting is to agree."""
    meeting = asked.meeting
    known = {"meeting_id": meeting.id, "board_id": meeting.board_id, "on": meeting.on_date}
    for meeting_id, on, minute_id, item_id, printed, outcome in facts(
        _RECORDED, known | asked.reach.parameters
    ):
        if meeting_id != meeting.id:
            asked.to_agree[on] = address(meeting_id)
        elif minute_id is not None:
            said = outcome.value if outcome else ""
            found = Recorded(printed, said, address(meeting_id, minute_id))
            asked.recorded.setdefault(item_id, found)


_THIS = bindparam("meeting_id", type_=Integer)
_EARLIER, _EARLIER_MEETING = aliased(Minutes), aliased(Meeting)
_LAST = (
    select(_EARLIER.meeting_id)
    .join(_EARLIER_MEETING, _EARLIER_MEETING.id == _EARLIER.meeting_id)
    .where(
        _EARLIER_MEETING.board_id == bindparam("board_id", type_=Integer),
        _EARLIER_MEETING.on_date < bindparam("on", type_=Date),
        _EARLIER.published_at.is_not(None),
    )
    .order_by(_EARLIER_MEETING.on_date.desc(), _EARLIER_MEETING.id.desc())
    .limit(1)
    .scalar_subquery()
)
_RECORDED = (
    select(
        Minutes.meeting_id,
        Meeting.on_date,
        Minute.id,
        Minute.item_id,
        Minute.printed,
        Minute.outcome,
    )
    .join(Meeting, Meeting.id == Minutes.meeting_id)
    .outerjoin(
        Minute,
        and_(
            Minute.minutes_id == Minutes.id,
            Minutes.meeting_id == _THIS,
            Minute.item_id.is_not(None),
            Minute.visible(),
        ),
    )
    .where(
        Minutes.published_at.is_not(None),
        or_(Minutes.meeting_id == _THIS, Minutes.meeting_id == _LAST),
    )
    .order_by(Minute.position)
)
