"""What the archive brings to the house."""

from app.archive import models  # noqa: F401
from app.archive.commands import archive_commands
from app.foundation.module import Module

module = Module(name="archive", commands=(archive_commands,))
