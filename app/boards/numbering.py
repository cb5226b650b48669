"""The numbers of minutes: counters that give each out once, and the periods in which they run."""

from datetime import date
from string import Formatter

from sqlalchemy import select, update

from app.boards.events import AnnualMeetingAsked
from app.boards.models import Board, Counter, MinuteNumbering
from app.foundation.db import add_once, db
from app.foundation.questions import ask

MINUTE = "minute"
"""The kind of counter from which minutes are numbered."""


def next_number(board: Board, *, kind: str, period: str) -> int:
    """The next number of a kind in a period: given out once, in one UPDATE, never used again."""
    _ensure_counter(board, kind, period)
    found: int | None = db.session.scalar(
        update(Counter)
        .where(Counter.board_id == board.id, Counter.kind == kind, Counter.period == period)
        .values(last=Counter.last + 1)
        .returning(Counter.last)
        .execution_options(synchronize_session=False)
    )
    if found is None:
        raise LookupError("a counter that was made just now is gone")
    return found


def last_number(board: Board, *, kind: str, period: str) -> int:
    """The number of a kind that was given out last in a period; 0 if none was."""
    chosen = select(Counter.last).where(
        Counter.board_id == board.id, Counter.kind == kind, Counter.period == period
    )
    return db.session.scalar(chosen) or 0


def hold_counter(board: Board, *, kind: str, period: str) -> None:
    """Lock the counter, so that until the transaction ends nobody else is given a number."""
    _ensure_counter(board, kind, period)
    chosen = select(Counter.id).where(
        Counter.board_id == board.id, Counter.kind == kind, Counter.period == period
    )
    db.session.execute(chosen.with_for_update(key_share=True))


def advance_counter(board: Board, *, kind: str, period: str, to: int) -> None:
    """Advance the counter past the numbers that were printed on past papers."""
    _ensure_counter(board, kind, period)
    db.session.execute(
        update(Counter)
        .where(
            Counter.board_id == board.id,
            Counter.kind == kind,
            Counter.period == period,
            Counter.last < to,
        )
        .values(last=to)
        .execution_options(synchronize_session=False)
    )


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


def _ensure_counter(board: Board, kind: str, period: str) -> None:
    unique = ("board_id", "kind", "period")
    add_once(Counter, unique=unique, board_id=board.id, kind=kind, period=period, last=0)
