"""Actions are made, started, noted, finished, dropped and reopened."""

from datetime import date, timedelta

import pytest

from app.actions import policy, services
from app.actions.models import ActionState
from app.actions.workflow import moves
from app.foundation import clock
from app.foundation.audit import AuditEvent
from app.foundation.db import db
from app.foundation.errors import Conflict, Refused
from app.foundation.events import announce
from app.foundation.jobs.models import Job
from app.people import services as people
from app.people.events import PersonMerged
from tests.factories.actions import a_minute, an_action, days, held_meeting


@pytest.fixture
def action(cast, transaction):
    with transaction():
        minute = a_minute(held_meeting(cast.board))
        return an_action(cast, minute, person=cast.person("Olu"), due_on=days(10))


def tags():
    chosen = db.select(AuditEvent.tag).where(AuditEvent.kind == "action").order_by(AuditEvent.id)
    return list(db.session.scalars(chosen))


def test_an_action_goes_from_open_to_done_with_evidence(action, cast, transaction):
    olu = cast.person("Olu")
    with transaction():
        services.start(action, by=olu)
        services.note(action, by=olu, text="Half the lamps are mended.")
    assert action.state == ActionState.IN_PROGRESS
    with transaction():
        services.finish(action, by=olu, evidence="Inspected on the 3rd.")
    assert (action.state, action.evidence) == (ActionState.DONE, "Inspected on the 3rd.")
    assert action.closed_at is not None
    assert tags() == ["action:add", "action:start", "action:note", "action:finish"]
    asked = [job.arguments["thing"] for job in db.session.scalars(db.select(Job))]
    assert asked.count("action") == 3, "once for each transaction"


def test_done_needs_evidence_and_dropped_needs_a_reason(action, cast, transaction):
    with pytest.raises(Refused, match="what was done"), transaction():
        services.finish(action, by=cast.person("Olu"), evidence="  ")
    with pytest.raises(Refused, match="reason"), transaction():
        services.drop(action, by=cast.person("Clare"), reason="")
    assert action.state == ActionState.OPEN


def test_a_dropped_action_is_reopened_and_its_reason_kept_as_a_note(action, cast, transaction):
    clare = cast.person("Clare")
    with transaction():
        services.drop(action, by=clare, reason="Overtaken by the new contract.")
    with transaction():
        services.reopen(action, by=clare)
    assert action.state == ActionState.OPEN
    assert action.dropped_reason == ""
    assert [note.text for note in action.notes] == ["Overtaken by the new contract."]


def test_a_closed_action_cannot_be_started(action, cast, transaction):
    with transaction():
        services.finish(action, by=cast.person("Olu"), evidence="Done.")
    with pytest.raises(Refused, match="“done”"), transaction():
        services.start(action, by=cast.person("Olu"))


def test_overdue_is_worked_out_from_the_day(action):
    assert not action.is_overdue(days(10))
    assert action.is_overdue(days(11))
    action.state = ActionState.DONE
    assert not action.is_overdue(days(11))


def test_what_is_to_be_done_must_be_said(cast, transaction):
    with pytest.raises(Refused, match="what is to be done"), transaction():
        an_action(cast, text=" ")


def test_an_action_has_one_owner(action, cast, transaction):
    with transaction():
        post = people.create_post(by=None, title="Head of Lighting")
    with pytest.raises(Refused, match="one owner"), transaction():
        an_action(cast, person=cast.person("Olu"), post=post)


def test_two_clerks_changing_one_action_both_see_both_texts(action, cast, transaction):
    clare, version = cast.person("Clare"), action.version
    with transaction():
        services.edit_action(action, by=clare, text="Mend all lamps", version=version)
    with pytest.raises(Conflict) as met, transaction():
        services.edit_action(action, by=clare, text="Mend two lamps", version=version)
    assert (met.value.theirs, met.value.yours) == ("Mend all lamps", "Mend two lamps")
    with transaction():
        services.edit_action(action, by=clare, text="Mend all lamps", version=version)
    assert action.version == version + 1


def test_an_action_may_be_made_in_the_past_in_the_words_of_the_minutes(cast, transaction):
    made = date(2011, 5, 10)
    with transaction():
        action = an_action(
            cast,
            owner_words="All partners",
            due_words="Continuous",
            made_on=made,
            at=clock.moment(made),
        )
    assert (action.owner, action.due_words, action.due_on) == ("All partners", "Continuous", None)
    assert action.published_at == clock.moment(made)
    assert not action.is_overdue(clock.today())


def test_whoever_may_do_what(action, cast):
    rules = (policy.see, policy.report_on, policy.run)
    may = {who: [rule(cast.scope(who), action) for rule in rules] for who in ("Clare", "Olu", "Mo")}
    assert may == {
        "Clare": [True, True, True],
        "Olu": [True, True, False],
        "Mo": [True, False, False],
    }


def test_the_owner_is_whoever_holds_the_post_today(cast, transaction):
    with transaction():
        post = people.create_post(by=None, title="Head of Lighting")
        past, present = clock.today() - timedelta(days=400), clock.today() - timedelta(days=30)
        people.appoint(post, person=cast.person("Fin"), by=None, from_on=past)
        people.leave_post(post.holders[0], by=cast.person("Adi"), to_on=present - timedelta(days=1))
        people.appoint(post, person=cast.person("Olu"), by=None, from_on=present)
        action = an_action(cast, post=post)
    assert action.owner == "Head of Lighting"
    assert policy.owns(cast.scope("Olu"), action)
    assert not policy.owns(cast.scope("Fin"), action)


def test_the_buttons_are_the_moves_that_apply(action, cast):
    def names(who):
        return [move.name for move in moves.open_to(cast.scope(who), action)]

    assert names("Clare") == ["start", "finish", "drop"]
    assert names("Olu") == ["start", "finish"]
    assert names("Mo") == []


def test_the_actions_of_an_entry_that_is_merged_go_to_the_one_that_stays(action, cast, transaction):
    fin, olu = cast.person("Fin"), cast.person("Olu")
    with transaction():
        services.note(action, by=olu, text="Begun.")
        announce(PersonMerged(gone_id=olu.id, kept_id=fin.id))
    assert action.person_id == action.notes[0].by_id == fin.id
