"""Nothing unreadable is found, counted, suggested or shown: planted words, every role, every
state, before and after the worker has carried a change into the index."""

import json
import re
import shutil
from datetime import timedelta

import pytest

from app.agendas import services as agendas
from app.boards.models import Clerkship, Seat
from app.documents.models import Document
from app.foundation import clock, indexing
from app.foundation.db import db
from app.foundation.jobs import worker
from app.foundation.permissions import Access
from app.foundation.registry import registry
from app.foundation.search.port import Query
from app.foundation.transactions import transaction
from app.pages import finding
from app.pages.finding import ANY_OFFICER
from app.reports import services as reports
from tests import towns
from tests.cast import Cast, email_of
from tests.factories import planted
from tests.factories.planted import BEGINNINGS, CLOSED, EVERYBODY, START, wording_of

MANY = 1000
PLANTED = re.compile(rf"{START}[a-z]+")


@pytest.fixture(scope="session")
def planted_town(sqlite_master, tmp_path_factory):
    """The planted council in a folder, indexed, to be copied for every test."""
    folder = tmp_path_factory.mktemp("planted") / "town"
    folder.mkdir()
    shutil.copy(sqlite_master, folder / "guildhall.sqlite3")
    with towns.in_folder(folder) as application:
        with transaction():
            made = planted.plant(Cast())
        worker.drain(registry(application).job_handlers)
    return folder, made


@pytest.fixture
def app(request, tmp_path):
    """The application, on SQLite with the planted council in it."""
    if request.param != "sqlite":
        yield request.getfixturevalue("app_on_postgres")
        return
    with towns.copied(request.getfixturevalue("planted_town")[0], tmp_path / "town") as application:
        yield application


@pytest.fixture
def council(request, app, cast, transaction, drain):
    """The planted council, indexed."""
    if db.engine.dialect.name == "sqlite":
        return request.getfixturevalue("planted_town")[1]
    with transaction():
        made = planted.plant(cast)
    drain()
    return made


def find(app, text, scope):
    """What one reader finds."""
    with app.test_request_context():
        return finding.find(Query(text=text, keys=frozenset(), limit=MANY), scope)


def everything(app, scope):
    """All that one reader finds with the beginnings that the planted words have."""
    return [one for text in BEGINNINGS for one in find(app, text, scope).results]


def words_in(text):
    """The planted words that stand in a text."""
    return set(PLANTED.findall(str(text)))


def hold(app, council, scope, who, *, is_indexed=True):
    """One reader finds what the database opens, all of it and nothing else."""
    plants = [one for one in council.plants if one.is_readable(scope)]
    readable = {one.word for one in plants}
    for text in BEGINNINGS:
        answer = find(app, text, scope)
        assert answer.is_available
        assert answer.total == len(answer.results), who
        for counts in (answer.facets.board, answer.facets.kind):
            assert sum(counts.values()) == answer.total, f"{who}: the counts tell more"
        asked = [one for one in plants if one.word.startswith(text.strip("*"))]
        owners = {(one.model.KIND, one.id) for one in asked}
        for one in answer.results:
            there = words_in(f"{one.marked} {one.excerpt}")
            assert not there - readable, f"{who} is shown {_what(council, there - readable)}"
            assert one.owner in owners, f"{who} is led to {one.title} by what stands unread in it"
        if is_indexed:
            missing = owners - {one.owner for one in answer.results}
            assert not missing, f"{who} does not find {missing}"


def _what(council, words):
    return sorted(one.what for one in council.plants if one.word in words)


def hold_all(app, cast, council, *, is_indexed=True):
    """Every one of the cast, and an officer whom nobody knows."""
    for who in EVERYBODY:
        hold(app, council, cast.scope(who), who, is_indexed=is_indexed)
    hold(app, council, ANY_OFFICER, "an officer", is_indexed=is_indexed)


def test_everybody_finds_what_they_may_read_and_nothing_else(app, cast, council):
    """R3.5: everybody finds what they may read and nothing else."""
    hold_all(app, cast, council)
    assert indexing.differences() == set()


@pytest.mark.sqlite
@pytest.mark.parametrize("who", ["Nora", "Olu", "Mo"])
def test_an_unreadable_word_is_as_good_as_unknown_even_mistyped(who, app, cast, council):
    scope = cast.scope(who)
    readable = council.readable(scope)
    for plant in council.plants:
        if plant.word not in readable:
            assert find(app, plant.word, scope) == finding.Answer(), plant.what
            mistyped = plant.word[:6] + plant.word[7:]
            assert find(app, mistyped, scope) == finding.Answer(), plant.what


