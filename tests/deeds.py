"""Any deed of the product, done at random: the services of every module, given what they ask for
from what there is."""

import inspect
import types
import typing
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import Enum
from random import Random
from typing import Any

from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError

from app.actions import services as actions
from app.agendas import carrying
from app.agendas import services as agendas
from app.agendas.models import Agenda, AgendaItem, Consideration
from app.agendas.queries import agenda_of
from app.boards import services as boards
from app.boards.models import Board, BoardKind, Clerkship, Seat
from app.documents import services as documents
from app.foundation import clock
from app.foundation.audit import AuditEvent
from app.foundation.db import Base, db
from app.foundation.errors import Conflict, Refused
from app.foundation.unit import unit_of_work
from app.meetings import services as meetings
from app.meetings.models import How, Meeting
from app.minutes import services as minutes
from app.minutes.models import Minute
from app.people import services as people
from app.people.models import Account, Person, PostHolder
from app.reports import queries as report_queries
from app.reports import services as reports
from app.reports.models import Report, TemplateVersion
from tests.cast import NAMES, Cast
from tests.factories.withheld import OTHERS

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
    "actions.follow": "is done by a minute's deed",
    "people.open_account": "lets somebody in, and costs the time of a password",
}
"""Services that nobody presses a button for, and why."""
AS_IT_IS = {
    *("at", "is_past_paper", "from_agenda", "number", "printed", "period", "edition", "before"),
}
"""What past papers and pages say beside a deed; left as it is."""
SYLLABLES = ("bar", "dun", "fen", "gil", "hol", "kes", "lam", "mor", "net", "por", "sed", "wick")


@dataclass
class Done:
    """One deed, as a failure names it."""

    name: str
    given: str
    outcome: str
    marked: frozenset[str] = frozenset()
    """The papers that it marks: "meeting 3", "report 7"."""

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


@dataclass
class Chance:
    """What is given to deeds, drawn from what there is."""

    random: Random
    kept: frozenset[int]
    """People whose seats and posts stay: the readers of the test."""
    first: Any = None
    """The thing that the deed is done to."""
    given: list[str] = field(default_factory=list)

    def words(self, count: int = 2) -> str:
        """A few words that mean nothing."""
        draw = self.random.choice
        return " ".join((draw(SYLLABLES) + draw(SYLLABLES)).title() for _ in range(count))

    def day(self) -> date:
        """A day on which something could be."""
        return clock.today() + timedelta(days=self.random.randint(-90, 120))

    def row(self, kind: type[Any]) -> Any:
        """Any row of a kind, sooner an old one; of people and their places none of the readers'."""
        chosen = select(kind).order_by(kind.id)
        if kind is Person:
            chosen = chosen.where(Person.id.not_in(self.kept), Person.merged_into_id.is_(None))
        if kind in (Seat, Clerkship, PostHolder):
            chosen = chosen.where(kind.person_id.not_in(self.kept))
        found = db.session.scalars(chosen).all()
        if not found:
            raise Impossible
        return found[min(self.random.randrange(len(found)) for _ in range(2))]


class Impossible(Exception):
    """There is nothing yet to which this could be done."""


def arguments_for(function: Callable[..., Any], chance: Chance) -> tuple[list[Any], dict[str, Any]]:
    """Something for everything that a service asks."""
    hints, places, names = typing.get_type_hints(function), [], {}
    for name, asked in inspect.signature(function).parameters.items():
        if asked.kind == asked.VAR_KEYWORD:
            names |= _details(chance)
            continue
        if asked.default is not asked.empty and _is_left(name, hints[name], chance):
            continue
        value = given_for(name, hints[name], chance)
        if not places and not names:
            chance.first = value
        if asked.kind == asked.KEYWORD_ONLY:
            names[name] = value
        else:
            places.append(value)
        chance.given.append(f"{name}={_said(value)}")
    return places, names


def _is_left(name: str, hint: Any, chance: Chance) -> bool:
    """What need not be said is often left out, and always where it means something special."""
    if name in AS_IT_IS or chance.random.random() < 0.4:
        return True
    try:
        given_for(name, hint, Chance(Random(0), chance.kept, chance.first))
    except LookupError:
        return True
    except Impossible:
        pass
    return False


