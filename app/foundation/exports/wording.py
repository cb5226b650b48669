"""How every paper says days and times, whose it is, whether it is a draft and why it is closed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from app.foundation.exports.blocks import Block, ParagraphBlock, WordPaper
from app.foundation.permissions import Access

NOT_FOR_PUBLICATION = "NOT FOR PUBLICATION"
CONFIDENTIAL = (
    "This paper contains confidential information within the meaning of section 100A(3) of the "
    "Local Government Act 1972."
)
RESTRICTED = "This paper is for the clerks of the board alone."
PRIVATE = "This paper is for consideration in private."
NOON = 12


@dataclass(frozen=True)
class Imprint:
    """What every page of a paper says: whose it is, for which meeting, and how it stands."""

    council: str
    written_at: datetime
    board: str
    on: date | None = None
    mark: str = ""
    is_draft: bool = False

    @property
    def meeting(self) -> str:
        """The board and the day of the meeting."""
        return ", ".join(filter(None, (self.board, day(self.on))))

    def paper(self, title: str, blocks: Sequence[Block], *, subject: str = "") -> WordPaper:
        """A paper under this imprint, the council's name above it."""
        return WordPaper(
            title=title,
            blocks=(ParagraphBlock(self.council, "masthead"), *blocks),
            author=self.council,
            written_at=self.written_at,
            subject=subject,
            footer=f"Draft: {self.meeting}" if self.is_draft else self.meeting,
            mark=self.mark,
            is_draft=self.is_draft,
        )


def day(on: date | None) -> str:
    """15 September 2026."""
    return f"{on.day} {on:%B %Y}" if on else ""


def short_day(on: date | None) -> str:
    """15 Sep 2026, for the narrow column of a table."""
    return f"{on.day} {on:%b} {on.year}" if on else ""


def long_day(on: date) -> str:
    """Tuesday, 15 September 2026."""
    return f"{on:%A}, {day(on)}"


def time_of_day(at: time | datetime) -> str:
    """6.30pm, 10am, 12 noon, midnight: on paper as on every page."""
    if at.minute == 0 and at.hour in (0, NOON):
        return "12 noon" if at.hour else "midnight"
    minutes = f".{at.minute:02}" if at.minute else ""
    return f"{at.hour % NOON or NOON}{minutes}{'am' if at.hour < NOON else 'pm'}"


def at_hour(at: time) -> str:
    """ " at 6.30pm"; nothing for midnight, which past papers leave that give no hour."""
    return f" at {time_of_day(at)}" if at != time(0, 0) else ""


def together(words: Sequence[str]) -> str:
    """A, B and C."""
    *first, last = words or ("",)
    return f"{', '.join(first)} and {last}" if first else last


def closing_mark(*kinds: Access, grounds: str = "") -> str:
    """The mark of a paper that holds closed wording, with every reason (1972 Act, s. 100B(5))."""
    if not set(kinds) - {Access.OPEN}:
        return ""
    said = (
        grounds,
        CONFIDENTIAL if Access.CONFIDENTIAL in kinds else "",
        RESTRICTED if Access.RESTRICTED in kinds else "",
    )
    return "\n".join((NOT_FOR_PUBLICATION, *(filter(None, said) if any(said) else (PRIVATE,))))
