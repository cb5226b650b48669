"""What every test would pay for again and is not what it tests: hashing, addresses, the disk."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from argon2 import PasswordHasher
from flask import Flask
from werkzeug.routing import Rule

from app.people import passwords

OWN_HASHER = passwords._hasher
"""The one that people's passwords are kept with outside the tests."""
_MEMORY = Path("/dev/shm")
_ROOM = 4 * 1024**3
"""In bytes: what the databases and files of a run take, several times over."""


def spare() -> None:
    """Thousands of sign-ins and applications take seconds, not minutes."""
    passwords._hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    passwords._NOBODYS_HASH = passwords._hasher.hash("nobody's password")
    Flask.url_rule_class = KnownRule
    if folder := in_memory():
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", folder)


def in_memory() -> str | None:
    """A folder in memory, if the machine has room: a database made there takes a tenth the time."""
    is_there = _MEMORY.is_dir() and os.access(_MEMORY, os.W_OK)
    return str(_MEMORY) if is_there and shutil.disk_usage(_MEMORY).free > _ROOM else None


class KnownRule(Rule):
    """A rule whose builder is written once for all applications: it depends on the words alone."""

    written: dict[object, Callable[..., Any]] = {}

    def _compile_builder(self, append_unknown: bool = True) -> Callable[..., Any]:
        words = (tuple(self._trace), repr(self.defaults), append_unknown)
        if words not in self.written:
            self.written[words] = super()._compile_builder(append_unknown)
        return self.written[words]
