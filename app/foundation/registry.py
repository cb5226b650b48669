"""What the modules bring, put together when the application is made: kept once for each app."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from flask import Flask, current_app

if TYPE_CHECKING:
    from app.foundation.index_listener import Watch
    from app.foundation.indexing import Searchable
    from app.foundation.jobs.handler import Handler
    from app.foundation.module import Module
    from app.foundation.search.port import SearchEngine

THE_SYSTEM = "The system"
"""Who did what nobody did, in the history."""


@dataclass
class Registry:
    """What all modules bring, each thing under what it is looked up by."""

    search_engine: "SearchEngine"
    modules: "list[Module]" = field(default_factory=list)
    """From the lowest to the highest."""
    job_handlers: "dict[str, Handler]" = field(default_factory=dict)
    """By kind of job."""
    searchables: "dict[str, Searchable]" = field(default_factory=dict)
    """By kind of thing."""
    sentences: dict[str, str] = field(default_factory=dict)
    """What the history says, by audit tag."""
    pages: dict[str, str] = field(default_factory=dict)
    """The endpoint that shows a thing, by its kind."""
    listeners: dict[type[Any], list[Callable[[Any], None]]] = field(default_factory=dict)
    """Who acts on an event, by its class."""
    providers: dict[type[Any], list[Callable[[Any], Any]]] = field(default_factory=dict)
    """Who answers a question, by its class."""
    index_watches: "dict[type[Any], list[Watch]] | None" = None
    """What the index listener watches, by model; None until the first row is written."""

    def add(self, module: "Module") -> None:
        """Add what a module brings."""
        self.modules.append(module)
        self.job_handlers.update(module.jobs)
        self.searchables.update({one.kind: one for one in module.searchables})
        self.sentences.update(module.sentences)
        self.pages.update(module.pages)
        for event, listeners in module.listeners.items():
            self.listeners.setdefault(event, []).extend(listeners)
        for provider in module.answers:
            self.providers.setdefault(provider.question, []).append(provider.answer)

    def sentence(self, tag: str, facts: Mapping[str, Any], *, who: str | None) -> str | None:
        """What the history says of a line of the audit log; None if no module has words for it."""
        said: dict[str, Any] = defaultdict(str, facts) | {"person": who or THE_SYSTEM}
        words = self.sentences.get(tag)
        return words.format_map(said) if words else None


def registry(app: Flask | None = None) -> Registry:
    """The registry of an application, or of the current one."""
    found: Registry = (app or current_app).extensions["guildhall"]
    return found
