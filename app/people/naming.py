"""A row that names an entry of the directory in the very moment in which it is merged away.

Merging moves whatever names the entry. A row that another transaction writes meanwhile waits for
the merge (its foreign key asks for the entry), and would then name the entry that has gone: such
a transaction is taken back, and done once more with the entry that stayed. What was written before
the merge began, by others or by the merging transaction itself, is moved by it. SQLite's writers
are alone already.
"""

from functools import cache
from typing import Any

from sqlalchemy import event, inspect, select
from sqlalchemy.orm import Mapper, Session

from app.foundation.db import db
from app.foundation.outage import Overtaken
from app.people.models import Person

_NAMED = "entries of the directory that are named"
_MERGED = "entries of the directory that are merged here"


@cache
def _naming(mapper: Mapper[Any]) -> tuple[str, ...]:
    """The attributes of a row that are foreign keys to a person, apart from `merged_into_id`."""
    named = Person.__table__.c.id
    return tuple(
        mapper.get_property_by_column(column).key
        for column in mapper.columns
        if any(key.column is named for key in column.foreign_keys)
        and column is not Person.__table__.c.merged_into_id
    )


@event.listens_for(db.session, "after_flush")
def _note_names(session: Session, _context: Any) -> None:
    if db.engine.dialect.name == "sqlite":
        return
    named = session.info.setdefault(_NAMED, set())
    merged = session.info.setdefault(_MERGED, set())
    for row in (*session.new, *session.dirty):
        state = inspect(row)
        if isinstance(row, Person) and row.merged_into_id is not None:
            merged.add(row.id)
        for key in _naming(state.mapper):
            named.update(one for one in state.attrs[key].history.added if one is not None)


@event.listens_for(db.session, "before_commit")
def _not_merged_meanwhile(session: Session) -> None:
    if session.in_nested_transaction():
        return
    session.flush()
    named = session.info.pop(_NAMED, set()) - session.info.pop(_MERGED, set())
    if not named:
        return
    gone = select(Person.id).where(Person.id.in_(named), Person.merged_into_id.is_not(None))
    if session.execute(gone.limit(1)).first():
        raise Overtaken("an entry of the directory was merged into another")


@event.listens_for(db.session, "after_soft_rollback")
def _forget_names(session: Session, _previous: Any) -> None:
    if not session.in_nested_transaction():
        session.info.pop(_NAMED, None)
        session.info.pop(_MERGED, None)
