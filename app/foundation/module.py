"""What a module brings to the application: each makes one `Module` in its `module.py`."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import click
from flask import Blueprint
from sqlalchemy.orm import InstrumentedAttribute

from app.foundation.events import Listeners
from app.foundation.indexing import Searchable
from app.foundation.jobs.handler import Handlers
from app.foundation.questions import Provider
from app.foundation.web.navigation import NavigationEntry


@dataclass(frozen=True)
class Module:
    """What one module brings to Flask (blueprints, filters, commands) and to the registry."""

    name: str
    blueprints: tuple[Blueprint, ...] = ()
    commands: Callable[[], Sequence[click.Command]] = tuple
    """Called when a command is typed, so that no web server imports what only commands need."""
    searchables: tuple[Searchable, ...] = ()
    in_every_entry: tuple[InstrumentedAttribute[Any], ...] = ()
    """Columns that stand in every entry of the search index: it is built anew when they change."""
    jobs: Handlers = field(default_factory=dict)
    """Work done by the worker: the handler of each kind of job."""
    at_start: tuple[str, ...] = ()
    """Kinds of jobs that are enqueued by themselves when the worker starts."""
    daily: tuple[str, ...] = ()
    """Kinds of jobs that are enqueued by themselves, a day after they were done last."""
    navigation: tuple[NavigationEntry, ...] = ()
    filters: Mapping[str, Callable[..., Any]] = field(default_factory=dict)
    """Jinja filters for text of every module, such as the links of citations."""
    listeners: Listeners = field(default_factory=dict)
    """Who acts here on events of the modules below."""
    answers: tuple[Provider, ...] = ()
    """Who answers here what the modules below ask."""
    pages: Mapping[str, str] = field(default_factory=dict)
    """Where a thing of each kind is opened: its kind to the endpoint that takes its id."""
    sentences: Mapping[str, str] = field(default_factory=dict)
    """Audit tag to the sentence the history shows; `{person}` did it, facts by name."""
