"""Asks for an index job whenever a row is written that stands in an entry of the search index."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import current_app
from sqlalchemy import Integer, bindparam, event, inspect, literal, select
from sqlalchemy.orm import (
    InstrumentedAttribute,
    ORMExecuteState,
    RelationshipDirection,
    Session,
    SessionTransaction,
    object_session,
)

from app.foundation import indexing
from app.foundation.db import ArrayParam, Base, db, in_array
from app.foundation.indexing import Related, Searchable, Way
from app.foundation.jobs import queue
from app.foundation.permissions import Readable, Reader
from app.foundation.search.port import Owner
from app.foundation.web.filters import local_day

READABLE = ("access", "group_id", "published_at", "version")
"""What stands in the entries of every readable row, or decides who finds them."""
EVERYTHING = "*"
"""In the place of a kind: what stands in every entry, so that the index is built anew."""
_CHANGED = "rows that stand in entries"


@dataclass(frozen=True)
class Watch:
    """Columns of one model that stand in entries, and the way to those entries' owners."""

    columns: frozenset[str]
    kind: str
    """Of the owners; empty where the row itself says of which kind they are, as a reader does."""
    named_by: str = "id"
    """The column that names the row at the end of the way."""
    way: Way = ()
    """From the owner to that row; none where that row is the owner."""
    is_part: bool = False
    """An entry changes also when such a row comes or goes."""


def ask(thing: Readable) -> None:
    """Ask that this thing be found as it is now, where a statement said `found_later`."""
    _note(db.session(), thing.KIND, (), [thing.id])


def _watches() -> dict[type[Any], list[Watch]]:
    """What is watched of each model; put together when the first row is written."""
    found: dict[type[Any], list[Watch]] | None = current_app.extensions.get("guildhall.watches")
    if found is None:
        found = {}
        for model, watch in _watches_of_modules():
            found.setdefault(model, []).append(watch)
        current_app.extensions["guildhall.watches"] = found
    return found


def _watches_of_modules() -> Iterator[tuple[type[Any], Watch]]:
    for searchable in indexing.searchables().values():
        yield from _watches_of(searchable)
    for module in current_app.extensions["guildhall.modules"]:
        for column in module.in_every_entry:
            yield column.class_, Watch(frozenset([column.key]), EVERYTHING)
    granted = frozenset(["kind", "thing_id", "group_id", "person_id", "post_id"])
    yield Reader, Watch(granted, "", named_by="thing_id", is_part=True)


def _watches_of(searchable: Searchable) -> Iterator[tuple[type[Any], Watch]]:
    own = frozenset([*READABLE, *(column.key for column in searchable.shows)])
    yield searchable.model, Watch(own, searchable.kind, is_part=True)
    for related in searchable.depends_on:
        yield from _watches_on_the_way(searchable.kind, related)


def _watches_on_the_way(kind: str, related: Related) -> Iterator[tuple[type[Any], Watch]]:
    """Whatever leads to the related rows, and these rows themselves."""
    shown = frozenset(column.key for column in related.shows)
    for place, hop in enumerate(related.way):
        before, is_last = related.way[:place], hop is related.way[-1]
        model, key, is_part = _foreign_key(hop)
        if is_part:
            columns = shown | {key} if is_last else frozenset([key])
            yield model, Watch(columns, kind, named_by=key, way=before, is_part=True)
        else:
            yield model, Watch(frozenset([key]), kind, way=before)
            if is_last:
                yield hop.property.mapper.class_, Watch(shown, kind, way=related.way)


def _foreign_key(hop: InstrumentedAttribute[Any]) -> tuple[type[Any], str, bool]:
    """The model and the column that bear a relationship, and whether its further end is that."""
    relationship: Any = hop.property
    ((near, far),) = relationship.local_remote_pairs
    is_far = relationship.direction is RelationshipDirection.ONETOMANY
    mapper, column = (relationship.mapper, far) if is_far else (relationship.parent, near)
    return mapper.class_, mapper.get_property_by_column(column).key, is_far


@event.listens_for(Base, "after_insert", propagate=True)
@event.listens_for(Base, "before_delete", propagate=True)
def _note_coming_and_going(_mapper: Any, _connection: Any, row: Any) -> None:
    for watch in _watches().get(type(row), ()):
        if watch.is_part:
            _note_row(row, watch)


