"""Two administrators change one board in the same moment; nothing is lost or doubled."""

from datetime import date, timedelta

import pytest

from app.boards import queries, services
from app.boards.models import Board, BoardAlias, BoardKind, Clerkship, Seat, SeatRole
from app.foundation.db import db
from app.foundation.errors import Conflict, Refused
from app.people import services as people
from app.people.models import PersonKind
from tests.cast import SINCE

pytestmark = pytest.mark.postgres
FIRST = date(2026, 5, 1)


def now(row):
    """The row as the database has it."""
    return db.session.get_one(type(row), row.id, populate_existing=True)


def places(kind, board, person):
    here = (kind.board_id == board.id, kind.person_id == person.id)
    return db.session.scalars(db.select(kind).where(*here).order_by(kind.id)).all()


def seat(board, person):
    services.give_seat(board, person=person, by=None, role=SeatRole.MEMBER, from_on=FIRST)


def clerk(board, person):
    services.name_clerk(board, person=person, by=None, from_on=FIRST)


@pytest.mark.parametrize(("kind", "give"), [(Seat, seat), (Clerkship, clerk)])
def test_one_place_given_by_two_is_given_once(cast, race, kind, give):
    nora = cast.person("Nora")
    first, second = race([cast.board, nora], give, give)
    assert first is None
    assert isinstance(second, Refused) and "this board already" in second.sentence
    assert second.field == "person_id"
    assert len(places(kind, cast.board, nora)) == 1


def test_seats_that_overlap_are_not_given_by_two(cast, race):
    nora = cast.person("Nora")

    def give(from_on, to_on):
        facts = {"by": None, "role": SeatRole.MEMBER, "from_on": from_on, "to_on": to_on}
        return lambda board, person: services.give_seat(board, person=person, **facts)

    week = timedelta(days=7)
    first, second = race(
        [cast.board, nora], give(FIRST, FIRST + week), give(FIRST + week, FIRST + 2 * week)
    )
    assert first is None and isinstance(second, Refused)
    assert len(places(Seat, cast.board, nora)) == 1


@pytest.fixture
def mos_seat(cast):
    return next(one for one in queries.seats_of(cast.board, on=SINCE) if one.role == "member")


def end(day):
    facts = {"to_on": date(2026, 5, day), "version": 1}
    return lambda held, by: (
        services.end_seat if isinstance(held, Seat) else services.end_clerkship
    )(held, by=by, **facts)


def change(role):
    facts = {"role": role, "has_vote": True, "from_on": FIRST, "version": 1}
    return lambda held, by: services.change_seat(held, by=by, **facts)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (end(1), end(2)),
        (end(1), change(SeatRole.CHAIR)),
        (change(SeatRole.CHAIR), end(1)),
        (change(SeatRole.CHAIR), change(SeatRole.VICE_CHAIR)),
    ],
    ids=["end-end", "end-change", "change-end", "change-change"],
)
def test_a_seat_changed_by_two_is_changed_once(cast, race, mos_seat, one, other):
    first, second = race([mos_seat, cast.person("Adi")], one, other)
    assert first is None and isinstance(second, Conflict) and second.version == 2
    held = places(Seat, cast.board, cast.person("Mo"))
    assert [place.role for place in held] in ([SeatRole.MEMBER], [SeatRole.MEMBER, SeatRole.CHAIR])
    assert now(mos_seat).saved_by_id == cast.person("Adi").id


def test_a_clerkship_ended_by_two_ends_on_one_day(cast, race):
    (held,) = places(Clerkship, cast.board, cast.person("Clare"))
    first, second = race([held, cast.person("Adi")], end(1), end(2))
    assert first is None and isinstance(second, Conflict)
    assert now(held).to_on == FIRST


def named(name, *aliases):
    facts = {"by": None, "kind": BoardKind.BOARD, "aliases": list(aliases)}
    return lambda *_rows: services.create_board(name=name, **facts)


def renamed(name):
    return lambda board, *_rows: services.edit_board(board, by=None, name=name)


