"""An owner asks for more time; the clerk of the board gives or declines it, and all of it stays."""

import pytest

from app.actions import services
from app.actions.models import Action, TimeRequest
from app.foundation.db import db
from app.foundation.errors import Conflict, Refused
from tests.counting import statements
from tests.factories.actions import a_minute, an_action, days, held_meeting

ASKED = {"time-reason": "The lamps are not delivered.", "time-due_words": "Spring"}


@pytest.fixture
def action(cast, transaction):
    with transaction():
        minute = a_minute(held_meeting(cast.board))
        return an_action(cast, minute, person=cast.person("Olu"), due_on=days(5))


@pytest.fixture
def request_(cast, transaction, action):
    with transaction():
        return services.ask_for_time(
            action, by=cast.person("Olu"), reason="No lamps.", due_on=days(40)
        )


def tasks(page):
    found = page.tree.xpath("//ul[@class='tasks']/li")
    return [" ".join(" ".join(item.itertext()).split()) for item in found]


def fresh(action):
    db.session.rollback()
    return db.session.get_one(Action, action.id, populate_existing=True)


def test_the_owner_asks_the_clerk_grants_another_day_and_the_owner_reads_it(action, visit):
    olu, clare = visit("Olu"), visit("Clare")
    olu.open(f"/actions/{action.id}")
    page = olu.send(ASKED, button="Ask the clerk")
    assert "The clerk of the board has your request." in page.words
    assert "It waits for the clerk of the board." in page.words
    (task,) = [one for one in tasks(clare.open("/")) if "more time" in one]
    assert "Olu Eze asks for it, “Spring”: “The lamps are not delivered.”" in task
    assert not [one for one in tasks(visit("Mo").open("/")) if "more time" in one]
    clare.open(f"/actions/{action.id}")
    told = {"answer-decision": "grant", "answer-due_on": ["1", "4", "2027"], "answer-due_words": ""}
    page = clare.send(told | {"answer-answer": "No later."}, button="Answer the request")
    assert "Given until Thursday 1 April 2027 by Clare Dawson" in page.words
    assert str(fresh(action).due_on) == "2027-04-01"
    (task,) = [one for one in tasks(olu.open("/")) if "Mend the lamps" in one]
    assert "Your request for more time is answered" in task
    page = olu.open(f"/actions/{action.id}")
    for said in ("The lamps are not delivered.", "Until Spring.", "No later.", "Given until"):
        assert said in page.words
    assert "<p>" not in page.words
    assert not [one for one in tasks(olu.open("/")) if "answered" in one]
    assert not [one for one in tasks(clare.open("/")) if "more time" in one]


def test_what_was_proposed_is_given_where_nothing_else_is_said(cast, transaction, request_):
    with transaction():
        services.answer_request(request_, by=cast.person("Clare"), is_granted=True)
    assert fresh(request_.action).due_on == days(40)
    assert request_.given_on == days(40)


def test_declining_needs_a_sentence_and_keeps_the_day(cast, transaction, action, request_, visit):
    clare = visit("Clare")
    clare.open(f"/actions/{action.id}")
    page = clare.send({"answer-decision": "decline"}, button="Answer the request", status=422)
    assert "Write why you decline." in page.words
    told = {"answer-answer": "The board wants it for winter."}
    page = clare.send(told, button="Answer the request")
    assert "Declined by Clare Dawson" in page.words
    assert fresh(action).due_on == days(5)
    with transaction():
        services.ask_for_time(
            action, by=cast.person("Olu"), reason="Still no lamps.", due_on=days(30)
        )
    assert db.session.query(TimeRequest).count() == 2


def test_one_request_at_a_time_and_the_same_sent_twice_is_one(cast, transaction, request_):
    olu, said = cast.person("Olu"), {"reason": "No lamps.", "due_on": days(40)}
    with transaction():
        assert services.ask_for_time(request_.action, by=olu, **said).id == request_.id
    with transaction(), pytest.raises(Refused, match="waits for its answer already"):
        services.ask_for_time(request_.action, by=olu, reason="Rain.", due_on=days(40))


def test_an_answer_is_given_once_and_to_what_was_seen(cast, transaction, request_):
    clare = cast.person("Clare")
    with transaction(), pytest.raises(Conflict):
        services.answer_request(request_, by=clare, is_granted=True, version=99)
    with transaction():
        services.answer_request(request_, by=clare, is_granted=False, answer="No.")
        services.answer_request(request_, by=clare, is_granted=False, answer="No.")
    with transaction(), pytest.raises(Refused, match="answered already"):
        services.answer_request(request_, by=clare, is_granted=True)


def test_only_the_owner_asks_and_only_the_clerk_answers(cast, transaction, action, request_, visit):
    assert "Answer the request" not in visit("Olu").open(f"/actions/{action.id}").buttons()
    assert "Answer the request" not in visit("Mo").open(f"/actions/{action.id}").buttons()
    with transaction():
        services.answer_request(request_, by=cast.person("Clare"), is_granted=True)
    assert "Ask the clerk" in visit("Olu").open(f"/actions/{action.id}").buttons()
    for who in ("Mo", "Clare"):
        assert "Ask the clerk" not in visit(who).open(f"/actions/{action.id}").buttons()


def test_what_is_done_needs_no_more_time(cast, transaction, action):
    with transaction():
        services.finish(action, by=cast.person("Olu"), evidence="They burn.")
    with transaction(), pytest.raises(Refused, match="so it needs no more time"):
        services.ask_for_time(action, by=cast.person("Olu"), reason="Rain.", due_words="Spring")


def test_a_request_takes_the_clerks_first_page_no_further_statement(action, request_, visit):
    clare = visit("Clare")
    with statements() as sent:
        assert "more time" in clare.open("/").words
    assert len(sent) <= 14