def given_for(name: str, hint: Any, chance: Chance) -> Any:
    """A value of this kind, under this name."""
    if name in BY_NAME:
        return BY_NAME[name](chance)
    inside = [one for one in typing.get_args(hint) if one is not type(None)]
    match typing.get_origin(hint):
        case types.UnionType | typing.Union:
            has_one = chance.random.random() < 0.7
            return given_for(name, inside[0], chance) if has_one else None
        case typing.Literal:
            return chance.random.choice(inside)
    if hint in BY_KIND:
        return BY_KIND[hint](chance)
    return _one_of(name, hint, chance)


def _one_of(name: str, hint: Any, chance: Chance) -> Any:
    """A member of an enumeration, a row, or the id of one."""
    table = Base.metadata.tables.get(name.removesuffix("_id"))
    if isinstance(hint, type) and issubclass(hint, Enum):
        return chance.random.choice(list(hint))
    if isinstance(hint, type) and issubclass(hint, Base):
        return chance.row(hint)
    if hint is int and table is not None:
        ids = db.session.scalars(select(table.c.id).order_by(table.c.id)).all()
        return chance.random.choice(ids or [0])
    raise LookupError(f"tests/deeds.py: say what to give for {name}: {hint}")


BY_KIND: dict[Any, Callable[[Chance], Any]] = {
    str: lambda chance: chance.words(),
    bool: lambda chance: chance.random.random() < 0.5,
    bytes: lambda chance: chance.words(9).encode(),
    date: lambda chance: chance.day(),
    datetime: lambda chance: clock.now(),
    time: lambda chance: time(chance.random.randint(9, 20), 30),
    list[str]: lambda chance: [chance.words(4) for _ in range(2)],
    Sequence[date]: lambda chance: [chance.day() for _ in range(2)],
    dict[str, str]: lambda chance: {"officer": chance.words(), "wards": chance.words()},
    list[dict[str, str]]: lambda chance: [
        {"key": "apologies", "title": chance.words()},
        {"key": "minutes", "title": "Minutes"},
        {"key": "", "title": chance.words(), "text": chance.words(5)},
    ],
    TemplateVersion: lambda chance: report_queries.template_version(
        "policy-board", on=clock.today()
    ),
    Sequence[tuple[Seat, How | None]]: lambda chance: _presses(chance),
}
BY_NAME: dict[str, Callable[[Chance], Any]] = {
    "by": lambda chance: Cast().person("Clare"),
    "version": lambda chance: getattr(chance.first, "version", 1),
    "html": lambda chance: f"<p>{chance.words(6)}, see minute SAF1 and HAR1.</p>",
    "resolved_text": lambda chance: f"That {chance.words()} be noted.",
    "paragraphs": lambda chance: [chance.random.randint(1, 7)],
    "group_id": lambda chance: chance.row(Board).id,
    "ids": lambda chance: _shuffled(chance),
    "to": lambda chance: chance.random.choice(["up", "down", "in", "out"]),
    "name": lambda chance: f"{chance.words()}",
    "why": lambda chance: "left",
    "is_sure": lambda chance: True,
    "reason": lambda chance: f"Because of {chance.words()}.",
}


def _details(chance: Chance) -> dict[str, Any]:
    """Some of what is particular to a board."""
    words, draw = chance.words, chance.random
    every: dict[str, Callable[[], Any]] = {
        "remit": lambda: words(8),
        "minute_prefix": lambda: words(1)[:3],
        "quorum_least": lambda: draw.randint(2, 5),
        "notice_days": lambda: draw.choice([0, 3, 5, 7]),
        "has_statutory_access": lambda: draw.random() < 0.5,
        "usual_venue": lambda: words(3),
        "usual_time": lambda: time(draw.randint(9, 19)),
        "contact_id": lambda: chance.row(Person).id,
        "contact_details": lambda: f"{words(1).lower()}@council.example",
        "is_current": lambda: draw.random() < 0.5,
        "kind": lambda: draw.choice([one for one in BoardKind if one != BoardKind.TASK_GROUP]),
    }
    named = draw.sample(sorted(every), 3)
    details = {name: every[name]() for name in named}
    chance.given += [f"{name}={value!r}" for name, value in details.items()]
    return details


