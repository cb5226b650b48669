"""Nobody is told what they may not read: every address with every id, asked by everybody, every
file unpacked, every form sent, every error provoked."""

import logging
import re
import shutil
from collections import Counter, defaultdict
from traceback import format_exception

import pytest
from sqlalchemy.exc import IntegrityError

import config
from app.agendas.models import AgendaItemExempt
from app.foundation.db import Base, db
from app.foundation.jobs import worker
from app.foundation.permissions import Access
from app.foundation.registry import registry
from app.foundation.transactions import transaction
from app.foundation.web import auth
from tests import crawling, towns
from tests.browsing import Browsing
from tests.cast import Cast
from tests.crawling import addresses, answered, flashed, told_by
from tests.factories import withheld
from tests.factories.planted import START
from tests.factories.withheld import CLERK, PART_TWO, READERS

PLANTED = re.compile(rf"{START}[a-z]{{8}}")
ENTITLED = ("Olu", "Clare", "Adi")
"""They may do so much that what they are told is looked at last."""
EVERYBODY = (None, *(who for who in READERS if who not in ("Chi", *ENTITLED)), *ENTITLED)
"""All the readers, but for Chi, who reads what Mo reads."""
OF_EACH_KIND = (None, "Hana", "Mo", "Clare")
"""Nobody, another board's member, a member and a clerk: those whom PostgreSQL answers, too."""
EVERY = 3
"""Of the deeds that are barred to a reader every third is tried, other ones by the next reader."""


@pytest.fixture(scope="session")
def town_folder(sqlite_master, tmp_path_factory):
    """The town in a folder, indexed, to be copied for every test."""
    folder = tmp_path_factory.mktemp("town")
    shutil.copy(sqlite_master, folder / "guildhall.sqlite3")
    with towns.in_folder(folder) as application:
        made = _build(application, folder)
    return folder, made


@pytest.fixture
def app(request, tmp_path):
    """The application, on SQLite with the town in it."""
    if request.param != "sqlite":
        yield request.getfixturevalue("app_on_postgres")
        return
    with towns.copied(request.getfixturevalue("town_folder")[0], tmp_path / "town") as application:
        yield application


@pytest.fixture
def town(request, app, tmp_path):
    """The planted council with all that is withheld in it."""
    if db.engine.dialect.name == "sqlite":
        return request.getfixturevalue("town_folder")[1]
    return _build(app, tmp_path)


def _build(app, folder):
    cast, papers = Cast(), folder / "papers"
    papers.mkdir()
    with transaction():
        town = withheld.plant(cast)
    withheld.bring_in(town, cast, papers)
    worker.drain(registry(app).job_handlers)
    shutil.rmtree(papers)
    return town


def words_in(text):
    """The planted words that stand in a text."""
    return set(PLANTED.findall(text.lower()))


class Crawl:
    """Everything one reader is told, address by address."""

    def __init__(self, app, cast, town, who):
        self.app, self.cast, self.town, self.who = app, cast, town, who
        self.browser = Browsing(app.test_client())
        self.found = set()
        self.leaks = defaultdict(set)
        self.statuses = Counter()
        self.sign_in()

    def sign_in(self):
        if self.who:
            self.browser.sign_in(self.who)

    def look(self, address, text, status):
        self.statuses[status] += 1
        words = words_in(text)
        self.found |= words
        if unread := words - self.readable:
            self.leaks[address] |= unread

    def get(self):
        """Every page and every file."""
        self.readable = self.town.readable(self.cast, self.who)
        for _, address in addresses(self.app, "GET"):
            answer = answered(self.browser.client.get, address)
            self.look(address, told_by(answer), answer.status_code)
        return self

    def post(self):
        """The forms, empty and out of date; what is done by it changes who may read."""
        self.readable = self.town.readable(self.cast, self.who)
        told, first = [], EVERYBODY.index(self.who) % EVERY
        sent = list(addresses(self.app, "POST"))
        sent = sent if self.who in ENTITLED else sent[first::EVERY]
        for place, (_, address) in enumerate(sent):
            typed = crawling.STALE if place % 2 else {}
            told.append((f"POST {address}", *self._sent(address, typed)))
        self.readable |= self.town.readable(self.cast, self.who)
        for address, text, status in told:
            self.look(address, text, status)
        return self

    def _sent(self, address, typed):
        headers = {"Referer": f"http://localhost{address}"}
        answer = answered(self.browser.client.post, address, data=typed, headers=headers)
        said = told_by(answer) + flashed(self.browser.client).lower()
        if self.who and answer.status_code in (302, 303, 401) and "/sign-in" in said:
            self.sign_in()
        return said, answer.status_code

    def hold(self):
        """Nothing was told that this reader may not read."""
        told = [
            f"{self.who} is told at {address}: {self.town.said_of(words)}"
            for address, words in self.leaks.items()
        ]
        assert not told, f"{len(told)} leaks\n" + "\n".join(told[:40])


def hold_tables(town):
    """No job, and no line of history but the reasons that were given for it, tells a word."""
    said = {one.word for one in town.secrets if one.what.startswith("reason of")}
    for name in ("job", "audit_event", "sight", "reader"):
        rows = db.session.execute(db.select(Base.metadata.tables[name])).all()
        there = words_in(str(rows)) - said
        assert not there, f"{name} tells {town.said_of(there)}"


