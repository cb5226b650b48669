"""`flask instance take`: a database is given to another instance folder, deliberately."""

import click
from flask import current_app
from flask.cli import AppGroup

from app.foundation import instances

instance_commands = AppGroup("instance", help="The one folder that a database belongs to.")


@instance_commands.command("take")
def take() -> None:
    """Let the database belong to this instance folder from now on."""
    instances.take()
    click.echo(
        f"The database belongs to {current_app.instance_path} now. Bring the folder “files” of "
        "the former one here, then run: flask --app wsgi search rebuild",
        err=True,
    )
