"""What documents bring to the house."""

from app.documents import models  # noqa: F401
from app.foundation.module import Module

module = Module(name="documents")
