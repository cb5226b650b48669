"""What the archive brings to the application."""

from collections.abc import Sequence

import click

from app.archive import models, policy, services  # noqa: F401
from app.archive.views import batches, papers, proposals  # noqa: F401
from app.archive.views.blueprint import bp
from app.foundation.module import Module
from app.foundation.web.navigation import NavigationEntry


def _commands() -> Sequence[click.Command]:
    from app.archive.commands import archive_commands

    return (archive_commands,)


module = Module(
    name="archive",
    blueprints=(bp,),
    commands=_commands,
    jobs={services.JOB: services.import_files},
    navigation=(NavigationEntry("Past papers", "archive.index", 85, shown_to=policy.clerk),),
    sentences={
        "imported-file:receive": "{person} sent a past paper in",
        "imported-file:import": "{person} brought a past paper in",
        "imported-file:refuse": "A past paper was refused",
        "imported-file:propose": "A past paper was read and waits to be decided",
        "imported-file:accept": "{person} accepted what a past paper was read as",
        "imported-file:correct": "{person} put right what a past paper was read as",
        "imported-file:set-aside": "{person} set a past paper aside",
        "imported-file:take-back": "{person} took back what a past paper had brought in",
        "import-batch:pause": "{person} paused a batch of past papers",
        "import-batch:go-on": "{person} let a batch of past papers go on",
        "import-batch:undo": "{person} took a batch of past papers back",
    },
)
