"""Who may read a thing is stored on the thing: Readable, Reader, Scope and AccessLog."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from typing import Any, ClassVar

from sqlalchemy import (
    BindParameter,
    CheckConstraint,
    ColumnElement,
    Index,
    Integer,
    String,
    and_,
    bindparam,
    insert,
    literal,
    or_,
    select,
)
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation import clock, ddl
from app.foundation.db import ArrayParam, Base, db, enum_column, in_array, writing_at_once

EVERYONE = "everyone"


class Access(StrEnum):
    """How far a thing is open; the glossary tells the four apart."""

    OPEN = "open"
    EXEMPT = "exempt"
    CONFIDENTIAL = "confidential"
    RESTRICTED = "restricted"


_CLOSED = (Access.EXEMPT, Access.CONFIDENTIAL, Access.RESTRICTED)


@dataclass(frozen=True)
class Scope:
    """What one person can reach, worked out once per request; an empty scope sees nothing."""

    PERSON: ClassVar = bindparam("scope_person", type_=Integer)
    """The reader's id as a bind parameter, for statements built once (see `parameters`)."""

    person_id: int | None = None
    seated: frozenset[int] = frozenset()
    """Boards on which the person sits and so reads Part II."""
    clerked: frozenset[int] = frozenset()
    """Boards whose paperwork the person runs."""
    chaired: frozenset[int] = frozenset()
    """Boards that the person chairs, or vice-chairs."""
    posts: frozenset[int] = frozenset()
    """Posts held today; what a post may read ends for its holder with the last day in it."""
    is_officer: bool = False
    is_administrator: bool = False
    """Runs the installation; this alone does not let them see exempt papers."""

    @property
    def keys(self) -> frozenset[str]:
        """The keys of this person in the search index; an entry lists the keys that open it."""
        if self.person_id is None:
            return frozenset()
        return frozenset(
            [EVERYONE, f"person:{self.person_id}"]
            + [f"seat:{group}" for group in self.seated]
            + [f"clerk:{group}" for group in self.clerked]
            + [f"post:{post}" for post in self.posts]
        )

    @property
    def parameters(self) -> dict[str, object]:
        """The bind parameters of a statement that contains `Readable.visible()`."""
        return {
            "scope_person": self.person_id,
            "scope_seated": sorted(self.seated),
            "scope_clerked": sorted(self.clerked),
            "scope_posts": sorted(self.posts),
        }


NOBODY = Scope()
ANYBODY = Scope(person_id=0)
"""A reader without seats, clerkships or grants: what this reader may read is public."""


