"""One database, one instance folder: a second is refused, a moved one goes on, a copy is told."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import flask_migrate
import pytest
from flask import Flask, current_app

import config
from app import create_app
from app.foundation import clock, instances
from app.foundation.db import db
from app.foundation.errors import Refused
from app.foundation.signals import Stop
from app.foundation.web import instance_check
from app.foundation.worker_commands import Heartbeat
from tests.foundation.web.test_giving_back import TYPED, given_back, written  # noqa: F401

pytestmark = pytest.mark.both

Folder = Callable[..., Flask]


@pytest.fixture
def folder(app: Flask, tmp_path: Path) -> Iterator[Folder]:
    """Another application on the same database, in a folder of its own or a copy of one."""

    def make(name: str, *, like: Flask | None = None, moved: bool = False) -> Flask:
        path = tmp_path / name
        if like and moved:
            Path(like.instance_path).rename(path)
        elif like:
            shutil.copytree(like.instance_path, path)
        os.environ["GUILDHALL_INSTANCE"] = str(path)
        made.append(create_app(config.Testing))
        return made[-1]

    made: list[Flask] = []
    yield make
    for one in made:
        with one.app_context():
            db.session.remove()
            db.engine.dispose()


@pytest.fixture
def first(app: Flask, folder: Folder) -> Flask:
    """The folder that came first."""
    made = folder("first")
    with made.app_context():
        instances.claim()
    return made


def environment_of(app: Flask) -> dict[str, str]:
    return os.environ | {"GUILDHALL_ENV": "testing", "GUILDHALL_INSTANCE": app.instance_path}


def claims(app: Flask) -> bool:
    with app.app_context():
        try:
            instances.claim()
        except Refused as refusal:
            assert "instance take" in refusal.sentence
            return False
        finally:
            db.session.remove()
            db.engine.dispose()
    return True


def test_the_folder_that_came_first_goes_on_and_a_second_is_refused(first, folder):
    assert all(claims(first) for _ in range(3))
    assert not claims(folder("second"))
    assert claims(first)


def test_a_folder_that_was_moved_goes_on(first, folder):
    assert claims(folder("elsewhere", like=first, moved=True))


def test_of_a_folder_and_its_copy_the_one_goes_on_that_went_on_first(first, folder):
    copy = folder("copy", like=first)
    assert claims(first)
    assert not claims(copy)
    assert claims(first)


def test_a_copy_that_went_on_first_leaves_the_other_behind(first, folder):
    copy = folder("copy", like=first)
    assert claims(copy)
    assert not claims(first)


def test_a_crash_between_folder_and_database_shuts_nobody_out(first, monkeypatch):
    with monkeypatch.context() as crash:
        crash.setattr(instances, "insert", lambda _table: 1 / 0)
        with pytest.raises(ZeroDivisionError), first.app_context():
            instances.claim()
    assert claims(first)


def test_another_takes_over_once_the_first_is_quiet(first, folder):
    second = folder("second")
    with second.app_context():
        with pytest.raises(Refused, match="still in use"):
            instances.take()
        with clock.stopped(clock.now() + instances.QUIET + timedelta(seconds=1)):
            instances.take()
    assert claims(second)
    assert not claims(first)


def test_every_process_of_a_folder_may_start_at_once(first):
    command = [sys.executable, "-m", "flask", "--app", str(config.ROOT / "wsgi.py"), "jobs", "run"]
    starting = [
        subprocess.Popen(
            [*command, "--once"],
            env=os.environ
            | {"GUILDHALL_ENV": "testing", "GUILDHALL_INSTANCE": first.instance_path},
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(3)
    ]
    said = [one.communicate(timeout=120)[1] for one in starting]
    assert not [words for words in said if "another instance folder" in words]
    assert claims(first)


@pytest.mark.parametrize(
    "words",
    [
        ["jobs", "run", "--once"],
        ["jobs", "run"],
        ["search", "rebuild"],
        ["archive", "import", __file__],
        ["restore", __file__],
        ["demo", "load"],
        ["demo", "serve", "--afresh"],
    ],
    ids=" ".join,
)
def test_whatever_writes_index_or_files_is_refused_in_a_sentence(first, folder, words):
    current_app.cli.read()
    flask_migrate.stamp()
    second = folder("second")
    result = second.test_cli_runner().invoke(args=words)
    assert (result.exit_code, "another instance folder" in result.output) == (1, True)
    assert not (Path(second.instance_path) / "index").exists()
    assert not (Path(second.instance_path) / "files").exists()
    assert claims(first), "what stood there was thrown away"


def test_the_web_of_a_second_folder_does_not_start(first, folder):
    second = folder("second")
    done = subprocess.run(
        [sys.executable, "-m", "gunicorn", "--bind", "127.0.0.1:0", "wsgi:app"],
        env=environment_of(second),
        cwd=config.ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode != 0
    assert "another instance folder" in done.stderr + done.stdout


def test_a_web_that_was_left_behind_takes_nothing_more(app, folder, written):  # noqa: F811
    clare, _ = written
    with app.app_context():
        instances.claim()
    instance_check._last.clear()
    with db.engine.begin() as connection:
        connection.execute(db.update(instances.Instance).values(stamp="of another"))
    page = clare.send({"text": TYPED}, button="Add a note", status=503)
    assert given_back(page) == {"Text": TYPED}


def test_a_worker_that_was_left_behind_stops_with_the_sentence(first, folder, monkeypatch):
    monkeypatch.setattr(instances, "EVERY", 0.1)
    stop = Stop()
    beating = Heartbeat(first, stop)
    beating.start()
    copy = folder("copy", like=first)
    while not claims(copy):
        shutil.copy(Path(first.instance_path) / instances.FILE, copy.instance_path)
    beating.join(20)
    assert stop.is_requested and "another instance folder" in str(beating.refusal)


def test_what_tells_the_folder_apart_is_for_its_owner_alone(first):
    path = Path(first.instance_path) / instances.FILE
    assert path.stat().st_mode & 0o777 == 0o600
