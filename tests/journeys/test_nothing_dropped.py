"""What is typed beside an answer that has no use for it: refused with a sentence, and kept."""

from datetime import timedelta

import pytest

from app.foundation import clock
from app.minutes import services
from tests.factories.minutes import begun, minute_about

LAMPS = "Street lighting"
WHY = "The vote was left out"


@pytest.fixture
def minutes(cast, transaction):
    """Minutes of a meeting of two months ago, still being written."""
    with transaction():
        return begun(cast, LAMPS, on=clock.today() - timedelta(days=60))


@pytest.fixture
def approval(cast, transaction, minutes, visit):
    """The clerk before the approval of minutes that a later meeting can agree."""
    with transaction():
        later = begun(cast, "Floods", on=clock.today() - timedelta(days=1))
        services.publish(minutes, by=None)
    clare = visit("Clare")
    clare.open(f"/meetings/{minutes.meeting_id}/minutes/approval")
    return clare, {"meeting_id": str(later.meeting_id)}


def test_a_name_beside_a_chosen_person(cast, minutes, visit):
    clare, nora = visit("Clare"), str(cast.person("Nora").id)
    clare.open(f"/meetings/{minutes.meeting_id}/attendance")
    page = clare.send({"person_id": nora, "name": "Rosa Webb"}, button="Add", status=422)
    assert "Choose a person or enter a name, not both" in page.words
    assert page.tree.xpath("//input[@name='name']/@value") == ["Rosa Webb"]
    assert page.tree.xpath("//select[@name='person_id']/option[@selected]/@value") == [nora]


def test_a_reason_beside_agreed(approval):
    clare, at_meeting = approval
    said = at_meeting | {"decision": "agreed", "reason": WHY}
    page = clare.send(said, button="Record it", status=422)
    assert "Minutes that were agreed need no reason" in page.words
    assert page.tree.xpath("//textarea[@name='reason']")[0].text.strip() == WHY


def test_a_number_beside_not_agreed(approval):
    clare, at_meeting = approval
    said = at_meeting | {"decision": "not agreed", "reason": WHY, "minute": "SAF9"}
    page = clare.send(said, button="Record it", status=422)
    assert "recorded without a number" in page.words
    assert page.tree.xpath("//input[@name='minute']/@value") == ["SAF9"]


def test_paragraphs_beside_confidential(minutes, cast, transaction, visit):
    item = minute_about(minutes, LAMPS).item
    clare = visit("Clare")
    clare.open(f"/meetings/{minutes.meeting_id}/agenda/items/{item.id}/exempt")
    said = {"open_title": "A matter", "access": "confidential", "paragraphs": "3"}
    page = clare.send(said, button="Make exempt", status=422)
    assert "A confidential item has no paragraphs of Schedule 12A" in page.words
    assert page.tree.xpath("//input[@name='paragraphs'][@checked]/@value") == ["3"]


def test_a_day_since_which_somebody_is_in_no_party(visit):
    adi = visit("Adi")
    adi.open("/people/new")
    said = {"kind": "councillor", "name": "Rosa Webb", "from_on": ["1", "5", "2026"]}
    page = adi.send(said, button="Add the person", status=422)
    assert "Enter the party or group too" in page.words
    assert page.tree.xpath("//input[@name='from_on']/@value") == ["1", "5", "2026"]


def test_another_board_for_a_minute_without_a_report(minutes, cast, visit):
    clare, minute = visit("Clare"), minute_about(minutes, LAMPS)
    clare.open(f"/meetings/{minutes.meeting_id}/minutes/write/{minute.id}")
    said = {"refer_to_id": str(cast.board.id), "text": WHY}
    page = clare.send(said, button="Save", status=422)
    assert "No report is taken with this minute" in page.words
    assert page.tree.xpath("//textarea[@name='text']")[0].text.strip() == WHY
