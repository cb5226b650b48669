"""The register of exemptions, as a list and as a paper: open words alone."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import Select, and_, select
from sqlalchemy.orm import joinedload

from app.agendas.models import Agenda, AgendaItem, Exemption, Schedule
from app.agendas.rules.schedule import paragraphs_cited
from app.foundation.db import db
from app.foundation.exports.blocks import ParagraphBlock, TableBlock, Title, WordPaper
from app.foundation.exports.wording import Imprint, day, short_day
from app.foundation.permissions import Access, Scope
from app.meetings.models import Meeting


def listed(scope: Scope, *, which: str, board_id: int | None, today: date) -> Select[Exemption]:
    """The register of a clerk's own boards, or to administrators of all: what is due first.

    A draft agenda's are known to its clerks alone. `which` is current, due or ended.
    """
    conditions = {
        "current": Exemption.ended_on.is_(None),
        "due": and_(Exemption.ended_on.is_(None), Exemption.review_on <= today),
        "ended": Exemption.ended_on.is_not(None),
    }
    chosen = (
        select(Exemption)
        .join(Exemption.item)
        .where(AgendaItem.visible_to(scope), conditions[which])
        .options(_REGISTERED)
        .order_by(Exemption.review_on.is_(None), Exemption.review_on, Exemption.id)
    )
    if not scope.is_administrator:
        chosen = chosen.where(AgendaItem.group_id.in_(scope.clerked))
    return chosen if board_id is None else chosen.where(AgendaItem.group_id == board_id)


_REGISTERED = (
    joinedload(Exemption.item)
    .joinedload(AgendaItem.agenda)
    .joinedload(Agenda.meeting)
    .joinedload(Meeting.board)
)


def with_id(exemption_id: int, scope: Scope) -> Exemption | None:
    """One exemption, if its item is known to this reader at all."""
    chosen = select(Exemption).join(Exemption.item).options(_REGISTERED)
    return db.session.scalar(
        chosen.where(Exemption.id == exemption_id, AgendaItem.visible_to(scope))
    )


DUE = "Due for review"
COLUMNS = ("Meeting", "Item", "Grounds", "Decided by", "Review on", "State")


@dataclass(frozen=True)
class Row:
    """One line of the register, in the words of page and paper."""

    kept: Exemption
    grounds: str
    decided: str
    review_on: str
    standing: str

    @property
    def is_due(self) -> bool:
        """Whether somebody has to look at it again."""
        return self.standing == DUE


def row_of(kept: Exemption, today: date) -> Row:
    """How one exemption stands."""
    decided = ", ".join(filter(None, (kept.decided_by, short_day(kept.decided_on))))
    return Row(
        kept=kept,
        grounds=grounds_of(kept),
        decided=decided or "Not recorded",
        review_on=short_day(kept.review_on) or "No day set",
        standing=standing_of(kept, today),
    )


def paper_of(kept: Iterable[Exemption], imprint: Imprint, *, state: str, today: date) -> WordPaper:
    """The register as one table, in the order of the page."""
    rows = tuple(_cells(row_of(one, today)) for one in kept)
    table = TableBlock("Exemptions", COLUMNS, rows, row_headings=True, show_caption=False)
    said = table if rows else ParagraphBlock("Nothing stands in this list.")
    title = Title("Register of exemptions", (imprint.board, f"{state}, as at {day(today)}"))
    paper = imprint.paper(f"Register of exemptions: {imprint.board}", (title, said))
    return replace(paper, landscape=True)


def grounds_of(kept: Exemption) -> str:
    """The grounds in a cell of the register: "Exempt, paragraph 3", "Confidential"."""
    said = "Confidential" if kept.access == Access.CONFIDENTIAL else "Exempt"
    of_list = " (list of 1985)" if kept.schedule == Schedule.OF_1985 else ""
    return ", ".join(filter(None, (said, paragraphs_cited(kept.paragraphs)))) + of_list


def standing_of(kept: Exemption, today: date) -> str:
    """How an exemption stands: open again, due for review, or held back."""
    if kept.ended_on is not None:
        return f"Open since {short_day(kept.ended_on)}"
    is_due = kept.review_on is not None and kept.review_on <= today
    return DUE if is_due else "Held back"


def _cells(row: Row) -> tuple[str, ...]:
    item = row.kept.item
    meeting = item.agenda.meeting
    return (
        f"{meeting.board.name}\n{short_day(meeting.on_date)}",
        f"{item.number} {item.title}",
        row.grounds,
        row.decided,
        row.review_on,
        row.standing,
    )