@pytest.mark.sqlite
def test_the_planted_council_tells_its_readers_apart(cast, council):
    """§16-4: Without this the other tests could hold of a council in which all read the same."""
    sees = {who: council.readable(cast.scope(who)) for who in EVERYBODY}
    assert sees["Nora"] == sees["Adi"]
    assert sees["Nora"] < sees["Mo"] < sees["Clare"]
    assert sees["Mo"] == sees["Chi"]
    assert sees["Nora"] < sees["Olu"] and sees["Nora"] < sees["Fin"] and sees["Nora"] < sees["Hal"]
    assert sees["Olu"] != sees["Fin"]
    assert sees["Nora"] == council.readable(ANY_OFFICER)
    assert set.union(*sees.values()) == council.words()


PAGES = (
    "/",
    "/meetings",
    "/meetings/list",
    "/meetings/list?past=1",
    "/boards",
    "/boards/1",
    "/reports",
    "/reports?page=2",
    "/actions",
    "/actions?mine=1",
    "/documents",
    "/documents?page=2",
    "/people",
    "/people/4",
)
REGISTER = ("/exemptions", "/exemptions?which=due", "/exemptions?which=ended")
"""For clerks and administrators alone."""


def hold_pages(council, cast, visit, who):
    """No list page shows a word that its reader may not read, nor does search."""
    scope = cast.scope(who)
    hidden = council.words() - council.readable(scope)
    browser = visit(who)
    searches = [f"/search?q={text}" for text in BEGINNINGS]
    register = REGISTER if scope.clerked or scope.is_administrator else ()
    for address in (*PAGES, *register, *searches):
        there = words_in(browser.open(address).text)
        assert not there & hidden, f"{address} shows {who} {_what(council, there & hidden)}"


@pytest.mark.sqlite
@pytest.mark.parametrize("who", EVERYBODY)
def test_no_page_with_a_list_shows_an_unreadable_word_to(who, council, cast, visit):
    hold_pages(council, cast, visit, who)


@pytest.mark.sqlite
def test_the_command_tells_what_the_page_tells(app, cast, council):
    for who in (*EVERYBODY, None):
        scope = cast.scope(who) if who else ANY_OFFICER
        for text in BEGINNINGS[:5]:
            asked = ["search", "query", text, "--limit", str(MANY), "--json"]
            given = [*asked, "--as", email_of(who)] if who else asked
            db.session.rollback()
            said = app.test_cli_runner().invoke(args=given)
            assert said.exit_code == 0, said.output
            assert not words_in(said.stdout) - council.readable(scope), who
            assert json.loads(said.stdout)["total"] == find(app, text, scope).total


def _make_item_exempt(cast, council):
    item = council.thing("unissued item")
    agendas.make_exempt(item, by=None, **CLOSED)
    return council.after_moving(item, wording_of(item))


def _make_item_open(cast, council):
    item = council.thing("unissued exempt item")
    opened = council.after_moving(wording_of(item), item)
    agendas.make_open(item, by=None)
    return opened


def _hold_report_back(cast, council):
    report = council.thing("issued open report")
    reports.hold_back(report, by=cast.person("Clare"), access=Access.EXEMPT)


def _restrict_report(cast, council):
    report = council.thing("issued open report")
    reports.hold_back(report, by=cast.person("Clare"), access=Access.RESTRICTED)


def _release_report(cast, council):
    reports.release(council.thing("issued exempt report"), by=cast.person("Clare"))


def _withdraw(cast, council):
    reports.withdraw(council.thing("draft"), by=cast.person("Olu"), reason="No need.")


def _end_seat(cast, council):
    chosen = db.select(Seat).where(Seat.person_id == cast.person("Mo").id)
    db.session.scalars(chosen).one().to_on = clock.today() - timedelta(days=1)


def _end_clerkship(cast, council):
    chosen = db.select(Clerkship).where(Clerkship.person_id == cast.person("Clare").id)
    db.session.scalars(chosen).one().to_on = clock.today() - timedelta(days=1)


def _publish_agenda(cast, council):
    agendas.publish(council.thing("unissued agenda"), by=cast.person("Clare"), reason="In haste.")


def _remove_item(cast, council):
    gone = council.thing("unissued exempt item")
    agendas.remove_item(gone, by=cast.person("Clare"))