@event.listens_for(Base, "before_update", propagate=True)
def _note_change(_mapper: Any, _connection: Any, row: Any) -> None:
    for watch in _watches().get(type(row), ()):
        if any(_is_changed(row, name) for name in watch.columns):
            _note_row(row, watch)


def _is_changed(row: Any, name: str) -> bool:
    """Entries say on which day something was; the hour changes none."""
    history = inspect(row).attrs[name].history
    return history.has_changes() and _days(history.added) != _days(history.deleted)


def _days(values: Iterable[Any]) -> list[Any]:
    return [local_day(value) if isinstance(value, datetime) else value for value in values]


def _note_row(row: Any, watch: Watch) -> None:
    """Both what it named and what it names."""
    session = object_session(row)
    if session is not None:
        for kind in [watch.kind] if watch.kind else _before_and_now(row, "kind"):
            _note(session, kind, watch.way, _before_and_now(row, watch.named_by))


def _before_and_now(row: Any, name: str) -> list[Any]:
    return list(inspect(row).attrs[name].load_history().sum())


def _note(session: Session, kind: str, way: Way, ids: Iterable[int | None]) -> None:
    noted: dict[tuple[str, Way], dict[int, None]] = session.info.setdefault(_CHANGED, {})
    wanted = noted.setdefault((kind, way), {})
    wanted.update((one, None) for one in ids if one is not None)


@event.listens_for(db.session, "do_orm_execute")
def _note_statement(asked: ORMExecuteState) -> None:
    """Statements of many rows pass no flush: whose they are is found before they are made.

    A statement with the option `found_later` says that something else asks for the job in time.
    """
    is_later = asked.execution_options.get("found_later", False)
    if is_later or asked.bind_mapper is None or asked.is_select:
        return
    for watch in _watches().get(asked.bind_mapper.class_, ()):
        if asked.is_insert and watch.is_part:
            _note_inserted(asked, watch)
        elif _meets(asked, watch):
            _note_met(asked, watch)


def _note_inserted(asked: ORMExecuteState, watch: Watch) -> None:
    rows: Any = asked.parameters
    for row in rows if isinstance(rows, list) else ():
        _note(asked.session, watch.kind or row["kind"], watch.way, [row.get(watch.named_by)])


def _note_met(asked: ORMExecuteState, watch: Watch) -> None:
    statement: Any = asked.statement
    model: Any = asked.bind_mapper and asked.bind_mapper.class_
    kind = literal(watch.kind) if watch.kind else model.kind
    named = select(kind, getattr(model, watch.named_by))
    if statement.whereclause is not None:
        named = named.where(statement.whereclause)
    for kind_named, row_id in asked.session.execute(named).all():
        _note(asked.session, kind_named, watch.way, [row_id])


def _meets(asked: ORMExecuteState, watch: Watch) -> bool:
    statement: Any = asked.statement
    if asked.is_delete:
        return watch.is_part
    set_to = statement._values if asked.is_update else None
    return not watch.columns.isdisjoint(column.key for column in set_to or ())


@event.listens_for(db.session, "before_commit")
def _ask_for_noted(session: Session) -> None:
    """One job for each owner, however often its rows were written, all in one statement."""
    if session.in_nested_transaction():
        return
    session.flush()
    noted = session.info.pop(_CHANGED, {})
    if any(kind == EVERYTHING for kind, _ in noted):
        indexing.ask_rebuild()
    owners = {owner for (kind, way), ids in noted.items() for owner in _owners(kind, way, ids)}
    if owners:
        asked = [{"thing": kind, "id": thing_id} for kind, thing_id in sorted(owners)]
        queue.enqueue_all(indexing.JOB, asked)


def _owners(kind: str, way: Way, ids: Iterable[int]) -> Iterator[Owner]:
    searchable = indexing.searchable(kind)
    if searchable is None:
        return
    if not way:
        yield from ((kind, one) for one in ids)
        return
    model: Any = searchable.model
    asked = select(model.id)
    for hop in way:
        asked = asked.join(hop)
    last: Any = way[-1].property
    among = bindparam("ids", list(ids), ArrayParam(Integer))
    found = db.session.scalars(asked.where(in_array(last.mapper.class_.id, among)))
    yield from ((kind, one) for one in found)


@event.listens_for(db.session, "after_soft_rollback")
def _forget(session: Session, ended: SessionTransaction) -> None:
    if ended.parent is None:
        session.info.pop(_CHANGED, None)
