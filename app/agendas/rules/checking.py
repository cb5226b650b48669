"""The checks before an agenda is issued: errors forbid it, warnings need a reason."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from app.agendas.events import MinutesToAgree
from app.agendas.models import Agenda, AgendaItem, AgendaState, ItemKind
from app.agendas.rules import excluding
from app.foundation.permissions import Access
from app.foundation.richtext.dialect import is_blank
from app.meetings.queries import clear_days_between, counted_from, latest_issue
from app.reports.models import Report, ReportState

BACKGROUND = "background"
"""The key of the section that lists the background papers (s100D)."""


@dataclass(frozen=True)
class AgendaCheck:
    """One finding; an error stops publication, a warning needs a reason."""

    level: str
    """error or warning."""
    sentence: str
    item_id: int | None = None
    about: str = ""
    """The subject of a warning, by which it is recognised when a supplement is checked."""

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
    worded: frozenset[int] = frozenset()
    """The items of Part II that have words of their own."""
    minutes: Sequence[MinutesToAgree] = ()
    """The sets of minutes that the board is to agree at this meeting."""
    revised: Mapping[int, int] = field(default_factory=dict)
    """By consideration: the version of a report that a revised one would replace."""

    @property
    def is_statutory(self) -> bool:
        """Whether the access rules of the Act apply to this board."""
        return self.agenda.meeting.board.has_statutory_access

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


def findings(draft: Draft) -> list[AgendaCheck]:
    """Everything that is wrong or missing, errors first."""
    found = [check for rule in _RULES for check in rule(draft)]
    return sorted(found, key=lambda check: check.level != "error")


def named(item: AgendaItem) -> str:
    """An item as its clerk calls it, by its open title."""
    return f"Item {item.number}, {item.title}" if item.title else f"Item {item.number}"


def waits_for_paper(item: AgendaItem) -> bool:
    """Whether it is an ordinary item with neither a report nor words of its own."""
    return (
        item.kind == ItemKind.ORDINARY
        and not item.children
        and not item.considerations
        and is_blank(item.text)
    )


def is_ready(report: Report) -> bool:
    """Whether a report can be issued: it is cleared as it stands."""
    return report.state == ReportState.CLEARED


def _nothing_to_issue(draft: Draft) -> Iterator[AgendaCheck]:
    if not draft.items:
        yield AgendaCheck("error", "The agenda has no items.")


def _titles(draft: Draft) -> Iterator[AgendaCheck]:
    for item in draft.items:
        if not item.title.strip():
            yield AgendaCheck("error", f"{named(item)}, has no title.", item.id)


def _clear_days(draft: Draft) -> Iterator[AgendaCheck]:
    """Five clear days, or the reason why not (s100A(6)(a), s100B(4)(a))."""
    meeting, last = draft.agenda.meeting, draft.publish_by
    first_issue = draft.agenda.state == AgendaState.DRAFT
    if last is None or not first_issue or draft.issued_on <= last:
        return
    rule_of_days: Any = {"count": meeting.board.notice_count, "closed": draft.closed}
    left = clear_days_between(draft.issued_on, meeting.on_date, **rule_of_days)
    counted = counted_from(draft.issued_on, **rule_of_days)
    as_of = "" if counted == draft.issued_on else f", which counts as {_day(counted)}"
    rule = (
        "sections 100A(6)(a) and 100B(4)(a) of the Local Government Act 1972 ask"
        if draft.is_statutory
        else f"the rule of this {meeting.board.word} asks"
    )
    yield AgendaCheck(
        "warning",
        f"Issued now{as_of}, the agenda is open for {_days(left)} before the meeting; {rule} for "
        f"{_days(meeting.board.notice_days)}. The last day for that was {_day(last)}.",
        about="clear-days",
    )


def _late_items(draft: Draft) -> Iterator[AgendaCheck]:
    """Business added after the agenda was open needs the chair's reason (s100B(4)(b))."""
    last = draft.publish_by
    if draft.agenda.state == AgendaState.DRAFT or last is None or draft.issued_on <= last:
        return
    for item in draft.items:
        added = item.published_at is None and item.kind != ItemKind.EXCLUSION
        if added and not (item.is_late and item.late_reason.strip()):
            yield AgendaCheck(
                "error",
                f"{named(item)}, was added after {_day(last)}. Record why the chair takes it as "
                "a matter of urgency (section 100B(4)(b)).",
                item.id,
            )


def _papers_to_follow(draft: Draft) -> Iterator[AgendaCheck]:
    for item in draft.items:
        if waits_for_paper(item) and item.id not in draft.worded:
            sentence = f"{named(item)}, has no report: it is “to follow”."
            yield AgendaCheck("warning", sentence, item.id, "to-follow")
        for consideration in item.considerations:
            if consideration.report_version_id is None and not is_ready(consideration.report):
                yield AgendaCheck(
                    "warning",
                    f"{named(item)}: the report is not cleared. It is “to follow” and is issued "
                    "with a supplement.",
                    item.id,
                    "to-follow",
                )


