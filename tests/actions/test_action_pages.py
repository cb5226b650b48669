"""People find, open, report on and close actions through the pages, with and without rights."""

import pytest
from sqlalchemy import event

from app.foundation.db import db
from app.foundation.permissions import AccessLog
from tests.factories.actions import a_minute, an_action, days, held_meeting

pytestmark = pytest.mark.both

PLANTED = "Zebrawood"


@pytest.fixture
def meeting(cast, transaction):
    with transaction():
        return held_meeting(cast.board)


def test_the_owner_starts_notes_and_finishes_an_action(cast, transaction, meeting, visit):
    with transaction():
        action = an_action(cast, a_minute(meeting), person=cast.person("Olu"), due_on=days(-3))
    olu = visit("Olu")
    page = olu.open("/actions?whose=me")
    assert "3 days late" in page.words
    assert "Actions 1 new or overdue" in " ".join(
        page.tree.xpath("//nav")[0].text_content().split()
    )
    olu.open(page.links()["Mend the lamps"])
    olu.send(button="Start work")
    page = olu.send({"text": "Half are mended.\nSee SAF1."}, button="Add a note")
    assert "Half are mended." in page.words
    assert "Olu Eze" in page.words
    page = olu.send({"evidence": ""}, button="Record as done", status=422)
    assert "Say what was done" in page.words
    page = olu.send({"evidence": "Seen on 3 May."}, button="Record as done")
    assert "Done, " in page.words
    assert "Seen on 3 May." in page.words
    assert "Change" not in page.links()
    assert f"/actions/{action.id}" == page.path


def test_the_clerk_adds_changes_drops_and_reopens(cast, transaction, meeting, visit):
    with transaction():
        minute = a_minute(meeting)
    clare = visit("Clare")
    page = clare.open(f"/meetings/{meeting.id}/actions")
    page = clare.open(page.links()["Add an action"])
    typed = {"text": "Paint the gates", "minute_id": str(minute.id)}
    page = clare.send(typed, button="Add the action", status=422)
    assert "Say who is to do it" in page.words
    assert "Enter a day, or words" in page.words
    told = {"owner_words": "All partners", "due_words": "Continuous"}
    page = clare.send(told, button="Add the action")
    assert page.heading == "Actions, Safer Communities Board"
    assert "All partners" in page.words
    assert "Continuous" in page.words
    clare.open(page.links()["Paint the gates"])
    page = clare.open(clare.page.links()["Change"])
    page = clare.send(
        {"text": "Paint all gates", "due_on": ["1", "2", "2027"]}, button="Save the change"
    )
    assert page.heading == "Paint all gates"
    page = clare.send({"reason": "The gates are sold."}, button="Drop the action")
    assert "The gates are sold." in page.words
    page = clare.send(button="Reopen")
    assert "Kept from when it was closed" in page.words


@pytest.mark.parametrize(
    ("year", "said"), [(2020, "before the meeting of"), (2099, "more than five years after")]
)
def test_a_day_no_meeting_would_set_is_asked_about_and_let_through(
    cast, transaction, meeting, visit, year, said
):
    with transaction():
        a_minute(meeting)
    clare = visit("Clare")
    clare.open(f"/meetings/{meeting.id}/actions/new")
    minute = clare.page.tree.xpath("//select[@name='minute_id']/option/@value")[1]
    told = {"minute_id": minute, "text": "Paint the gates", "owner_words": "All"}
    day = {"due_on": ["1", "1", str(year)]}
    page = clare.send(told | day, button="Add the action", status=422)
    assert said in page.words
    page = clare.send({"is_meant": "y"}, button="Add the action")
    assert "Paint the gates" in page.words
    clare.open(page.links()["Paint the gates"])
    clare.open(clare.page.links()["Change"])
    page = clare.send({"text": "Paint all gates"}, button="Save the change")
    assert page.heading == "Paint all gates"


