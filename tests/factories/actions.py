"""Minutes with actions for the tests, made of rows where the deed itself is not what is tested."""

from datetime import date, datetime, time, timedelta

from app.actions import services
from app.actions.models import Action
from app.agendas.models import Agenda, AgendaItem
from app.boards.models import Board
from app.foundation import clock
from app.foundation.db import db
from app.foundation.permissions import Access
from app.meetings.models import Meeting, MeetingState
from app.minutes.models import Minute, MinuteExempt, Minutes, MinutesState
from tests.cast import Cast


def held_meeting(board: Board, *, on: date | None = None) -> Meeting:
    """A meeting that took place a week ago."""
    day = on or clock.today() - timedelta(days=7)
    meeting = Meeting(
        board_id=board.id, on_date=day, starts_at=time(18, 30), state=MeetingState.HELD
    )
    db.session.add(meeting)
    db.session.flush()
    return meeting


def a_minute(
    meeting: Meeting,
    *,
    heading: str = "Street lighting",
    published: bool = True,
    exempt_heading: str = "",
    part: int = 1,
) -> Minute:
    """One numbered minute; with an exempt heading its substance is exempt."""
    record = _record_of(meeting, published=published)
    agenda = _agenda_of(meeting)
    since = clock.now() if published else None
    place = len(record.entries) + 1
    item = AgendaItem(
        agenda_id=agenda.id,
        position=place,
        title=heading,
        part=part,
        group_id=meeting.board_id,
        published_at=since,
    )
    db.session.add(item)
    db.session.flush()
    minute = Minute(
        minutes=record,
        item_id=item.id,
        position=place,
        number=meeting.id * 10 + place,
        printed=f"SAF{meeting.id * 10 + place}",
        printed_key=f"saf{meeting.id * 10 + place}",
        heading=heading,
        group_id=meeting.board_id,
        access=Access.OPEN,
        published_at=since,
    )
    db.session.add(minute)
    db.session.flush()
    if exempt_heading:
        db.session.add(_exempt_of(minute, exempt_heading))
        db.session.flush()
    return minute


def an_action(
    cast: Cast, minute: Minute | None = None, *, text: str = "Mend the lamps", **about: object
) -> Action:
    """An action of the Safer board, made a week ago."""
    board = cast.board
    given = {"by": cast.person("Clare"), "made_on": clock.today() - timedelta(days=7)} | about
    return services.add_action(board=board, text=text, minute=minute, **given)  # type: ignore[arg-type]


def _record_of(meeting: Meeting, *, published: bool) -> Minutes:
    """Its entries alone are published: to the minutes themselves no row could be added any more."""
    record = db.session.scalar(db.select(Minutes).where(Minutes.meeting_id == meeting.id))
    if record is None:
        record = Minutes(
            meeting_id=meeting.id,
            state=MinutesState.PUBLISHED if published else MinutesState.DRAFT,
        )
        db.session.add(record)
        db.session.flush()
    return record


def _agenda_of(meeting: Meeting) -> Agenda:
    agenda = db.session.scalar(db.select(Agenda).where(Agenda.meeting_id == meeting.id))
    if agenda is None:
        agenda = Agenda(meeting_id=meeting.id)
        db.session.add(agenda)
        db.session.flush()
    return agenda


def _exempt_of(minute: Minute, heading: str) -> MinuteExempt:
    return MinuteExempt(
        minute_id=minute.id,
        heading=heading,
        group_id=minute.group_id,
        access=Access.EXEMPT,
        published_at=minute.published_at,
    )


def days(count: int) -> date:
    """So many days from today."""
    return clock.today() + timedelta(days=count)


def moments_ago(hours: int) -> datetime:
    """So many hours ago."""
    return clock.now() - timedelta(hours=hours)
