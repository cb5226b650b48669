"""What reports bring to the house."""

from app.foundation.module import Module
from app.reports import models  # noqa: F401

module = Module(name="reports")
