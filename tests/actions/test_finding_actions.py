"""Actions are found through the index by whoever may read them."""

import pytest

from app.actions.search import found, searchable
from app.foundation import indexing
from app.foundation.permissions import readers_of
from app.foundation.search.port import Query
from tests.factories.actions import a_minute, an_action, days, held_meeting


@pytest.fixture
def actions(app, cast, transaction, drain):
    with transaction():
        meeting = held_meeting(cast.board)
        lamps = an_action(cast, a_minute(meeting), text="Mend the lamps", due_on=days(-1))
        depot = an_action(
            cast, a_minute(meeting, part=2), text="Buy the depot", person=cast.person("Olu")
        )
    indexing.engine().rebuild([])
    drain()
    with app.test_request_context():
        yield {"lamps": lamps, "depot": depot}


def hits(cast, who, text):
    scope = cast.scope(who)
    page = indexing.engine().search(Query(text=text, keys=scope.keys, kinds=("action",)))
    shown = found([hit.key for hit in page.hits], scope)
    assert len(shown) == len(page.hits) == page.total
    return [shown[hit.key] for hit in page.hits]


def test_an_action_is_found_by_its_words_and_by_its_minute(actions, cast):
    (hit,) = hits(cast, "Nora", "lamps")
    assert (hit.title, hit.board, hit.label) == ("Mend the lamps", cast.board.name, "overdue")
    assert hit.url == f"/actions/{actions['lamps'].id}"
    assert hits(cast, "Nora", actions["lamps"].minute.printed) == [hit]


def test_an_exempt_action_is_found_by_members_and_its_owner_alone(actions, cast):
    who_finds = {who for who in ("Clare", "Mo", "Olu", "Adi", "Nora") if hits(cast, who, "depot")}
    assert who_finds == {"Clare", "Mo", "Olu"}


def test_the_database_decides_what_a_hit_shows(actions, cast):
    key = f"action:{actions['depot'].id}"
    assert found([key], cast.scope("Nora")) == {}
    assert set(found([key], cast.scope("Mo"))) == {key}


def test_the_entry_carries_the_same_keys_as_the_database(actions, cast):
    action = actions["depot"]
    readers = readers_of("action", [action.id])
    (entry,) = searchable.entries([action], readers)
    assert entry.readers == {
        f"clerk:{cast.board.id}",
        f"seat:{cast.board.id}",
        f"person:{cast.person('Olu').id}",
    }


def test_an_action_shows_its_course_but_not_its_title_again(app, actions, cast):
    (hit,) = hits(cast, "Nora", "lamps")
    assert hit.text == ""
    (hit,) = hits(cast, "Olu", "depot")
    assert hit.text == "Owner: Olu Eze"


def test_an_action_names_the_number_of_its_minute_and_bears_none(app, actions):
    lamps = actions["lamps"]
    (entry,) = searchable.entries([lamps], readers_of("action", [lamps.id]))
    assert entry.reference == ""
    assert lamps.minute.printed in entry.text.splitlines()
