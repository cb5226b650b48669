"""The search page over the demo council, against one ranked query and fetching its twenty rows."""

import time
from collections.abc import Callable
from statistics import mean, median
from typing import Any

from whoosh.qparser import MultifieldParser
from whoosh.query import Or, Term

from app.boards.queries import scope_of
from app.foundation import indexing
from app.foundation.db import db
from app.foundation.permissions import Scope
from app.people.queries import account_by_email
from benchmarks import demo_council

LIMIT = 3.0
ROUNDS = 15
PAGE = 20
ROLE = "member"
QUESTIONS = (
    "budget monitoring",
    "street lighting",
    "community safety partnership",
    "housing",
    "waste collection contract",
    "risk",
)


def measure() -> dict[str, object]:
    """Seconds of the whole request, and of a bare ranked query by Whoosh with its rows."""
    client = demo_council.signed_in(ROLE)
    with demo_council.folder() as scratch, demo_council.application().app_context():
        bare = demo_council.bare_whoosh(scratch, demo_council.entries())
        scope = _scope()
        owners = {entry.key: entry.owner for entry in demo_council.entries()}
        pairs = [
            (
                _median(lambda words=words: client.get("/search", query_string={"q": words})),
                _median(lambda words=words: _ranked(bare, words, scope, owners)),
            )
            for words in QUESTIONS
        ]
    value, baseline = (mean(times) for times in zip(*pairs, strict=True))
    ratio = value / baseline
    return {
        "name": f"search page over the demo council, {len(owners)} entries (s)",
        "value": round(value, 4),
        "baseline": round(baseline, 4),
        "ratio": round(ratio, 3),
        "limit": LIMIT,
        "ok": ratio <= LIMIT,
    }


def _scope() -> Scope:
    """What the person reaches who asks the page."""
    email, _ = {name: rest for name, *rest in demo_council.sign_ins(demo_council.words.council())}[
        ROLE
    ]
    account = account_by_email(email)
    assert account is not None
    return scope_of(account)


def _ranked(bare: Any, question: str, scope: Scope, owners: dict[str, Any]) -> list[Any]:
    """What the reader may read, best first, and the rows of the first twenty."""
    allowed = Or([Term("readers", key) for key in sorted(scope.keys)])
    with bare.searcher() as searcher:
        parsed = MultifieldParser(["title", "text"], bare.schema).parse(question)
        keys = [hit["key"] for hit in searcher.search(parsed, filter=allowed, limit=PAGE)]
    by_kind: dict[str, set[int]] = {}
    for key in keys:
        kind, thing_id = owners[key]
        by_kind.setdefault(kind, set()).add(thing_id)
    rows: list[Any] = []
    for kind, ids in by_kind.items():
        searchable = indexing.searchable(kind)
        assert searchable is not None
        model: Any = searchable.model
        rows += db.session.scalars(
            db.select(model).where(model.id.in_(ids), model.visible_to(scope))
        )
    db.session.rollback()
    return rows


def _median(work: Callable[[], object]) -> float:
    times = []
    work()
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        work()
        times.append(time.perf_counter() - begun)
    return median(times)


if __name__ == "__main__":
    print(measure())
