"""`flask jobs run`: the worker, the second process of an installation."""

import os
import threading

import click
from flask import Flask, current_app
from flask.cli import AppGroup

from app.foundation import indexing, instances
from app.foundation.db import db
from app.foundation.errors import Refused
from app.foundation.jobs import queue, worker
from app.foundation.outage import outage_of
from app.foundation.registry import registry
from app.foundation.signals import Stop
from app.foundation.transactions import transaction

LESS_URGENT = 10
"""The worker's niceness: where there are few processors, pages come first."""
jobs_commands = AppGroup("jobs", help="Work that follows a commit.")


@jobs_commands.command("run")
@click.option("--once", is_flag=True, help="Do what is due now, then stop.")
def run(once: bool) -> None:
    """Do jobs as they come, until told to stop."""
    instances.claim()
    if indexing.rebuild_if_needed():
        click.echo("The search index has been built.", err=True)
    handlers = registry().job_handlers
    with transaction():
        queue.bring_forward([kind for module in registry().modules for kind in module.at_start])
    if once:
        done = worker.drain(handlers)
        click.echo(f"{done} jobs done, {queue.waiting()} waiting.", err=True)
        return
    os.nice(LESS_URGENT)
    stop = Stop.listening()
    beating = Heartbeat(current_app._get_current_object(), stop)  # type: ignore[attr-defined]
    beating.start()
    worker.run(handlers, stop=stop)
    if beating.refusal:
        raise beating.refusal


class Heartbeat(threading.Thread):
    """A thread that renews this folder's claim on the database, however long a job takes."""

    def __init__(self, app: Flask, stop: Stop) -> None:
        super().__init__(daemon=True)
        self.app, self.stop = app, stop
        self.daily = [one for module in registry(app).modules for one in module.daily]
        self.refusal: Refused | None = None
        """Set when another folder has claimed the database: this worker stops."""

    def run(self) -> None:
        """Renew the claim until the worker stops."""
        while not self.stop.wait(instances.EVERY):
            with self.app.app_context():
                self._beat()

    def _beat(self) -> None:
        try:
            instances.claim()
            with transaction():
                queue.keep_coming(self.daily)
        except Refused as refusal:
            self.refusal = refusal
            self.stop.request()
        except Exception as error:
            worker.seldom.warn(
                outage_of(error) or f"The instance row could not be written: {error!r}"
            )
        finally:
            db.session.remove()
