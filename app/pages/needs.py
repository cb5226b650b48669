"""What a reader has to do this week: each with its day, the reason, and one button."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from flask import url_for
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from app.agendas import queries as agendas
from app.archive import policy as archive_policy
from app.archive import queries as archive
from app.boards.models import Board
from app.foundation.db import db
from app.foundation.jobs.models import Job
from app.foundation.permissions import Scope
from app.foundation.web import request_transaction
from app.foundation.web.filters import count_of, local_day, plural
from app.meetings import queries as meetings
from app.meetings.models import Meeting, MeetingState
from app.minutes import queries as minutes
from app.pages.coming import ComingMeeting, PastMeeting
from app.people import queries as people_queries
from app.people import services as people
from app.reports import policy as reports_policy
from app.reports.models import ClearanceComment, Report, ReportState

IN_HAND = {ReportState.DRAFT: "a draft", ReportState.IN_CLEARANCE: "in clearance"}
SOON = timedelta(days=10)
AT_HAND = timedelta(days=3)
MOST_LOCKED_OUT = 6


@dataclass(frozen=True)
class Need:
    """One thing that waits for the reader."""

    title: str
    url: str
    why: str
    label: str
    """What its button says."""
    day: date | None = None
    """The day it is due; None if there is none."""
    since: date | None = None
    """Since when it has waited, where no rule sets a day."""
    weight: int = 1
    """The order among things of one day: 0 first."""
    is_new: bool = False
    """Whether nobody has looked at it yet: then it does not wait for its day."""


@dataclass(frozen=True)
class WorkingCalendar:
    """Today, and the days on which the offices are shut."""

    today: date
    closed: frozenset[date]

    def is_soon(self, day: date) -> bool:
        """Whether it is due within a week."""
        return day <= self.today + SOON


def in_order(needs: Iterable[Need], today: date) -> list[Need]:
    """Sorted by what cannot wait: missed days that the law sets, what is due within three days,
    what else is late, old chores without a day and what is new, and then by day."""
    return sorted(needs, key=lambda need: _place(need, today))


def _place(need: Need, today: date) -> tuple[int, int, date, int]:
    """Where it stands: group, then weight or day, whichever decides in that group."""
    day, first = need.day, need.weight == 0
    if day is not None and day < today:
        return (0 if first else 2, need.weight, day, 0)
    if day is not None and day <= today + AT_HAND:
        return (1, 0, day, need.weight)
    if day is None or need.is_new:
        return (3, need.weight, need.since or today, 0)
    return (4, 0, day, need.weight)


def of_agendas(
    ahead: Iterable[ComingMeeting], scope: Scope, clock: WorkingCalendar
) -> Iterator[Need]:
    """A clerk publishes agendas in time (LGA 1972 s100B)."""
    for one in ahead:
        day = one.publish_by or one.meeting.on_date - timedelta(days=1)
        clerked = one.meeting.board_id in scope.clerked
        if not clerked or one.is_published or not clock.is_soon(day):
            continue
        begun, ready = one.agenda is not None, is_ready(one)
        verb = "Begin" if not begun else "Publish" if ready else "Complete"
        yield Need(
            title=f"{verb} the agenda of {name_of(one.meeting)}",
            url=_to_publish(one.meeting) if begun and ready else _to_build(one.meeting),
            why=f"{_state_of(one)} {_deadline(one, day, clock)}",
            label=verb,
            day=day,
            weight=0,
        )


def _to_build(meeting: Meeting) -> str:
    return url_for("agendas.build", meeting_id=meeting.id)


def _to_publish(meeting: Meeting) -> str:
    """Where the agenda, or a supplement to it, is looked at once more and goes out."""
    return url_for("publications.publish", meeting_id=meeting.id)


def is_ready(one: ComingMeeting) -> bool:
    """Whether every paper is cleared and no item is empty."""
    return bool(one.papers) and one.ready == one.papers and not one.bare


def _state_of(one: ComingMeeting) -> str:
    if one.agenda is None:
        return "Nothing is on it yet."
    said = f"Papers ready: {one.ready} of {one.papers}." if one.papers else "It has no report yet."
    if one.bare:
        has = plural(one.bare, "has", "have")
        said += f" {count_of(one.bare, 'item')} {has} neither a paper nor words."
    return said


def _deadline(one: ComingMeeting, day: date, clock: WorkingCalendar) -> str:
    if one.publish_by is None:
        return "This board has no notice rule."
    days = count_of(one.meeting.board.notice_days, "clear day")
    if day < clock.today:
        return f"The last day for {days} is past; publishing now needs a reason (section 100B)."
    return f"Publish by {spoken_day(day)} to give {days}."


def of_minutes(behind: Iterable[PastMeeting]) -> Iterator[Need]:
    """A clerk records that a meeting took place, writes its minutes and publishes them."""
    for one in behind:
        name, meeting = name_of(one.meeting), one.meeting
        since = meeting.on_date
        if meeting.state == MeetingState.PLANNED:
            url = url_for("agendas.show", meeting_id=meeting.id)
            yield Need(
                f"Record whether {name} took place", url, "Its day is past.", "Record", since=since
            )
            continue
        url = url_for("minutes.write", meeting_id=meeting.id)
        if one.minutes is None:
            yield Need(f"Write the minutes of {name}", url, "Not begun.", "Begin", since=since)
        elif one.written < one.entries:
            why = f"{one.written} of {count_of(one.entries, 'minute')} written."
            yield Need(f"Finish the minutes of {name}", url, why, "Continue", since=since)
        else:
            why = "Every minute is written; readers do not see them yet."
            url = url_for("minutes.publish", meeting_id=meeting.id)
            yield Need(f"Publish the minutes of {name}", url, why, "Publish", since=since)


def of_summaries(scope: Scope) -> Iterator[Need]:
    """A clerk gives the public a summary of what minutes leave out (LGA 1972 s100C(2))."""
    if not scope.clerked:
        return
    for meeting, lacks in minutes.published_without_summary(scope.clerked):
        yield Need(
            title=f"Write a summary for the minutes of {name_of(meeting)}",
            url=url_for("minutes.show", meeting_id=meeting.id),
            why=f"Nothing is told of {count_of(lacks, 'exempt minute')} (section 100C(2)).",
            label="Write",
            since=meeting.on_date,
            weight=0,
        )


def of_exemptions(scope: Scope, clock: WorkingCalendar) -> Iterator[Need]:
    """A clerk looks again at what is exempt “if and so long as” (Schedule 12A, paragraph 10)."""
    if not scope.clerked:
        return
    count, first = agendas.exemptions_due(scope.clerked, until=clock.today + SOON)
    if first is not None:
        yield Need(
            title=f"Review {count_of(count, 'exemption')}",
            url=url_for("exemptions.index"),
            why="The day until which it is exempt comes or is past (Schedule 12A, paragraph 10).",
            label="Review",
            day=first,
        )


def of_my_reports(
    mine: Iterable[Report], boards: dict[int, Board], clock: WorkingCalendar
) -> Iterator[Need]:
    """An author finishes a draft in time for clearance, and answers what was sent back."""
    drafts = [report for report in mine if report.state == ReportState.DRAFT]
    sent_back = _sent_back(drafts)
    for report in drafts:
        day, comment = _in_by(report, boards, clock), sent_back.get(report.id)
        if comment is None and (day is None or not clock.is_soon(day)):
            continue
        request_transaction.log_view(report)
        board = boards.get(report.group_id)
        wanted = f"Wanted for {board.name if board else ''}" + (
            f" on {spoken_day(report.wanted_on)}." if report.wanted_on else "."
        )
        url = url_for("reports.begin", report_id=report.id)
        if comment is not None:
            why = f"{comment.by.full_name} sent it back: “{first_words(comment.text)}”"
            yield Need(f"Revise {report.title}", url, why, "Revise", day=day, weight=0)
        else:
            yield Need(f"Finish {report.title}", url, wanted, "Continue", day=day)


def _sent_back(drafts: list[Report]) -> dict[int, ClearanceComment]:
    """The last comment of a clearer on each of these drafts, if it was sent back; one query."""
    if not drafts:
        return {}
    rows = db.session.scalars(
        select(ClearanceComment)
        .where(ClearanceComment.report_id.in_([report.id for report in drafts]))
        .options(joinedload(ClearanceComment.by))
        .order_by(ClearanceComment.id)
    )
    last = {comment.report_id: comment for comment in rows}
    return {key: comment for key, comment in last.items() if comment.verdict == "sent back"}


def of_clearance(
    waiting: Iterable[Report],
    scope: Scope,
    boards: dict[int, Board],
    clock: WorkingCalendar,
    missing: Collection[tuple[Report, Meeting]] = (),
) -> Iterator[Need]:
    """Whoever was asked clears a report; the clerk chases what is late, once: not also as what is
    missing from a published agenda."""
    chased = {report.id for report, _ in missing}
    for report in waiting:
        day, board = _cleared_by(report, boards, clock), boards.get(report.group_id)
        author = report.author.full_name if report.author else "the clerk"
        for_board = f"For {board.name}" if board else "For a board"
        url = url_for("reports.show", report_id=report.id)
        if reports_policy.asked_to_clear(scope, report):
            request_transaction.log_view(report)
            why = f"{for_board}, written by {author}. It waits for your clearance."
            yield Need(f"Clear {report.title}", url, why, "Read and clear", day=day)
        elif day is not None and day < clock.today and report.id not in chased:
            request_transaction.log_view(report)
            why = f"{for_board}, written by {author}. It should have been cleared by now."
            yield Need(f"Chase the clearance of {report.title}", url, why, "Open", day=day)


def of_reports_to_follow(missing: Iterable[tuple[Report, Meeting]]) -> Iterator[Need]:
    """A clerk brings what a published agenda says is “to follow”."""
    for report, meeting in missing:
        request_transaction.log_view(report)
        author = report.author
        agenda = f"The published agenda of {name_of(meeting)} says “to follow”."
        if report.state == ReportState.CLEARED:
            url = _to_publish(meeting)
            title, label = f"Issue {report.title} with a supplement", "Issue"
            why = f"{agenda} The report is cleared."
        else:
            url = url_for("reports.show", report_id=report.id)
            title, label = f"Chase {report.title}", "Open"
            by = f", by {author.full_name}" if author else ""
            why = f"{agenda} The report is {IN_HAND[report.state]}{by}."
        yield Need(title, url, why, label, day=meeting.on_date, weight=0)


def of_papers(
    ahead: Iterable[ComingMeeting], scope: Scope, clock: WorkingCalendar
) -> Iterator[Need]:
    """A member reads the papers before the meeting."""
    for one in ahead:
        seated = one.meeting.board_id in scope.seated
        if not (seated and one.is_published and clock.is_soon(one.meeting.on_date)):
            continue
        on = spoken_day(local_day(one.issued))
        papers = count_of(one.papers, "report") if one.papers else "The agenda"
        yield Need(
            title=f"Read the papers for {name_of(one.meeting)}",
            url=url_for("agendas.show", meeting_id=one.meeting.id),
            why=f"{papers}, published on {on}." if on else f"{papers}, published.",
            label="Read",
            day=one.meeting.on_date,
        )


def of_the_house(scope: Scope) -> Iterator[Need]:
    """An administrator sees to work that failed and to people who are locked out; two queries."""
    if not scope.is_administrator:
        return
    failed = db.session.scalar(select(func.count(Job.id)).where(Job.failed_at.is_not(None)))
    if failed:
        was = plural(failed, "was", "were")
        yield Need(
            title=f"Look at {count_of(failed, 'piece')} of work that failed",
            url=url_for("administration.jobs"),
            why=f"Indexing or filing {was} given up after several attempts.",
            label="See jobs",
            weight=0,
        )
    refused = people.refused_until()
    for account in people_queries.accounts_with(list(refused)[:MOST_LOCKED_OUT]):
        yield Need(
            title=f"{account.person.full_name} is locked out",
            url=url_for("accounts.show", account_id=account.id),
            why="Too many failed attempts to sign in, on a device not used before.",
            label="See account",
        )


def of_past_papers(scope: Scope) -> Iterator[Need]:
    """Clerks and administrators say what past papers are; those with a mark wait closed."""
    if not archive_policy.keep(scope):
        return
    count, marked, since = archive.work_list()
    if count:
        why = "They are read, and are brought in once somebody says that they were read right."
        if marked:
            they = plural(marked, "bears a mark and waits", "bear a mark and wait")
            why += f" {marked} of them {they} closed."
        yield Need(
            title=f"Decide on {count_of(count, 'past paper')}",
            url=url_for("archive.proposals"),
            why=why,
            label="Decide",
            since=local_day(since),
        )


def name_of(meeting: Meeting) -> str:
    """A meeting as named in a sentence: Executive Board, 10 December."""
    return f"{meeting.board.name}, {meeting.on_date.day} {meeting.on_date:%B}"


def _in_by(report: Report, boards: dict[int, Board], clock: WorkingCalendar) -> date | None:
    cleared_by = _cleared_by(report, boards, clock)
    if cleared_by is None:
        return None
    return meetings.working_days_before(cleared_by, days=5, closed=clock.closed)


def _cleared_by(report: Report, boards: dict[int, Board], clock: WorkingCalendar) -> date | None:
    """The day by which a report must be cleared for the meeting it is wanted for."""
    board = boards.get(report.group_id)
    if board is None or report.wanted_on is None:
        return None
    publish_by = meetings.latest_issue(
        report.wanted_on,
        clear_days=board.notice_days,
        count=board.notice_count,
        closed=clock.closed,
    )
    return meetings.working_days_before(publish_by, days=2, closed=clock.closed)


def first_words(text: str) -> str:
    """The beginning of a text, in one line."""
    line = " ".join(text.split())
    return line if len(line) <= 90 else line[:90].rsplit(" ", 1)[0] + "…"


def spoken_day(day: date | None) -> str:
    """A day in a sentence: Thursday 10 December."""
    return f"{day:%A} {day.day} {day:%B}" if day else ""
