"""What actions bring to the house."""

from app.actions import models  # noqa: F401
from app.foundation.module import Module

module = Module(name="actions")
