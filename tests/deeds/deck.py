"""Any deed of the product, done at random: the services of every module, one after the other."""

import inspect
import typing
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from random import Random
from typing import Any

from sqlalchemy import event, func, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.actions import services as actions
from app.agendas import carrying
from app.agendas import services as agendas
from app.agendas.models import Agenda, AgendaItem, Consideration
from app.boards import services as boards
from app.documents import services as documents
from app.foundation.audit import AuditEvent
from app.foundation.db import db
from app.foundation.errors import Conflict, Refused
from app.foundation.transactions import transaction
from app.meetings import services as meetings
from app.minutes import services as minutes
from app.minutes.models import Minute
from app.people import services as people
from app.people.models import Account, Person
from app.reports import services as reports
from tests.cast import NAMES
from tests.deeds.afternoons import WHOLE
from tests.deeds.giving import Chance, Impossible, arguments_for
from tests.factories.withheld import OTHERS

# Of every module that people do something in; a new one joins here and has its deeds shuffled in.
MODULES = (people, boards, meetings, documents, reports, agendas, carrying, minutes, actions)
BY_ANOTHER = "is done by an agenda's deed"
PAST = "brings in past papers"
LEFT_OUT = {
    "reports.hold_back": BY_ANOTHER,
    "reports.release": BY_ANOTHER,
    "reports.issue": BY_ANOTHER,
    "reports.let_board_read": BY_ANOTHER,
    "reports.bring_in": PAST,
    "reports.bring_in_again": PAST,
    "agendas.keep_printed": PAST,
    "meetings.record_list": PAST,
    "actions.follow": "is done by a minute's deed",
    "people.open_account": "lets somebody in, and costs the time of a password",
}
"""Services that nobody presses a button for, and why."""


@dataclass
class Done:
    """One deed, as a failure names it."""

    name: str
    given: str
    outcome: str
    marked: frozenset[str] = frozenset()
    """The papers that it marks: "agenda 3" of meeting 3, "minutes 3", "report 7"."""

    def __str__(self) -> str:
        return f"{self.name}({self.given}): {self.outcome}"


def every_deed() -> dict[str, Callable[..., Any]]:
    """Every service that somebody does, by the name of its module and its own."""
    found: dict[str, Callable[..., Any]] = {}
    for module in MODULES:
        for name, function in inspect.getmembers(module, inspect.isfunction):
            said = f"{module.__name__.split('.')[1]}.{name}"
            asked = inspect.signature(function).parameters
            own = function.__module__ == module.__name__ and not name.startswith("_")
            if own and "by" in asked and said not in LEFT_OUT and not _signs_in(function):
                found[said] = function
    return found


def _signs_in(function: Callable[..., Any]) -> bool:
    """How somebody signs in is no part of any paper."""
    return Account in typing.get_type_hints(function).values()


def kept_people() -> frozenset[int]:
    """The readers of the test, whose places nothing random changes."""
    names = [*(name for name, *_ in NAMES.values()), *(name for name, _ in OTHERS.values())]
    return frozenset(db.session.scalars(select(Person.id).where(Person.name.in_(names))))


MOST_TRIES = 4
PAPERS = {
    "agenda": (
        "publication",
        "agenda_id IN (SELECT id FROM agenda WHERE meeting_id = meeting.id)",
    ),
    "minutes": (
        "minutes_publication",
        "minutes_id IN (SELECT id FROM minutes WHERE meeting_id = meeting.id)",
    ),
}
"""The tables of what was published, with what leads to the meeting."""
UNRECORDED = {"AccessLog", "Job"}
"""What is written beside a deed, and is nothing that somebody changed."""
SAVED_AS_TYPED = "is saved while somebody types: the row says who saved it last, versions what"
SAYS_BY_ITSELF = {
    "meetings.record_attendance": "of a correction that changes nothing only the lock is left",
    "minutes.save_minute": SAVED_AS_TYPED,
    "minutes.set_resolutions": SAVED_AS_TYPED,
    "minutes.write_exempt": SAVED_AS_TYPED,
    "minutes.write_minute": SAVED_AS_TYPED,
    "reports.keep_version": "a version says by whom and when it was kept",
    "reports.write_section": SAVED_AS_TYPED,
}
"""Deeds that may write no line of the history, and what tells of them instead."""
WITHDRAWN = ("agenda:recall", "agenda:open", "minute:close", "minute:open")
"""The lines of history that say that what was published is open to fewer, or to more, now."""


