"""Bank holidays are known wherever a deadline is counted, or the page says that they are not."""

from datetime import date, timedelta

import pytest

from app.foundation import clock
from app.foundation.db import db
from app.foundation.jobs import queue
from app.foundation.jobs.models import Job
from app.meetings import bank_holidays, queries, services
from app.meetings.models import ClosedDay
from tests.factories import agendas

TODAY = date(2026, 11, 30)
SAINT_ANDREW = date(2027, 11, 30)
EASTER_MONDAY = date(2027, 3, 29)
CHRISTMAS = date(2027, 12, 25)


@pytest.fixture(autouse=True)
def on_a_day_in_november():
    with clock.stopped(clock.moment(TODAY)):
        yield


@pytest.fixture
def nation(app):
    """Sets the nation of the council."""

    def _set(code):
        app.config["BANK_HOLIDAY_NATION"] = code

    before = app.config["BANK_HOLIDAY_NATION"]
    yield _set
    app.config["BANK_HOLIDAY_NATION"] = before


@pytest.fixture
def renewed(transaction, drain):
    """The worker has been started, and has done its work."""

    def _start():
        with transaction():
            queue.bring_forward([bank_holidays.JOB])
        drain()

    return _start


def test_a_new_installation_has_its_bank_holidays_once_the_worker_has_started(app, transaction):
    """R1.2: the command fills them in at its first start and leaves nothing to press."""
    result = app.test_cli_runner().invoke(args=["jobs", "run", "--once"])
    assert result.exit_code == 0, result.output
    assert queries.closed_calendar().filled == {2025, 2026, 2027, 2028, 2029}
    assert EASTER_MONDAY in queries.closed_days()


def test_they_are_filled_in_again_every_day(app, renewed, transaction):
    """R1.2: a year later the worker has gone a year further."""
    renewed()
    with transaction():
        queue.keep_coming([bank_holidays.JOB])
    (job,) = db.session.scalars(db.select(Job).where(Job.kind == bank_holidays.JOB))
    assert job.run_after == clock.now() + queue.DAY
    with clock.stopped(clock.moment(TODAY + timedelta(days=365))):
        renewed()
    assert queries.closed_calendar().filled == set(range(2025, 2031))


def test_they_are_filled_in_as_far_ahead_as_a_meeting_is_planned(cast, transaction, renewed):
    """R1.2: also where that is further than the usual years; but not for a mistyped year."""
    with transaction():
        agendas.a_meeting(cast, on=date(2031, 4, 23))
    renewed()
    assert max(queries.closed_calendar().filled) == 2031
    with transaction():
        agendas.a_meeting(cast, on=date(2206, 4, 23))
    renewed()
    assert max(queries.closed_calendar().filled) == TODAY.year + bank_holidays.FURTHEST


def test_a_change_of_nation_takes_the_former_nations_days_off(cast, transaction, renewed, nation):
    """R1.2: and leaves what was added by hand."""
    renewed()
    by_hand = date(2027, 1, 29)
    with transaction():
        services.close_on(by_hand, by=cast.person("Clare"), name="Up Helly Aa")
    nation("SCT")
    renewed()
    found = queries.closed_days()
    assert EASTER_MONDAY not in found
    assert {SAINT_ANDREW, by_hand, CHRISTMAS} <= found


def test_a_bank_holiday_on_which_the_offices_are_open_stays_off_the_list(
    cast, transaction, renewed
):
    """R1.2: until somebody puts it back; deadlines count it meanwhile."""
    renewed()
    clare = cast.person("Clare")
    with transaction():
        services.open_on(_row(EASTER_MONDAY), by=clare)
    renewed()
    assert EASTER_MONDAY not in queries.closed_days()
    assert queries.doubts_about(EASTER_MONDAY) == []
    with transaction():
        services.close_again(_row(EASTER_MONDAY), by=clare)
    assert EASTER_MONDAY in queries.closed_days()


def test_a_year_without_a_bank_holiday_is_warned_of(cast, transaction, visit):
    """R1.2: on the meeting, in the lists, in the calendar and where meetings are planned."""
    with transaction():
        meeting = agendas.a_meeting(cast, on=date(2027, 1, 5))
        services.fill_bank_holidays(first_year=2026, last_year=2026, nation="ENG")
    clare = visit("Clare")
    pages = [f"/meetings/{meeting.id}", "/meetings/list", "/meetings?month=2027-01", "/"]
    for address in pages:
        page = clare.open(address)
        assert "No bank holiday of 2027 is stored" in page.words, address
        assert "Look at the closed days" in page.links(), address
    clare.open("/meetings/several")
    typed = {"board_id": str(cast.board.id), "first_on": ["9", "2", "2027"]}
    page = clare.send(typed | {"weeks": "4", "count": "2"}, button="Show the days")
    assert "No bank holiday of 2027 is stored" in page.words
    clare.open("/administration/closed-days")
    clare.send({}, button="Fill in bank holidays now")
    for address in pages:
        assert "No bank holiday" not in clare.open(address).words, address


def test_who_does_not_keep_the_closed_days_is_warned_without_a_link(cast, transaction, visit):
    """R1.2: members read the warning beside the dates."""
    with transaction():
        meeting = agendas.a_meeting(cast, on=date(2027, 1, 5))
    page = visit("Mo").open(f"/meetings/{meeting.id}")
    assert "No bank holiday of 2026 or 2027 is stored" in page.words
    assert "Look at the closed days" not in page.links()


def test_the_page_of_closed_days_puts_a_bank_holiday_back(cast, transaction, visit, renewed):
    renewed()
    clare = visit("Clare")
    clare.open("/administration/closed-days")
    clare.send({}, button="Remove Friday 25 December 2026")
    assert date(2026, 12, 25) not in queries.closed_days()
    page = clare.open("/administration/closed-days")
    assert "the offices are open: it counts as a working day" in page.words
    clare.send({}, button="Put back Friday 25 December 2026")
    assert date(2026, 12, 25) in queries.closed_days()


def _row(day):
    return db.session.scalars(db.select(ClosedDay).where(ClosedDay.on_date == day)).one()
