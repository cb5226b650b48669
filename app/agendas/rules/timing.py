"""What the Act says of time: clear days, urgent business, and papers that come late."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from app.agendas.models import AgendaItem, AgendaState, ItemKind
from app.agendas.rules.draft import AgendaCheck, Draft, days, is_ready, named, spoken
from app.agendas.rules.schedule import joined
from app.boards.models import AccessLaw, BoardKind
from app.meetings.queries import clear_days_between, counted_from


def clear_days(draft: Draft) -> Iterator[AgendaCheck]:
    """Five clear days, or the reason why not (s100A(6)(a), s100B(4)(a))."""
    meeting, last = draft.agenda.meeting, draft.publish_by
    first_issue = draft.agenda.state == AgendaState.DRAFT
    if last is None or not first_issue or draft.issued_on <= last:
        return
    rule_of_days: Any = {"count": meeting.board.notice_count, "closed": draft.closed}
    left = clear_days_between(draft.issued_on, meeting.on_date, **rule_of_days)
    counted = counted_from(draft.issued_on, **rule_of_days)
    as_of = "" if counted == draft.issued_on else f", which counts as {spoken(counted)}"
    rule = _NOTICE.get(draft.law, f"the rule of this {meeting.board.word} asks")
    yield AgendaCheck(
        "warning",
        f"Issued now{as_of}, the agenda is open for {days(left)} before the meeting; {rule} for "
        f"{days(meeting.board.notice_days)}. The last day for that was {spoken(last)}.",
        about="clear-days",
    )


def late_items(draft: Draft) -> Iterator[AgendaCheck]:
    """Business added after the agenda was open needs the chair's reason (s100B(4)(b))."""
    last = draft.publish_by
    if draft.agenda.state == AgendaState.DRAFT or last is None or draft.issued_on <= last:
        return
    for item in draft.items:
        added = item.published_at is None and item.kind != ItemKind.EXCLUSION
        if added and not has_urgency(item):
            yield AgendaCheck(
                "error",
                f"{named(item)}, was added after {spoken(last)}. Record why the chair takes it as "
                f"a matter of urgency{_LATE[draft.law]}.",
                item.id,
            )


_NOTICE = {
    AccessLaw.ACT_1972: "sections 100A(6)(a) and 100B(4)(a) of the Local Government Act 1972 ask",
    AccessLaw.ACT_1960: "paragraph 10(2) of Schedule 12 to the Local Government Act 1972 asks",
}
_LATE = {
    AccessLaw.ACT_1972: " (section 100B(4)(b))",
    AccessLaw.ACT_1960: (
        ": the summons specifies the business (Local Government Act 1972, Schedule 12, paragraph "
        "10(2); Public Bodies (Admission to Meetings) Act 1960, section 1(4)(a))"
    ),
    AccessLaw.NONE: "",
}


def beyond_the_summons(draft: Draft) -> Iterator[AgendaCheck]:
    """At full council no business is taken that the summons did not specify, but what the annual
    meeting must do and urgent business under standing orders (Schedule 12, paragraph 4(5))."""
    meeting = draft.agenda.meeting
    if draft.agenda.state == AgendaState.DRAFT or meeting.board.kind != BoardKind.COUNCIL:
        return
    for item in draft.items:
        if item.published_at is None and is_business(item) and not has_urgency(item):
            yield AgendaCheck(
                "warning",
                f"{named(item)}, was not specified in the summons. Full council takes it only if "
                "the annual meeting must, or as urgent business under standing orders (Local "
                "Government Act 1972, Schedule 12, paragraph 4(5)).",
                item.id,
                "summons",
            )


def urgency(draft: Draft) -> Iterator[AgendaCheck]:
    """An agenda that is late for a meeting called in good time: its business is urgent, or it
    cannot be taken. Only a meeting *convened* at short notice needs no reason (s100B(4)(a))."""
    called = _called_in_time(draft)
    if draft.agenda.state != AgendaState.DRAFT or called is None:
        return
    without = [item for item in draft.items if is_business(item) and not has_urgency(item)]
    if without:
        yield AgendaCheck(
            "warning",
            f"The meeting was called on {spoken(called)}, in time for its clear days; "
            f"its agenda is late. {_listed(without)} can then only be taken as a matter of "
            "urgency, for special circumstances that the minutes specify (section 100B(4)(b)): "
            "record the chair’s reason for the meeting here, or for each item on its own page.",
            about="urgency",
        )


def late_reports(draft: Draft) -> Iterator[AgendaCheck]:
    """A report that comes late to an item that is out already (s100B(3) and (4))."""
    last = draft.publish_by
    if draft.agenda.state == AgendaState.DRAFT or last is None or draft.issued_on <= last:
        return
    for item in draft.items:
        for one in item.considerations if item.published_at is not None else ():
            if one.report_version_id is None and is_ready(one.report):
                yield AgendaCheck(
                    "warning",
                    f"{named(item)}: its report comes after {spoken(last)}, to an item "
                    f"that has been open since.{_law_of_late_reports(draft)} Say why it is late.",
                    item.id,
                    f"late-report-{one.report_id}",
                )


def is_business(item: AgendaItem) -> bool:
    """Whether it is business of its own, and not a heading, a standing item or the exclusion."""
    return item.kind == ItemKind.ORDINARY and not item.children


def has_urgency(item: AgendaItem) -> bool:
    """Whether the chair's reason for taking it as urgent is recorded."""
    return item.is_late and bool(item.late_reason.strip())


def _called_in_time(draft: Draft) -> date | None:
    """The day of the call, if the agenda is late for a meeting called with enough notice."""
    called, last = draft.convened_on, draft.publish_by
    if not draft.is_statutory or called is None or last is None:
        return None
    return called if called <= last < draft.issued_on else None


def _law_of_late_reports(draft: Draft) -> str:
    if not draft.is_statutory:
        return ""
    return (
        " Reports are open five clear days before the meeting, or as soon as members have them, "
        "and an item is taken on such notice or as a matter of urgency (section 100B(3) and (4))."
    )


def _listed(items: list[AgendaItem]) -> str:
    numbers = [item.number for item in items]
    return f"{'Item' if len(numbers) == 1 else 'Items'} {joined(numbers)}"
