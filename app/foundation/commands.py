"""The command line: modules' commands are imported when one is typed, never by a web server."""

from collections.abc import Sequence

import click
from flask import Flask
from flask.cli import AppGroup

import config
from app.foundation.db import db
from app.foundation.module import Module


class Commands(AppGroup):
    """The commands of every module, with `flask db` and `flask jobs`."""

    def __init__(self, app: Flask, modules: Sequence[Module]) -> None:
        super().__init__(name=app.name)
        self._app, self._modules, self._is_read = app, modules, False

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of this name."""
        self.read()
        return super().get_command(ctx, cmd_name)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of all commands, for `flask --help`."""
        self.read()
        return super().list_commands(ctx)

    def read(self) -> None:
        """Import the modules' commands, once."""
        if self._is_read:
            return
        self._is_read = True
        from flask_migrate import Migrate

        from app.foundation.cli_errors import with_plain_errors
        from app.foundation.worker_commands import jobs_commands

        migrations = str(config.ROOT / "migrations")
        Migrate(self._app, db, directory=migrations, render_as_batch=True)
        offered = [command for module in self._modules for command in module.commands()]
        for command in (jobs_commands, *offered):
            self.add_command(with_plain_errors(command))
