"""Forms of boards, seats and clerkships that were opened before somebody else saved."""

from datetime import date

import pytest

from app.boards import queries
from app.boards.models import Board, Clerkship, Seat, SeatRole, StandingItem
from app.foundation.db import db
from app.people import services as people
from tests.cast import SINCE

CHANGED = "Adi Hart has changed this since you opened it"
MARCH, APRIL = ["31", "3", "2026"], ["30", "4", "2026"]


@pytest.fixture
def two(cast, transaction, visit):
    """Adi and another administrator, Nora, each with a browser."""
    with transaction():
        facts = {"is_administrator": True, "is_officer": True, "is_enabled": True, "version": 1}
        people.change_account(cast.account("Nora"), by=cast.person("Adi"), **facts)
    return visit("Adi"), visit("Nora")


@pytest.fixture
def seat(cast):
    return next(one for one in queries.seats_of(cast.board, on=SINCE) if one.role == "member")


@pytest.fixture
def clerkship(cast):
    return queries.clerks_of(cast.board, on=SINCE)[0]


def fresh(row):
    """The row as the database has it now."""
    db.session.rollback()
    return db.session.get_one(type(row), row.id, populate_existing=True)


@pytest.mark.parametrize("place", ["seat", "clerkship"])
def test_a_last_day_recorded_meanwhile_is_shown_and_the_typed_one_stays(cast, two, place, request):
    adi, nora = two
    held = request.getfixturevalue(place)
    way = "seats" if place == "seat" else "clerks"
    for browser in two:
        browser.open(f"/boards/{cast.board.id}/{way}/{held.id}/end")
    adi.send({"to_on": MARCH}, button="Record the last day")
    page = nora.send({"to_on": APRIL}, button="Record the last day", status=409)
    assert CHANGED in page.words
    assert ["Last day", "31 March 2026", "30 April 2026"] in page.rows()
    assert page.tree.xpath("//input[@name='to_on']")[0].get("value") == "30"
    assert fresh(held).to_on == date(2026, 3, 31)
    nora.send(button="Record the last day")
    assert fresh(held).to_on == date(2026, 4, 30)


def test_a_role_given_meanwhile_is_shown(cast, two, seat):
    adi, nora = two
    for browser in two:
        browser.open(f"/boards/{cast.board.id}/seats/{seat.id}/change")
    adi.send({"role": "vice-chair", "from_on": MARCH}, button="Record the new role")
    typed = {"role": "observer", "from_on": APRIL}
    page = nora.send(typed, button="Record the new role", status=409)
    assert CHANGED in page.words
    assert "has been member since 1 January 2020, until 30 March 2026" in page.words
    assert ["From then on", "Vice-chair", "Observer"] in page.rows()
    assert ["First day", "31 March 2026", "30 April 2026"] in page.rows()
    page = nora.send(button="Record the new role", status=422)
    assert "sits on this board already" in page.words
    db.session.rollback()
    held = queries.seats_held_by(cast.person("Mo"))
    assert [one.role for one in held] == [SeatRole.VICE_CHAIR, SeatRole.MEMBER]


def test_settings_saved_meanwhile_are_shown_with_the_name_of_who_saved(cast, two):
    adi, nora = two
    for browser in two:
        browser.open(f"/boards/{cast.board.id}/edit")
    adi.send({"usual_venue": "Room 1", "aliases": "Safer"}, button="Save the settings")
    page = nora.send({"usual_venue": "Room 2"}, button="Save the settings", status=409)
    assert CHANGED in page.words
    assert ["Usual venue", "Room 1", "Room 2"] in page.rows()
    assert ["Also known as", "Safer", "Safer PPB"] in page.rows()
    assert [alias.name for alias in fresh(cast.board).aliases] == ["Safer"]


def test_one_board_set_up_by_two_is_refused_with_all_that_was_typed(two):
    adi, nora = two
    typed = {"name": "Planning Committee", "kind": "committee", "remit": "Plans and places."}
    for browser in two:
        browser.open("/boards/new")
    adi.send(typed, button="Set up the board")
    page = nora.send(typed, button="Set up the board", status=422)
    assert "There is a board of this name already." in page.words
    assert "Plans and places." in page.tree.xpath("string(//textarea[@name='remit'])")


def forms(cast, seat, clerkship):
    """The forms of what exists: where each stands, its button, what is typed."""
    board = f"/boards/{cast.board.id}"
    return [
        (f"{board}/edit", "Save the settings", {"remit": "X"}),
        (f"{board}/standing-items", "Save the standing items", {"title": ["X", "Y", "Z"]}),
        (f"{board}/seats/{seat.id}/change", "Record the new role", {"from_on": MARCH}),
        (f"{board}/seats/{seat.id}/end", "Record the last day", {"to_on": MARCH}),
        (f"{board}/clerks/{clerkship.id}/end", "Record the last day", {"to_on": MARCH}),
    ]


@pytest.mark.parametrize("spoilt", ["", "0", "99", "x"])
def test_a_version_that_is_missing_or_spoilt_ends_in_a_conflict(
    cast, visit, seat, clerkship, spoilt
):
    adi, before = visit("Adi"), state()
    for where, button, typed in forms(cast, seat, clerkship):
        adi.open(where)
        adi.send(typed | {"version": spoilt}, button=button, status=409)
    assert state() == before


def state():
    """Every row that these forms change."""
    db.session.rollback()
    return [
        [tuple(row) for row in db.session.execute(db.select(*kind.__table__.c).order_by(kind.id))]
        for kind in (Board, Seat, Clerkship, StandingItem)
    ]
