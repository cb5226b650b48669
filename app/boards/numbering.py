"""How minutes are numbered: the periods in which numbers run, and how they are printed."""

from datetime import date
from string import Formatter

from sqlalchemy import select

from app.boards.events import AnnualMeetingAsked
from app.boards.models import Board, Counter, MinuteNumbering
from app.foundation.db import db
from app.foundation.questions import ask

MINUTE = "minute"
"""The kind of counter from which minutes are numbered."""


def last_number(board: Board, *, kind: str, period: str) -> int:
    """The number of a kind that was given out last in a period; 0 if none was."""
    chosen = select(Counter.last).where(
        Counter.board_id == board.id, Counter.kind == kind, Counter.period == period
    )
    return db.session.scalar(chosen) or 0


def period_of(board: Board, *, on: date) -> str:
    """The period in which a board's numbers run: "", "2026/27", "2026" or the meeting's day."""
    match board.numbering:
        case MinuteNumbering.MUNICIPAL_YEAR:
            return municipal_year(on, turns_on=year_begins(board, on.year))
        case MinuteNumbering.CALENDAR_YEAR:
            return str(on.year)
        case MinuteNumbering.PER_MEETING:
            return on.isoformat()
        case _:
            return ""


def year_begins(board: Board, year: int) -> date | None:
    """The day of the annual meeting of a calendar year, if one is known."""
    answers = ask(AnnualMeetingAsked(board.id, year))
    return next((day for day in answers if day is not None), None)


def municipal_year(on: date, *, turns_on: date | None = None) -> str:
    """The municipal year of a day; it turns with the annual meeting of that calendar year, or where
    none is known on 15 May (1972 Act, Schedule 12, paragraph 1)."""
    first = on.year if on >= (turns_on or date(on.year, 5, 15)) else on.year - 1
    return f"{first}/{(first + 1) % 100:02d}"


def printed_number(board: Board, *, number: int, period: str) -> str:
    """A minute number as the board prints it: "SHP54", "141/19"."""
    return board.number_pattern.format(
        prefix=board.minute_prefix, number=number, period=period[:7].replace("/", "-")
    )


def pattern_trouble(pattern: str | None, *, numbering: MinuteNumbering | None) -> str:
    """Why this pattern cannot number minutes, as a sentence; empty if it can.

    It must contain the number, and the period if and only if there is one.
    """
    if pattern is None:
        return ""
    try:
        named = {name for _, name, _, _ in Formatter().parse(pattern) if name is not None}
        plain = all(not (spec or turn) for _, _, spec, turn in Formatter().parse(pattern))
    except ValueError:
        return "A bracket stands alone; write {number} whole."
    if not plain or named - {"prefix", "number", "period"}:
        return "Use only {prefix}, {number} and {period}."
    if "number" not in named:
        return "The pattern must have {number} in it."
    if "period" in named and numbering in (None, MinuteNumbering.NEVER):
        return "Numbers that never start again have no {period}."
    return ""