@pytest.mark.sqlite
def test_the_town_tells_its_readers_apart(cast, town):
    """Without this the crawl could hold of a town in which all may read the same."""
    sees = {who: town.readable(cast, who) for who in EVERYBODY}
    assert sees[None] == set()
    assert sees["Nora"] == sees["Obi"] == sees["Fay"] == sees["Kit"]
    assert sees["Nora"] < sees["Hana"] and sees["Nora"] < sees["Adi"] and sees["Nora"] < sees["Mo"]
    assert not sees["Hana"] & (sees["Mo"] - sees["Nora"])
    assert len(sees["Mo"] - sees["Nora"]) > len(PART_TWO)
    assert {one.word for one in town.secrets if one.readers == CLERK} <= sees["Clare"] - sees["Mo"]


@pytest.mark.sqlite
def test_the_crawl_knows_every_question_that_a_page_asks(app):
    pages = "".join(path.read_text("utf-8") for path in (config.ROOT / "app").rglob("*.py"))
    asked = set(re.findall(r"(?:request\.args|\basked)\.get(?:list)?\(\s*\"(\w+)\"", pages))
    unknown = asked - set(crawling.ASKED) - crawling.NARROWING
    assert not unknown, f"tests/crawling.py: put these with the questions that it asks: {unknown}"
    strange = set(crawling.QUESTIONED) - set(app.view_functions)
    assert not strange, f"there are no such pages any more: {strange}"


@pytest.mark.sqlite
@pytest.mark.parametrize("who", [None, "Fay"])
def test_whoever_looks_at_everything_is_told_nothing_closed(who, app, cast, town):
    crawl = Crawl(app, cast, town, who).get()
    crawl.hold()
    assert (len(crawl.found) > 10) == bool(who)


@pytest.mark.long
def test_nobody_is_told_what_they_may_not_read(app, cast, town, caplog, tell):
    caplog.set_level(logging.INFO)
    found, lines = {}, []
    for who in EVERYBODY if db.engine.dialect.name == "sqlite" else OF_EACH_KIND:
        crawl = Crawl(app, cast, town, who).get()
        found[who] = crawl.found
        lines.append(f"{who}: {dict(sorted(crawl.statuses.items()))} {len(crawl.found)} words")
        crawl.hold()
    tell("\n".join(lines))
    hold_found(town, cast, found)
    hold_tables(town)
    assert not words_in(caplog.text)


def hold_found(town, cast, found):
    """Whoever may read a word finds it somewhere, so that the crawl could have found a leak."""
    for who, words in found.items():
        missed = town.readable(cast, who) - words
        assert not missed, f"{who} does not find {town.said_of(missed)}"


@pytest.mark.long
def test_no_form_and_no_refusal_tells_anything(app, cast, town, caplog, tell):
    caplog.set_level(logging.INFO)
    app.config["WTF_CSRF_ENABLED"] = False
    app.config["PROPAGATE_EXCEPTIONS"] = app.testing = False
    for who in EVERYBODY:
        crawl = Crawl(app, cast, town, who).post()
        tell(f"{who}: {dict(sorted(crawl.statuses.items()))}")
        crawl.hold()
        assert not {status for status in crawl.statuses if status >= 500}
    hold_tables(town)
    assert not words_in(caplog.text)


@pytest.fixture
def errors(app):
    """Errors are answered as they are to the public, and not raised through the test."""
    app.config["PROPAGATE_EXCEPTIONS"] = app.testing = False
    return app


def first_addresses(app, method):
    """Every page or deed once."""
    found = {}
    for endpoint, address in addresses(app, method):
        found.setdefault(endpoint, address)
    return found


@pytest.mark.sqlite
@pytest.mark.parametrize("who", [None, "Fay"])
def test_no_page_of_an_error_tells_anything(who, errors, cast, town, caplog):
    """404, and of every address: the wrong method, a form without its token, one too large."""
    crawl = Crawl(errors, cast, town, who)
    crawl.readable, client = set(), crawl.browser.client
    pages, forms = first_addresses(errors, "GET"), first_addresses(errors, "POST")
    asked = [(client.get, address) for end, address in forms.items() if end not in pages]
    asked += [(client.post, address) for end, address in pages.items() if end not in forms]
    asked += [(client.post, address) for address in forms.values()]
    asked += [(client.get, "/meetings/999999"), (client.get, "/nothing/here")]
    for ask, address in asked:
        answer = answered(ask, address)
        crawl.look(address, told_by(answer), answer.status_code)
    errors.config["MAX_CONTENT_LENGTH"] = 20
    for address in forms.values() if who else ():
        answer = answered(client.post, address, data={"text": "x" * 100})
        crawl.look(address, told_by(answer), answer.status_code)
    crawl.hold()
    expected = {405, 400, 404, 413} if who else {401, 302}
    assert expected <= set(crawl.statuses), crawl.statuses
    assert not words_in(caplog.text)


def test_a_row_that_the_database_refuses_is_told_to_nobody(errors, cast, town, caplog):
    """PostgreSQL says the whole row in its error: not on the page, in the log or with a job."""
    exempt = db.session.scalars(db.select(AgendaItemExempt)).first()
    row = {"title": exempt.title, "text": exempt.text, "item_id": None, "group_id": 1}

    def fail():
        db.session.execute(db.insert(AgendaItemExempt), [row | {"access": Access.EXEMPT}])

    crawl = Crawl(errors, cast, town, "Clare")
    errors.view_functions["home.index"] = auth.any_signed_in(fail)
    answer = answered(crawl.browser.client.get, "/")
    assert answer.status_code == 500 and not words_in(told_by(answer))
    assert "IntegrityError" in caplog.text and not words_in(caplog.text)
    with pytest.raises(IntegrityError) as met:
        fail()
    assert words_in(row["title"]) and not words_in("".join(format_exception(met.value)))
