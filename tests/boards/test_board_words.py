"""A board's rules are said in words."""

import pytest

from app.boards.models import Board, DayCount, MinuteNumbering, QuorumRule
from app.pages import board_words as wording


@pytest.mark.parametrize(
    ("rule", "number", "least", "said"),
    [
        (QuorumRule.FRACTION, 4, 3, "One quarter of the voting members, and at least three"),
        (QuorumRule.FRACTION, 3, 2, "One third of the voting members, and at least two"),
        (QuorumRule.FRACTION, 7, 3, "One in 7 of the voting members, and at least three"),
        (QuorumRule.FIXED, 12, 0, "12 voting members"),
        (QuorumRule.NONE, 4, 3, "No quorum is set"),
    ],
)
def test_the_quorum(rule, number, least, said):
    board = Board(quorum_rule=rule, quorum_number=number, quorum_least=least)
    assert wording.quorum_of(board) == said


@pytest.mark.parametrize(
    ("days", "count", "statutory", "said"),
    [
        (5, DayCount.WORKING, True, "Five clear working days before the meeting, Local Government"),
        (3, DayCount.WORKING, False, "Three clear working days before the meeting"),
        (7, DayCount.CALENDAR, False, "Seven clear days before the meeting, weekends and"),
        (0, DayCount.WORKING, True, "No notice rule"),
    ],
)
def test_the_notice(days, count, statutory, said):
    board = Board(notice_days=days, notice_count=count, has_statutory_access=statutory)
    assert wording.notice_of(board).startswith(said)


@pytest.mark.parametrize(
    ("numbering", "pattern", "period", "said"),
    [
        (MinuteNumbering.NEVER, "{prefix}{number}", "", "The next is EXB54. They never start"),
        (MinuteNumbering.MUNICIPAL_YEAR, "{number}/{period}", "2026/27", "The next is 54/2026-27."),
        (MinuteNumbering.CALENDAR_YEAR, "{number}/{period}", "2026", "The next is 54/2026. They"),
    ],
)
def test_the_numbers(numbering, pattern, period, said):
    board = Board(minute_prefix="EXB", numbering=numbering, number_pattern=pattern)
    assert wording.numbers_of(board, period=period).startswith(said)


@pytest.mark.parametrize(
    ("seats", "voting", "needed", "said"),
    [
        (56, 51, 14, "14 of 56 voting seats, 5 of them vacant"),
        (None, 11, 3, "3 of 11 at present"),
        (11, 11, 0, "11 at present"),
        (None, 0, 3, ""),
    ],
)
def test_how_many_sit_and_how_many_seats_are_vacant(seats, voting, needed, said):
    """R7.4: vacancies are shown where the number of seats is set."""
    board = Board(voting_seats=seats)
    assert wording.standing_of(board, voting=voting, needed=needed) == said


@pytest.mark.parametrize(("day", "said"), [("Tuesday", "Tuesdays"), ("the first Tuesday",) * 2])
def test_the_usual_day(day, said):
    assert wording.usual_time_of(Board(usual_day=day)) == said
