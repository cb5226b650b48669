"""What was done last with an agenda and its meeting, and who did it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Integer, Select, String, and_, bindparam, or_, select

from app.foundation import audit
from app.foundation.db import ArrayParam, fetch_rows, in_array
from app.people.models import Person


@dataclass(frozen=True)
class Happening:
    """One line of history: when, what, who, and the small facts its sentence names."""

    at: datetime
    tag: str
    who: str
    facts: dict[str, Any]


def recent(*things: audit.Thing, tags: Sequence[str] = (), limit: int = 5) -> list[Happening]:
    """What was done last with these things, with who did it; only these tags, if any are named."""
    asked: dict[str, Any] = {"tags": tags, "limit": limit}
    for place, thing in enumerate(things):
        asked |= {f"kind_{place}": thing.KIND, f"id_{place}": thing.id}
    rows = fetch_rows(_recent(len(things), some=bool(tags)), asked)
    return [Happening(at, tag, who or "The system", known) for at, tag, who, known in rows]


@lru_cache
def _recent(count: int, *, some: bool) -> Select[Any]:
    """What was done last with so many things; of some kinds alone, or of all."""
    event = audit.AuditEvent
    things = [
        and_(
            event.kind == bindparam(f"kind_{place}", type_=String),
            event.thing_id == bindparam(f"id_{place}", type_=Integer),
        )
        for place in range(count)
    ]
    chosen = (
        select(event.at, event.tag, Person.name, event.facts)
        .outerjoin(Person, Person.id == event.person_id)
        .where(or_(*things))
        .order_by(event.at.desc(), event.id.desc())
        .limit(bindparam("limit", type_=Integer))
    )
    return (
        chosen.where(in_array(event.tag, bindparam("tags", type_=ArrayParam(String))))
        if some
        else chosen
    )