def _close_document(cast, council):
    document = council.thing("open published document of Safer Communities Board")
    assert isinstance(document, Document)
    document.access = Access.EXEMPT
    document.version += 1


DEEDS = (
    _make_item_exempt,
    _make_item_open,
    _hold_report_back,
    _restrict_report,
    _release_report,
    _withdraw,
    _end_seat,
    _end_clerkship,
    _publish_agenda,
    _remove_item,
    _close_document,
)


@pytest.mark.sqlite
@pytest.mark.parametrize("change", DEEDS, ids=lambda deed: deed.__name__.strip("_"))
def test_secrets_keep_before_and_after_the_index_has_heard_of_it(
    change, app, cast, council, transaction, drain
):
    with transaction():
        council = change(cast, council) or council
    hold_all(app, cast, council, is_indexed=False)
    drain()
    hold_all(app, cast, council)
    assert indexing.differences() == set()


@pytest.mark.sqlite
def test_wording_that_became_exempt_is_not_found_through_the_item_that_stays(
    app, cast, council, transaction, drain
):
    """The old wording still stands in the index under an item that stays open."""
    word = next(one.word for one in council.plants if one.what == "unissued item text")
    with transaction():
        agendas.publish(council.thing("unissued agenda"), by=cast.person("Clare"), reason="Late.")
    drain()
    with transaction():
        item = council.thing("unissued item")
        item.title, item.text = "A property matter", ""
        item.version += 1
    assert find(app, word, cast.scope("Nora")) == finding.Answer()


@pytest.mark.sqlite
def test_what_the_database_withholds_is_not_counted_though_nobody_told_the_index(
    app, cast, council, transaction
):
    """The second wall: a deed that forgot to ask for indexing betrays nothing either."""
    name = "open published document of Safer Communities Board"
    owner = (Document.KIND, council.thing(name).id)
    assert owner in {one.owner for one in everything(app, cast.scope("Nora"))}
    with transaction():
        closed = db.update(Document).where(Document.id == owner[1])
        unsaid = closed.values(access=Access.RESTRICTED).execution_options(skip_index_listener=True)
        db.session.execute(unsaid)
    for text in BEGINNINGS:
        answer = find(app, text, cast.scope("Nora"))
        assert owner not in {one.owner for one in answer.results}
        assert answer.total == len(answer.results) == sum(answer.facets.kind.values())


@pytest.mark.long
@pytest.mark.sqlite
@pytest.mark.parametrize("change", DEEDS, ids=lambda deed: deed.__name__.strip("_"))
def test_no_page_tells_a_secret_after(change, app, cast, council, transaction, drain, visit):
    with transaction():
        council = change(cast, council) or council
    for who in EVERYBODY:
        hold_pages(council, cast, visit, who)
    drain()
    hold_all(app, cast, council)
    for who in EVERYBODY:
        hold_pages(council, cast, visit, who)


NAMES = ("Mo Barker", "Barker", "Safer PPB", "SAF", "HAR", "Harbour Board")


@pytest.mark.sqlite
@pytest.mark.parametrize("who", EVERYBODY)
def test_what_a_question_names_is_the_same_for_all_and_opens_to_all(who, app, cast, council, visit):
    """People, boards and meetings are no secrets; nothing that is may be named beside them."""
    browser = visit(who)
    for text in NAMES:
        named = find(app, text, cast.scope(who)).named
        assert named == find(app, text, ANY_OFFICER).named
        assert named, text
        for one in named:
            assert browser.open(one.url).status == 200
            assert not words_in(one.title)


@pytest.mark.sqlite
@pytest.mark.parametrize("who", EVERYBODY)
def test_no_day_and_no_joined_question_finds_what_is_unreadable(who, app, cast, council):
    """However a question is put together, it finds and counts what its reader may read."""
    scope = cast.scope(who)
    readable = council.readable(scope)
    days = {one.on for one in everything(app, cast.scope("Clare")) if one.on}
    beginnings = " OR ".join(BEGINNINGS[:5])
    asked = [f"{day}" for day in days] + [beginnings, f"xyzzy OR {beginnings}"]
    for text in asked:
        answer = find(app, text, scope)
        assert answer.total == len(answer.results) == sum(answer.facets.kind.values())
        there = words_in(" ".join(f"{one.marked} {one.excerpt}" for one in answer.results))
        assert not there - readable, f"{who} is shown {_what(council, there - readable)}"
