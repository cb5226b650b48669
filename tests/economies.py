"""What every test would pay for again and is not what it tests: hashing, compiling, resting."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from argon2 import PasswordHasher
from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.engine.default import DefaultDialect
from sqlalchemy.util import LRUCache
from werkzeug.routing import Rule

import config
from app.foundation import transactions
from app.people import passwords

OWN_HASHER = passwords._hasher
"""The one that people's passwords are kept with outside the tests."""
_MEMORY = Path("/dev/shm")
_STATEMENTS = 3000
"""How many compiled statements are kept: more than the product has."""
_ROOM = 4 * 1024**3
"""In bytes: what the databases and files of a run take, several times over."""


def spare() -> None:
    """Thousands of sign-ins and applications take seconds, not minutes."""
    passwords._hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    transactions.sleep = lambda seconds: None
    Flask.url_rule_class = KnownRule
    Flask.jinja_options = {"bytecode_cache": KnownTemplates()}
    share_statements()
    if folder := in_memory():
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", folder)


def in_memory() -> str | None:
    """A folder in memory, if the machine has room: a database made there takes a tenth the time."""
    is_there = _MEMORY.is_dir() and os.access(_MEMORY, os.W_OK)
    return str(_MEMORY) if is_there and shutil.disk_usage(_MEMORY).free > _ROOM else None


def share_statements() -> None:
    """A statement is compiled once for all engines that speak the same dialect."""
    for dialect in (SQLiteDialect_pysqlite, PGDialect_psycopg):
        dialect.__eq__ = _speaks_the_same  # type: ignore[method-assign, assignment]
        dialect.__hash__ = lambda self: hash(type(self))  # type: ignore[method-assign]
    config.Testing.SQLALCHEMY_ENGINE_OPTIONS = {
        **config.Production.SQLALCHEMY_ENGINE_OPTIONS,
        "execution_options": {"compiled_cache": LRUCache(_STATEMENTS)},
    }


def _speaks_the_same(one: DefaultDialect, other: object) -> bool:
    return type(one) is type(other)


class KnownTemplates(BytecodeCache):
    """Templates compiled once for all applications: text and white space decide how."""

    def __init__(self) -> None:
        self.compiled: dict[tuple[object, ...], Any] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Hand out what another application has compiled."""
        bucket.code = self.compiled.get(self._words(bucket))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what this application has compiled."""
        self.compiled[self._words(bucket)] = bucket.code

    def _words(self, bucket: Bucket) -> tuple[object, ...]:
        environment = bucket.environment
        return bucket.key, bucket.checksum, environment.trim_blocks, environment.lstrip_blocks


class KnownRule(Rule):
    """A rule read and compiled once for all applications: it depends on its words alone."""

    read: dict[object, tuple[Any, ...]] = {}
    written: dict[object, Callable[..., Any]] = {}

    def compile(self) -> None:
        """Take what another application's rule of the same words was made into."""
        words = (self.rule, self.subdomain, self.merge_slashes, repr(self.defaults))
        if words not in self.read:
            super().compile()
            self.read[words] = self._parts, self._trace, self._converters, self.arguments
            return
        self._parts, self._trace, self._converters, arguments = self.read[words]
        self.arguments |= arguments
        self._build = self._compile_builder(False).__get__(self, None)
        self._build_unknown = self._compile_builder(True).__get__(self, None)

    def _compile_builder(self, append_unknown: bool = True) -> Callable[..., Any]:
        words = (tuple(self._trace), repr(self.defaults), append_unknown)
        if words not in self.written:
            self.written[words] = super()._compile_builder(append_unknown)
        return self.written[words]
