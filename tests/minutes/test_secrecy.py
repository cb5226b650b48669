"""Who sees which words of minutes: planted words, the index, and every one of the cast."""

import pytest

from app.foundation import indexing
from app.foundation.db import db
from app.foundation.registry import registry
from app.foundation.search.port import Query
from app.minutes import queries, services
from app.minutes.models import Minute, MinuteExempt
from tests.factories.minutes import SECRET, begun, minute_about, write

ALL = ("Clare", "Chi", "Mo", "Olu", "Fin", "Adi", "Nora")
INSIDE = {"Clare", "Chi", "Mo"}


@pytest.fixture
def minutes(cast, transaction):
    """Minutes with an open and an exempt item, still in draft."""
    with transaction():
        made = begun(cast, "Lighting", exempt=f"The price of {SECRET}")
        write(minute_about(made, "Lighting"), "The lamps of Haverthorn were discussed.")
        quay = minute_about(made, "A property matter")
        write(quay, "The board agreed the terms reported to it.")
        services.write_exempt(
            quay,
            by=None,
            heading=f"The price of {SECRET}",
            html=f"<p>{SECRET} is worth a million.</p>",
            resolved=f"That {SECRET} be sold.",
        )
    return made


def _see(cast, who, thing):
    kind = type(thing)
    scope = cast.scope(who)
    return db.session.scalar(db.select(kind.id).where(kind.id == thing.id, kind.visible_to(scope)))


def test_a_draft_is_the_clerks_alone(cast, minutes):
    lighting = minute_about(minutes, "Lighting")
    assert [who for who in ALL if _see(cast, who, lighting)] == ["Clare"]


def test_published_minutes_are_open_and_their_exempt_wording_is_not(cast, transaction, minutes):
    with transaction():
        services.publish(minutes, by=None)
    quay = minute_about(minutes, "A property matter")
    exempt = queries.exempt_wording(quay)
    assert {who for who in ALL if _see(cast, who, quay)} == set(ALL)
    assert {who for who in ALL if _see(cast, who, exempt)} == INSIDE


@pytest.mark.parametrize("published", [False, True])
def test_a_planted_word_is_found_by_its_readers_only(cast, transaction, drain, minutes, published):
    if published:
        with transaction():
            services.publish(minutes, by=None)
    indexing.engine().rebuild([])
    drain()
    inside = INSIDE if published else {"Clare"}
    for who in ALL:
        page = indexing.engine().search(Query(text=SECRET, keys=cast.scope(who).keys))
        assert (page.total > 0) == (who in inside), who
        open_page = indexing.engine().search(Query(text="Haverthorn", keys=cast.scope(who).keys))
        assert (open_page.total > 0) == (published or who == "Clare"), who


def test_hits_are_read_from_the_database_for_their_reader(app, cast, transaction, minutes):
    with transaction():
        services.publish(minutes, by=None)
    quay = minute_about(minutes, "A property matter")
    row = queries.exempt_wording(quay)
    found = registry(app).searchables
    keys = [f"minute:{quay.id}"]
    for who in ALL:
        scope = cast.scope(who)
        hidden = found[MinuteExempt.KIND].found([f"minute-exempt:{row.id}"], scope)
        assert bool(hidden) == (who in INSIDE)
        hit = found[Minute.KIND].found(keys, scope)[keys[0]]
        assert SECRET not in f"{hit.title} {hit.text} {hit.url}"


def test_history_and_jobs_hold_no_exempt_word(cast, transaction, minutes):
    with transaction():
        services.publish(minutes, by=None)
    for table in ("audit_event", "job"):
        rows = db.session.execute(db.text(f"SELECT * FROM {table}")).all()
        assert SECRET not in str(rows)
