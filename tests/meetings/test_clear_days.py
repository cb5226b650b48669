"""Clear days are counted as the law counts them."""

import json
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from app.boards.models import DayCount
from app.foundation import clock
from app.meetings import queries, services

pytestmark = pytest.mark.sqlite


@pytest.fixture
def closed(app, transaction):
    with transaction():
        services.fill_bank_holidays(first_year=1989, last_year=2031, nation="ENG")
    return queries.closed_days()


def latest(meeting, days, closed, count=DayCount.WORKING):
    return queries.latest_issue(meeting, clear_days=days, count=count, closed=closed)


def test_the_day_of_issue_and_the_day_of_the_meeting_are_left_out(closed):
    assert latest(date(2011, 9, 20), 5, closed) == date(2011, 9, 12)


def test_bank_holidays_and_weekends_are_left_out(closed):
    assert latest(date(2025, 4, 22), 5, closed) == date(2025, 4, 10)
    assert latest(date(2026, 1, 5), 5, closed) == date(2025, 12, 23)


def test_one_off_bank_holidays_count_too(closed):
    assert latest(date(2011, 5, 10), 5, closed) == date(2011, 4, 28)
    assert latest(date(2012, 6, 7), 5, closed) == date(2012, 5, 28)


def test_a_day_added_by_hand_moves_the_deadline(cast, transaction, closed):
    day = date(2026, 3, 13)
    assert latest(date(2026, 3, 16), 5, closed) == date(2026, 3, 6)
    with transaction():
        services.close_on(day, by=cast.person("Clare"), name="Flooded offices")
    assert latest(date(2026, 3, 16), 5, queries.closed_days()) == date(2026, 3, 5)


def test_calendar_days_may_be_counted_instead(closed):
    found = latest(date(2025, 11, 20), 28, closed, DayCount.CALENDAR)
    assert found == date(2025, 10, 22)


def test_elitestone_gave_two_clear_days(closed):
    issued, meeting = date(1990, 4, 26), date(1990, 5, 1)
    count = queries.clear_days_between
    assert count(issued, meeting, count=DayCount.WORKING, closed=closed) == 2
    assert count(issued, meeting, count=DayCount.CALENDAR, closed=closed) == 4


def test_bank_holidays_are_filled_in_once(app, transaction):
    with transaction():
        first = services.fill_bank_holidays(first_year=2026, last_year=2026, nation="ENG")
        again = services.fill_bank_holidays(first_year=2026, last_year=2026, nation="ENG")
    assert (first, again) == (9, 0)


DAYS_OF_TWO_YEARS = [date(2025, 1, 1) + timedelta(days=n) for n in range(730)]


@pytest.mark.parametrize("count", DayCount)
def test_issue_after_the_latest_day_and_only_then_leaves_too_few_days(closed, count):
    """R1.3: `latest_issue` and `clear_days_between` agree for every pair of days in 2025 and 2026,
    weekends and closed days too."""
    for asked in (1, 3, 5):
        for meeting_on in DAYS_OF_TWO_YEARS:
            last = latest(meeting_on, asked, closed, count)
            for back in range(22):
                issued = meeting_on - timedelta(days=back)
                left = queries.clear_days_between(issued, meeting_on, count=count, closed=closed)
                assert (left < asked) == (issued > last), (issued, meeting_on)


@pytest.mark.parametrize(
    ("issued", "counts_as"),
    [
        (date(2026, 4, 2), date(2026, 4, 2)),
        (date(2026, 4, 3), date(2026, 4, 7)),
        (date(2026, 4, 5), date(2026, 4, 7)),
    ],
)
def test_what_goes_out_while_the_offices_are_shut_counts_from_the_next_working_day(
    closed, issued, counts_as
):
    """R1.3: Good Friday and Easter Sunday count as the Tuesday; calendar days count as they are."""
    found = {count: queries.counted_from(issued, count=count, closed=closed) for count in DayCount}
    assert found == {DayCount.WORKING: counts_as, DayCount.CALENDAR: issued}


@pytest.mark.parametrize(("hour", "minute", "day"), [(16, 59, 5), (17, 0, 5), (17, 1, 6)])
def test_after_the_offices_close_issue_counts_as_the_next_day(app, hour, minute, day):
    """R1.3: Friday 5 March 2027, on both sides of the closing time."""
    moment = datetime(2027, 3, 5, hour, minute, tzinfo=clock.LONDON)
    assert queries.day_of_issue(moment) == date(2027, 3, day)


@pytest.mark.shared
def test_every_vector_of_the_research_passes(closed, shared_folder: Path):
    vectors = json.loads((shared_folder / "data" / "clear_days_vectors.json").read_text())
    assert len(vectors) >= 14
    for vector in vectors:
        found = latest(
            date.fromisoformat(vector["meeting"]),
            vector["clear_days"],
            closed,
            DayCount(vector["mode"]),
        )
        assert found.isoformat() == vector["latest_issue"], vector["name"]