def _revised(draft: Draft) -> Iterator[AgendaCheck]:
    """Members may have read the report already, so its clerk says what is new in it."""
    for item in draft.items:
        for consideration in item.considerations:
            if earlier := draft.revised.get(consideration.id):
                yield AgendaCheck(
                    "warning",
                    f"{named(item)}: the report was revised after it was issued. The supplement "
                    f"puts the revised one in the place of version {earlier}; say why.",
                    item.id,
                    f"revised-{consideration.report_id}-{earlier}",
                )


def _grounds(draft: Draft) -> Iterator[AgendaCheck]:
    """An exempt item says why, by paragraph and by public interest."""
    for item in draft.items:
        if item.id not in draft.exempt_access:
            continue
        confidential = draft.exempt_access[item.id] == Access.CONFIDENTIAL
        if draft.is_statutory and not item.paragraphs and not confidential:
            yield AgendaCheck("error", f"{named(item)}: give the Schedule 12A paragraph.", item.id)
        if not item.public_interest.strip():
            what = "why it is confidential" if confidential else "why the public interest is served"
            yield AgendaCheck("error", f"{named(item)}: record {what}.", item.id)


def _closed_papers(draft: Draft) -> Iterator[AgendaCheck]:
    """A report that is held back never goes out with an open item."""
    for item in draft.items:
        for consideration in item.considerations:
            if consideration.report.is_held_back and item.id not in draft.exempt_access:
                yield AgendaCheck(
                    "error",
                    f"{named(item)}: the report is not open. Make the item exempt, or take the "
                    "report off.",
                    item.id,
                )


def _covered(draft: Draft) -> Iterator[AgendaCheck]:
    """The resolution to exclude names every item it is for (s100A(5))."""
    closed = [item for item in draft.items if item.part == 2]
    words = " ".join(_words(draft, one) for one in draft.items if one.kind == ItemKind.EXCLUSION)
    for item in closed:
        if item.parent_id is None and not item.is_named_in(words):
            yield AgendaCheck(
                "error",
                f"{named(item)}, is not covered by the resolution to exclude press and public.",
                item.id,
            )


def _words(draft: Draft, exclusion: AgendaItem) -> str:
    """The words of the exclusion; of one that was issued those that the supplement will have."""
    if exclusion.published_at is None:
        return exclusion.text
    said = excluding.words_for(
        draft.items, access=draft.exempt_access.values(), is_statutory=draft.is_statutory
    )
    return said.text if said else ""


def _background_papers(draft: Draft) -> Iterator[AgendaCheck]:
    """Every report lists its background papers, or says that there are none (s100D)."""
    for item, report in _reports(draft):
        for section in report.sections:
            if section.key == BACKGROUND and is_blank(section.text):
                yield AgendaCheck(
                    "warning",
                    f"{named(item)}: the list of background papers is empty (section 100D).",
                    item.id,
                    f"background-{report.id}",
                )


def _dates(draft: Draft) -> Iterator[AgendaCheck]:
    """A report says the date of the meeting it goes to."""
    meeting = draft.agenda.meeting
    for item, report in _reports(draft):
        wanted = report.wanted_on
        own = report.group_id == meeting.board_id and report.published_at is None
        if own and wanted is not None and wanted != meeting.on_date:
            yield AgendaCheck(
                "warning",
                f"{named(item)}: the report is dated {_day(wanted)}, not {_day(meeting.on_date)}.",
                item.id,
                f"dated-{report.id}-{wanted.isoformat()}",
            )


def _minutes(draft: Draft) -> Iterator[AgendaCheck]:
    """A board agrees minutes that its members have been able to read."""
    for item in draft.items:
        for one in draft.minutes if item.kind == ItemKind.MINUTES else ():
            if not one.is_published:
                sentence = f"{named(item)}: the {one.name} are not published yet."
                yield AgendaCheck("warning", sentence, item.id, f"minutes-{one.meeting_id}")


def _reports(draft: Draft) -> Iterator[tuple[AgendaItem, Report]]:
    for item in draft.items:
        for consideration in item.considerations:
            if consideration.report_version_id is None or consideration.id in draft.revised:
                yield item, consideration.report


_RULES: tuple[Callable[[Draft], Iterable[AgendaCheck]], ...] = (
    _nothing_to_issue,
    _titles,
    _clear_days,
    _late_items,
    _papers_to_follow,
    _revised,
    _grounds,
    _closed_papers,
    _covered,
    _background_papers,
    _dates,
    _minutes,
)


def _days(count: int) -> str:
    return f"{count} clear {'day' if count == 1 else 'days'}"


def _day(day: date) -> str:
    return f"{day:%A} {day.day} {day:%B %Y}"
