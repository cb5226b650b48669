"""How papers say which board met, when and where: in any order, with labels or in one sentence."""

from collections.abc import Callable
from datetime import date

import pytest

from app.archive.paper import ParsedPaper
from app.archive.recognise.moments import time_in, without_moment

Understood = Callable[[str], ParsedPaper]
ITEMS = (
    "\n\nMEMBERSHIP\n\nCouncillor A Bell (Chair)\tLabour\n\n"
    "Item No.\n1. MINUTES\t1 - 3\n2. FEES\t4\n"
)
ENTRIES = (
    "\n\nPresent: Councillors A. Bell (Chair) and B. Roe\n\nLWC55 MINUTES\n\nApproved.\n\n"
    "LWC56 FEES\n\nRESOLVED: That the fees be approved.\n\nThe meeting closed at 9.25 p.m.\n"
)
BOARDS = [
    "Lock and Weir Committee",
    "Commission on Ageing",
    "Standing Advisory Council on Religious Education",
    "Public Protection Sub-Committee at Netter",
    "Meetings and Events Panel",
    "Cabinet",
]
VENUES = ["Council Chamber, Town Hall", "Room 1.04, County Hall", "The Old Forge, Netter"]
SHEETS = [
    "{board}\n\nTuesday 4 March 2014 at 6.30 p.m.\n{venue}",
    "{board}\n{venue}\n4 March 2014, 18.30",
    "Netter Vale Borough Council\n\n{board}\n\nDate of issue: Monday, 24 February 2014\n\n"
    "Tuesday, 4 March 2014 at 6.30 p.m.\n{venue}",
    "{board}\n\nPublished: 24 February 2014\n\nTuesday, 4 March 2014 at 6.30 p.m.\n{venue}",
    "AGENDA\n\n{board}\n\nVenue: {venue}\n\nDate: Tuesday 4 March 2014\n\nTime: 1830 hrs",
    "MEETING: {board}\nDATE: 4 March 2014\nSTART: 6.30 pm\nVENUE: {venue}",
    "AGENDA FOR A MEETING OF THE {board}\nto be held on 4 March 2014 at 6.30 pm\nin {venue}",
    "{board}, Tuesday 4 March 2014, 6.30 pm, {venue}",
]
OPENINGS = [
    "{board}\n\nMinutes of the meeting held on Tuesday, 4 March 2014 at 6.30 p.m. in {venue}",
    "Minutes of the {board} held on Tuesday 4th March 2014 at 6.30pm in {venue}",
    "MINUTES of a meeting of the {board} held in {venue} on 4 March 2014 commencing at 6.30 pm",
    "At a Meeting of the {board} held at {venue} on Tuesday, 4 March 2014 at 6.30 pm",
    "At a meeting of the {board} Tuesday, 4 March 2014 6.30 p.m. {venue}",
    "DRAFT MINUTES OF THE {board} MEETING HELD ON 4 MARCH 2014 AT 6.30 PM\n\n{venue}",
    "Minutes of a Meeting of the\n{board}\nheld on Tuesday 4 March 2014 at 6.30 pm\nin {venue}",
    "Netter Vale Borough Council\n\n{board}\n\nMinutes\n\nDate: 4 March 2014\n"
    "Time: 6.30 pm to 9.25 pm\nVenue: {venue}",
    "Committee: {board}\nDate of meeting: 4 March 2014\nStart: 6.30 pm\nVenue: {venue}",
    "DRAFT\n\n{board}\n\nMinutes of a meeting held at {venue} on 4 March 2014 at 6.30 pm",
]


def told(paper: ParsedPaper) -> tuple[str, date | None, str | None, str]:
    """Board, day, hour and place, as far as capitals and an article make no difference."""
    venue = (paper.venue or "").casefold().removeprefix("the ")
    return (paper.board or "").casefold(), paper.date, paper.time, venue


@pytest.mark.parametrize("venue", VENUES)
@pytest.mark.parametrize("board", BOARDS)
def test_a_front_sheet_gives_board_day_hour_and_place_in_any_order(
    understood: Understood, board: str, venue: str
) -> None:
    expected = (board.casefold(), date(2014, 3, 4), "18:30", venue.casefold().removeprefix("the "))
    for sheet in SHEETS:
        paper = understood(sheet.format(board=board, venue=venue) + ITEMS)
        assert (sheet, paper.kind, *told(paper)) == (sheet, "agenda", *expected)


@pytest.mark.parametrize("venue", VENUES)
@pytest.mark.parametrize("board", BOARDS)
def test_minutes_give_board_day_hour_and_place_however_they_begin(
    understood: Understood, board: str, venue: str
) -> None:
    expected = (board.casefold(), date(2014, 3, 4), "18:30", venue.casefold().removeprefix("the "))
    for opening in OPENINGS:
        paper = understood(opening.format(board=board, venue=venue) + ENTRIES)
        assert (opening, paper.kind, *told(paper)) == (opening, "minutes", *expected)
        assert paper.end_time == "21:25"


@pytest.mark.parametrize(
    ("printed", "time", "left"),
    [
        ("at 18.30 in Room 1.04, County Hall", "18:30", "Room 1.04, County Hall"),
        ("Room 1.04, County Hall", None, "Room 1.04, County Hall"),
        ("1830 hrs, Town Hall", "18:30", "Town Hall"),
        ("Floor 2.15", None, "Floor 2.15"),
    ],
)
def test_the_number_of_a_room_is_no_time(printed: str, time: str | None, left: str) -> None:
    assert (time_in(printed), without_moment(printed)) == (time, left)