def test_two_clerks_at_once_see_both_texts_and_lose_nothing(cast, transaction, meeting, visit):
    with transaction():
        action = an_action(cast, a_minute(meeting), owner_words="All", due_words="Soon")
    here, there = visit("Clare"), visit("Clare")
    here.open(f"/actions/{action.id}/edit")
    there.open(f"/actions/{action.id}/edit")
    here.send({"text": "Mend every lamp"}, button="Save the change")
    page = there.send({"text": "Mend two lamps"}, button="Save the change", status=409)
    assert "Mend every lamp" in page.words
    assert "You saved this before, in another window" in page.words
    assert "Mend two lamps" in page.text
    page = there.send({"text": "Mend every lamp twice"}, button="Save my text")
    assert page.heading == "Mend every lamp twice"


def test_an_owner_and_a_day_changed_meanwhile_are_shown_not_thrown_away(
    cast, transaction, meeting, visit
):
    with transaction():
        action = an_action(cast, a_minute(meeting), owner_words="All", due_words="Soon")
    here, there = visit("Clare"), visit("Clare")
    here.open(f"/actions/{action.id}/edit")
    there.open(f"/actions/{action.id}/edit")
    told = {"person_id": str(cast.person("Olu").id), "owner_words": "", "due_words": "Later"}
    here.send(told, button="Save the change")
    page = there.send({"due_on": ["1", "2", "2027"]}, button="Save the change", status=409)
    differing = {row[0]: row[1:] for row in page.rows()}
    assert differing["Person"] == ["Olu Eze", "No person"]
    assert differing["In words"] == ["Nothing", "All"]
    assert differing["Due on"] == ["Nothing", "1 February 2027"]
    assert differing["Due in words"] == ["Later", "Soon"]
    page = there.send(button="Save my text")
    assert "1 February 2027" in page.words


def test_the_same_change_sent_twice_is_no_conflict(cast, transaction, meeting, visit):
    with transaction():
        action = an_action(cast, a_minute(meeting), owner_words="All", due_words="Soon")
    here, there = visit("Clare"), visit("Clare")
    here.open(f"/actions/{action.id}/edit")
    there.open(f"/actions/{action.id}/edit")
    here.send({"due_words": "Later"}, button="Save the change")
    there.send({"due_words": "Later"}, button="Save the change")


@pytest.mark.parametrize(
    ("field", "button"), [("evidence", "Record as done"), ("reason", "Drop the action")]
)
def test_what_was_typed_is_given_back_when_the_action_is_closed_already(
    cast, transaction, meeting, visit, field, button
):
    with transaction():
        action = an_action(cast, a_minute(meeting), owner_words="All", due_words="Soon")
    here, there = visit("Clare"), visit("Clare")
    here.open(f"/actions/{action.id}")
    there.open(f"/actions/{action.id}")
    here.send({"evidence": "Seen on 3 May."}, button="Record as done")
    page = there.send({field: "Typed with care."}, button=button, status=422)
    assert "This cannot be done while it is “done”." in page.words
    assert "Typed with care." in page.words
    assert "Seen on 3 May." in page.words
    assert "Typed with care." not in visit("Clare").open(f"/actions/{action.id}").words


def test_a_member_reads_but_has_no_buttons(cast, transaction, meeting, visit):
    with transaction():
        action = an_action(cast, a_minute(meeting), person=cast.person("Olu"))
    page = visit("Mo").open(f"/actions/{action.id}")
    assert page.buttons() == []
    visit("Mo").open(f"/actions/{action.id}/edit", status=403)
    visit("Mo").open(f"/meetings/{meeting.id}/actions/new", status=403)


