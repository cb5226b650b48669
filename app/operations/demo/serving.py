"""`flask demo …`: load the demo council, and run it in the foreground."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
import flask_migrate
from flask import current_app
from flask.cli import AppGroup
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from app.foundation import indexing, instances
from app.foundation.db import Base, db, may_create, switched
from app.foundation.signals import Stop, before_the_terminal
from app.foundation.transactions import transaction
from app.operations.demo import loader, words
from app.operations.demo.settle import sign_ins

HOST = "127.0.0.1"
PATIENCE = 60
NOT_FOR_BROWSERS = {
    *(1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566),
    *(*range(6665, 6670), 6679, 6697, 10080),
}
"""Ports of other services above 1023, which browsers block (WHATWG Fetch, "bad port")."""
demo_commands = AppGroup("demo", help="The demo council.")


@demo_commands.command("load")
def load() -> None:
    """Load the demo council into an empty database."""
    _refuse_in_production()
    _prepare()
    if loader.is_loaded():
        raise click.ClickException("There is a council in this database already.")
    _load()


@demo_commands.command("serve")
@click.option("--afresh", is_flag=True, help="Throw the demo council away and load it again.")
def serve(afresh: bool) -> None:
    """Load the demo council if need be, and run web and worker until Ctrl-C."""
    _refuse_in_production()
    port = _port()
    _check_port(port)
    if afresh:
        _clear()
    _prepare()
    if not loader.is_loaded():
        _load()
    if indexing.engine().health().needs_rebuild:
        indexing.rebuild()
    db.session.remove()
    db.engine.dispose()
    _run(port)


def _refuse_in_production() -> None:
    if current_app.config["ENVIRONMENT"] == "production":
        raise click.ClickException("The demo council is not for production.")


def _port() -> int:
    said = os.environ.get("PORT", "5000")
    if not said.isdecimal() or not 0 < int(said) < 65536:
        raise click.ClickException(f"PORT is {said}; it is a number from 1 to 65535.")
    if int(said) in NOT_FOR_BROWSERS:
        raise click.ClickException(f"PORT is {said}, which browsers refuse to open: PORT=5001.")
    return int(said)


def _check_port(port: int) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            raise click.ClickException(
                f"Port {port} is taken. Stop what uses it, or choose another: PORT=5001 make demo"
            ) from None


def _prepare() -> None:
    """Migrate the database, and claim it for this folder."""
    flask_migrate.upgrade()
    instances.claim()


def _load() -> None:
    current_app.config["COUNCIL_NAME"] = words.council()["council"]
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, TimeElapsedColumn(), console=console) as progress:
        task = progress.add_task("Loading the demo council", total=None)
        with transaction():
            loader.load(lambda done, of: progress.update(task, completed=done, total=of))
        db.session.remove()
        task = progress.add_task("Building the search index", total=None)
        indexing.rebuild(lambda done: progress.update(task, completed=done))
        progress.update(task, total=indexing.engine().count())


def _clear() -> None:
    """Delete database, files and index of this installation, if they are its own."""
    instances.claim_what_stands()
    with switched(may_create, True), transaction():
        Base.metadata.reflect(db.engine, extend_existing=False)
        db.drop_all()
        db.session.execute(db.text("DROP TABLE IF EXISTS alembic_version"))
    db.session.remove()
    for folder in ("files", "index"):
        shutil.rmtree(Path(current_app.instance_path) / folder, ignore_errors=True)


def _run(port: int) -> None:
    stop = Stop.listening()
    with before_the_terminal(), _processes(port) as running:
        if not _answers(port, running, stop):
            raise SystemExit("Guildhall did not start; what it said stands above.")
        for role, email, password in sign_ins(words.council()):
            click.echo(f"SIGN-IN\t{role}\t{email}\t{password}")
        click.echo(f"Ready on http://{HOST}:{port}")
        sys.stdout.flush()
        while not stop.wait(0.5):
            if any(process.poll() is not None for process in running):
                raise SystemExit("One of the two processes has ended; what it said stands above.")


@contextmanager
def _processes(port: int) -> Iterator[list[subprocess.Popen[bytes]]]:
    """Start web and worker, each in its own process group, so that Ctrl-C stops only us."""
    web = [sys.executable, "-m", "gunicorn", "--workers", "2", "--bind", f"{HOST}:{port}",
           "--log-level", "warning", "wsgi:app"]  # fmt: skip
    os.environ["GUILDHALL_COUNCIL_NAME"] = words.council()["council"]
    work = [sys.executable, "-m", "flask", "--app", "wsgi", "jobs", "run"]
    running = [subprocess.Popen(command, start_new_session=True) for command in (web, work)]
    try:
        yield running
    finally:
        for process in running:
            process.terminate()
        for process in running:
            try:
                process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                process.kill()


def _answers(port: int, running: list[subprocess.Popen[bytes]], stop: Stop) -> bool:
    """Whether both answer in time."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and not stop.is_requested:
        if any(process.poll() is not None for process in running):
            return False
        try:
            with urllib.request.urlopen(f"http://{HOST}:{port}/health", timeout=2) as answer:
                if answer.status == 200:
                    return True
        except OSError:
            stop.wait(0.2)
    return stop.is_requested
