"""Seats and clerkships are given, changed and ended; standing items are kept."""

from datetime import date, timedelta

import pytest

from app.boards import queries, services
from app.boards.models import SeatRole
from app.foundation import clock
from app.foundation.errors import Refused
from tests.cast import SINCE


def boxes(day: date) -> list[str]:
    """A day as it is typed into the three boxes."""
    return [str(day.day), str(day.month), str(day.year)]


def test_an_administrator_seats_somebody_who_then_reads_part_two(cast, visit):
    nora = cast.person("Nora").id
    adi = visit("Adi")
    adi.open(f"/boards/{cast.board.id}/membership")
    page = adi.send(
        {"person_id": str(nora), "role": "co-optee", "from_on": boxes(clock.today())},
        button="Give the seat",
    )
    assert "Nora Vale" in page.words
    assert cast.board.id in cast.scope("Nora").seated


def test_nobody_sits_twice_on_one_board(cast, visit):
    adi = visit("Adi")
    adi.open(f"/boards/{cast.board.id}/membership")
    page = adi.send(
        {"person_id": str(cast.person("Mo").id), "from_on": boxes(clock.today())},
        button="Give the seat",
        status=422,
    )
    assert "sits on this board already" in page.words


def test_a_seat_ends_and_stays_in_the_history(cast, visit):
    yesterday = clock.today() - timedelta(days=1)
    seat = next(s for s in queries.seats_of(cast.board, on=clock.today()) if s.role == "member")
    adi = visit("Adi")
    adi.open(f"/boards/{cast.board.id}/seats/{seat.id}/end")
    page = adi.send({"to_on": ["1", "1", "1999"]}, button="Record the last day", status=422)
    assert "The last day cannot be before the first." in page.words
    page = adi.send({"to_on": boxes(yesterday)}, button="Record the last day")
    assert "Councillor Mo Barker , member" in page.words
    assert cast.board.id not in cast.scope("Mo").seated
    assert "Past members (1)" in adi.open(f"/boards/{cast.board.id}").words


def test_a_new_role_ends_the_old_seat_the_day_before(cast, transaction):
    with transaction():
        seat = next(s for s in queries.seats_of(cast.board, on=SINCE) if s.role == "member")
        services.change_seat(
            seat, by=cast.person("Adi"), role=SeatRole.VICE_CHAIR, has_vote=True,
            from_on=date(2024, 5, 20),
        )  # fmt: skip
    held = queries.seats_held_by(cast.person("Mo"))
    assert [(s.role, s.from_on, s.to_on) for s in held] == [
        (SeatRole.VICE_CHAIR, date(2024, 5, 20), None),
        (SeatRole.MEMBER, SINCE, date(2024, 5, 19)),
    ]


def test_a_new_role_cannot_begin_before_the_old(cast, transaction):
    with transaction(), pytest.raises(Refused, match="must be after"):
        seat = queries.seats_of(cast.board, on=SINCE)[0]
        services.change_seat(
            seat, by=cast.person("Adi"), role=SeatRole.MEMBER, has_vote=True, from_on=SINCE
        )


def test_the_new_role_is_given_on_its_page(cast, visit):
    seat = next(s for s in queries.seats_of(cast.board, on=SINCE) if s.role == "member")
    adi = visit("Adi")
    adi.open(f"/boards/{cast.board.id}/seats/{seat.id}/change")
    page = adi.send(
        {"role": "vice-chair", "from_on": boxes(clock.today())}, button="Record the new role"
    )
    assert "Vice-chair" in page.words


def test_a_clerk_is_named_and_a_clerkship_ends(cast, visit):
    adi = visit("Adi")
    adi.open(f"/boards/{cast.board.id}/membership")
    page = adi.send(
        {"clerk-person_id": str(cast.person("Olu").id), "clerk-from_on": boxes(clock.today())},
        button="Name the clerk",
    )
    assert "Olu Eze clerks the board" in page.words or "Olu Eze" in page.words
    assert cast.board.id in cast.scope("Olu").clerked
    clerkship = queries.clerks_of(cast.board, on=clock.today())[0]
    adi.open(f"/boards/{cast.board.id}/clerks/{clerkship.id}/end")
    adi.send({"to_on": boxes(clock.today() - timedelta(days=1))}, button="Record the last day")
    assert cast.board.id not in cast.scope("Clare").clerked


