"""A draft agenda under check: what the rules read, and the findings that they make."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from app.agendas.events import MinutesToAgree
from app.agendas.models import Agenda, AgendaItem, ItemKind
from app.boards.models import AccessLaw
from app.foundation.permissions import Access
from app.foundation.richtext.dialect import is_blank
from app.meetings.queries import latest_issue
from app.reports.models import Report, ReportState


@dataclass(frozen=True)
class AgendaCheck:
    """One finding; an error stops publication, a warning needs a reason."""

    level: str
    """error or warning."""
    sentence: str
    item_id: int | None = None
    about: str = ""
    """The subject of a warning, by which it is recognised when a supplement is checked."""
    remedy: str = ""
    """What one press would put right: `retitle` calls the item urgent business."""
    revised: tuple[int, int] | None = None
    """Of a revised report: its id, and the version that was issued."""

    @property
    def key(self) -> str:
        """Identifies a warning, however its sentence is worded or counts."""
        return f"{self.about}:{self.item_id or ''}"


@dataclass(frozen=True)
class Draft:
    """What the checks read: the agenda, its items in order, and the day of issue."""

    agenda: Agenda
    items: list[AgendaItem]
    issued_on: date
    closed: frozenset[date]
    exempt_access: dict[int, Access] = field(default_factory=dict)
    """The access of each item of Part II, by item."""
    exempt_titles: Mapping[int, str] = field(default_factory=dict)
    """The closed title of each item of Part II; never quoted in a finding."""
    undecided: frozenset[int] = frozenset()
    """The items of Part II of which no proper officer is named who decided it."""
    unreviewed: frozenset[int] = frozenset()
    """The exempt items that nobody is to look at again on any day."""
    worded: frozenset[int] = frozenset()
    """The items of Part II that have words of their own."""
    minutes: Sequence[MinutesToAgree] = ()
    """The sets of minutes that the board is to agree at this meeting."""
    revised: Mapping[int, int] = field(default_factory=dict)
    """By consideration: the version of a report that a revised one would replace."""
    convened_on: date | None = None
    """The day on which the meeting was called for its present day."""

    @property
    def is_statutory(self) -> bool:
        """Whether the access rules of the Act apply to this board."""
        return self.agenda.meeting.board.has_statutory_access

    @property
    def law(self) -> AccessLaw:
        """The Act by which the public comes to this board's meetings, if by any."""
        return self.agenda.meeting.board.access_law

    @property
    def publish_by(self) -> date | None:
        """The last day that leaves enough clear days; None where the board has no notice rule."""
        board = self.agenda.meeting.board
        if not board.notice_days:
            return None
        return latest_issue(
            self.agenda.meeting.on_date,
            clear_days=board.notice_days,
            count=board.notice_count,
            closed=self.closed,
        )

    @property
    def is_past_its_day(self) -> bool:
        """Whether it would be issued too late for its clear days."""
        return self.publish_by is not None and self.issued_on > self.publish_by


def named(item: AgendaItem) -> str:
    """An item as its clerk calls it, by its open title."""
    return f"Item {item.number}, {item.title}" if item.title else f"Item {item.number}"


def waits_for_paper(item: AgendaItem) -> bool:
    """Whether it is an ordinary item with neither a paper nor words of its own."""
    return (
        item.kind == ItemKind.ORDINARY
        and not item.children
        and not item.considerations
        and not item.received
        and is_blank(item.text)
    )


def is_ready(report: Report) -> bool:
    """Whether a report can be issued: it is cleared as it stands."""
    return report.state == ReportState.CLEARED


def days(count: int) -> str:
    """Clear days in words: 1 clear day, 5 clear days."""
    return f"{count} clear {'day' if count == 1 else 'days'}"


def spoken(day: date) -> str:
    """Monday 14 September 2026."""
    return f"{day:%A} {day.day} {day:%B %Y}"