def test_filters_narrow_and_counts_agree(cast, transaction, meeting, visit):
    with transaction():
        minute = a_minute(meeting)
        an_action(cast, minute, text="Late one", person=cast.person("Olu"), due_on=days(-2))
        an_action(cast, minute, text="Next week", person=cast.person("Fin"), due_on=days(6))
        an_action(cast, minute, text="In words", owner_words="All partners", due_words="Annually")
    nora = visit("Nora")
    page = nora.open("/actions")
    assert (
        page.words.index("Late one") < page.words.index("Next week") < page.words.index("In words")
    )
    assert "Outstanding 3" in page.words
    assert "Overdue 1" in page.words
    page = nora.open("/actions?state=overdue")
    assert "Late one" in page.words
    assert "Next week" not in page.words
    assert "In words" in nora.open("/actions?owner=partners").words
    assert "No action fits" in nora.open("/actions?owner=%25").words
    assert "Outstanding 3" in nora.open("/actions?state=nonsense&board=x&page=99").words


def test_an_exempt_action_leaks_nowhere_and_every_view_of_it_is_recorded(
    cast, transaction, meeting, visit
):
    with transaction():
        minute = a_minute(meeting, heading="Land", exempt_heading=f"{PLANTED} House")
        action = an_action(
            cast, minute, text=f"Buy {PLANTED} House", owner_words=f"{PLANTED} agents"
        )
    addresses = (
        "/",
        "/actions",
        "/actions?state=all",
        f"/actions?owner={PLANTED[:4]}",
        f"/meetings/{meeting.id}/actions",
    )
    for who in ("Olu", "Adi", "Nora"):
        browsing = visit(who)
        for address in addresses:
            page = browsing.open(address)
            assert PLANTED not in page.text, (who, address)
            assert "Outstanding 1" not in page.words
        browsing.open(f"/actions/{action.id}", status=404)
    db.session.rollback()
    assert db.session.query(AccessLog).count() == 0
    mo = visit("Mo")
    assert PLANTED in mo.open("/actions").words
    assert PLANTED in mo.open(f"/meetings/{meeting.id}/actions").words
    assert "Exempt" in mo.open(f"/actions/{action.id}").words
    db.session.rollback()
    seen = db.session.query(AccessLog).filter_by(kind="action", thing_id=action.id)
    assert seen.count() == 3


def test_an_action_of_draft_minutes_is_hidden_from_members(cast, transaction, meeting, visit):
    with transaction():
        action = an_action(cast, a_minute(meeting, published=False), text=f"Mend {PLANTED}")
    mo = visit("Mo")
    mo.open(f"/actions/{action.id}", status=404)
    assert PLANTED not in mo.open(f"/meetings/{meeting.id}/actions").text
    assert PLANTED in visit("Clare").open(f"/meetings/{meeting.id}/actions").words


def test_a_coming_meeting_shows_what_is_outstanding(cast, transaction, meeting, visit):
    with transaction():
        an_action(cast, a_minute(meeting), text="Still to do", due_on=days(30))
        an_action(cast, a_minute(meeting), text="Keep watch", due_words="Continuous")
        coming = held_meeting(cast.board, on=days(20))
        coming.state = "planned"
    page = visit("Mo").open(f"/meetings/{coming.id}/actions")
    review, earlier = page.tree.xpath("//main//table")
    assert "Keep watch" in review.text_content()
    assert "Still to do" in earlier.text_content()
    assert "To review at this meeting They are due in words" in page.words
    assert "Outstanding from earlier meetings" in page.words


@pytest.mark.parametrize("address", ["/actions", "/meetings/{meeting}/actions"])
def test_a_list_takes_the_same_queries_however_long_it_is(
    cast, transaction, meeting, visit, address
):
    clare = visit("Clare")
    where = address.format(meeting=meeting.id)
    with transaction():
        an_action(cast, a_minute(meeting), person=cast.person("Olu"))
    few = counted(clare, where)
    with transaction():
        for number in range(12):
            an_action(cast, a_minute(meeting), text=f"Number {number}", person=cast.person("Fin"))
    assert counted(clare, where) == few
    assert few <= 12


def counted(browsing, address):
    """How many statements one page takes."""
    statements = []

    def take(_connection, _cursor, statement, *_rest):
        statements.append(statement)

    event.listen(db.engine, "before_cursor_execute", take)
    try:
        browsing.open(address)
    finally:
        event.remove(db.engine, "before_cursor_execute", take)
    return len(statements)