def test_a_seat_of_another_board_is_not_found(cast, visit):
    seat = queries.seats_of(cast.board, on=clock.today())[0]
    visit("Adi").open(f"/boards/{cast.other_board.id}/seats/{seat.id}/end", status=404)


def test_the_clerk_changes_the_standing_items_without_a_script(cast, visit):
    clare = visit("Clare")
    clare.open(f"/boards/{cast.board.id}/standing-items")
    page = clare.send(button="Move down Apologies for absence")
    assert _titles(page) == ["Minutes", "Apologies for absence", "Declarations of interest"]
    page = clare.send(button="Add an item")
    assert _titles(page)[-1] == ""
    titles = [*_titles(page)[:3], "Public questions"]
    page = clare.send({"title": titles}, button="Remove Minutes")
    assert _titles(page) == [
        "Apologies for absence",
        "Declarations of interest",
        "Public questions",
    ]
    assert cast.board.standing_items[0].title == "Apologies for absence"
    page = clare.send(button="Save the standing items")
    assert "1. Apologies for absence 2. Declarations of interest" in page.words
    assert "Declare them." in page.words
    kept = [(item.key, item.title) for item in cast.board.standing_items]
    assert kept[0] == ("apologies", "Apologies for absence")
    assert kept[2] == ("", "Public questions")


def test_a_standing_text_without_a_title_is_refused_and_kept_on_the_page(cast, visit):
    clare = visit("Clare")
    clare.open(f"/boards/{cast.board.id}/standing-items")
    page = clare.send(
        {"title": ["Apologies", "Minutes", ""]}, button="Save the standing items", status=422
    )
    assert "Every item with a text needs a title." in page.words
    assert "Declare them." in page.text


def test_two_people_do_not_overwrite_each_others_standing_items(cast, visit):
    clare, adi = visit("Clare"), visit("Adi")
    where = f"/boards/{cast.board.id}/standing-items"
    clare.open(where)
    adi.open(where)
    clare.send({"title": ["One", "Two", "Three"]}, button="Save the standing items")
    page = adi.send(
        {"title": ["Eins", "Zwei", "Drei"]}, button="Save the standing items", status=409
    )
    assert "Clare Dawson has changed this since you opened it" in page.words
    assert _titles(page) == ["Eins", "Zwei", "Drei"]
    adi.send(button="Save the standing items")
    assert [item.title for item in cast.board.standing_items] == ["Eins", "Zwei", "Drei"]


@pytest.mark.sqlite
@pytest.mark.parametrize("deed_sent", ["up-0", "up-99", "remove-x", "down-", "nonsense", "add-"])
def test_a_spoilt_button_changes_nothing(cast, visit, deed_sent):
    clare = visit("Clare")
    page = clare.open(f"/boards/{cast.board.id}/standing-items")
    for button in page.tree.xpath("//button[@name='do'][@value='add']"):
        button.set("value", deed_sent)
    page = clare.send(button="Add an item")
    assert _titles(page)[:3] == ["Apologies for absence", "Minutes", "Declarations of interest"]


def _titles(page):
    return [field.get("value") for field in page.tree.xpath("//input[@name='title']")]


def test_a_seat_does_not_run_into_one_that_is_given_already(cast, transaction):
    nora, today = cast.person("Nora"), clock.today()
    week = timedelta(days=7)
    facts = {"person": nora, "by": None, "role": SeatRole.MEMBER}
    with transaction():
        services.give_seat(cast.board, from_on=today + week, to_on=today + 2 * week, **facts)
        for from_on, to_on in ((today, None), (today, today + week), (today + 2 * week, None)):
            with pytest.raises(Refused, match="sits on this board already"):
                services.give_seat(cast.board, from_on=from_on, to_on=to_on, **facts)
        services.give_seat(cast.board, from_on=today, to_on=today + timedelta(days=6), **facts)
        services.give_seat(cast.board, from_on=today + timedelta(days=15), **facts)


def test_a_clerkship_does_not_run_into_one_that_is_named_already(cast, transaction):
    with transaction():
        later = {"person": cast.person("Nora"), "by": None}
        services.name_clerk(cast.board, from_on=clock.today() + timedelta(days=7), **later)
        with pytest.raises(Refused, match="clerks this board already"):
            services.name_clerk(cast.board, from_on=clock.today(), **later)
