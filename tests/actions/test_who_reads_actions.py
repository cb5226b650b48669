"""An action is read by whoever may read its minute, by its owner, and by nobody else."""

from datetime import timedelta

import pytest

from app.actions import queries, services
from app.actions.models import Action
from app.actions.queries import ActionFilter, Standing
from app.foundation import clock
from app.foundation.db import db
from app.foundation.events import announce
from app.foundation.permissions import Access, keys_to, readers_of
from app.minutes.events import MinutesPublished
from app.minutes.models import MinutesState
from app.people import services as people
from tests.factories.actions import a_minute, an_action, held_meeting

CAST = ("Clare", "Chi", "Mo", "Olu", "Adi", "Nora")


@pytest.fixture
def meeting(cast, transaction):
    with transaction():
        return held_meeting(cast.board)


def readers(cast, action):
    chosen = db.select(Action.id).where(Action.id == action.id)
    return {
        who
        for who in CAST
        if db.session.scalar(chosen.where(Action.visible_to(cast.scope(who)))) is not None
    }


def test_an_action_of_published_minutes_is_open_to_everyone(cast, transaction, meeting):
    with transaction():
        action = an_action(cast, a_minute(meeting))
    assert readers(cast, action) == set(CAST)


def test_an_action_of_draft_minutes_is_read_by_the_clerk_and_its_owner(cast, transaction, meeting):
    with transaction():
        action = an_action(cast, a_minute(meeting, published=False), person=cast.person("Olu"))
    assert readers(cast, action) == {"Clare", "Olu"}


def test_an_action_of_an_exempt_minute_is_exempt(cast, transaction, meeting):
    with transaction():
        worded = an_action(cast, a_minute(meeting, exempt_heading="The tender of Bright Ltd"))
        part_two = an_action(cast, a_minute(meeting, part=2), person=cast.person("Olu"))
    assert worded.access == part_two.access == Access.EXEMPT
    assert readers(cast, worded) == {"Clare", "Chi", "Mo"}
    assert readers(cast, part_two) == {"Clare", "Chi", "Mo", "Olu"}


def test_actions_are_published_with_their_minutes(cast, transaction, meeting):
    with transaction():
        minute = a_minute(meeting, published=False)
        action = an_action(cast, minute)
        later = an_action(cast, a_minute(meeting, published=False, heading="Later exempt"))
        later.minute.access = Access.EXEMPT
    at = clock.now()
    with transaction():
        record = minute.minutes
        record.state, record.published_at = MinutesState.PUBLISHED, at
        for entry in record.entries:
            entry.published_at = at
        announce(MinutesPublished(minutes_id=record.id, at=at))
    assert action.published_at == later.published_at == at
    assert readers(cast, action) == set(CAST)
    assert readers(cast, later) == {"Clare", "Chi", "Mo"}


def test_a_former_owner_no_longer_reads_an_exempt_action(cast, transaction, meeting):
    with transaction():
        minute = a_minute(meeting, exempt_heading="The tender")
        action = an_action(cast, minute, person=cast.person("Olu"))
    with transaction():
        services.edit_action(
            action,
            by=cast.person("Clare"),
            text=action.text,
            person=cast.person("Nora"),
            version=action.version,
        )
    assert readers(cast, action) == {"Clare", "Chi", "Mo", "Nora"}


def test_the_holder_of_the_post_reads_an_exempt_action(cast, transaction, meeting):
    with transaction():
        post = people.create_post(by=None, title="Head of Property")
        people.appoint(post, person=cast.person("Nora"), by=None)
        action = an_action(cast, a_minute(meeting, part=2), post=post)
    assert readers(cast, action) == {"Clare", "Chi", "Mo", "Nora"}


def test_an_exempt_action_goes_with_its_post_to_the_next_holder(cast, transaction, meeting):
    with transaction():
        post = people.create_post(by=None, title="Head of Property")
        people.appoint(post, person=cast.person("Nora"), by=None)
        action = an_action(cast, a_minute(meeting, part=2), text="Buy the depot", post=post)
    with transaction():
        yesterday = clock.today() - timedelta(days=1)
        people.leave_post(post.holders[0], by=cast.person("Adi"), to_on=yesterday)
        people.appoint(post, person=cast.person("Olu"), by=cast.person("Adi"))
    assert readers(cast, action) == {"Clare", "Chi", "Mo", "Olu"}
    keys = keys_to(action, readers=readers_of(Action.KIND, [action.id])[action.id])
    assert {who for who in CAST if keys & cast.scope(who).keys} == readers(cast, action)


def test_lists_and_counts_hold_only_what_the_reader_may_see(cast, transaction, meeting):
    with transaction():
        an_action(cast, a_minute(meeting), text="Open to all")
        an_action(cast, a_minute(meeting, part=2), text="Buy the depot")
    everything = ActionFilter(standing=Standing.ALL)

    def seen(who):
        chosen = queries.listed(everything, cast.scope(who), today=clock.today())
        count = queries.counts(everything, cast.scope(who), today=clock.today())[Standing.ALL]
        return [action.text for action in db.session.scalars(chosen)], count

    assert seen("Nora") == (["Open to all"], 1)
    assert seen("Mo") == (["Open to all", "Buy the depot"], 2)


def test_a_minute_the_reader_may_not_see_is_not_named(cast, transaction, meeting):
    with transaction():
        action = an_action(cast, a_minute(meeting, published=False), person=cast.person("Olu"))
    assert queries.behind([action], cast.scope("Olu")) == {}
    assert queries.behind([action], cast.scope("Clare"))[action.minute_id].heading
