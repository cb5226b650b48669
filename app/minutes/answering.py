"""The answers of minutes to the questions of the modules below."""

from datetime import timedelta

from sqlalchemy import Date, Integer, String, and_, bindparam, cast, func, not_, or_, select
from sqlalchemy.orm import aliased, joinedload

from app.agendas.events import (
    MinutesAsked,
    MinutesToAgree,
    MinutesToAgreeAsked,
    MinutesTold,
    PublishedMinutes,
    PublishedMinutesAsked,
    Recorded,
)
from app.agendas.models import Agenda, Publication
from app.foundation import clock
from app.foundation.db import ArrayParam, db, fetch_rows, in_array
from app.foundation.web.filters import local_day
from app.meetings import queries as meetings
from app.meetings.events import MeetingProgress, PapersAsked
from app.meetings.models import TAKING_PLACE, Meeting
from app.minutes.citations import address, published_keys
from app.minutes.models import Minute, Minutes, MinutesPublication, MinutesState
from app.reports.events import CitedMinutesAsked


def answer_papers(question: PapersAsked) -> dict[int, MeetingProgress]:
    """How far the minutes are: published for everybody, written so far for their clerks."""
    rows = db.session.execute(
        select(Minutes.meeting_id, Minutes.state, Minutes.is_past_paper)
        .join(Meeting, Meeting.id == Minutes.meeting_id)
        .where(
            Minutes.meeting_id.in_(question.meeting_ids),
            or_(
                Minutes.published_at.is_not(None),
                Meeting.board_id.in_(sorted(question.scope.clerked)),
            ),
        )
    )
    return {
        meeting_id: MeetingProgress(minutes="published" if is_past_paper else state.value)
        for meeting_id, state, is_past_paper in rows
    }


def answer_cited(question: CitedMinutesAsked) -> dict[int, list[str]]:
    """The keys of the published minutes that what is issued now cites."""
    return published_keys(question.texts)


def answer_minutes(question: MinutesAsked) -> MinutesTold:
    """The minute of each item, once published, and the minutes that the meeting is to agree."""
    meeting, told = question.meeting, MinutesTold()
    known = {"meeting_id": meeting.id, "board_id": meeting.board_id, "on": meeting.on_date}
    for meeting_id, on, minute_id, item_id, printed, outcome in fetch_rows(
        _RECORDED, known | question.scope.parameters
    ):
        if meeting_id != meeting.id:
            told.to_agree[on] = address(meeting_id)
        elif minute_id is not None:
            said = outcome.value if outcome else ""
            found = Recorded(printed, said, address(meeting_id, minute_id))
            told.recorded.setdefault(item_id, found)
    return told


def answer_published(question: PublishedMinutesAsked) -> dict[int, PublishedMinutes]:
    """The publications that other boards receive: the one that went out, or the newest open one."""
    rows = db.session.execute(
        select(Meeting, MinutesPublication)
        .join(Minutes, Minutes.meeting_id == Meeting.id)
        .join(MinutesPublication, MinutesPublication.minutes_id == Minutes.id)
        .where(Meeting.id.in_(question.numbers))
        .options(joinedload(Meeting.board))
        .order_by(Meeting.id, MinutesPublication.number)
    )
    found = {}
    for meeting, published in rows:
        wanted = question.numbers[meeting.id]
        is_meant = published.number == wanted if wanted is not None else not published.is_held_back
        if is_meant:
            found[meeting.id] = _published(meeting, published)
    return found


def _published(meeting: Meeting, published: MinutesPublication) -> PublishedMinutes:
    """As an agenda names them: whose, of which day, and how they stood."""
    content = published.content
    kind = "the extraordinary meeting of " if content["is_extraordinary"] else ""
    day = f"{meeting.on_date.day} {meeting.on_date:%B %Y}"
    stood = ", draft" if content["standing"]["is_draft"] else ""
    label = f"{content['board']}: minutes of {kind}{day}{stood}"
    url = f"{address(meeting.id)}/published/{published.number}"
    return PublishedMinutes(meeting.id, published.number, label, url)


def answer_to_agree(question: MinutesToAgreeAsked) -> list[MinutesToAgree]:
    """Every set of minutes not yet agreed, ordinary and special; past papers were agreed on paper.

    None at a meeting that may not agree them. The newest past paper counts where nothing has been
    minuted since, and it is of the last year: the first meeting that is called here agrees the
    last minutes that came in on paper.
    """
    meeting = question.meeting
    if not meetings.may_agree_minutes(meeting):
        return []
    until = min(meeting.on_date, clock.today() + timedelta(days=1))
    known = {"board_id": meeting.board_id, "until": until, "since": meeting.on_date - A_YEAR}
    rows = fetch_rows(_UP_TO, known | {"agreed": [MinutesState.APPROVED, MinutesState.SIGNED]})
    newest = max((on for _, on, _, minutes_id, *_ in rows if minutes_id), default=None)
    sets = []
    for meeting_id, on, is_extraordinary, minutes_id, published_at, is_past, agreed, issued in rows:
        is_waited_for = minutes_id is None and issued is not None and local_day(issued) < on
        waits = is_waited_for or (minutes_id and not agreed and (not is_past or on == newest))
        if waits:
            sets.append(
                MinutesToAgree(
                    meeting_id, on, is_extraordinary, published_at is not None, address(meeting_id)
                )
            )
    return sets


A_YEAR = timedelta(days=366)
_AGREED = in_array(cast(Minutes.state, String), bindparam("agreed", type_=ArrayParam(String)))
_ISSUED_AT = (
    select(func.min(Publication.at))
    .join(Agenda, Agenda.id == Publication.agenda_id)
    .where(Agenda.meeting_id == Meeting.id)
    .correlate(Meeting)
    .scalar_subquery()
)
_UP_TO = (
    select(
        Meeting.id,
        Meeting.on_date,
        Meeting.is_extraordinary,
        Minutes.id,
        Minutes.published_at,
        Minutes.is_past_paper,
        _AGREED.label("is_agreed"),
        _ISSUED_AT,
    )
    .outerjoin(Minutes, Minutes.meeting_id == Meeting.id)
    .where(
        Meeting.board_id == bindparam("board_id", type_=Integer),
        Meeting.on_date < bindparam("until", type_=Date),
        Meeting.state.in_(TAKING_PLACE),
        or_(
            Meeting.on_date >= bindparam("since", type_=Date),
            and_(Minutes.is_past_paper.is_(False), not_(_AGREED)),
        ),
    )
    .order_by(Meeting.on_date, Meeting.starts_at, Meeting.id)
)
"""The board's earlier meetings of the last year, and older ones never agreed."""

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
    .order_by(
        _EARLIER_MEETING.on_date.desc(),
        _EARLIER_MEETING.starts_at.desc(),
        _EARLIER_MEETING.id.desc(),
    )
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
