"""Enqueues an index job for every thing whose search entries are changed by what is written.

Each searchable kind names the columns its entries are made of (`Searchable.shows`, `depends_on`).
From these come the watches, by model. Flushes and bulk statements that write a watched column mark
the things to index anew, and one job for each of them is enqueued with the commit.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

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
from app.foundation.indexing import Related, RelationshipPath, Searchable
from app.foundation.jobs import queue
from app.foundation.permissions import Readable, Reader
from app.foundation.registry import registry
from app.foundation.search.port import Owner
from app.foundation.web.filters import local_day

READABLE_COLUMNS = ("access", "group_id", "published_at", "version")
"""What stands in the entries of every readable row, or decides who finds them."""
EVERY_KIND = "*"
"""In the place of a kind: what stands in every entry, so that the whole index is built anew."""
_MARKED = "things to index anew"
"""The key in `session.info` of what this transaction has marked."""


@dataclass(frozen=True)
class Watch:
    """Columns of one model that stand in search entries, and how to find whose entries they are."""

    columns: frozenset[str]
    owner_kind: str
    """The kind of thing that owns the entries; empty where each row says it in its `kind`."""
    path: RelationshipPath = ()
    """The relationships from the owner to the row that `id_column` names; empty if it is the
    owner itself."""
    id_column: str = "id"
    """The column of the watched row that holds the id of the row at the end of the path."""
    on_insert_and_delete: bool = False
    """Whether a new or a deleted row changes the entries too, and not only a changed one."""


def request_indexing(thing: Readable) -> None:
    """Have this thing indexed with the commit, where a statement said `skip_index_listener`."""
    request_indexing_of(thing.KIND, [thing.id])


def request_indexing_of(kind: str, ids: Iterable[int]) -> None:
    """The same for things of one kind by their ids, whether they are still there or not."""
    _mark(db.session(), kind, (), ids)


def _watches() -> dict[type[Any], list[Watch]]:
    """What is watched of each model; put together when the first row is written."""
    kept = registry()
    if kept.index_watches is None:
        kept.index_watches = {}
        for model, watch in _watches_of_modules():
            kept.index_watches.setdefault(model, []).append(watch)
    return kept.index_watches


def _watches_of_modules() -> Iterator[tuple[type[Any], Watch]]:
    for searchable in indexing.searchables().values():
        yield from _watches_of(searchable)
    for module in registry().modules:
        for column in module.in_every_entry:
            yield column.parent.class_, Watch(frozenset([column.key]), EVERY_KIND)
    granted = frozenset(["kind", "thing_id", "group_id", "person_id", "post_id"])
    yield Reader, Watch(granted, "", id_column="thing_id", on_insert_and_delete=True)


def _watches_of(searchable: Searchable) -> Iterator[tuple[type[Any], Watch]]:
    own = frozenset([*READABLE_COLUMNS, *(column.key for column in searchable.shows)])
    yield searchable.model, Watch(own, searchable.kind, on_insert_and_delete=True)
    for related in searchable.depends_on:
        yield from _watches_along(searchable.kind, related)


def _watches_along(kind: str, related: Related) -> Iterator[tuple[type[Any], Watch]]:
    """One watch for the foreign key of each relationship on the path, and one for the columns
    shown of the row at its end.

    Where the last foreign key stands in the related row itself, one watch does for both.
    """
    shown = frozenset(column.key for column in related.shows)
    for place, relationship in enumerate(related.path):
        before, is_last = related.path[:place], relationship is related.path[-1]
        model, key, is_on_far_side = _foreign_key(relationship)
        if is_on_far_side:
            columns = shown | {key} if is_last else frozenset([key])
            yield model, Watch(columns, kind, before, id_column=key, on_insert_and_delete=True)
        else:
            yield model, Watch(frozenset([key]), kind, before)
            if is_last:
                yield relationship.property.mapper.class_, Watch(shown, kind, related.path)


def _foreign_key(relationship: InstrumentedAttribute[Any]) -> tuple[type[Any], str, bool]:
    """The model and column of a relationship's foreign key, and whether the far side has it."""
    found: Any = relationship.property
    ((near, far),) = found.local_remote_pairs
    is_on_far_side = found.direction is RelationshipDirection.ONETOMANY
    mapper, column = (found.mapper, far) if is_on_far_side else (found.parent, near)
    return mapper.class_, mapper.get_property_by_column(column).key, is_on_far_side


@event.listens_for(Base, "after_insert", propagate=True)
@event.listens_for(Base, "before_delete", propagate=True)
def _hear_insert_or_delete(_mapper: Any, _connection: Any, row: Any) -> None:
    for watch in _watches().get(type(row), ()):
        if watch.on_insert_and_delete:
            _mark_owners(row, watch)


@event.listens_for(Base, "before_update", propagate=True)
def _hear_update(_mapper: Any, _connection: Any, row: Any) -> None:
    for watch in _watches().get(type(row), ()):
        if any(_is_changed(row, name) for name in watch.columns):
            _mark_owners(row, watch)


def _is_changed(row: Any, name: str) -> bool:
    """Whether a column has another value; of a moment only the day counts, as entries show it."""
    history = inspect(row).attrs[name].history
    return history.has_changes() and _days(history.added) != _days(history.deleted)


def _days(values: Iterable[Any]) -> list[Any]:
    return [local_day(value) if isinstance(value, datetime) else value for value in values]


