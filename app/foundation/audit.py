"""The audit log: who did what to which thing and when, by plain ids."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any, ClassVar, Protocol

from sqlalchemy import JSON, Index, Select, event, func, insert, inspect, select
from sqlalchemy.orm import Mapped, Session, SessionTransaction, mapped_column

from app.foundation import clock, ddl
from app.foundation.db import Base, db


class Someone(Protocol):
    """Who did it: the log needs only an id."""

    @property
    def id(self) -> int:
        """Its id."""


class Thing(Protocol):
    """What it was done to: the log needs only a kind and an id."""

    KIND: ClassVar[str]

    @property
    def id(self) -> int:
        """Its id."""


class AuditEvent(Base):
    """One line of the audit log, never changed; its facts are ids and small values."""

    __tablename__ = "audit_event"
    __table_args__ = (Index("ix_audit_event_thing", "kind", "thing_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    person_id: Mapped[int | None] = mapped_column(index=True)
    tag: Mapped[str] = mapped_column()
    kind: Mapped[str] = mapped_column()
    thing_id: Mapped[int] = mapped_column()
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)


ddl.make_immutable(AuditEvent, for_good=True)


def record(
    by: Someone | None, verb: str, thing: Thing, *, at: datetime | None = None, **facts: Any
) -> None:
    """Write one line of the log; `by` is None only when the system itself acts."""
    db.session.info[_RECORDED] = True
    together: list[dict[str, Any]] | None = db.session.info.get(_TOGETHER)
    if together is None or thing.id is None:
        db.session.flush()
    line = {
        "at": at or clock.now(),
        "person_id": by.id if by else None,
        "tag": f"{thing.KIND}:{verb}",
        "kind": thing.KIND,
        "thing_id": thing.id,
        "facts": facts,
    }
    if together is None:
        db.session.add(AuditEvent(**line))
    else:
        together.append(line)


_TOGETHER, _RECORDED = "audited together", "something was recorded"


def is_recorded() -> bool:
    """Whether this transaction has written to the log; a deed that changes nothing does not."""
    return bool(db.session.info.get(_RECORDED))


@event.listens_for(db.session, "after_commit")
def _has_ended(session: Session) -> None:
    session.info.pop(_RECORDED, None)


@event.listens_for(db.session, "after_soft_rollback")
def _was_taken_back(session: Session, ended: SessionTransaction) -> None:
    if ended.parent is None:
        session.info.pop(_RECORDED, None)


def state_of(row: Base) -> dict[str, Any]:
    """The values of a row, to tell after a deed whether it has changed anything."""
    return {one.key: getattr(row, one.key) for one in inspect(row).mapper.column_attrs}


@contextmanager
def written_together() -> Iterator[None]:
    """Collect the lines of a long transaction, and insert them at its end in one statement.

    Their history cannot be queried inside the block.
    """
    if _TOGETHER in db.session.info:  # part of a larger work that does so already
        yield
        return
    lines: list[dict[str, Any]] = []
    db.session.info[_TOGETHER] = lines
    try:
        yield
    finally:
        del db.session.info[_TOGETHER]
    if lines:
        db.session.execute(insert(AuditEvent), lines)


def history_of(*things: Thing) -> Select[AuditEvent]:
    """The history of these things, newest first."""
    chosen = [
        (AuditEvent.kind == thing.KIND) & (AuditEvent.thing_id == thing.id) for thing in things
    ]
    query = select(AuditEvent).order_by(AuditEvent.at.desc(), AuditEvent.id.desc())
    return query.where(chosen[0] if len(chosen) == 1 else _any(chosen))


def newest() -> int:
    """The id of the newest line; 0 if there is none."""
    return db.session.scalar(select(func.max(AuditEvent.id))) or 0


def last(thing: Thing, *verbs: str) -> AuditEvent | None:
    """The newest line with one of these verbs on a thing: who did it last, and when."""
    tags = [f"{thing.KIND}:{verb}" for verb in verbs]
    return db.session.scalar(history_of(thing).where(AuditEvent.tag.in_(tags)).limit(1))


def _any(clauses: list[Any]) -> Any:
    joined = clauses[0]
    for clause in clauses[1:]:
        joined = joined | clause
    return joined
