"""What agendas bring to the house."""

from app.agendas import models  # noqa: F401
from app.foundation.module import Module

module = Module(name="agendas")
