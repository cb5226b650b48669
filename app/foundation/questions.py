"""Questions: a lower module asks what only the modules above it know."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from app.foundation.registry import registry

Answer = TypeVar("Answer")


class Question(Generic[Answer]):
    """The base of every question: a frozen dataclass, typed by what an answer to it is."""


@dataclass(frozen=True)
class Provider:
    """The function that answers a question in one module; named in `Module.answers`."""

    question: type[Question[Any]]
    answer: Callable[[Any], Any]


def answers(question: type[Question[Answer]], answer: Callable[[Any], Answer]) -> Provider:
    """A provider whose function returns what the question is typed by; mypy compares the two."""
    return Provider(question, answer)


def ask(question: Question[Answer]) -> list[Answer]:
    """The answers of all providers, the lowest module's first."""
    return [answer(question) for answer in registry().providers.get(type(question), ())]
