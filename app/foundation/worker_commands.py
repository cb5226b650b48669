"""`flask jobs run`: the worker, the second process of an installation."""

import signal
import threading

import click
from flask import current_app
from flask.cli import AppGroup

from app.foundation.jobs import queue, worker

jobs_commands = AppGroup("jobs", help="Work that follows a commit.")


@jobs_commands.command("run")
@click.option("--once", is_flag=True, help="Do what is due now, then stop.")
def run(once: bool) -> None:
    """Do work as it comes, until told to stop."""
    handlers = current_app.extensions["guildhall.jobs"]
    if once:
        done = worker.drain(handlers)
        click.echo(f"{done} jobs done, {queue.waiting()} waiting.", err=True)
        return
    stop = threading.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: stop.set())
    worker.run(handlers, stop=stop)