def _mark_owners(row: Any, watch: Watch) -> None:
    """Mark the owners that the row names now, and those it named before the change."""
    session = object_session(row)
    if session is not None:
        for kind in [watch.owner_kind] if watch.owner_kind else _values_of(row, "kind"):
            _mark(session, kind, watch.path, _values_of(row, watch.id_column))


def _values_of(row: Any, name: str) -> list[Any]:
    """The value of a column before the change and after it."""
    return list(inspect(row).attrs[name].load_history().sum())


def _mark(session: Session, kind: str, path: RelationshipPath, ids: Iterable[int | None]) -> None:
    """Mark the things of this kind that lead along the path to rows with these ids."""
    marked: dict[tuple[str, RelationshipPath], dict[int, None]]
    marked = session.info.setdefault(_MARKED, {})
    wanted = marked.setdefault((kind, path), {})
    wanted.update((one, None) for one in ids if one is not None)


@event.listens_for(db.session, "do_orm_execute")
def _hear_statement(state: ORMExecuteState) -> None:
    """Bulk statements pass no flush: the rows they match are looked up before they run.

    A statement with the option `skip_index_listener` is left alone: its service calls
    `request_indexing` itself, when it is time.
    """
    is_dml = state.is_insert or state.is_update or state.is_delete
    if not is_dml or state.execution_options.get("skip_index_listener", False):
        return
    if mistake := _not_understood(state):
        raise TypeError(mistake)
    for watch in _watches().get(_model_of(state), ()):
        if state.is_insert and watch.on_insert_and_delete:
            _mark_inserted(state, watch)
        elif _writes(state, watch):
            _mark_matched(state, watch)


def _model_of(state: ORMExecuteState) -> Any:
    """The model that a statement writes, be it named or only its table."""
    if state.bind_mapper is not None:
        return state.bind_mapper.class_
    statement: Any = state.statement
    return next((model for model in _watches() if model.__table__ is statement.table), None)


def _not_understood(state: ORMExecuteState) -> str:
    """What is wrong with a statement of which nobody could tell whose entries it changes."""
    statement, model = cast(Any, state.statement), _model_of(state)
    watches = _watches().get(model, [])
    if not watches:
        return ""
    if state.bind_mapper is None:
        return f"The index listener hears models alone: name {model.__name__}, not its table."
    if state.is_update and isinstance(state.parameters, list):
        return (
            f"The index listener does not hear update({model.__name__}) with a list of rows: use "
            f"update({model.__name__}).where(…).values(…), or change the rows themselves."
        )
    has_no_rows = state.is_insert and (statement._values or not state.parameters)
    if has_no_rows and any(watch.on_insert_and_delete for watch in watches):
        return (
            f"The index listener does not hear insert({model.__name__}).values(…): use "
            f"insert({model.__name__}) with a list of rows, or session.add."
        )
    return ""


def _mark_inserted(state: ORMExecuteState, watch: Watch) -> None:
    given: Any = state.parameters
    for row in given if isinstance(given, list) else [given]:
        kind = watch.owner_kind or row["kind"]
        _mark(state.session, kind, watch.path, [row.get(watch.id_column)])


def _mark_matched(state: ORMExecuteState, watch: Watch) -> None:
    statement: Any = state.statement
    model = _model_of(state)
    kind = literal(watch.owner_kind) if watch.owner_kind else model.kind
    matched = select(kind, getattr(model, watch.id_column))
    if statement.whereclause is not None:
        matched = matched.where(statement.whereclause)
    for owner_kind, row_id in state.session.execute(matched).all():
        _mark(state.session, owner_kind, watch.path, [row_id])


def _writes(state: ORMExecuteState, watch: Watch) -> bool:
    """Whether an UPDATE sets a watched column, or a DELETE takes rows that count."""
    statement: Any = state.statement
    if state.is_delete:
        return watch.on_insert_and_delete
    set_to = statement._values if state.is_update else None
    return not watch.columns.isdisjoint(column.key for column in set_to or ())


@event.listens_for(db.session, "before_commit")
def _enqueue_marked(session: Session) -> None:
    """One job for each owner, however often its rows were written, all in one statement."""
    if session.in_nested_transaction():
        return
    session.flush()
    marked = session.info.pop(_MARKED, {})
    if any(kind == EVERY_KIND for kind, _ in marked):
        indexing.request_rebuild()
    owners = {owner for (kind, path), ids in marked.items() for owner in _owners(kind, path, ids)}
    if owners:
        arguments = [{"thing": kind, "id": thing_id} for kind, thing_id in sorted(owners)]
        queue.enqueue_all(indexing.JOB, arguments)


def _owners(kind: str, path: RelationshipPath, ids: Iterable[int]) -> Iterator[Owner]:
    """The things of this kind that lead along the path to rows with these ids."""
    searchable = indexing.searchable(kind)
    if searchable is None:
        return
    if not path:
        yield from ((kind, one) for one in ids)
        return
    model: Any = searchable.model
    statement = select(model.id)
    for relationship in path:
        statement = statement.join(relationship)
    last: Any = path[-1].property
    among = bindparam("ids", list(ids), ArrayParam(Integer))
    found = db.session.scalars(statement.where(in_array(last.mapper.class_.id, among)))
    yield from ((kind, one) for one in found)


@event.listens_for(db.session, "after_soft_rollback")
def _forget_marked(session: Session, ended: SessionTransaction) -> None:
    if ended.parent is None:
        session.info.pop(_MARKED, None)
