"""What a lower module asks is answered by whoever knows, in the order of the tower."""

from dataclasses import dataclass, fields
from typing import get_args, get_type_hints

import pytest

import config
from app.foundation import questions
from app.foundation.questions import Question, answers, ask
from app.foundation.registry import registry

ASKED = sorted(Question.__subclasses__(), key=lambda question: question.__name__)
ARCHITECTURE = config.ROOT / "docs" / "architecture.md"


@dataclass(frozen=True)
class LampsAsked(Question[int]):
    """How many lamps are lit in this street?"""

    street: str


@pytest.mark.sqlite
def test_every_provider_answers_in_its_turn(app):
    heard = []
    for number in (3, 5):
        provider = answers(LampsAsked, lambda asked, n=number: heard.append(asked.street) or n)
        known = registry(app).providers.setdefault(LampsAsked, [])
        known.append(provider.answer)
    assert ask(LampsAsked("Quay Street")) == [3, 5]
    assert heard == ["Quay Street", "Quay Street"]


@pytest.mark.sqlite
def test_what_nobody_knows_has_no_answer(app):
    assert ask(LampsAsked("Quay Street")) == []


@pytest.mark.sqlite
@pytest.mark.parametrize("question", ASKED, ids=lambda question: question.__name__)
def test_every_question_is_answered_on_a_card_as_it_says(question, app):
    (asked,) = (one for one in question.__orig_bases__ if one.__origin__ is questions.Question)
    providers = registry(app).providers[question]
    for provider in providers:
        hints = get_type_hints(provider)
        assert hints.pop("return") == get_args(asked)[0]
        assert list(hints.values()) == [question]
    assert question.__dataclass_params__.frozen
    assert fields(question)
    assert f"| `{question.__name__}` |" in ARCHITECTURE.read_text("utf-8")
    assert question not in registry(app).listeners, "it is asked, not announced"
