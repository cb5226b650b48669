"""What a deed done at random is given: something of every kind that a service asks for."""

import types
import typing
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import Enum
from inspect import signature
from random import Random
from typing import Any

from sqlalchemy import select

from app.actions.evidence import GivenFile
from app.agendas.models import Agenda, AgendaItem
from app.boards.models import Board, BoardKind, Clerkship, Seat
from app.foundation import clock
from app.foundation.db import Base, db
from app.meetings.models import How, Meeting
from app.minutes.services import Urgency
from app.people.models import Person, PostHolder
from app.reports import queries as reports
from app.reports.models import TemplateVersion
from tests.cast import Cast

AS_IT_IS = {
    *("at", "is_past_paper", "from_agenda", "number", "printed", "period", "edition", "before"),
}
"""What past papers and pages say beside a deed; left as it is."""
SYLLABLES = ("bar", "dun", "fen", "gil", "hol", "kes", "lam", "mor", "net", "por", "sed", "wick")


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
    for name, asked in signature(function).parameters.items():
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
    raise LookupError(f"tests/deeds/giving.py: say in BY_NAME what to give for {name}: {hint}")


BY_KIND: dict[Any, Callable[[Chance], Any]] = {
    str: lambda chance: chance.words(),
    bool: lambda chance: chance.random.random() < 0.5,
    bytes: lambda chance: chance.words(9).encode(),
    GivenFile: lambda chance: GivenFile("evidence.txt", chance.words(9).encode()),
    date: lambda chance: chance.day(),
    datetime: lambda chance: clock.now(),
    time: lambda chance: time(chance.random.randint(9, 20), 30),
    list[str]: lambda chance: [chance.words(4) for _ in range(2)],
    Sequence[str]: lambda chance: [chance.words(4) for _ in range(2)],
    Sequence[date]: lambda chance: [chance.day() for _ in range(2)],
    dict[str, str]: lambda chance: {"officer": chance.words(), "wards": chance.words()},
    list[dict[str, str]]: lambda chance: [
        {"key": "apologies", "title": chance.words()},
        {"key": "minutes", "title": "Minutes"},
        {"key": "", "title": chance.words(), "text": chance.words(5)},
    ],
    TemplateVersion: lambda chance: reports.template_version("policy-board", on=clock.today()),
    Urgency: lambda chance: Urgency(chance.words(4)),
    Sequence[tuple[Seat, How | None]]: lambda chance: _presses(chance),
}
BY_NAME: dict[str, Callable[[Chance], Any]] = {
    "by": lambda chance: Cast().person("Clare"),
    "version": lambda chance: getattr(chance.first, "version", 1),
    "agenda_version": lambda chance: chance.first.agenda.version,
    "attendance_version": lambda chance: (
        getattr(chance.first, "meeting", chance.first).attendance_version
    ),
    "html": lambda chance: f"<p>{chance.words(6)}, see minute SAF1 and HAR1.</p>",
    "resolved_text": lambda chance: f"That {chance.words()} be noted.",
    "paragraphs": lambda chance: [chance.random.randint(1, 7)],
    "group_id": lambda chance: chance.row(Board).id,
    "ids": lambda chance: _shuffled(chance),
    "to": lambda chance: chance.random.choice(["up", "down", "in", "out"]),
    "name": lambda chance: f"{chance.words()}",
    "why": lambda chance: "left",
    "is_sure": lambda chance: True,
    "spared": lambda chance: (),
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
