"""The other way up: a lower module asks, and whatever modules above know something answer."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from app.foundation.registry import registry

Answer = TypeVar("Answer")


class Question(Generic[Answer]):
    """What is asked, a frozen dataclass; it names the type of an answer to it."""


@dataclass(frozen=True)
class Provider:
    """On a module's card: who answers a question in that module."""

    question: type[Question[Any]]
    answer: Callable[[Any], Any]


def answers(question: type[Question[Answer]], answer: Callable[[Any], Answer]) -> Provider:
    """This function answers this question, with what the question asks for."""
    return Provider(question, answer)


def ask(question: Question[Answer]) -> list[Answer]:
    """What each module above that knows something of it says, in the order of the tower."""
    return [answer(question) for answer in registry().providers.get(type(question), ())]
