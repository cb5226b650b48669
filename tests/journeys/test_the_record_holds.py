"""What is published stays published: whatever the house does afterwards, every reader sees it as it
was, page and Word, letter for letter, but for what is marked as new."""

import os
import secrets
import shutil
from collections import Counter
from contextlib import contextmanager, suppress
from itertools import cycle
from random import Random

import pytest

import config
from app import create_app
from app.foundation.db import db
from app.foundation.transactions import transaction
from tests.browsing import Browsing
from tests.cast import Cast
from tests.deeds import deck, giving
from tests.factories.record import a_council
from tests.published import Watch

READERS = ("Clare", "Mo", "Olu", "Hana", "Obi", "Fay")
"""A clerk, a member, an officer, another board's member, an observer, a former member."""
SEED = int(os.environ.get("GUILDHALL_SEED", "1972"))
AT_ONCE = 50
"""After so many deeds two readers look at everything again, and all of them in the end."""


@pytest.fixture
def fresh(request, app, tmp_path_factory):
    """Another application on a database as it was before the test, to find out who did it."""

    @contextmanager
    def _fresh():
        folder = tmp_path_factory.mktemp("again")
        with _database(request, folder) as url:
            os.environ["GUILDHALL_INSTANCE"] = str(folder)
            os.environ["DATABASE_URL"] = url
            again = create_app(config.Testing)
            with again.app_context():
                yield again
                db.session.remove()
                db.engine.dispose()

    return _fresh


@contextmanager
def _database(request, folder):
    if request.node.callspec.params["app"] == "sqlite":
        shutil.copy(request.getfixturevalue("sqlite_master"), folder / "guildhall.sqlite3")
        yield f"sqlite:///{folder / 'guildhall.sqlite3'}"
        return
    cluster, name = request.getfixturevalue("cluster"), f"again_{secrets.token_hex(6)}"
    yield cluster.create(name, template=request.getfixturevalue("postgres_master"))
    cluster.drop(name)


class House:
    """The council whose record is watched, and chance at work in it."""

    def __init__(self, app, seed, readers=READERS):
        with transaction():
            a_council(Cast())
        self.deck = deck.Deck(Random(seed), deck.kept_people())
        db.session.rollback()
        self.readers = readers
        self.watch = Watch({who: self._reader(app, who) for who in readers})

    def _reader(self, app, who):
        browser = Browsing(app.test_client())
        browser.sign_in(who)
        return browser

    def do(self, count):
        """So many deeds, one after the other."""
        done = [self.deck.do_something() for _ in range(count)]
        for one in done:
            self.watch.mark(one.marked)
        return done


def hold(app, fresh, seed, *, count, tell, readers=READERS):
    """Nothing published changes by so many deeds; a failure names the one that changed it."""
    house, done, turn = House(app, seed, readers), [], cycle(readers)
    house.watch.begin()
    while len(done) < count:
        done += house.do(min(AT_ONCE, count - len(done)))
        looking = readers if len(done) == count else (next(turn), next(turn))
        changed = house.watch.changes(*looking)
        assert not changed, blame(fresh, seed, len(done), changed)
    tell(f"seed {seed}: {_counted(done)}, {house.watch.fetches} fetches")
    return done


def blame(fresh, seed, count, changed):
    """What is wrong, and after which deed it was: all is done once more, looking after each."""
    wanted = changed[0]
    said = f"seed {seed}: {len(changed)} changes of what was published, the first of them\n{wanted}"
    with fresh() as again:
        house = House(again, seed, [wanted.who])
        house.watch.begin()
        for place in range(count):
            (one,) = house.do(1)
            if house.watch.at(wanted.who, wanted.address, one.marked):
                return f"{said}\nafter deed {place + 1}: {one}"
    return f"{said}\nafter one of {count} deeds"


def _counted(done):
    by_outcome = Counter("done" if one.outcome == "done" else "refused" for one in done)
    kinds = {one.name for one in done if one.outcome == "done"}
    return f"{len(done)} deeds ({dict(by_outcome)}) of {len(kinds)} kinds"


@pytest.mark.sqlite
def test_a_deed_that_writes_no_history_is_told(app, monkeypatch):
    with transaction():
        a_council(Cast())
    monkeypatch.setattr("app.foundation.audit.record", lambda *given, **facts: None)
    with pytest.raises(AssertionError, match=r"people.create_post writes .*'Post'.*audit.record"):
        deck.do("people.create_post", Random(1), deck.kept_people())


@pytest.mark.sqlite
def test_every_service_is_a_deed_or_left_out_with_a_reason(app):
    with transaction():
        a_council(Cast())
    for name, function in deck.every_deed().items():
        chance = giving.Chance(Random(1), deck.kept_people())
        with suppress(giving.Impossible):
            giving.arguments_for(function, chance)
            assert chance.given, name
        db.session.rollback()
    left = {name.partition(".")[2] for name in deck.LEFT_OUT}
    assert set(deck.SAYS_BY_ITSELF) <= set(deck.every_deed())
    services = {name for module in deck.MODULES for name in vars(module)}
    assert left <= services, f"there are no such services any more: {left - services}"


def test_what_is_published_stays_published(app, fresh, tell):
    hold(app, fresh, SEED, count=30, tell=tell, readers=("Clare", "Mo", "Fay"))


@pytest.mark.long
def test_what_is_published_stays_published_whatever_is_done(app, fresh, tell):
    done = hold(app, fresh, SEED + 1, count=300, tell=tell)
    kinds = {one.name for one in done if one.outcome == "done"}
    assert len(kinds) > 40, f"only {len(kinds)} kinds of deeds were done"
