"""The commands for operators."""

from collections.abc import Sequence

import click

from app.foundation.module import Module


def _commands() -> Sequence[click.Command]:
    from app.operations.backup.commands import backup, restore
    from app.operations.demo.serving import demo_commands
    from app.operations.instance_commands import instance_commands
    from app.operations.people_commands import people_commands

    return backup, restore, demo_commands, instance_commands, people_commands


module = Module(name="operations", commands=_commands)
