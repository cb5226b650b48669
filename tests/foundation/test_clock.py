"""What time it is to the council: London's calendar, a day named for a demo, a clock held still."""

from datetime import UTC, date, datetime, timedelta

import pytest

from app.foundation import clock

SUMMER_NIGHT = datetime(2026, 7, 1, 23, 30, tzinfo=UTC)
"""In London it is past midnight already."""
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("at", "day"),
    [
        (SUMMER_NIGHT, date(2026, 7, 2)),
        (datetime(2026, 12, 1, 23, 30, tzinfo=UTC), date(2026, 12, 1)),
    ],
)
def test_today_is_the_day_in_london(at, day):
    with clock.stopped(at):
        assert clock.today() == day


@pytest.mark.parametrize(("day", "hour"), [(date(2026, 7, 1), 8), (date(2026, 12, 1), 9)])
def test_nine_in_the_morning_is_nine_in_london(day, hour):
    nine = datetime(day.year, day.month, day.day, hour, tzinfo=UTC)
    assert clock.moment(day) == nine
    assert clock.moment(day).tzinfo is UTC
    assert clock.moment(day, 18, 30) == nine + timedelta(hours=9, minutes=30)


def test_the_clock_runs_when_nothing_holds_or_moves_it(monkeypatch):
    monkeypatch.delenv("GUILDHALL_TODAY", raising=False)
    before = datetime.now(UTC)
    assert before <= clock.now() <= datetime.now(UTC)


def test_a_demo_is_moved_to_the_day_that_is_named(monkeypatch):
    monkeypatch.setenv("GUILDHALL_TODAY", "2031-05-06")
    assert clock.today() == date(2031, 5, 6)
    moved_by = clock.now() - datetime.now(UTC)
    assert abs(moved_by - timedelta(days=round(moved_by / DAY))) < timedelta(minutes=1)


class SummerNight(datetime):
    """A machine's clock that shows the same night for ever."""

    @classmethod
    def now(cls, tz=None):
        """That night, in the zone that is asked for."""
        return SUMMER_NIGHT.astimezone(tz)


def test_a_demo_is_moved_by_the_days_of_london(monkeypatch):
    monkeypatch.setenv("GUILDHALL_TODAY", "2031-05-06")
    monkeypatch.setattr(clock, "datetime", SummerNight)
    assert clock.today() == date(2031, 5, 6)


def test_a_clock_held_still_is_let_go_again_whatever_happens():
    outer, inner = SUMMER_NIGHT, SUMMER_NIGHT + timedelta(days=3)
    with clock.stopped(outer):
        with pytest.raises(ZeroDivisionError), clock.stopped(inner):
            assert clock.now() == inner
            raise ZeroDivisionError
        assert clock.now() == outer
    assert clock.now() != outer
