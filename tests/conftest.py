"""The application, the database, and the cast, introduced once."""

import os
import secrets
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

import config
from app import create_app
from app.foundation.db import Base, db
from app.foundation.jobs import worker
from app.foundation.registry import registry
from app.foundation.transactions import transaction
from tests import economies, outages, versions
from tests.browsing import Browsing
from tests.cast import Cast, introduce
from tests.postgres import Cluster
from tests.racing import Deed, at_once

Race = Callable[[Iterable[Base], Deed, Deed], list[object]]

economies.spare()
versions.listen()


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """A PostgreSQL cluster of the tests' own, on a socket of its own.

    Not below pytest's own folder: that is closed to the server's user at every other run's start.
    """
    with (
        tempfile.TemporaryDirectory(prefix="guildhall-", dir=economies.in_memory()) as folder,
        Cluster.started(Path(folder)) as started,
    ):
        yield started


@pytest.fixture(scope="session")
def sqlite_master(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite database with all tables and the cast, copied for every test."""
    folder = tmp_path_factory.mktemp("master")
    app = _application(folder, f"sqlite:///{folder / 'guildhall.sqlite3'}")
    _furnish(app)
    return folder / "guildhall.sqlite3"


@pytest.fixture(scope="session")
def postgres_master(cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A PostgreSQL database with all tables and the cast, the template of every test's own."""
    url = cluster.create("master")
    _furnish(_application(tmp_path_factory.mktemp("master"), url))
    return "master"


ON_BOTH = ("tests/foundation/", "tests/journeys/", "tests/pages/")
"""Whose pages are opened on PostgreSQL, too: they look below the modules, or across them."""


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Services, races and what looks across the modules run on both databases.

    The pages of one module run on SQLite, or where they are marked; the long sweeps open every
    page and send every form on PostgreSQL.
    """
    if "app" in metafunc.fixturenames:
        metafunc.parametrize("app", list(_databases(metafunc)), indirect=True)


def _databases(metafunc: pytest.Metafunc) -> Iterator[object]:
    definition = metafunc.definition
    is_of_pages = "visit" in metafunc.fixturenames and not definition.nodeid.startswith(ON_BOTH)
    if not definition.get_closest_marker("postgres"):
        yield "sqlite"
        if is_of_pages and not definition.get_closest_marker("both"):
            return
    if not definition.get_closest_marker("sqlite"):
        yield pytest.param("postgres", marks=pytest.mark.postgres)


@pytest.fixture
def app(request: pytest.FixtureRequest) -> Iterator[Flask]:
    """The application on a fresh copy of the database."""
    name = "app_on_sqlite" if request.param == "sqlite" else "app_on_postgres"
    yield request.getfixturevalue(name)


@pytest.fixture
def app_on_sqlite(sqlite_master: Path, tmp_path: Path) -> Iterator[Flask]:
    """The application on SQLite alone, for exhaustive sweeps."""
    shutil.copy(sqlite_master, tmp_path / "guildhall.sqlite3")
    yield from _in_use(_application(tmp_path, f"sqlite:///{tmp_path / 'guildhall.sqlite3'}"))


@pytest.fixture
def app_on_postgres(cluster: Cluster, postgres_master: str, tmp_path: Path) -> Iterator[Flask]:
    """The application on PostgreSQL alone."""
    name = f"test_{secrets.token_hex(6)}"
    url = cluster.create(name, template=postgres_master)
    yield from _in_use(_application(tmp_path, url))
    cluster.drop(name)


@pytest.fixture
def cast(app: Flask) -> Cast:
    """Clare, Chi, Mo, Olu, Adi and Nora, on their boards."""
    return Cast()


@pytest.fixture
def visit(app: Flask) -> Callable[[str | None], Browsing]:
    """A browser in somebody's hands: `visit("Clare")`, or `visit(None)` for nobody."""

    def _visit(who: str | None) -> Browsing:
        client: FlaskClient = app.test_client()
        browsing = Browsing(client)
        if who:
            browsing.sign_in(who)
        return browsing

    return _visit


@pytest.fixture
def drain(app: Flask) -> Callable[[], int]:
    """Do all the work that waits beside the requests."""

    def _drain() -> int:
        return worker.drain(registry(app).job_handlers)

    return _drain


@pytest.fixture
def race(app: Flask) -> Race:
    """Two deeds on the same rows, loaded by each in a session of its own."""

    def _race(rows: Iterable[Base], first: Deed, second: Deed) -> list[object]:
        named = [(type(row), row.id) for row in rows]

        def _load() -> list[Base]:
            return [db.session.get_one(kind, row_id) for kind, row_id in named]

        return at_once(app, _load, first, second)

    return _race


@pytest.fixture(name="transaction")
def _transaction(app: Flask) -> Callable[[], object]:
    """One transaction, as a request or a command would have: `with transaction(): …`."""
    return transaction


@pytest.fixture
def away(request: pytest.FixtureRequest, app: Flask) -> Callable[[], AbstractContextManager[None]]:
    """The database is gone for a while: `with away(): …`."""
    return lambda: outages.away(app, lambda: request.getfixturevalue("cluster"))


@pytest.fixture
def impatient(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever waits for the database is told so within a blink."""
    monkeypatch.setattr("app.foundation.db.BUSY_MILLISECONDS", 300)
    monkeypatch.setattr("app.foundation.rate_limits.PATIENCE", 300)
    db.session.remove()
    db.engine.dispose()


def _application(instance: Path, url: str) -> Flask:
    os.environ["GUILDHALL_INSTANCE"] = str(instance)
    os.environ["DATABASE_URL"] = url
    return create_app(config.Testing)


def _furnish(app: Flask) -> None:
    with app.app_context():
        db.create_all()
        with transaction():
            introduce()
        db.session.remove()
        db.engine.dispose()


def _in_use(app: Flask) -> Iterator[Flask]:
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


@pytest.fixture(scope="session")
def shared_folder() -> Path:
    """The shared council papers; set and missing fails, unset and missing skips."""
    named = os.environ.get("GUILDHALL_SHARED")
    folder = Path(named) if named else config.ROOT.parent / "shared"
    if (folder / "seeds").is_dir():
        return folder
    if named:
        pytest.fail(f"GUILDHALL_SHARED names {folder}, where there are no papers")
    pytest.skip("the shared council papers are not here; set GUILDHALL_SHARED to their folder")