def _presses(chance: Chance) -> list[tuple[Seat, How | None]]:
    meeting: Meeting = chance.first
    seats = db.session.scalars(
        select(Seat).where(Seat.board_id == meeting.board_id).order_by(Seat.id)
    ).all()
    return [(seat, chance.random.choice([*How, None])) for seat in seats[:2]]


def _shuffled(chance: Chance) -> list[int]:
    agenda: Agenda = chance.first
    chosen = select(AgendaItem.id).where(AgendaItem.agenda_id == agenda.id).order_by(AgendaItem.id)
    ids = list(db.session.scalars(chosen))
    chance.random.shuffle(ids)
    return ids


def _said(value: Any) -> str:
    if isinstance(value, Base):
        return f"{type(value).__name__.lower()} {getattr(value, 'id', '?')}"
    return repr(value)[:60]


def kept_people() -> frozenset[int]:
    """The readers of the test, whose places nothing random changes."""
    names = [*(name for name, *_ in NAMES.values()), *(name for name, _ in OTHERS.values())]
    return frozenset(db.session.scalars(select(Person.id).where(Person.name.in_(names))))


def a_meeting_from_first_to_last(chance: Chance) -> None:
    """Another meeting of a board: planned, its agenda issued, its minutes published."""
    clare, board = Cast().person("Clare"), chance.row(Board)
    on = clock.today() - timedelta(days=chance.random.randint(1, 90))
    meeting = meetings.plan_meeting(board, by=clare, on=on)
    agenda = agendas.begin_agenda(meeting, by=clare)
    agendas.add_item(agenda, by=clare, title=chance.words(), html=f"<p>{chance.words(9)}</p>")
    agendas.publish(agenda, by=clare, reason="The meeting is over.")
    taken = minutes.begin_minutes(meeting, by=clare)
    for minute in taken.entries:
        minutes.write_minute(
            minute,
            by=clare,
            heading=minute.heading,
            html=f"<p>{chance.words(5)}, as minute SAF1 said.</p>",
            outcome=None,
            version=minute.version,
        )
    minutes.publish(taken, by=clare)


def a_report_written_anew(chance: Chance) -> None:
    """A report that is out goes back to its author and through clearance in other words."""
    clare, report = Cast().person("Clare"), chance.row(Report)
    if report.author is None:
        raise Impossible
    reports.send_back(report, by=clare, text=chance.words(4))
    for section in report.sections:
        html = f"<p>{chance.words(6)}</p>"
        reports.write_section(section, by=report.author, html=html, version=section.version)
    reports.attach(report, by=report.author, title=chance.words(), html=f"<p>{chance.words()}</p>")
    reports.submit(report, by=report.author)
    reports.clear(report, by=clare)


def a_report_taken_by_another_meeting(chance: Chance) -> None:
    """A report that is cleared comes before another meeting, whose agenda is issued with it."""
    clare, report = Cast().person("Clare"), chance.row(Report)
    board = db.session.get_one(Board, report.group_id)
    on = clock.today() + timedelta(days=chance.random.randint(30, 120))
    meeting = meetings.plan_meeting(board, by=clare, on=on)
    agenda = agendas.begin_agenda(meeting, by=clare)
    item = agendas.add_item(agenda, by=clare, title=chance.words())
    if report.is_held_back:
        facts = {"paragraphs": [3], "public_interest": "Harm.", "open_title": chance.words()}
        agendas.make_exempt(item, by=clare, **facts)
    agendas.place_report(item, report=report, by=clare)
    agendas.publish(agenda, by=clare, reason="It is urgent.")


def a_supplement(chance: Chance) -> None:
    """One more item of an agenda that is out, and a supplement with it."""
    clare, agenda = Cast().person("Clare"), chance.row(Agenda)
    html = f"<p>{chance.words(7)}</p>"
    agendas.add_item(agenda, by=clare, title=chance.words(), html=html, late_reason="It is new.")
    agendas.publish(agenda, by=clare, reason="It came late.")


