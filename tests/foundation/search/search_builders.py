"""Short ways of saying what is in the index and what is asked of it."""

from datetime import date

from app.foundation.search.port import EVERYONE, IndexEntry, Owner, Page, Query, SearchEngine

OFFICER = frozenset({EVERYONE, "person:7"})
MEMBER = frozenset({EVERYONE, "person:8", "seat:5"})


def entry(number: int, text: str = "", **facts: object) -> IndexEntry:
    kind = str(facts.pop("kind", "report"))
    values = {
        "key": f"{kind}:{number}",
        "owner": (kind, number),
        "kind": kind,
        "title": "",
        "text": text,
        "readers": frozenset({EVERYONE}),
        "version": 1,
    }
    return IndexEntry(**{**values, **facts})


def put(engine: SearchEngine, *entries: IndexEntry) -> None:
    changes: dict[Owner, list[IndexEntry]] = {}
    for each in entries:
        changes.setdefault(each.owner, []).append(each)
    engine.apply(changes)


def ask(engine: SearchEngine, text: str, *, keys: frozenset[str] = OFFICER, **more) -> Page:
    return engine.search(Query(text=text, keys=keys, **more))


def found(engine: SearchEngine, text: str, **more) -> list[str]:
    return [hit.key for hit in ask(engine, text, **more).hits]


def day(text: str) -> date:
    return date.fromisoformat(text)
