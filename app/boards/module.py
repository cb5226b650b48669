"""What boards bring to the house."""

from app.boards import models  # noqa: F401
from app.foundation.module import Module

module = Module(name="boards")
