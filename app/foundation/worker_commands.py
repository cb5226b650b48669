"""`flask jobs run`: the worker, the second process of an installation."""

import click
from flask import current_app
from flask.cli import AppGroup

from app.foundation import indexing
from app.foundation.jobs import queue, worker
from app.foundation.stopping import Stop

jobs_commands = AppGroup("jobs", help="Work that follows a commit.")


@jobs_commands.command("run")
@click.option("--once", is_flag=True, help="Do what is due now, then stop.")
def run(once: bool) -> None:
    """Do work as it comes, until told to stop."""
    if indexing.rebuild_if_needed():
        click.echo("The search index has been built.", err=True)
    handlers = current_app.extensions["guildhall.jobs"]
    if once:
        done = worker.drain(handlers)
        click.echo(f"{done} jobs done, {queue.waiting()} waiting.", err=True)
        return
    worker.run(handlers, stop=Stop.listening())