def also_known(name):
    return lambda board, *_rows: services.set_aliases(board, by=None, names=[name])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (named("Sea & Sky Board"), named("The sea and sky board")),
        (named("Sea Board"), renamed("Sea Board")),
        (renamed("Sea Board"), named("Sea Board")),
        (named("Sea Board"), also_known("sea board")),
        (also_known("Sea Board"), named("Sea Board")),
        (named("Harbour Trust", "Sea Board"), named("Port Trust", "Sea Board")),
    ],
)
def test_a_name_that_two_give_to_two_boards_names_one(cast, race, one, other):
    first, second = race([cast.board], one, other)
    assert first is None
    assert isinstance(second, Refused) and "board" in second.sentence
    names = [*db.session.scalars(db.select(Board.name)), *db.session.scalars(
        db.select(BoardAlias.name)
    )]  # fmt: skip
    plain = [queries.plain_name(name) for name in names]
    assert len(plain) == len(set(plain))


def test_settings_saved_by_two_are_saved_once(cast, race):
    version = cast.board.version

    def save(venue):
        facts = {"by": None, "version": version}
        return lambda board: services.edit_board(board, usual_venue=venue, **facts)

    first, second = race([cast.board], save("Room 1"), save("Room 2"))
    assert first is None and isinstance(second, Conflict)
    assert cast.board.usual_venue == "Room 1"


def test_standing_items_saved_by_two_are_saved_once(cast, race):
    version = cast.board.version

    def save(title):
        facts = {"by": None, "items": [{"title": title}], "version": version}
        return lambda board: services.set_standing_items(board, **facts)

    first, second = race([cast.board], save("Ann’s item"), save("Bob’s item"))
    assert first is None and isinstance(second, Conflict)
    assert [item.title for item in now(cast.board).standing_items] == ["Ann’s item"]


def test_two_boards_are_not_put_under_each_other(cast, race):
    rows = [cast.board, cast.other_board]

    def put(place):
        def _put(*boards):
            under = boards[1 - place].id
            services.edit_board(boards[place], by=None, parent_id=under)

        return _put

    first, second = race(rows, put(0), put(1))
    assert first is None
    assert isinstance(second, Refused) and "cannot stand under itself" in second.sentence
    assert cast.other_board.parent_id is None


def twin_of_mo():
    return people.add_person(by=None, name="M. Barker", kind=PersonKind.COUNCILLOR)


def merge(_board, gone, kept):
    people.merge(gone, into=kept, by=kept, version=1)


@pytest.mark.parametrize("give", [seat, clerk])
def test_no_place_is_given_to_an_entry_that_is_being_merged(cast, transaction, race, give):
    with transaction():
        twin = twin_of_mo()
    rows = [cast.other_board, twin, cast.person("Mo")]
    first, second = race(rows, merge, lambda board, gone, _kept: give(board, gone))
    assert first is None
    assert isinstance(second, Refused) and "merged into that of" in second.sentence


@pytest.mark.parametrize(("kind", "give"), [(Seat, seat), (Clerkship, clerk)])
def test_a_place_given_before_a_merge_goes_with_it(cast, transaction, race, kind, give):
    with transaction():
        twin = twin_of_mo()
    rows = [cast.other_board, twin, cast.person("Mo")]
    outcomes = race(rows, lambda board, gone, _kept: give(board, gone), merge)
    assert outcomes == [None, None]
    assert len(places(kind, cast.other_board, cast.person("Mo"))) == 1
    assert places(kind, cast.other_board, twin) == []


def test_a_seat_that_is_ended_while_its_entry_is_merged_stays_ended(cast, transaction, race):
    with transaction():
        twin = twin_of_mo()
        seat(cast.other_board, twin)
    (held,) = places(Seat, cast.other_board, twin)
    first, second = race(
        [held, twin, cast.person("Mo")],
        lambda held, _gone, kept: end(2)(held, kept),
        merge,
    )
    assert (first, second) == (None, None)
    ended = now(held)
    assert (ended.person_id, ended.to_on) == (cast.person("Mo").id, date(2026, 5, 2))
