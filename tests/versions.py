"""Hears every commit of every test: a deed that changes what a form shows counts its version."""

import sys
from dataclasses import dataclass, field
from types import FrameType
from typing import Any

from sqlalchemy import event, inspect
from sqlalchemy.orm import ORMExecuteState, Session, SessionTransaction, object_session

import config
from app.actions.models import Action
from app.agendas.models import Agenda, AgendaItem, AgendaItemExempt
from app.documents.models import Document
from app.foundation.db import Base, db
from app.meetings.models import Attendance, Meeting
from app.minutes.models import Minutes
from app.people.models import Account
from app.reports.models import Report

Model = type[Any]
Counter = tuple[Model, int | None, str]
"""The column that counts the versions of one row; of a statement, of any row of its model."""

UNCOUNTED_EVERYWHERE = {
    "state": "a move: whoever pressed on an older page is refused by the state it is in now",
    "access": "who may read it; the words on an older page are the same",
    "published_at": "as access",
}
UNCOUNTED: dict[Model, dict[str, str]] = {
    Account: {
        "last_signed_in_at": "no form shows it",
        "password_hash": "the version is of what an account may do, not of signing in",
        "password_changed_at": "as password_hash",
        "must_change_password": "as password_hash",
    },
    Action: {
        "evidence": "said with a move",
        "dropped_reason": "said with a move",
        "closed_at": "said with a move",
    },
    Document: {
        "text": "read from the file by the worker; no form shows it",
        "reading_note": "as text",
    },
    Meeting: {
        "state_reason": "said with a move",
        "postponed_to_id": "said with a move",
        "attendance_checked_version": "names the version of the attendance that was read",
    },
    Minutes: {"is_being_corrected": "set and cleared again in one transaction"},
    Report: {
        "state_reason": "said with a move",
        "changed_at": "says when; each section counts what is written in it",
    },
}
"""Columns that change without a version, and why."""
COUNTED_BY: dict[Model, dict[str, tuple[Model, str, str]]] = {
    AgendaItem: dict.fromkeys(
        ("position", "number", "parent_id"), (Agenda, "agenda_id", "version")
    ),
    AgendaItemExempt: dict.fromkeys(("title", "text"), (AgendaItem, "item_id", "version")),
    Attendance: dict.fromkeys(
        ("how", "name", "organisation", "capacity"), (Meeting, "meeting_id", "attendance_version")
    ),
    Meeting: dict.fromkeys(
        ("started_at", "ended_at", "chair_id"), (Meeting, "id", "times_version")
    ),
}
"""Columns that another counter than the row's own version counts: its model, key and name."""
_APP, _TESTS = f"{config.ROOT / 'app'}/", f"{config.ROOT / 'tests'}/"
COUNTERS = {"version", "attendance_version", "times_version"}


@dataclass
class Heard:
    """What one transaction has changed so far, and what it has counted."""

    needed: dict[Counter, set[str]] = field(default_factory=dict)
    counted: set[Counter] = field(default_factory=set)
    untold: set[tuple[Model, int]] = field(default_factory=set)
    """Rows that nobody has seen yet, or that the test itself has written in."""

    def note(self, model: Model, names: set[str], keys: dict[str, int]) -> None:
        """These columns were changed, in the row with these keys, or by a statement in many."""
        self.counted |= {(model, keys.get("id"), name) for name in names & COUNTERS}
        for name in names - COUNTERS:
            if counter := _counter(model, name, keys):
                self.needed.setdefault(counter, set()).add(f"{model.__name__}.{name}")

    def is_counted(self, counter: Counter) -> bool:
        """By the row itself or by a statement; or no deed has changed what somebody had seen."""
        model, row_id, name = counter
        if row_id is None:
            return any((one[0], one[2]) == (model, name) for one in self.counted)
        by_statement = (model, None, name) in self.counted
        return counter in self.counted or by_statement or (model, row_id) in self.untold


def listen() -> None:
    """From now on a commit fails that leaves a version behind."""
    event.listen(Base, "before_update", _note_change, propagate=True)
    event.listen(Base, "after_insert", _note_new, propagate=True)
    for mapper in Base.registry.mappers:
        for attribute in mapper.attrs:
            event.listen(getattr(mapper.class_, attribute.key), "set", _note_by_hand)
    event.listen(db.session, "do_orm_execute", _note_statement)
    event.listen(db.session, "before_commit", _judge)
    event.listen(db.session, "after_soft_rollback", _forget)


def _counter(model: Model, name: str, keys: dict[str, int]) -> Counter | None:
    if name in UNCOUNTED_EVERYWHERE or name in UNCOUNTED.get(model, {}):
        return None
    counted_by = COUNTED_BY.get(model, {})
    if name not in counted_by and not hasattr(model, "version"):
        return None
    counting, key, counter = counted_by.get(name, (model, "id", "version"))
    return counting, keys.get(key), counter


def _note_change(mapper: Any, _connection: Any, row: Any) -> None:
    state, session = inspect(row), object_session(row)
    names = {
        name
        for name in state.committed_state
        if name in mapper.column_attrs and state.attrs[name].history.has_changes()
    }
    if session is not None:
        _heard(session).note(type(row), names, state.dict | {"id": state.identity[0]})


def _note_new(_mapper: Any, _connection: Any, row: Any) -> None:
    session = object_session(row)
    if session is not None:
        _heard(session).untold.add((type(row), row.id))


def _note_by_hand(row: Any, _value: Any, _before: Any, _initiator: Any) -> None:
    """What a test writes by itself is no deed: it stands for how things were."""
    session, identity = object_session(row), inspect(row).identity
    if session is not None and identity and _is_by_hand():
        _heard(session).untold.add((type(row), identity[0]))


def _is_by_hand() -> bool:
    """Whether the nearest code that is no library's is that of a test, seen from a listener."""
    frame: FrameType | None = sys._getframe(2)
    while frame is not None and not frame.f_code.co_filename.startswith((_APP, _TESTS)):
        frame = frame.f_back
    return frame is not None and frame.f_code.co_filename.startswith(_TESTS)


def _note_statement(asked: ORMExecuteState) -> None:
    if asked.is_update and asked.bind_mapper is not None and not _is_by_hand():
        statement: Any = asked.statement
        names = {getattr(column, "key", column) for column in statement._values or ()}
        _heard(asked.session).note(asked.bind_mapper.class_, names, {})


def _heard(session: Session) -> Heard:
    heard: Heard = session.info.setdefault("versions heard", Heard())
    return heard


def _judge(session: Session) -> None:
    if session.in_nested_transaction():
        return
    session.flush()
    heard: Heard = session.info.pop("versions heard", Heard())
    for (model, row_id, name), columns in heard.needed.items():
        assert heard.is_counted((model, row_id, name)), (
            f"{' and '.join(sorted(columns))} changed, and {model.__name__}.{name} did not grow: "
            f"add `{name} += 1` to the deed, or say in tests/versions.py why a page that shows "
            "what was there before may save over it"
        )


def _forget(session: Session, ended: SessionTransaction) -> None:
    if ended.parent is None:
        session.info.pop("versions heard", None)
