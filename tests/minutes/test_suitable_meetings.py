"""Minutes are agreed at the next suitable meeting: a later one, and no extraordinary one."""

from datetime import time, timedelta

import pytest

from app.agendas import queries as agenda_queries
from app.boards.models import BoardKind
from app.foundation import clock
from app.foundation.db import db
from app.foundation.errors import Refused
from app.meetings.models import Meeting, MeetingState
from app.minutes import queries, services
from tests.factories import agendas
from tests.factories.minutes import begun, past_meeting


def ago(days):
    return clock.today() - timedelta(days=days)


@pytest.fixture
def taken(cast, transaction):
    """Minutes of a meeting of three weeks ago, at half past six."""
    with transaction():
        minutes = begun(cast, on=ago(21))
        services.publish(minutes, by=None)
    return minutes


def a_meeting(cast, *, days, at=time(18, 30), extraordinary=False):
    meeting = Meeting(
        board_id=cast.board.id,
        on_date=ago(days),
        starts_at=at,
        venue="The Barn",
        state=MeetingState.PLANNED,
        is_extraordinary=extraordinary,
    )
    db.session.add(meeting)
    db.session.flush()
    return meeting


def offered(minutes):
    return [one.id for one in queries.meetings_that_may_agree(minutes)]


def test_only_later_ordinary_meetings_are_offered_the_next_first(cast, transaction, taken):
    with transaction():
        a_meeting(cast, days=21, at=time(10))
        same_evening = a_meeting(cast, days=21, at=time(20))
        a_meeting(cast, days=14, extraordinary=True)
        next_one = a_meeting(cast, days=7)
    assert offered(taken) == [same_evening.id, next_one.id]


def test_what_is_not_offered_is_refused_and_the_page_says_why(cast, transaction, visit, taken):
    """R6.4: what is not offered is refused and the page says why."""
    with transaction():
        special = a_meeting(cast, days=14, extraordinary=True)
    with transaction(), pytest.raises(Refused, match="Choose a later meeting"):
        services.agree(taken, by=None, at_meeting=special)
    page = visit("Clare").open(f"/meetings/{taken.meeting_id}/minutes/approval")
    assert "has not met since, but for extraordinary meetings" in page.words
    assert "An extraordinary meeting is not suitable (SI 1993/202)" in page.words


def test_a_partnership_agrees_them_whenever_it_meets(cast, transaction, visit, taken):
    with transaction():
        special = a_meeting(cast, days=14, extraordinary=True)
        cast.board.kind, cast.board.has_statutory_access = BoardKind.PARTNERSHIP, False
    assert offered(taken) == [special.id]
    page = visit("Clare").open(f"/meetings/{taken.meeting_id}/minutes/approval")
    assert "SI 1993/202" not in page.words


def test_an_extraordinary_agenda_puts_no_minutes_to_the_board(cast, transaction, taken):
    with transaction():
        meeting = past_meeting(cast.board, on=clock.today() + timedelta(days=40))
        meeting.is_extraordinary = True
        agenda = agendas.services.begin_agenda(meeting, by=None)
    titles = [item.title for item in agenda_queries.items_of(agenda)]
    assert titles == ["Apologies for absence", "Declarations of interest"]
    with transaction():
        item = agendas.an_item(agenda, kind=agendas.services.ItemKind.MINUTES)
    assert agenda_queries.minutes_to_agree(meeting, [item]) == []
