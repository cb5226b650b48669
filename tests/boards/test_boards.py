"""Boards are listed, read, set up and changed."""

from datetime import timedelta

import pytest

from app.boards import services
from app.boards.models import BoardKind, SeatRole
from app.boards.queries import board_named
from app.foundation import clock
from app.meetings import services as meetings
from app.people import services as people
from app.people.models import PersonKind
from tests.counting import statements

SETTINGS = "Save the settings"


def test_the_list_shows_chair_members_next_meeting_and_groups_below_their_board(
    cast, transaction, visit
):
    with transaction():
        services.create_board(
            by=None, name="Bikes Task Group", kind=BoardKind.TASK_GROUP, parent=cast.board
        )
        meetings.plan_meeting(cast.board, by=None, on=clock.today() + timedelta(days=20))
    page = visit("Nora").open("/boards")
    assert "Task group, set up by Safer Communities Board" in page.words
    assert "Cllr Chi Anand" in page.words
    assert "6.30pm, Council Chamber, Town Hall" in page.words
    assert page.words.index("Safer Communities Board") < page.words.index("Bikes Task Group")
    assert "New board" not in page.links()


def test_a_board_is_read_with_its_rules_in_words(cast, visit):
    page = visit("Nora").open(f"/boards/{cast.board.id}")
    assert page.heading == "Safer Communities Board"
    for words in (
        "One quarter of the voting members, and at least three: 3 of 2 at present",
        "Five clear working days before the meeting, Local Government Act 1972, section 100B",
        "The next is SAF1. They never start again",
        "Safer PPB",
        "Councillor Mo Barker",
        "Clare Dawson",
        "3. Declarations of interest",
        "No meeting is planned.",
        "No past meeting is recorded.",
    ):
        assert words in page.words
    assert "Edit settings" not in page.links()
    assert "Change the standing items" not in page.links()


def test_a_board_without_anything_says_so(cast, visit):
    page = visit("Adi").open(f"/boards/{cast.other_board.id}")
    assert "Nobody sits on this board yet" in page.words
    assert "There are no standing items" in page.words
    assert "Nobody clerks this board at present" in page.words


def test_the_pages_of_boards_take_the_same_queries_however_many_there_are(cast, transaction, visit):
    nora = visit("Nora")
    board_id = cast.board.id
    with transaction():
        _grow(cast, first=1, many=1)
    before = _counted(nora, "/boards"), _counted(nora, f"/boards/{board_id}")
    with transaction():
        _grow(cast, first=2, many=6)
    after = _counted(nora, "/boards"), _counted(nora, f"/boards/{board_id}")
    assert after == before
    assert max(after) <= 22


def test_an_administrator_sets_a_board_up_and_seats_it_next(cast, visit):
    adi = visit("Adi")
    adi.open("/boards")
    adi.open("/boards/new")
    page = adi.send(
        {
            "name": "Planning Committee",
            "kind": "committee",
            "aliases": "Planning\nDevelopment Control",
            "minute_prefix": "pln",
            "number_pattern": "{number}/{period}",
            "numbering": "municipal year",
            "quorum_rule": "fixed",
            "quorum_number": "5",
            "notice_days": "3",
            "usual_time": "2pm",
        },
        button="Set up the board",
    )
    assert page.heading == "Seats and clerks of Planning Committee"
    board = board_named("development control")
    assert board is not None
    page = adi.open(f"/boards/{board.id}")
    assert "Five voting members" in page.words
    assert "Three clear working days" in page.words
    assert "The next is 1/20" in page.words
    assert "2pm" in page.words
    assert "Nobody sits on this committee yet" in page.words


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"name": "Safer PPB"}, "There is a board of this name already."),
        ({"name": "X", "kind": "task group"}, "Choose the board that sets up this task group."),
        ({"name": "X", "number_pattern": "{nummer}"}, "Use only {prefix}, {number} and {period}."),
        ({"name": "X", "number_pattern": "{prefix}"}, "The pattern must have {number} in it."),
        ({"name": "X", "number_pattern": "{number"}, "A bracket stands alone"),
        ({"name": "X", "number_pattern": "{number.real}"}, "Use only {prefix}"),
        ({"name": "X", "number_pattern": "{number}/{period}"}, "never start again have no"),
        ({"name": "X", "aliases": "Harbour Board"}, "Another board goes by the name"),
        ({"name": "X", "quorum_number": "0"}, "Enter a number from 1 to 200"),
        ({"name": "X", "notice_days": "five"}, "must be a whole number"),
        ({"name": ""}, "Enter the name of the board"),
    ],
)
@pytest.mark.sqlite
def test_a_board_that_cannot_be_is_refused_at_its_field_and_nothing_is_kept(visit, typed, said):
    adi = visit("Adi")
    adi.open("/boards/new")
    page = adi.send({"kind": "board"} | typed, button="Set up the board", status=422)
    assert said in page.words
    assert page.tree.xpath("//*[contains(@class, 'govuk-error-message')]")
    assert "X" not in adi.open("/boards").links()


