"""Finds the people named in a paper, by board and full name; initials alone name nobody new."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Integer, String, bindparam, exists, or_, select
from sqlalchemy.orm import selectinload

from app.archive.importing.context import ImportContext
from app.archive.models import ImportedThing
from app.archive.paper import ParsedPerson as Named
from app.boards import queries as boards
from app.boards import services as board_services
from app.boards.models import Board, Seat, SeatRole
from app.foundation import audit
from app.foundation.db import db
from app.meetings.models import Attendance, Meeting
from app.people import queries, services
from app.people.models import PartyMembership, Person, PersonKind

_HONORIFIC = re.compile(
    r"^(?:(?:the )?(?:councillors?|cllrs?|aldermen|alderman|ald|mr|mrs|ms|miss|mx|dr|prof|"
    r"professor|rev|reverend|revd|sir|dame|lord|lady|baroness|canon|"
    r"(?:chief |detective |temporary )*"
    r"(?:superintendent|supt|inspector|insp|sergeant|sgt|constable)|"
    r"pc|dc|sgt|major|captain|colonel)\.?(?=\s)\s+)+",
    re.IGNORECASE,
)
_COUNCILLOR = re.compile(r"^(?:councillors?|cllrs?)\b\.?", re.IGNORECASE)
_ROLES = {
    "chair": SeatRole.CHAIR,
    "vice-chair": SeatRole.VICE_CHAIR,
    "co-optee": SeatRole.CO_OPTEE,
    "substitute": SeatRole.SUBSTITUTE,
}


@dataclass(frozen=True)
class Name:
    """A printed name in its parts."""

    honorific: str
    name: str

    @property
    def is_councillor(self) -> bool:
        """Whether it is the name of a councillor."""
        return self.honorific.startswith("Councillor")

    @property
    def is_surname(self) -> bool:
        """Whether it is only a surname."""
        return len(self.name.split()) == 1

    @property
    def is_full(self) -> bool:
        """Whether a first name is spelt out, so that the name can identify a person."""
        first = re.sub(r"\W", "", (self.name.split() or [""])[0])
        is_initials = len(first) < 2 or (first.isupper() and len(first) <= 3)
        return len(self.name.split()) > 1 and not is_initials


def parts_of(printed: str) -> Name:
    """Honorific and name: "Cllr Jo Bell" is Councillor, Jo Bell."""
    said = " ".join(printed.split())
    found = _HONORIFIC.match(f"{said} ")
    honorific = said[: found.end()].strip() if found and found.end() < len(said) else ""
    return Name(_COUNCILLOR.sub("Councillor", honorific), said[len(honorific) :].strip())


def person_of(
    named: Named,
    *,
    board: Board,
    seats: Mapping[int, Seat],
    context: ImportContext,
    is_officer: bool = False,
) -> Person | None:
    """The person a paper of this board names; None where it gives too little to tell one.

    `seats` are those of the board on the day of the paper, by person.
    """
    name = parts_of(named.name)
    if name.is_surname:
        return _only_seat(seats.values(), name) if name.is_councillor else None
    found = _on_board(board, name, named) or _in_directory(name, named)
    if found is not None:
        return found
    person = services.add_person(
        by=context.by,
        name=name.name,
        kind=_kind(name, named, is_officer=is_officer),
        honorific=name.honorific,
        organisation=named.organisation or "",
    )
    context.add_things(person)
    return person


def seat_members(
    members: list[Named], *, board: Board, on: date, context: ImportContext
) -> dict[int, Seat]:
    """Seat the members that the front sheet lists, with role and party."""
    seats = {seat.person_id: seat for seat in boards.seats_of(board, on=on)}
    earlier = _Earlier(board, on=on, context=context)
    known = _with_parties(members)  # the session forgets what nobody holds
    with db.session.no_autoflush:  # a seat that is kept longer is no news to the next name
        for named in members:
            person = person_of(named, board=board, seats=seats, context=context)
            if person is None:
                continue
            _party(person, named.party, on=on, context=context)
            if person.id not in seats:
                kept = earlier.prolonged(person, named)
                seats[person.id] = kept or _seat(
                    board, person, named, on=on, to_on=earlier.to_on, context=context
                )
    del known
    return seats


def _with_parties(members: list[Named]) -> list[Person]:
    """The people who may be meant by these names, with their parties, in two queries."""
    names = {queries.sort_name_of(parts_of(named.name).name) for named in members}
    same = select(Person).where(Person.sort_name.in_(sorted(names)))
    parties = selectinload(Person.parties).joinedload(PartyMembership.party)
    return list(db.session.scalars(same.options(parties)))


class _Earlier:
    """The seats that a board already has, and which of them past papers gave."""

    def __init__(self, board: Board, *, on: date, context: ImportContext) -> None:
        self._board, self._context = board, context
        rows = db.session.execute(_SEATS_BROUGHT, {"board_id": board.id}).all()
        self._given = {seat.person_id: seat for seat, brought in rows if brought}
        later = [seat.from_on for seat, _ in rows if seat.from_on > on]
        is_known = not all(brought for _, brought in rows)
        self.to_on = on if is_known or context.is_old(on) else None
        """An old paper proves only who sat on that day, not who sits now."""
        if later:
            self.to_on = min(later) - timedelta(days=1)

    def prolonged(self, person: Person, named: Named) -> Seat | None:
        """The seat from an earlier paper in the same role, extended until this later one."""
        held = self._given.get(person.id)
        if held is None or held.to_on is None or held.role != _role(named):
            return None
        if self.to_on is not None and self.to_on < held.to_on:
            return None
        by, role = self._context.by, held.role.value
        held.to_on = self.to_on
        held.save_by(by)
        audit.record(by, "give-seat", self._board, holder=person.id, role=role)
        self._context.add_things(held)
        return held


_SEATS_BROUGHT = (
    select(
        Seat,
        exists().where(ImportedThing.kind == Seat.KIND, ImportedThing.thing_id == Seat.id),
    )
    .where(Seat.board_id == bindparam("board_id", type_=Integer))
    .order_by(Seat.from_on)
)


def _role(named: Named) -> SeatRole:
    return _ROLES.get(named.role or "", SeatRole.MEMBER)


def _seat(
    board: Board,
    person: Person,
    named: Named,
    *,
    on: date,
    to_on: date | None,
    context: ImportContext,
) -> Seat:
    role = _role(named)
    seat = board_services.give_seat(
        board,
        person=person,
        by=context.by,
        role=role,
        from_on=on,
        to_on=to_on,
        has_vote=role != SeatRole.CO_OPTEE,
    )
    db.session.flush()
    context.add_things(seat)
    return seat


def _party(person: Person, party: str | None, *, on: date, context: ImportContext) -> None:
    """Record the printed party, unless one is known for a later day."""
    if not party or queries.party_on(person, on) == party:
        return
    if not person.parties:
        services.join_party(person, party=party, by=context.by)
    elif all(held.from_on is None or held.from_on < on for held in person.parties):
        services.join_party(person, party=party, by=context.by, from_on=on)
    db.session.flush()


def _only_seat(seats: Iterable[Seat], name: Name) -> Person | None:
    """The only councillor of this surname who sits on the board that day."""
    fits = [
        seat.person
        for seat in seats
        if seat.person.name.split()[-1].casefold() == name.name.casefold()
    ]
    return fits[0] if len(fits) == 1 else None


def _on_board(board: Board, name: Name, named: Named) -> Person | None:
    """Somebody known from this board's papers; for initials everything else has to agree too."""
    parameters = {"board_id": board.id, "sort_name": queries.sort_name_of(name.name)}
    same = db.session.scalars(_OF_BOARD, parameters)
    fits = [one for one in same if name.is_full or _agrees(one, name, named)]
    return fits[0] if len(fits) == 1 else None


