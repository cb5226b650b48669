"""Actions reach their owners: what is new or due in words stands before them until they act."""

from datetime import timedelta

import pytest

from app.actions import queries, receiving, services
from app.actions.models import ActionReceipt
from app.foundation import clock
from app.foundation.db import db
from app.meetings.models import Meeting, MeetingState
from app.people import services as people
from app.people.models import PersonKind
from tests.cast import SINCE
from tests.factories.actions import a_minute, an_action, days, held_meeting


@pytest.fixture
def meeting(cast, transaction):
    with transaction():
        return held_meeting(cast.board)


@pytest.fixture
def watch(cast, transaction, meeting):
    """Olu's action without a day."""
    with transaction():
        minute, olu = a_minute(meeting), cast.person("Olu")
        return an_action(cast, minute, text="Keep watch", person=olu, due_words="Continuous")


def badge(page):
    words = " ".join(page.tree.xpath("//nav")[0].text_content().split())
    return words.partition("Actions ")[2].partition("People")[0].strip()


def tasks(page):
    found = page.tree.xpath("//ul[@class='tasks']/li")
    return [" ".join(" ".join(item.itertext()).split()) for item in found]


def waiting(cast, who="Olu"):
    today = clock.today()
    found = queries.waiting_for(cast.scope(who), today=today, until=today, most=12)
    return [(own.action.text, own.is_new, own.review_on) for own in found]


def plan(cast, transaction, *, on):
    with transaction():
        planned = held_meeting(cast.board, on=on)
        planned.state = MeetingState.PLANNED
    return planned


def test_a_new_action_stands_on_the_owners_first_page_and_badge_until_it_is_opened(
    cast, transaction, watch, visit
):
    olu = visit("Olu")
    home = olu.open("/")
    (task,) = tasks(home)
    assert "Waiting since" in task
    assert "Keep watch New to you, from Safer Communities Board: due “Continuous”." in task
    assert badge(home) == "1 new or overdue"
    assert "New to you" in olu.open("/actions").words
    assert "New to you" in olu.open(f"/actions/{watch.id}").words
    assert "New to you" not in olu.open(f"/actions/{watch.id}").words
    home = olu.open("/")
    assert tasks(home) == []
    assert badge(home) == ""


def test_what_somebody_else_opens_stays_new(cast, transaction, watch, visit):
    for who in ("Clare", "Mo", "Nora"):
        assert "New to you" not in visit(who).open(f"/actions/{watch.id}").words
        assert not [one for one in tasks(visit(who).open("/")) if "Keep watch" in one]
    assert waiting(cast) == [("Keep watch", True, None)]


def test_an_action_of_a_post_is_new_to_each_of_its_holders(cast, transaction, meeting, visit):
    with transaction():
        post = people.create_post(by=None, title="Head of Lighting")
        for who in ("Olu", "Fin"):
            people.appoint(post, person=cast.person(who), by=None, from_on=SINCE)
        action = an_action(cast, a_minute(meeting), post=post, due_on=days(90))
    visit("Olu").open(f"/actions/{action.id}")
    db.session.rollback()
    assert waiting(cast, "Olu") == []
    assert waiting(cast, "Fin") == [("Mend the lamps", True, None)]


def test_what_is_given_to_somebody_else_is_new_to_them_and_to_whoever_gets_it_back(
    cast, transaction, watch, visit
):
    visit("Olu").open(f"/actions/{watch.id}")
    db.session.rollback()
    for who in ("Fin", "Olu"):
        with transaction():
            services.edit_action(
                watch,
                by=cast.person("Clare"),
                text=watch.text,
                person=cast.person(who),
                due_words=watch.due_words,
                version=watch.version,
            )
        assert waiting(cast, who) == [("Keep watch", True, None)]
    assert waiting(cast, "Fin") == []


def test_whoever_reports_on_an_action_has_opened_it(cast, transaction, watch):
    with transaction():
        services.note(watch, by=cast.person("Clare"), text="Asked.")
    assert waiting(cast) == [("Keep watch", True, None)]
    with transaction():
        services.start(watch, by=cast.person("Olu"))
    assert waiting(cast) == []


@pytest.mark.sqlite
def test_no_page_fails_because_it_cannot_be_noted(cast, transaction, watch, visit):
    with transaction():
        db.session.execute(db.text("ALTER TABLE action_receipt RENAME COLUMN at TO then_on"))
    olu = visit("Olu")
    assert "New to you" in olu.open(f"/actions/{watch.id}").words
    assert "New to you" in olu.open(f"/actions/{watch.id}").words


def test_it_is_noted_once_however_often_it_is_opened(cast, transaction, watch):
    for _ in range(2):
        receiving.note_received(watch.id, person_id=cast.person("Olu").id)
    db.session.rollback()
    assert db.session.query(ActionReceipt).count() == 1


def test_one_entry_has_opened_what_either_of_two_had_opened(cast, transaction, watch, meeting):
    with transaction():
        double = people.add_person(by=None, name="Olu Ezze", kind=PersonKind.OFFICER)
        theirs = an_action(cast, a_minute(meeting), text="Sweep", person=double)
        services.start(theirs, by=double)
        services.start(watch, by=cast.person("Olu"))
    with transaction():
        people.merge(double, into=cast.person("Olu"), by=cast.person("Adi"))
    assert waiting(cast) == []
    whose = {receipt.person_id for receipt in db.session.query(ActionReceipt)}
    assert whose == {cast.person("Olu").id}


def test_what_is_due_in_words_is_reviewed_at_the_next_meeting_of_its_board(
    cast, transaction, watch, visit
):
    visit("Olu").open(f"/actions/{watch.id}")
    coming = plan(cast, transaction, on=days(12))
    assert waiting(cast) == []
    with transaction():
        db.session.get_one(Meeting, coming.id).on_date = days(10)
    assert waiting(cast) == [("Keep watch", False, days(10))]
    (task,) = tasks(visit("Olu").open("/"))
    assert "due “Continuous”, reviewed at the next meeting." in task
    (asked,) = [one for one in tasks(visit("Clare").open("/")) if "Review" in one]
    assert "Review 1 action at Safer Communities Board" in asked
    assert "To review at this meeting" in visit("Mo").open(f"/meetings/{coming.id}/actions").words
    with transaction():
        services.note(watch, by=cast.person("Olu"), text="All quiet.")
    assert waiting(cast) == []
    assert not [one for one in tasks(visit("Clare").open("/")) if "Review" in one]


def test_what_was_noted_before_the_last_meeting_is_asked_about_again(cast, transaction, watch):
    with transaction():
        at = clock.now() - timedelta(days=11)
        services.note(watch, by=cast.person("Olu"), text="All quiet.", at=at)
    plan(cast, transaction, on=days(3))
    assert waiting(cast) == [("Keep watch", False, days(3))]


def test_the_list_opens_on_mine_for_whoever_has_any_action(
    cast, transaction, watch, meeting, visit
):
    with transaction():
        an_action(cast, a_minute(meeting), text="Sweep", person=cast.person("Fin"))
    olu = visit("Olu")
    mine = olu.open("/actions")
    assert mine.heading == "My actions"
    assert [row[0].partition(" ")[0] for row in mine.rows()] == ["Keep"]
    assert "Outstanding 1" in mine.words
    assert "whose=me" in mine.links()["Overdue 0"]
    all_of_them = olu.send({"whose": ""}, button="Show")
    assert all_of_them.heading == "Actions"
    assert len(all_of_them.rows()) == 2
    assert len(olu.open(all_of_them.links()["All 2"]).rows()) == 2
    assert visit("Nora").open("/actions").heading == "Actions"
