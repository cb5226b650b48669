"""The sheet on which a minute is written: what to mind, and the way to the others."""

from datetime import time

import pytest

from app.foundation.db import db
from app.meetings.queries import Quorum
from app.minutes import queries, services
from app.minutes.models import MinutesState
from app.minutes.views import sheet
from app.minutes.views.sheet import WritingSheet
from tests.factories import minutes as factory

pytestmark = pytest.mark.sqlite


@pytest.fixture(autouse=True)
def _addresses(app):
    with app.test_request_context():
        yield


@pytest.fixture
def minutes(cast, transaction):
    with transaction():
        return factory.begun(cast, "Street lighting", "Floods")


def sheet_of(minutes, place=0, **known):
    """The sheet of one of the entries."""
    entries = queries.entries_of(minutes)
    facts = {
        "minute": entries[place],
        "entries": entries,
        "written": {entries[0].id},
        "exempt": None,
        "lacks_summary": False,
        "seats": [],
        "quorum": Quorum(present=2, members=7, needed=3),
    }
    return WritingSheet(**facts | known)


def publish(minutes, cast):
    for entry in queries.entries_of(minutes):
        factory.write(entry, "It was noted.", by=cast.person("Clare"))
    services.publish(minutes, by=cast.person("Clare"), edition=queries.edition_of(minutes))


def test_the_run_says_what_is_written_and_where_one_is(minutes):
    page = sheet_of(minutes)
    first, second = page.run[0], page.run[1]
    assert (first.is_here, first.standing) == (True, "written")
    assert (second.is_here, second.standing) == (False, "to be written")
    assert page.done == f"1 of {len(page.entries)} written"
    assert page.where == f"Item 1 of {len(page.entries)}"
    assert page.title == f"{page.minute.item.number}. {page.minute.heading}"
    assert not first.is_closed


def test_a_minute_without_an_item_has_no_number_before_its_heading(minutes, cast, transaction):
    with transaction():
        added = services.add_minute(minutes, by=cast.person("Clare"), heading="Urgent business")
    assert sheet.titled(added) == "Urgent business"


def test_its_head_says_since_when_and_under_whom(minutes, cast):
    page = sheet_of(minutes)
    assert " · " not in page.over
    page.meeting.started_at, page.meeting.chair = time(18, 30), cast.person("Chi")
    assert page.over.endswith(f"began 6.30pm · in the chair: {cast.person('Chi').short_name}")
    db.session.rollback()


def test_going_on_saves_until_the_minutes_are_published(minutes, cast, transaction):
    first, last = sheet_of(minutes), sheet_of(minutes, -1)
    assert first.before is None
    assert first.to_save_for is first.entries[1]
    assert last.to_save_for is None
    assert last.onward.label == "Check and publish ›"
    assert last.before.context == last.entries[-2].heading
    assert first.buttons[-1].label == "Check and publish"
    with transaction():
        publish(minutes, cast)
    first, last = sheet_of(minutes), sheet_of(minutes, -1)
    assert first.to_save_for is None
    assert first.onward.label == f"{first.entries[1].printed} ›"
    assert last.onward.label == "Checks ›"
    assert first.buttons[-1].label == "Checks"


def test_what_is_published_is_corrected_and_what_is_agreed_left(minutes, cast, transaction):
    page = sheet_of(minutes)
    assert (page.notes, page.may_correct) == ([], False)
    assert page.exempt_label == "Save the exempt wording"
    with transaction():
        publish(minutes, cast)
    page = sheet_of(minutes)
    assert (page.notes, page.may_correct) == ([sheet.PUBLISHED], True)
    assert page.exempt_label == "Correct the exempt wording"
    lacking = sheet_of(minutes, lacks_summary=True)
    assert lacking.notes == [sheet.PUBLISHED, sheet.TO_SUMMARISE]
    with db.session.no_autoflush:
        minutes.state = MinutesState.APPROVED
        assert (page.notes, page.may_correct) == ([sheet.AGREED], False)
        assert lacking.notes == [sheet.PUBLISHED, sheet.TO_SUMMARISE]
        assert lacking.may_correct
    db.session.rollback()


def test_items_that_came_since_are_numbered_by_a_button(minutes):
    assert sheet_of(minutes).number_new is None
    assert sheet_of(minutes, unnumbered=2).number_new.label == "Number 2 new items"


def test_an_item_of_part_two_has_exempt_wording_and_its_grounds(cast, transaction):
    with transaction():
        minutes = factory.begun(cast, "Street lighting", exempt="Sale of Quay Yard")
    page = sheet_of(minutes, -1)
    assert page.is_exempt
    assert not page.is_opened
    assert page.paragraphs
    assert page.run[-1].is_closed
    assert not sheet_of(minutes).is_exempt
