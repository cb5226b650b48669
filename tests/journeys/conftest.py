"""The demo council, loaded once a run, and a real browser before it."""

import fcntl
import os
import shutil
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, Playwright
from werkzeug.serving import make_server

import config
from app import create_app
from app.foundation import clock, indexing
from app.foundation.db import db
from app.foundation.jobs import worker
from app.foundation.registry import registry
from app.foundation.transactions import transaction
from app.operations.demo import loader, words
from app.operations.demo.settle import sign_ins
from tests.needs import browser as find_browser

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]


@pytest.fixture(scope="session")
def demo_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An instance with the demo council in it, made by whichever worker comes first."""
    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    folder = shared / "demo"
    folder.mkdir(exist_ok=True)
    with (shared / "demo.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "ready").exists():
            _load(folder)
            (folder / "ready").touch()
    return folder


@pytest.fixture
def tell(capsys: pytest.CaptureFixture[str]) -> Callable[[str], None]:
    """Say how much was looked at, whether or not pytest shows what tests print."""

    def _tell(words: str) -> None:
        with capsys.disabled():
            sys.stdout.write(f"\n{words}")

    return _tell


@pytest.fixture
def demo(demo_folder: Path, tmp_path: Path) -> Iterator[Flask]:
    """The application on a copy of the demo council of the test's own."""
    shutil.copytree(demo_folder, tmp_path / "demo")
    app = _application(tmp_path / "demo")
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


@dataclass(frozen=True)
class Site:
    """The demo council, served."""

    address: str
    accounts: dict[str, tuple[str, str]]


@pytest.fixture(scope="session")
def site(demo_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The demo council served from a copy of this worker's own, for tests that change nothing."""
    folder = tmp_path_factory.mktemp("served") / "demo"
    shutil.copytree(demo_folder, folder)
    with served(_application(folder)) as site:
        yield site


@contextmanager
def served(app: Flask) -> Iterator[Site]:
    """An application with the demo council, as browsers reach it."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    accounts = {role: (email, password) for role, email, password in sign_ins(words.council())}
    yield Site(f"http://127.0.0.1:{server.server_port}", accounts)
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="session")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    """Headless Chromium; missing, it fails under CI and skips elsewhere."""
    found = find_browser()
    if found is None:
        said = "no Chromium here: run make test, which installs one"
        (pytest.fail if os.environ.get("CI") else pytest.skip)(said)
    running = playwright.chromium.launch(executable_path=found, args=FLAGS)
    yield running
    running.close()


Seat = Callable[..., Page]


@pytest.fixture
def seat(chromium: Browser, site: Site) -> Iterator[Seat]:
    """A browser page in which somebody of the demo council is signed in."""
    opened: list[BrowserContext] = []

    def _seat(role: str, *, javascript: bool = True, width: int = 1280) -> Page:
        context = chromium.new_context(
            base_url=site.address,
            viewport={"width": width, "height": 900},
            locale="en-GB",
            java_script_enabled=javascript,
        )
        opened.append(context)
        page = context.new_page()
        email, password = site.accounts[role]
        page.goto("/sign-in")
        page.get_by_label("Email address").fill(email)
        page.get_by_label("Password").fill(password)
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_url(f"{site.address}/")
        return page

    yield _seat
    for context in opened:
        context.close()


def _application(folder: Path) -> Flask:
    os.environ["GUILDHALL_INSTANCE"] = str(folder)
    os.environ["DATABASE_URL"] = f"sqlite:///{folder / 'guildhall.sqlite3'}"
    return create_app(config.Testing)


def loaded_at() -> datetime:
    """Early in the morning, when most of what is dated for the day has not happened yet."""
    return min(clock.now(), clock.moment(clock.today(), 6))


def _load(folder: Path) -> None:
    app = _application(folder)
    with app.app_context():
        db.create_all()
        with transaction(), clock.stopped(loaded_at()):
            loader.load(lambda done, of: None)
        db.session.remove()
        indexing.rebuild()
        worker.drain(registry(app).job_handlers)
        db.session.remove()
        db.engine.dispose()
