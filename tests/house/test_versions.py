"""What hears every commit for versions that were forgotten (tests/versions.py) can fail."""

from types import SimpleNamespace

import pytest

import config
from app.meetings.models import How
from app.meetings.services import record_attendance
from tests.factories import agendas

pytestmark = pytest.mark.sqlite
INVENTED = """
from sqlalchemy import update

from app.foundation.db import db
from app.meetings.models import Meeting


def move_elsewhere(meeting):
    meeting.venue = "The pier"


def move_all_elsewhere():
    db.session.execute(update(Meeting).values(venue="The pier"))


def let_come_from(attendance, organisation):
    attendance.organisation = organisation


def count_later(meeting):
    move_elsewhere(meeting)
    db.session.flush()
    meeting.version += 1
"""
"""Deeds of a module that does not exist."""


@pytest.fixture
def services():
    path = config.ROOT / "app" / "meetings" / "invented.py"
    written: dict[str, object] = {}
    exec(compile(INVENTED, str(path), "exec"), written)
    return SimpleNamespace(**written)


@pytest.fixture
def meeting(cast, transaction):
    with transaction():
        return agendas.a_meeting(cast)


def test_a_deed_that_forgets_the_version_is_told_what_to_add(services, meeting, transaction):
    said = r"Meeting\.venue changed, and Meeting\.version did not grow: add `version \+= 1`"
    with pytest.raises(AssertionError, match=said), transaction():
        services.move_elsewhere(meeting)


def test_so_is_one_that_forgets_it_in_a_statement(services, meeting, transaction):
    with pytest.raises(AssertionError, match=r"Meeting\.venue changed"), transaction():
        services.move_all_elsewhere()


def test_so_is_one_that_forgets_the_counter_of_another_row(services, cast, meeting, transaction):
    with transaction():
        row = record_attendance(meeting, by=None, how=How.APOLOGIES, person=cast.person("Mo"))
    with (
        pytest.raises(AssertionError, match=r"Meeting\.attendance_version did not"),
        transaction(),
    ):
        services.let_come_from(row, "Harbour Trust")


def test_a_deed_that_counts_the_version_passes_even_in_two_flushes(services, meeting, transaction):
    with transaction():
        services.count_later(meeting)


def test_what_is_new_or_written_by_the_test_itself_passes(services, cast, meeting, transaction):
    with transaction():
        meeting.venue = "The pier"
    with transaction():
        services.move_elsewhere(agendas.a_meeting(cast, days=60))