def test_settings_are_changed_and_a_board_never_stands_under_itself(cast, transaction, visit):
    with transaction():
        group = services.create_board(
            by=None, name="Bikes Task Group", kind=BoardKind.TASK_GROUP, parent=cast.board
        )
        group_id = group.id
    adi = visit("Adi")
    adi.open(f"/boards/{cast.board.id}/edit")
    page = adi.send({"parent_id": str(group_id)}, button=SETTINGS, status=422)
    assert "cannot stand under itself" in page.words
    page = adi.send({"parent_id": "", "remit": "Crime and disorder."}, button=SETTINGS)
    assert "Crime and disorder." in page.words
    assert "Safer PPB" in page.words


def test_two_administrators_do_not_overwrite_each_others_settings(cast, visit):
    first, second = visit("Adi"), visit("Adi")
    where = f"/boards/{cast.board.id}/edit"
    first.open(where)
    second.open(where)
    first.send({"usual_venue": "Room 1"}, button=SETTINGS)
    typed = {"usual_venue": "Room 2", "usual_time": "6.15pm", "quorum_number": "1"}
    page = second.send(typed, button=SETTINGS, status=409)
    assert "You have changed this since, in another window" in page.words
    rows = {row[0]: row[1:] for row in page.rows()}
    assert rows["Usual venue"] == ["Room 1", "Room 2"]
    assert rows["Usual time"][1] == "6.15pm"
    assert [typed for _, typed in rows.values()].count("1") == 1
    assert not {"Yes", "No"} & {said for row in rows.values() for said in row}
    page = second.send(button=SETTINGS)
    assert "Room 2" in page.words


def test_a_board_that_no_longer_meets_is_listed_apart(cast, visit):
    adi = visit("Adi")
    adi.open(f"/boards/{cast.other_board.id}/edit")
    adi.client.get("/boards")
    with_box = adi.page.tree.xpath("//input[@name='is_current']")[0]
    with_box.attrib.pop("checked")
    page = adi.send(button=SETTINGS)
    assert "This board no longer meets." in page.words
    words = adi.open("/boards").words
    assert words.index("Boards that no longer meet") < words.index("Harbour Board")


def _counted(browsing, where):
    with statements() as sent:
        browsing.open(where)
    return len(sent)


def _grow(cast, *, first, many):
    for number in range(first, first + many):
        board = services.create_board(by=None, name=f"Board {number}", kind=BoardKind.BOARD)
        person = people.add_person(
            by=None,
            name=f"Somebody {number}",
            kind=PersonKind.COUNCILLOR,
            party="Together",
            from_on=clock.today(),
        )
        services.give_seat(
            board, person=person, by=None, role=SeatRole.CHAIR, from_on=clock.today()
        )
        services.give_seat(
            cast.board, person=person, by=None, role=SeatRole.MEMBER, from_on=clock.today()
        )
        meetings.plan_meeting(board, by=None, on=clock.today() + timedelta(days=number))
        meetings.plan_meeting(cast.board, by=None, on=clock.today() + timedelta(days=number))
