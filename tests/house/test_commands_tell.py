"""Commands that cannot work say why in one sentence, without a traceback."""

import os
import subprocess
import sys
from pathlib import Path

import flask_migrate
import pytest
from click.testing import CliRunner
from flask import Flask
from flask.testing import FlaskCliRunner

import config
from app import create_app
from app.archive.commands import archive_commands
from app.foundation import indexing
from app.foundation.cli_errors import (
    NEWER_TABLES,
    NO_TABLES,
    OTHER_TABLES,
    UNREACHABLE,
    schema_error,
)
from app.foundation.db import db
from app.foundation.registry import registry
from tests.archive import invented

COMMANDS = (
    ["archive", "import", "paper.txt"],
    ["search", "query", "bridge"],
    ["search", "check"],
    ["search", "rebuild"],
    ["jobs", "run", "--once"],
    ["jobs", "run"],
    ["instance", "take"],
    ["people", "add", "Bob", "bob@council.example", "--password", "otter-lamp-harbour-7"],
    ["backup", "kept.tar.gz"],
)


@pytest.fixture
def paper(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A past paper in the folder where the commands run."""
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "paper.txt"
    path.write_text(invented.REPORT, encoding="utf-8")
    return path


def _flask(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """A command as an operator types it, with nothing set but this."""
    kept = {"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/")}
    return subprocess.run(
        [sys.executable, "-m", "flask", "--app", str(config.ROOT / "wsgi.py"), *arguments],
        env=kept | environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def test_an_installation_without_tables_says_how_to_make_them(app: Flask, paper: Path) -> None:
    db.session.remove()
    db.drop_all()
    runner: FlaskCliRunner = app.test_cli_runner()
    for command in COMMANDS:
        result = runner.invoke(args=command)
        assert (command, result.exit_code) == (command, 1)
        assert NO_TABLES in result.output
    assert not (paper.parent / "kept.tar.gz").exists()


@pytest.mark.parametrize("revision", ["0001", "0013"])
def test_tables_of_another_guildhall_are_named_by_every_command(
    app: Flask, paper: Path, revision: str
) -> None:
    """Whatever a command misses in them, a table or a column, it says what to run."""
    indexing.rebuild()
    db.session.remove()
    db.drop_all()
    app.cli.read()
    flask_migrate.upgrade(revision=revision)
    runner: FlaskCliRunner = app.test_cli_runner()
    for command in COMMANDS:
        result = runner.invoke(args=command)
        if revision != "0001" and (command[0], result.exit_code) == ("search", 0):
            continue  # there is nothing to find or to compare, so nothing is missed
        assert (command, result.exit_code) == (command, 1)
        assert result.output.strip().endswith(OTHER_TABLES), command
    assert not (paper.parent / "kept.tar.gz").exists()


@pytest.mark.parametrize(
    "command", [["upgrade"], ["downgrade"], ["downgrade", "base"], ["current"]]
)
def test_tables_of_a_newer_guildhall_are_left_alone(app: Flask, command: list[str]) -> None:
    app.cli.read()
    flask_migrate.stamp()
    with db.engine.begin() as connection:
        connection.execute(db.text("UPDATE alembic_version SET version_num = '9999'"))
    runner: FlaskCliRunner = app.test_cli_runner()
    result = runner.invoke(args=["db", *command])
    assert (result.exit_code, result.output.strip()) == (1, f"Error: {NEWER_TABLES.format('9999')}")
    with db.engine.connect() as connection:
        assert schema_error() == NEWER_TABLES.format("9999")
        assert connection.scalar(db.text("SELECT version_num FROM alembic_version")) == "9999"


@pytest.mark.parametrize("command", [["upgrade"], ["downgrade"], ["current"]])
def test_migrations_say_that_the_database_is_away(command: list[str], tmp_path: Path) -> None:
    away = {"DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none"}
    done = _flask("db", *command, GUILDHALL_INSTANCE=str(tmp_path), **away)
    assert (done.returncode, done.stderr.strip()) == (1, f"Error: {UNREACHABLE}")


def test_an_instance_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    missing = tmp_path / "no-instance"
    here = {"GUILDHALL_ENV": "development", "PORT": "15987"}
    done = _flask("demo", "serve", GUILDHALL_INSTANCE=str(missing), **here)
    assert (done.returncode, done.stderr.strip()) == (
        1,
        f"Error: There is no folder {missing}. Make it first.",
    )


def test_a_past_paper_is_read_without_secret_instance_or_database(paper: Path) -> None:
    missing = str(paper.parent / "no-instance")
    done = _flask("archive", "read", "--json", str(paper), GUILDHALL_INSTANCE=missing)
    assert (done.returncode, done.stderr) == (0, "")
    assert '"subject": "The swing bridge at Netter Lock"' in done.stdout
    assert not Path(missing).exists()


@pytest.mark.parametrize(
    ("environment", "sentence"),
    [
        ({"DATABASE_URL": "rubbish"}, "DATABASE_URL must begin with"),
        ({"DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none"}, UNREACHABLE),
        ({"GUILDHALL_ENV": "rubbish"}, "GUILDHALL_ENV is rubbish"),
    ],
)
def test_a_wrong_setting_is_named(
    environment: dict[str, str], sentence: str, tmp_path: Path
) -> None:
    done = _flask("search", "check", GUILDHALL_INSTANCE=str(tmp_path), **environment)
    assert done.returncode == 1
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.sqlite
def test_a_backup_that_cannot_be_written_or_read_is_refused(app: Flask, paper: Path) -> None:
    app.cli.read()
    flask_migrate.stamp()
    runner: FlaskCliRunner = app.test_cli_runner()
    unwritable = runner.invoke(args=["backup", "/no/such/folder/kept"])
    assert (unwritable.exit_code, "cannot be written" in unwritable.output) == (1, True)
    db.session.remove()
    db.drop_all()
    unreadable = runner.invoke(args=["restore", str(paper)])
    assert (unreadable.exit_code, "not a whole backup" in unreadable.output) == (1, True)


@pytest.mark.sqlite
def test_an_account_needs_an_address(app: Flask) -> None:
    runner: FlaskCliRunner = app.test_cli_runner()
    result = runner.invoke(args=["people", "add", "Bob", "notanemail", "--password", "a" * 16])
    assert (result.exit_code, "email address" in result.output) == (1, True)


def test_what_is_no_file_is_refused_and_links_out_of_a_folder_are_left(paper: Path) -> None:
    outside = paper.parent / "outside.txt"
    outside.write_text(invented.MINUTES, encoding="utf-8")
    folder = paper.parent / "folder"
    folder.mkdir()
    (folder / "link.txt").symlink_to(outside)
    os.mkfifo(paper.parent / "pipe.txt")
    runner = CliRunner()
    assert runner.invoke(archive_commands, ["read", str(folder)]).stdout.strip() == "[]"
    piped = runner.invoke(archive_commands, ["read", str(paper.parent / "pipe.txt")])
    assert (piped.exit_code, "no file" in piped.output) == (1, True)


@pytest.mark.sqlite
def test_a_name_with_a_line_break_keeps_to_its_line(app: Flask, tmp_path: Path) -> None:
    path = tmp_path / "two\nlines.txt"
    path.write_text(invented.COVER_SHEET, encoding="utf-8")
    runner: FlaskCliRunner = app.test_cli_runner()
    result = runner.invoke(args=["archive", "import", "--no-wait", str(path)])
    assert len(result.stdout.strip().splitlines()) == 2


def test_an_application_more_changes_no_command_of_the_others(app: Flask) -> None:
    app.cli.read()
    before = {name: command.invoke for name, command in app.cli.commands.items()}
    create_app(config.Testing)
    assert {name: command.invoke for name, command in app.cli.commands.items()} == before
    assert registry(app).job_handlers is not indexing.HANDLERS
    assert "invoke" not in vars(archive_commands)
