"""The checks before an agenda is issued: errors forbid it, warnings need a reason."""

import re
from collections.abc import Callable, Iterable, Iterator

from app.agendas.models import AgendaItem, ItemKind
from app.agendas.rules import closing, timing
from app.agendas.rules.draft import (
    AgendaCheck,
    Draft,
    is_ready,
    named,
    spoken,
    waits_for_paper,
)
from app.foundation.richtext.dialect import is_blank
from app.reports.models import BACKGROUND, Report

URGENT_BUSINESS = "Urgent business (if any)"
_MINUTES = re.compile(r"\bminutes\b", re.IGNORECASE)
_ANY_OTHER = re.compile(
    r"\s*(any\s+other\s+(business|items?|matters?)|a\.?\s?o\.?\s?b\.?(?!\w))", re.IGNORECASE
)


def findings(draft: Draft) -> list[AgendaCheck]:
    """Everything that is wrong or missing, errors first."""
    found = [check for rule in _RULES for check in rule(draft)]
    return sorted(found, key=lambda check: check.level != "error")


def _nothing_to_issue(draft: Draft) -> Iterator[AgendaCheck]:
    if not draft.items:
        yield AgendaCheck("error", "The agenda has no items.")


def _titles(draft: Draft) -> Iterator[AgendaCheck]:
    for item in draft.items:
        if not item.title.strip():
            yield AgendaCheck("error", f"{named(item)}, has no title.", item.id)


def _any_other_business(draft: Draft) -> Iterator[AgendaCheck]:
    """Under the Act nothing is taken that the agenda does not name, but as urgent (s100B(4))."""
    for item in draft.items if draft.is_statutory else ():
        if item.id not in draft.exempt_access and is_any_other_business(item):
            yield AgendaCheck(
                "warning",
                f"{named(item)}: business that the agenda does not name is taken only as a matter "
                f"of urgency (section 100B(4)). Call it “{URGENT_BUSINESS}”.",
                item.id,
                "any-other-business",
                remedy="retitle",
            )


def is_any_other_business(item: AgendaItem) -> bool:
    """Whether it is "Any other business", "AOB" or the like, says nothing of urgency, and has not
    gone out under that title."""
    is_urgent = "urgen" in item.title.casefold()
    return item.published_at is None and bool(_ANY_OTHER.match(item.title)) and not is_urgent


def _minutes_of_others(draft: Draft) -> Iterator[AgendaCheck]:
    """Another body's minutes are laid before the board as they stood, draft or agreed."""
    for item in draft.items:
        names_them = item.kind == ItemKind.ORDINARY and _MINUTES.search(item.title)
        is_bare = not (item.considerations or item.received or item.children)
        if names_them and is_bare and item.published_at is None and not waits_for_paper(item):
            yield AgendaCheck(
                "warning",
                f"{named(item)}, receives minutes, and none are attached. Attach them on the page "
                "of the item; they go out as they stand on the day.",
                item.id,
                "minutes-of-others",
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
                    revised=(consideration.report_id, earlier),
                )


def _background_papers(draft: Draft) -> Iterator[AgendaCheck]:
    """Every report lists its background papers, or says that there are none (s100D)."""
    for item, report in _reports(draft):
        if trouble := _background_trouble(draft, report):
            sentence = f"{named(item)}: {trouble} (section 100D)."
            yield AgendaCheck("warning", sentence, item.id, f"background-{report.id}")


def _background_trouble(draft: Draft, report: Report) -> str:
    lists = [section.text for section in report.sections if section.key == BACKGROUND]
    if any(is_blank(text) for text in lists):
        return "the list of background papers is empty"
    is_open_to_public = draft.is_statutory and not report.is_held_back
    return "the report has no list of background papers" if is_open_to_public and not lists else ""


def _dates(draft: Draft) -> Iterator[AgendaCheck]:
    """A report says the date of the meeting it goes to."""
    meeting = draft.agenda.meeting
    for item, report in _reports(draft):
        wanted = report.wanted_on
        own = report.group_id == meeting.board_id and report.published_at is None
        if own and wanted is not None and wanted != meeting.on_date:
            yield AgendaCheck(
                "warning",
                f"{named(item)}: the report is dated {spoken(wanted)}, not "
                f"{spoken(meeting.on_date)}.",
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
    timing.clear_days,
    timing.urgency,
    timing.beyond_the_summons,
    timing.late_items,
    timing.late_reports,
    _any_other_business,
    _minutes_of_others,
    _papers_to_follow,
    _revised,
    closing.grounds,
    closing.telling_titles,
    closing.short_reasons,
    closing.deciding_officers,
    closing.reviews,
    closing.closed_papers,
    closing.covered,
    _background_papers,
    _dates,
    _minutes,
)
