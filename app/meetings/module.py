"""What meetings bring to the house."""

from app.foundation.module import Module
from app.meetings import models  # noqa: F401

module = Module(name="meetings")