_BOARD = bindparam("board_id", type_=Integer)
_SEATED = select(Seat.person_id).where(Seat.board_id == _BOARD)
_CAME = (
    select(Attendance.person_id)
    .join(Meeting, Meeting.id == Attendance.meeting_id)
    .where(Meeting.board_id == _BOARD)
)
_OF_BOARD = select(Person).where(
    Person.sort_name == bindparam("sort_name", type_=String),
    Person.merged_into_id.is_(None),
    or_(Person.id.in_(_SEATED), Person.id.in_(_CAME)),
)


def _agrees(person: Person, name: Name, named: Named) -> bool:
    held = person.organisation.name if person.organisation else ""
    return person.honorific == name.honorific and held == (named.organisation or "")


def _in_directory(name: Name, named: Named) -> Person | None:
    """The one person of this full name in the whole directory, in a capacity that fits."""
    if not name.is_full:
        return None
    fits = [
        one
        for one in queries.namesakes(name.name)
        if (one.kind == PersonKind.COUNCILLOR) == name.is_councillor
        and (not named.organisation or one.organisation is None or _agrees(one, name, named))
    ]
    return fits[0] if len(fits) == 1 else None


def _kind(name: Name, named: Named, *, is_officer: bool) -> PersonKind:
    if named.role == "co-optee":
        return PersonKind.CO_OPTEE
    if name.is_councillor or named.party:
        return PersonKind.COUNCILLOR
    if named.organisation or not (is_officer or named.role == "officer"):
        return PersonKind.PARTNER
    return PersonKind.OFFICER
