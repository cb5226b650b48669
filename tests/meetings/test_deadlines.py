"""The days worked back from a meeting, what speaks against a day, and the calendar of a month."""

from datetime import date, time, timedelta

import pytest

from app.agendas import services as services_of_agendas
from app.boards.models import BoardKind, DayCount
from app.foundation import clock
from app.foundation.audit import AuditEvent, history_of
from app.foundation.db import db
from app.foundation.errors import Refused
from app.meetings import queries, services
from app.meetings.models import MeetingState
from app.meetings.queries import Deadlines, Event

pytestmark = pytest.mark.sqlite

TUESDAY = date(2026, 10, 6)
PUBLISH_BY = date(2026, 9, 28)
DAY = timedelta(days=1)
NAME = "Safer Communities Board"


@pytest.fixture(autouse=True)
def in_august():
    with clock.stopped(clock.moment(date(2026, 8, 3))):
        yield


@pytest.fixture
def meeting(cast, transaction):
    with transaction():
        return services.plan_meeting(cast.board, by=cast.person("Clare"), on=TUESDAY)


def test_reports_are_in_five_working_days_before_they_are_cleared_two_before_the_issue(meeting):
    assert queries.deadlines_of(meeting, closed=frozenset()) == Deadlines(
        reports_in=date(2026, 9, 17),
        clearance=date(2026, 9, 24),
        publish_by=PUBLISH_BY,
        meeting=TUESDAY,
    )


@pytest.mark.parametrize(
    ("shut", "reports_in", "clearance", "publish_by"),
    [
        (date(2026, 10, 1), date(2026, 9, 16), date(2026, 9, 23), date(2026, 9, 25)),
        (date(2026, 9, 28), date(2026, 9, 16), date(2026, 9, 23), date(2026, 9, 25)),
        (date(2026, 9, 25), date(2026, 9, 16), date(2026, 9, 23), PUBLISH_BY),
        (date(2026, 9, 21), date(2026, 9, 16), date(2026, 9, 24), PUBLISH_BY),
        (TUESDAY, date(2026, 9, 17), date(2026, 9, 24), PUBLISH_BY),
    ],
)
def test_a_closed_day_puts_forward_what_comes_before_it(
    meeting, shut, reports_in, clearance, publish_by
):
    found = queries.deadlines_of(meeting, closed=frozenset({shut}))
    expected = (reports_in, clearance, publish_by)
    assert (found.reports_in, found.clearance, found.publish_by) == expected


@pytest.mark.parametrize(
    ("issued", "working", "calendar"),
    [(PUBLISH_BY, 5, 7), (PUBLISH_BY + DAY, 4, 6), (TUESDAY - DAY, 0, 0), (TUESDAY, 0, 0)],
)
def test_each_day_later_leaves_a_clear_day_less(issued, working, calendar):
    found = [
        queries.clear_days_between(issued, TUESDAY, count=count, closed=frozenset())
        for count in (DayCount.WORKING, DayCount.CALENDAR)
    ]
    assert found == [working, calendar]


def test_where_calendar_days_count_papers_go_out_on_a_sunday_too():
    found = queries.latest_issue(
        TUESDAY, clear_days=8, count=DayCount.CALENDAR, closed=frozenset({date(2026, 9, 28)})
    )
    assert found == date(2026, 9, 27)


@pytest.mark.parametrize(
    ("day", "doubts"),
    [
        (date(2026, 8, 3), []),
        (date(2026, 7, 31), ["is in the past"]),
        (date(2026, 8, 2), ["is in the past", "is a Sunday"]),
        (date(2026, 8, 7), []),
        (date(2026, 8, 8), ["is a Saturday"]),
        (date(2026, 8, 31), ["is a closed day (Late Summer Bank Holiday)"]),
        (date(2026, 12, 26), ["is a closed day (Boxing Day)"]),
    ],
)
def test_a_past_day_a_weekend_and_a_closed_day_are_doubted(app, transaction, day, doubts):
    with transaction():
        services.fill_bank_holidays(first_year=2026, last_year=2026, nation="ENG")
    assert queries.doubts_about(day) == doubts


def test_every_doubt_is_named_before_a_meeting_is_planned(cast, transaction):
    with pytest.raises(Refused) as refused, transaction():
        services.plan_meeting(cast.board, by=None, on=date(2026, 8, 2), is_sure=False)
    assert refused.value.sentence.startswith("2 August 2026 is in the past and is a Sunday. Tick")
    assert refused.value.field == "is_sure"