class Deck:
    """Whole afternoons first; then every deed in an order of chance, and afternoons between."""

    def __init__(self, random: Random, kept: frozenset[int]) -> None:
        self.random, self.kept, self.waiting = random, kept, list[str]()
        self.whole = random.sample(sorted(WHOLE), len(WHOLE))

    def do_something(self) -> Done:
        """Do one deed; where a rule says no, try a few times with other things."""
        name = self._next()
        for _ in range(MOST_TRIES):
            done = do(name, self.random, self.kept)
            if done.outcome == "done":
                break
        return done

    def _next(self) -> str:
        if self.whole:
            return self.whole.pop()
        if self.random.random() < 0.25:
            return self.random.choice(sorted(WHOLE))
        if not self.waiting:
            self.waiting = sorted(every_deed())
            self.random.shuffle(self.waiting)
        return self.waiting.pop()


def do(name: str, random: Random, kept: frozenset[int]) -> Done:
    """Do the deed of this name, whatever comes of it."""
    chance, before, outcome = Chance(random, kept), _published(), "done"
    last, written = _last_recorded(), set[str]()
    try:
        with _hearing(written), transaction():
            if name in WHOLE:
                WHOLE[name](chance)
            else:
                places, names = arguments_for(every_deed()[name], chance)
                every_deed()[name](*places, **names)
    except (Refused, Conflict, Impossible, IntegrityError) as said:
        outcome = str(said).splitlines()[0] if str(said) else type(said).__name__
    if outcome == "done" and written - UNRECORDED and name not in SAYS_BY_ITSELF:
        assert _last_recorded() > last, f"{name} writes {written}: audit.record(by, …) is missing"
    return Done(name, ", ".join(chance.given), outcome, _marked(before, last))


def _last_recorded() -> int:
    return db.session.scalar(select(func.max(AuditEvent.id))) or 0


@contextmanager
def _hearing(written: set[str]) -> Iterator[None]:
    """Note of which models rows are added, changed or removed meanwhile."""

    def _note(session: Session, _: object) -> None:
        changed = {row for row in session.dirty if session.is_modified(row)}
        written.update(type(row).__name__ for row in {*session.new, *session.deleted, *changed})

    event.listen(db.session, "after_flush", _note)
    try:
        yield
    finally:
        event.remove(db.session, "after_flush", _note)


def _published() -> set[tuple[str, int]]:
    """Every publication there is, by its paper."""
    found = {
        (f"{paper} {meeting}", count)
        for paper, (table, leads) in PAPERS.items()
        for meeting, count in db.session.execute(
            text(f"SELECT meeting.id, {table}.id FROM meeting JOIN {table} ON {table}.{leads}")
        )
    }
    issued = text("SELECT report_id, id FROM report_version WHERE why = 'published'")
    return found | {(f"report {report}", count) for report, count in db.session.execute(issued)}


def _marked(before: set[tuple[str, int]], last: int) -> frozenset[str]:
    """The papers that were published anew, and those that were withdrawn, by one deed."""
    chosen = select(AuditEvent).where(AuditEvent.id > last, AuditEvent.tag.in_(WITHDRAWN))
    withdrawn = [mark for event in db.session.scalars(chosen).all() for mark in _marks_of(event)]
    anew = {paper for paper, _ in _published() - before}
    return frozenset(anew.union(withdrawn))


def _marks_of(event: AuditEvent) -> list[str]:
    """The papers from which something is withdrawn, and those that lose a report with it.

    Its reports go with a recalled item, from every agenda; the page of the recall names these.
    """
    if event.kind == "minute":
        minutes = db.session.get_one(Minute, event.thing_id).minutes
        return [f"withdrawn minutes {minutes.meeting_id}"]
    meeting = db.session.get_one(Agenda, event.thing_id).meeting_id
    on_item = Consideration.item_id == event.facts["item"]
    reports = db.session.scalars(select(Consideration.report_id).where(on_item)).all()
    elsewhere = (
        select(Agenda.meeting_id)
        .join(AgendaItem, AgendaItem.agenda_id == Agenda.id)
        .join(Consideration, Consideration.item_id == AgendaItem.id)
        .where(Consideration.report_id.in_(reports), Agenda.meeting_id != meeting)
    )
    withdrawn = [f"agenda {meeting}", *(f"report {report}" for report in reports)]
    return [
        *(f"withdrawn {paper}" for paper in withdrawn),
        *(f"less of agenda {other}" for other in db.session.scalars(elsewhere)),
    ]