class Reader(Base):
    """A further reader of one thing: a second board, the author, a named officer (s100F), or a
    post, for whoever holds it on the day."""

    __tablename__ = "reader"
    __table_args__ = (
        CheckConstraint(
            "CASE WHEN group_id IS NULL THEN 0 ELSE 1 END"
            " + CASE WHEN person_id IS NULL THEN 0 ELSE 1 END"
            " + CASE WHEN post_id IS NULL THEN 0 ELSE 1 END = 1",
            name="board_person_or_post",
        ),
        Index("ix_reader_thing", "kind", "thing_id", "person_id", "post_id", "group_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column()
    thing_id: Mapped[int] = mapped_column()
    group_id: Mapped[int | None] = mapped_column(index=True)
    person_id: Mapped[int | None] = mapped_column(index=True)
    post_id: Mapped[int | None] = mapped_column(index=True)
    reason: Mapped[str] = mapped_column()
    granted_by: Mapped[int | None] = mapped_column()
    at: Mapped[datetime] = mapped_column()


class AccessLog(Base):
    """One person's view of one exempt thing, written before the bytes are sent."""

    __tablename__ = "sight"
    __table_args__ = (Index("ix_sight_thing", "kind", "thing_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column()
    person_id: Mapped[int] = mapped_column(index=True)
    kind: Mapped[str] = mapped_column()
    thing_id: Mapped[int] = mapped_column()


ddl.make_immutable(AccessLog, for_good=True)


class Readable:
    """A row that somebody reads: the three facts that decide who, and its version."""

    KIND: ClassVar[str]
    id: Mapped[int]

    access: Mapped[Access] = mapped_column(enum_column(Access), default=Access.OPEN)
    group_id: Mapped[int] = mapped_column(index=True)
    published_at: Mapped[datetime | None] = mapped_column(index=True)
    version: Mapped[int] = mapped_column(default=1)

    @classmethod
    def visible_to(cls, scope: Scope) -> ColumnElement[bool]:
        """The SQL condition that this scope may read the row; the only one that decides it."""
        return _visible_to(cls, scope)  # type: ignore[arg-type]  # classes are hashable

    @classmethod
    def visible(cls) -> ColumnElement[bool]:
        """The same condition for a statement that is built once and given `Scope.parameters`."""
        return _visible(cls)  # type: ignore[arg-type]

    @classmethod
    def is_not_public(cls) -> ColumnElement[bool]:
        """Not everybody may read the row; said so that the indexes of these columns are used."""
        return or_(cls.access.in_(_CLOSED), cls.published_at.is_(None))

    @property
    def is_held_back(self) -> bool:
        """Whether it is not open to everybody; every view of it is then recorded."""
        return self.access != Access.OPEN


@lru_cache
def _visible(model: type[Readable]) -> ColumnElement[bool]:
    return _rule(model, Scope.PERSON, *(_array_param(name) for name in _ARRAYS))


@lru_cache(maxsize=2000)
def _visible_to(model: type[Readable], scope: Scope) -> ColumnElement[bool]:
    """The condition is cached; whatever it finds is asked of the database every time."""
    person = literal(scope.person_id, Integer)
    parameters = scope.parameters
    return _rule(model, person, *(_array_param(name, parameters[name]) for name in _ARRAYS))


_ARRAYS = ("scope_seated", "scope_clerked", "scope_posts")


def _array_param(name: str, ids: object = None) -> BindParameter[Any]:
    return bindparam(name, ids, type_=ArrayParam(Integer))


def _rule(
    model: type[Readable],
    person: BindParameter[Any],
    seated: BindParameter[Any],
    clerked: BindParameter[Any],
    posts: BindParameter[Any],
) -> ColumnElement[bool]:
    published = model.published_at.is_not(None)
    granted = or_(
        Reader.person_id == person,
        in_array(Reader.post_id, posts),
        in_array(Reader.group_id, clerked),
        and_(published, in_array(Reader.group_id, seated)),
    )
    by_grant = (
        select(literal(1))
        .where(Reader.kind == model.KIND, Reader.thing_id == model.id, granted)
        .correlate(model)
        .exists()
    )
    held_for = or_(and_(published, in_array(model.group_id, seated)), by_grant)
    return and_(
        person.is_not(None),
        or_(
            and_(published, model.access == Access.OPEN),
            in_array(model.group_id, clerked),
            and_(model.access != Access.RESTRICTED, held_for),
        ),
    )


def keys_to(thing: Readable, *, readers: Iterable[Reader] = ()) -> frozenset[str]:
    """The keys of a thing in the search index: the same rule as `visible_to`, as a set."""
    keys = {f"clerk:{thing.group_id}"}
    if thing.access == Access.RESTRICTED:
        return frozenset(keys)
    if thing.published_at is not None:
        keys.add(EVERYONE if thing.access == Access.OPEN else f"seat:{thing.group_id}")
    for reader in readers:
        keys |= _keys_of(reader, published=thing.published_at is not None)
    return frozenset(keys)


def _keys_of(reader: Reader, *, published: bool) -> set[str]:
    if reader.person_id is not None:
        return {f"person:{reader.person_id}"}
    if reader.post_id is not None:
        return {f"post:{reader.post_id}"}
    keys = {f"clerk:{reader.group_id}"}
    return keys | {f"seat:{reader.group_id}"} if published else keys


def readers_of(kind: str, ids: Iterable[int]) -> dict[int, list[Reader]]:
    """The further readers of many things of one kind, in one query."""
    found: dict[int, list[Reader]] = {}
    for reader in db.session.scalars(_READERS, {"kind": kind, "thing_ids": list(ids)}):
        found.setdefault(reader.thing_id, []).append(reader)
    return found


_READERS = select(Reader).where(
    Reader.kind == bindparam("kind", type_=String),
    in_array(Reader.thing_id, bindparam("thing_ids", type_=ArrayParam(Integer))),
)


def grant(
    thing: Readable,
    *,
    reason: str,
    person_id: int | None = None,
    group_id: int | None = None,
    post_id: int | None = None,
    granted_by: int | None = None,
    at: datetime | None = None,
) -> None:
    """Let one more person, board or post read a thing; does nothing if they may already."""
    reader = Reader(
        person_id=person_id,
        group_id=group_id,
        post_id=post_id,
        reason=reason,
        granted_by=granted_by,
        at=at or clock.now(),
    )
    share([(thing, [reader])])


def share(shared: Iterable[tuple[Readable, Iterable[Reader]]]) -> None:
    """Give each thing further readers, on the terms of the given grants, in one statement."""
    db.session.flush()
    wanted: dict[tuple[Any, ...], dict[str, Any]] = {}
    for thing, readers in shared:
        for reader in readers:
            terms = {name: getattr(reader, name) for name in _TERMS}
            row = {"kind": thing.KIND, "thing_id": thing.id} | terms
            wanted.setdefault(tuple(row[name] for name in _SAME), row)
    known = _grants_on(key[:2] for key in wanted)
    if new := [row for key, row in wanted.items() if key not in known]:
        db.session.execute(insert(Reader).execution_options(render_nulls=True), new)


_TERMS = ("person_id", "group_id", "post_id", "reason", "granted_by", "at")
_SAME = ("kind", "thing_id", "person_id", "group_id", "post_id")


def _grants_on(things: Iterable[tuple[Any, ...]]) -> set[tuple[Any, ...]]:
    """The existing grants on these things, each as the columns that make two grants the same."""
    ids: dict[str, set[int]] = {}
    for kind, thing_id in things:
        ids.setdefault(kind, set()).add(thing_id)
    return {
        tuple(getattr(reader, name) for name in _SAME)
        for kind, some in ids.items()
        for readers in readers_of(kind, some).values()
        for reader in readers
    }


def log_views(person_id: int, seen: Iterable[tuple[str, int]]) -> None:
    """Record views of exempt things in the present transaction."""
    if rows := _log_rows(person_id, seen):
        db.session.execute(insert(AccessLog), rows)


def log_views_at_once(person_id: int, seen: Iterable[tuple[str, int]]) -> None:
    """Record views of exempt things on a separate connection, before anything is sent."""
    if rows := _log_rows(person_id, seen):
        with writing_at_once(), db.engine.begin() as connection:
            connection.execute(insert(AccessLog), rows)


def _log_rows(person_id: int, seen: Iterable[tuple[str, int]]) -> list[dict[str, object]]:
    at = clock.now()
    return [
        {"at": at, "person_id": person_id, "kind": kind, "thing_id": thing_id}
        for kind, thing_id in dict.fromkeys(seen)
    ]