def a_draft_changed(chance: Chance) -> None:
    """The working agenda of a meeting is changed, and nothing of it is issued."""
    clare, agenda = Cast().person("Clare"), agenda_of(chance.row(Meeting))
    if agenda is None:
        raise Impossible
    item = agendas.add_item(agenda, by=clare, title=chance.words())
    html = f"<p>{chance.words(5)}</p>"
    agendas.edit_item(item, by=clare, title=chance.words(), html=html, version=item.version)


WHOLE: dict[str, Callable[[Chance], None]] = {
    "a meeting from first to last": a_meeting_from_first_to_last,
    "a report written anew": a_report_written_anew,
    "a report taken by another meeting": a_report_taken_by_another_meeting,
    "a supplement": a_supplement,
    "a draft changed": a_draft_changed,
}
"""Deeds that follow each other in one afternoon, and seldom would by chance."""

MOST_TRIES = 4
PAPERS = {
    "publication": "agenda_id IN (SELECT id FROM agenda WHERE meeting_id = meeting.id)",
    "minutes_publication": "minutes_id IN (SELECT id FROM minutes WHERE meeting_id = meeting.id)",
}
"""The tables of what was published, with what leads to the meeting."""
WITHDRAWN = ("agenda:recall", "minute:close", "minute:open")
"""The lines of history that say that what was published is open to fewer, or to more, now."""


class Deck:
    """Every deed in an order of chance, again and again, and between them whole afternoons."""

    def __init__(self, random: Random, kept: frozenset[int]) -> None:
        self.random, self.kept, self.waiting = random, kept, list[str]()

    def do_something(self) -> Done:
        """Do one deed; where a rule says no, try a few times with other things."""
        name = self._next()
        for _ in range(MOST_TRIES):
            done = do(name, self.random, self.kept)
            if done.outcome == "done":
                break
        return done

    def _next(self) -> str:
        if self.random.random() < 0.25:
            return self.random.choice(sorted(WHOLE))
        if not self.waiting:
            self.waiting = sorted(every_deed())
            self.random.shuffle(self.waiting)
        return self.waiting.pop()


def do(name: str, random: Random, kept: frozenset[int]) -> Done:
    """Do the deed of this name, whatever comes of it."""
    chance, before, outcome = Chance(random, kept), _published(), "done"
    last = db.session.scalar(select(func.max(AuditEvent.id))) or 0
    try:
        with unit_of_work():
            if name in WHOLE:
                WHOLE[name](chance)
            else:
                places, names = arguments_for(every_deed()[name], chance)
                every_deed()[name](*places, **names)
    except (Refused, Conflict, Impossible, IntegrityError) as said:
        outcome = str(said).splitlines()[0] if str(said) else type(said).__name__
    return Done(name, ", ".join(chance.given), outcome, _marked(before, last))


def _published() -> set[tuple[str, int]]:
    """Every publication there is, by its paper."""
    found = {
        (f"meeting {meeting}", count)
        for table, leads in PAPERS.items()
        if table in Base.metadata.tables
        for meeting, count in db.session.execute(
            text(f"SELECT meeting.id, {table}.id FROM meeting JOIN {table} ON {table}.{leads}")
        )
    }
    issued = text("SELECT report_id, id FROM report_version WHERE why = 'published'")
    return found | {(f"report {report}", count) for report, count in db.session.execute(issued)}


def _marked(before: set[tuple[str, int]], last: int) -> frozenset[str]:
    """The papers that were published anew, and those that were withdrawn, by one deed."""
    chosen = select(AuditEvent).where(AuditEvent.id > last, AuditEvent.tag.in_(WITHDRAWN))
    events = db.session.scalars(chosen).all()
    withdrawn = {f"withdrawn {_meeting_of(one)}" for one in events}
    for event in events:
        on_item = select(Consideration.report_id).where(
            Consideration.item_id == event.facts.get("item")
        )
        withdrawn |= {f"withdrawn report {report}" for report in db.session.scalars(on_item)}
    return frozenset({paper for paper, _ in _published() - before} | withdrawn)


def _meeting_of(event: AuditEvent) -> str:
    if event.kind == "agenda":
        return f"meeting {db.session.get_one(Agenda, event.thing_id).meeting_id}"
    return f"meeting {db.session.get_one(Minute, event.thing_id).minutes.meeting_id}"
