"""A board's rules in words, as its page says them."""

from app.boards.models import Board, DayCount, MinuteNumbering, QuorumRule
from app.boards.services import printed_number

PARTS = {2: "Half", 3: "One third", 4: "One quarter", 5: "One fifth"}
COUNTED = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
STARTS_AGAIN = {
    MinuteNumbering.NEVER: "They never start again",
    MinuteNumbering.MUNICIPAL_YEAR: "They start again with the annual meeting",
    MinuteNumbering.CALENDAR_YEAR: "They start again on 1 January",
    MinuteNumbering.PER_MEETING: "They start again at each meeting",
}


def quorum_of(board: Board) -> str:
    """How many members make a meeting."""
    match board.quorum_rule:
        case QuorumRule.FIXED:
            return f"{_counted(board.quorum_number).capitalize()} voting members"
        case QuorumRule.FRACTION:
            part = PARTS.get(board.quorum_number, f"One in {board.quorum_number}")
            return f"{part} of the voting members, and at least {_counted(board.quorum_least)}"
        case _:
            return "No quorum is set"


def notice_of(board: Board) -> str:
    """How long before a meeting its papers must be out."""
    if not board.notice_days:
        return "No notice rule"
    days = f"{_counted(board.notice_days).capitalize()} clear"
    if board.notice_count == DayCount.WORKING:
        law = ", Local Government Act 1972, section 100B" if board.has_statutory_access else ""
        return f"{days} working days before the meeting{law}"
    return f"{days} days before the meeting, weekends and holidays counted"


def standing_of(board: Board, *, voting: int, needed: int) -> str:
    """How many voting members it has at present, of how many, and how many make a quorum."""
    whole = board.voting_seats or voting
    if not voting and not board.voting_seats:
        return ""
    vacant = whole - voting
    seats = (
        f"{whole} voting seats, {vacant} of them vacant" if vacant > 0 else f"{whole} at present"
    )
    return f"{needed} of {seats}" if needed else seats


def numbers_of(board: Board, *, period: str, number: int = 54) -> str:
    """How its minutes are numbered, with the number of the next one."""
    printed = printed_number(board, number=number, period=period)
    return f"The next is {printed}. {STARTS_AGAIN[board.numbering]}."


def usual_time_of(board: Board) -> str:
    """The day on which it usually meets, as typed or in the plural: Tuesdays."""
    day = board.usual_day.strip()
    return f"{day}s" if day.lower().endswith("day") and " " not in day else day


def _counted(number: int) -> str:
    return COUNTED[number] if 0 <= number < len(COUNTED) else str(number)
