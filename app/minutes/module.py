"""What minutes bring to the house."""

from app.foundation.module import Module
from app.minutes import models  # noqa: F401

module = Module(name="minutes")
