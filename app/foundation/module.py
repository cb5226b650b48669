"""The card on which each module says what it brings to the house."""

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
    """What one module brings; `create_app` reads these cards in the order of the tower."""

    name: str
    blueprints: tuple[Blueprint, ...] = ()
    commands: Callable[[], Sequence[click.Command]] = tuple
    """Read when somebody types one, with all that they need and pages do not."""
    searchables: tuple[Searchable, ...] = ()
    in_every_entry: tuple[InstrumentedAttribute[Any], ...] = ()
    """Columns that stand in every entry of the search index: it is built anew when they change."""
    jobs: Handlers = field(default_factory=dict)
    """Work beside the request: kind of job to the handler that prepares and finishes it."""
    daily: tuple[str, ...] = ()
    """Kinds of jobs that come round by themselves, a day after they were done last."""
    navigation: tuple[NavigationEntry, ...] = ()
    filters: Mapping[str, Callable[..., Any]] = field(default_factory=dict)
    """Jinja filters for text of every module, such as the links of citations."""
    listeners: Listeners = field(default_factory=dict)
    """Facts of modules below, and what follows from them here."""
    answers: tuple[Provider, ...] = ()
    """Questions of modules below, and what answers them here."""
    pages: Mapping[str, str] = field(default_factory=dict)
    """Where a thing of each kind is opened: its kind to the endpoint that takes its id."""
    sentences: Mapping[str, str] = field(default_factory=dict)
    """Audit tag to the sentence the history shows; `{person}` did it, facts by name."""