def test_so_many_days_are_proposed_every_so_many_weeks(meeting, cast, transaction):
    first, second = (TUESDAY - timedelta(weeks=weeks) for weeks in (4, 2))
    with transaction():
        services.close_on(second, by=cast.person("Adi"), name="Fair day")
    where = {"at": time(18), "venue": "Library"}
    found = queries.proposed_days(cast.board, first=first, weeks=2, count=3, **where)
    assert [(one.day, one.doubts, one.clashes) for one in found] == [
        (first, [], []),
        (second, ["is a closed day (Fair day)"], []),
        (TUESDAY, [], [f"{NAME} meets on this day already, at 6.30pm."]),
    ]


@pytest.mark.parametrize(
    ("today", "state", "is_over"),
    [
        (TUESDAY, MeetingState.PLANNED, False),
        (TUESDAY + DAY, MeetingState.PLANNED, True),
        (TUESDAY, MeetingState.HELD, True),
        (TUESDAY - DAY, MeetingState.CANCELLED, True),
    ],
)
def test_a_meeting_is_over_when_its_day_is_past_or_it_was_held_or_called_off(
    meeting, today, state, is_over
):
    meeting.state = state
    with clock.stopped(clock.moment(today)):
        assert queries.is_over(meeting) == is_over


def test_closed_days_are_listed_from_a_day_on_in_their_order(cast, transaction):
    days = [date(2027, 1, 4), date(2026, 12, 24), date(2026, 12, 23)]
    with transaction():
        for day in days:
            services.close_on(day, by=cast.person("Adi"), name=f" Closed on {day.day} ")
    found = queries.closed_days_from(days[1])
    assert [(one.on_date, one.name) for one in found] == [
        (days[1], "Closed on 24"),
        (days[0], "Closed on 4"),
    ]
    assert not any(one.is_bank_holiday for one in found)
    assert queries.closed_days() == queries.closed_calendar().days == set(days)


def test_a_day_is_closed_once_and_opened_again_and_the_history_says_so(cast, transaction):
    adi, day = cast.person("Adi"), date(2026, 12, 24)
    with transaction():
        closed = services.close_on(day, by=adi, name="Christmas closure")
    with pytest.raises(Refused) as refused, transaction():
        services.close_on(day, by=adi, name="Once more")
    told = (refused.value.sentence, refused.value.field)
    assert told == ("This day is on the list already.", "on_date")
    with transaction():
        services.open_on(closed, by=adi)
    assert queries.closed_days() == frozenset()
    lines = db.session.scalars(
        db.select(AuditEvent).where(AuditEvent.tag.startswith("closed-day:")).order_by("id")
    ).all()
    assert [(line.tag, line.person_id) for line in lines] == [
        ("closed-day:add", adi.id),
        ("closed-day:remove", adi.id),
    ]
    assert lines[1].facts["day"] == "2026-12-24"


def test_bank_holidays_are_those_of_the_nation_in_every_year_that_is_asked(app, transaction):
    with transaction():
        services.fill_bank_holidays(first_year=2026, last_year=2027, nation="SCT")
    found = queries.closed_days_from(date(2026, 1, 1))
    assert {one.on_date.year for one in found} == {2026, 2027}
    assert all(one.is_bank_holiday for one in found)
    names = queries.closed_calendar().names
    assert names[date(2026, 11, 30)] == "Saint Andrew's Day"
    assert date(2026, 4, 6) not in names, "Easter Monday is none in Scotland"


@pytest.mark.parametrize(
    ("days", "left"), [(1, "0 clear days"), (2, "1 clear day"), (7, "4 clear days")]
)
def test_short_notice_is_told_in_clear_days(meeting, cast, transaction, days, left):
    with pytest.raises(Refused) as refused, transaction():
        _moved(meeting, cast, days)
    told = f"That leaves {left} of notice; this board gives 5 (section 100A(6)(a)). Say why"
    assert refused.value.sentence.startswith(told)
    assert refused.value.field == "reason"


def test_a_meeting_is_moved_without_a_reason_while_its_board_has_full_notice(
    meeting, cast, transaction
):
    with transaction():
        _moved(meeting, cast, 8)
    assert meeting.on_date == clock.today() + timedelta(days=8)
    assert db.session.scalars(history_of(meeting)).first().tag == "meeting:change"


def test_notice_is_counted_in_the_days_of_the_boards_own_rule(meeting, cast, transaction):
    with transaction():
        cast.board.notice_count = DayCount.CALENDAR
        _moved(meeting, cast, 6)
    assert meeting.on_date == clock.today() + timedelta(days=6)


