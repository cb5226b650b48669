"""An action is added on the minute's own page, where it is taken and where it is read."""

import pytest

from app.actions.models import Action
from app.foundation.db import db
from tests.factories.actions import a_minute, days, held_meeting

TYPED = {"action-text": "Mend the lamps", "action-owner_words": "All partners"}


@pytest.fixture
def minute(cast, transaction):
    with transaction():
        return a_minute(held_meeting(cast.board), published=False)


def places(minute):
    meeting_id = minute.minutes.meeting_id
    return {
        "write": f"/meetings/{meeting_id}/minutes/write/{minute.id}",
        "read": f"/meetings/{meeting_id}/minutes?add={minute.id}",
    }


@pytest.mark.parametrize("page", ["write", "read"])
def test_it_is_added_on_the_page_and_the_page_points_at_it(cast, minute, visit, page):
    clare, where = visit("Clare"), places(minute)[page]
    clare.open(where)
    shown = clare.send(TYPED | {"action-due_words": "Continuous"}, button="Add the action")
    assert shown.path.partition("?")[0] == where.partition("?")[0]
    assert "The action is added." in shown.words
    db.session.rollback()
    action = db.session.query(Action).one()
    assert action.minute_id == minute.id
    assert f"at=action-{action.id}" in shown.path
    (line,) = shown.tree.xpath(f"//li[@id='action-{action.id}'][@tabindex='-1']")
    assert "All partners: Mend the lamps (due: Continuous)" in line.text_content()


@pytest.mark.parametrize("page", ["write", "read"])
def test_what_was_typed_stays_when_something_is_wrong(minute, visit, page):
    clare = visit("Clare")
    clare.open(places(minute)[page])
    shown = clare.send(TYPED, button="Add the action", status=422)
    (form,) = shown.tree.xpath("//details[@class='adding'][@open]")
    assert "There is a problem" in form.text_content()
    assert "Enter a day, or words like Continuous" in form.text_content()
    assert form.xpath(".//textarea[@id='action-text']")[0].text.strip() == "Mend the lamps"
    db.session.rollback()
    assert db.session.query(Action).count() == 0
    shown = clare.send({"action-due_words": "Annually"}, button="Add the action")
    assert "All partners: Mend the lamps (due: Annually)" in shown.words


def test_only_its_clerk_adds_one_and_only_under_a_minute_of_these_minutes(
    cast, transaction, minute, visit
):
    with transaction():
        elsewhere = a_minute(held_meeting(cast.board, on=days(-30)))
        read = f"/meetings/{elsewhere.minutes.meeting_id}/minutes"
    mo = visit("Mo")
    assert "Add an action" not in mo.open(read).words
    assert "Add an action" not in mo.open(f"{read}?add={elsewhere.id}").words
    clare = visit("Clare")
    assert not clare.open(f"{read}?add={minute.id}").tree.xpath("//details[@class='adding']")
    assert clare.open(f"{read}?add={elsewhere.id}").tree.xpath("//details[@class='adding']")
