"""What the archive brings to the house."""

from app.archive import models, policy, services  # noqa: F401
from app.archive.commands import archive_commands
from app.archive.views import bp
from app.foundation.module import Module
from app.foundation.web.navigation import NavigationEntry

module = Module(
    name="archive",
    blueprints=(bp,),
    commands=(archive_commands,),
    jobs={services.JOB: services.import_files},
    navigation=(NavigationEntry("Past papers", "archive.index", 85, shown_to=policy.clerk),),
    sentences={
        "imported-file:receive": "{person} sent a past paper in",
        "imported-file:import": "{person} brought a past paper in",
        "imported-file:refuse": "A past paper was refused",
    },
)