def test_a_partnership_is_told_of_its_own_notice_and_of_no_act(meeting, cast, transaction):
    with transaction():
        cast.board.kind, cast.board.has_statutory_access = BoardKind.PARTNERSHIP, False
    with pytest.raises(Refused, match=r"this partnership gives 5\. Say why"), transaction():
        _moved(meeting, cast, 2)


def _moved(meeting, cast, days):
    """The meeting, so many days from today, without a reason."""
    facts = {"at": meeting.starts_at, "venue": meeting.venue, "version": meeting.version}
    day = clock.today() + timedelta(days=days)
    services.change_meeting(meeting, by=cast.person("Clare"), on=day, **facts)


@pytest.mark.parametrize(
    ("first", "after"),
    [
        (date(2026, 1, 1), date(2026, 2, 1)),
        (date(2026, 2, 1), date(2026, 3, 1)),
        (date(2026, 12, 1), date(2027, 1, 1)),
    ],
)
def test_the_month_after(first, after):
    assert queries.next_month(first) == after


def test_a_month_shows_its_meetings_its_last_days_to_publish_and_its_closed_days(
    meeting, cast, transaction
):
    with transaction():
        services.plan_meeting(cast.other_board, by=None, on=TUESDAY)
        for day in (date(2026, 8, 31), date(2026, 9, 1), date(2026, 10, 1)):
            services.close_on(day, by=cast.person("Adi"), name=f"Closed on {day.day}")
    last = queries.latest_issue(
        TUESDAY, clear_days=5, count=DayCount.WORKING, closed=queries.closed_days()
    )
    seen = {"scope": cast.scope("Mo"), "shut": queries.closed_calendar()}
    september = queries.month_of(date(2026, 9, 1), board_ids=[cast.board.id], **seen)
    assert september == {
        date(2026, 9, 1): [Event("Closed on 1", "holiday")],
        last: [Event(f"Publish {NAME}", "deadline", meeting.id)],
    }
    october = queries.month_of(date(2026, 10, 1), board_ids=[cast.board.id], **seen)
    assert october == {
        date(2026, 10, 1): [Event("Closed on 1", "holiday")],
        TUESDAY: [Event(NAME, "meeting", meeting.id, meeting.starts_at)],
    }
    everybody = queries.month_of(date(2026, 10, 1), **seen)
    assert {event.label for event in everybody[TUESDAY]} == {NAME, "Harbour Board"}


def test_a_meeting_that_was_held_has_no_last_day_to_publish_any_more(meeting):
    meeting.state = MeetingState.HELD
    assert _shown(meeting) == {TUESDAY: [Event(NAME, "meeting", meeting.id, meeting.starts_at)]}


def test_the_last_day_to_publish_is_not_shown_once_the_agenda_is_out(meeting, cast, transaction):
    with transaction():
        agenda = services_of_agendas.begin_agenda(meeting, by=cast.person("Clare"))
    month = {"scope": cast.scope("Mo"), "shut": queries.closed_calendar()}
    kinds = [e.kind for e in queries.month_of(date(2026, 9, 1), **month)[PUBLISH_BY]]
    assert kinds == ["deadline"]
    with transaction():
        services_of_agendas.publish(agenda, by=cast.person("Clare"))
    assert queries.month_of(date(2026, 9, 1), **month) == {}


def test_a_board_without_a_notice_rule_has_no_last_day_to_publish(meeting):
    meeting.board.notice_days = 0
    assert _shown(meeting) == {TUESDAY: [Event(NAME, "meeting", meeting.id, meeting.starts_at)]}


def test_a_meeting_that_was_called_off_stands_in_the_calendar_as_such(meeting, cast, transaction):
    with transaction():
        services.cancel(meeting, by=cast.person("Clare"), reason="Snow.")
    off = Event(f"{NAME} (cancelled)", "off", meeting.id, meeting.starts_at)
    assert _shown(meeting) == {TUESDAY: [off]}


def test_a_calendar_ends_before_the_day_after_it(meeting):
    events = queries.events_between(PUBLISH_BY, TUESDAY, [meeting], closed={TUESDAY: "Fair day"})
    assert events.keys() == {PUBLISH_BY}
    events = queries.events_between(PUBLISH_BY + DAY, TUESDAY + DAY, [meeting], closed={})
    assert events.keys() == {TUESDAY}


def _shown(meeting):
    return queries.events_between(date(2026, 9, 1), date(2026, 11, 1), [meeting], closed={})
