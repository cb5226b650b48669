"""What both of two merged entries hold is held once afterwards, and nothing of it is lost."""

from datetime import date

import pytest

from app.boards import queries as boards
from app.boards import services as seats
from app.boards.models import Clerkship, SeatRole
from app.foundation import clock
from app.foundation.db import db
from app.people import services
from app.people.models import PersonKind

EARLY, LATE = date(2019, 5, 1), date(2024, 5, 1)


@pytest.fixture
def merged(cast, transaction):
    """Two entries of one person, filled by `fill(entry, place)`, become one: the second."""

    def _merged(fill):
        with transaction():
            both = [
                services.add_person(by=None, name=name, kind=PersonKind.COUNCILLOR)
                for name in ("M. Barker", "Maurice Barker")
            ]
            for place, person in enumerate(both):
                fill(person, place)
        with transaction():
            gone, kept = (db.session.get_one(type(one), one.id) for one in both)
            services.merge(gone, into=kept, by=cast.person("Adi"))
        return db.session.get_one(type(both[1]), both[1].id)

    return _merged


@pytest.mark.parametrize("earlier_stays", [True, False])
def test_of_two_seats_on_one_board_the_last_begun_goes_on(cast, merged, earlier_stays):
    def fill(person, place):
        is_early = bool(place) == earlier_stays
        role, from_on = (SeatRole.MEMBER, EARLY) if is_early else (SeatRole.CHAIR, LATE)
        facts = {"by": None, "role": role, "from_on": from_on}
        seats.give_seat(cast.other_board, person=person, **facts)
        seats.name_clerk(cast.other_board, person=person, by=None, from_on=from_on)

    kept, day_before = merged(fill), date(2024, 4, 30)
    held = [(one.role, one.from_on, one.to_on) for one in boards.seats_held_by(kept)]
    assert held == [(SeatRole.CHAIR, LATE, None), (SeatRole.MEMBER, EARLY, day_before)]
    clerked = db.session.scalars(db.select(Clerkship).where(Clerkship.person_id == kept.id))
    assert {(one.from_on, one.to_on) for one in clerked} == {(LATE, None), (EARLY, day_before)}


def test_of_two_seats_begun_on_one_day_that_of_the_entry_that_stays_goes_on(cast, merged):
    def fill(person, place):
        role = SeatRole.CHAIR if place else SeatRole.MEMBER
        seats.give_seat(cast.other_board, person=person, by=None, role=role, from_on=EARLY)

    held = [(one.role, one.to_on) for one in boards.seats_held_by(merged(fill))]
    assert held == [(SeatRole.CHAIR, None), (SeatRole.MEMBER, EARLY)]


@pytest.mark.parametrize(
    ("begun", "left"),
    [
        ((EARLY, LATE), [(EARLY, date(2024, 4, 30)), (LATE, None)]),
        ((LATE, EARLY), [(EARLY, date(2024, 4, 30)), (LATE, None)]),
        ((None, LATE), [(None, date(2024, 4, 30)), (LATE, None)]),
        ((EARLY, EARLY), [(EARLY, None)]),
        ((None, None), [(None, None)]),
    ],
)
def test_one_post_and_one_party_of_both_are_held_once(transaction, merged, begun, left):
    with transaction():
        post = services.create_post(by=None, title="Head of Law")

    def fill(person, place):
        services.appoint(post, person=person, by=None, from_on=begun[place])
        services.join_party(person, party="Together", by=None, from_on=begun[place])

    kept = merged(fill)
    dates = {(held.from_on, held.to_on) for held in kept.holdings}
    assert dates == set(left) and len(kept.holdings) == len(left)
    assert {(one.from_on, one.to_on) for one in kept.parties} == set(left)


def test_two_parties_without_dates_are_both_kept(merged):
    def fill(person, place):
        services.join_party(person, party=("Together", "Alliance")[place], by=None)

    assert {one.party.name for one in merged(fill).parties} == {"Together", "Alliance"}


def test_places_on_different_boards_are_all_kept(cast, merged):
    def fill(person, place):
        board = cast.other_board if place else cast.board
        facts = {"by": None, "role": SeatRole.MEMBER, "from_on": clock.today()}
        seats.give_seat(board, person=person, **facts)

    assert len(boards.seats_held_by(merged(fill))) == 2
