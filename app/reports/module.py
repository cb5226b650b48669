"""What reports bring to the house."""

from app.foundation.module import Module
from app.reports import models  # noqa: F401
from app.reports.search import searchables

module = Module(name="reports", searchables=searchables)
