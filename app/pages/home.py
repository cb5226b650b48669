"""The first page: what needs the reader, the coming meetings, and how the actions stand."""

from calendar import Calendar
from dataclasses import dataclass
from datetime import date

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from app.actions import queries as actions
from app.actions.queries import Tally
from app.boards.models import Board
from app.foundation import clock
from app.foundation.db import db
from app.foundation.permissions import Scope
from app.foundation.web import auth, request_transaction
from app.foundation.web.auth import any_signed_in
from app.foundation.web.filters import relative_day, short_day
from app.meetings import policy as meetings_policy
from app.meetings import queries as meetings
from app.meetings.models import Meeting
from app.meetings.views.calendar import Linked, linked
from app.pages import action_needs, needs
from app.pages.coming import (
    AHEAD,
    ComingMeeting,
    PastMeeting,
    circle,
    coming,
    near,
    past,
    published_lately,
    to_follow,
)
from app.pages.needs import Need, WorkingCalendar
from app.reports import policy as reports_policy
from app.reports import queries as reports
from app.reports.models import Report, ReportState
from app.reports.queries import Desk

bp = Blueprint("home", __name__)
MOST_NEEDS = 12
MOST_MEETINGS = 6
MOST_PUBLISHED = 5
MOST_PARTS = 4
LATE_IN_THE_MONTH = 20


@bp.get("/")
@any_signed_in
def index() -> ResponseReturnValue:
    """The first page; the number of queries does not depend on how much there is."""
    scope, today = auth.scope(), clock.today()
    shut, months, board_ids = meetings.closed_calendar(), _months(today), circle(scope)
    hours = WorkingCalendar(today, shut.days)
    horizon = max(months[-1][1] + meetings.NOTICE_AHEAD, today + AHEAD)
    around = near(board_ids, months[0][0], until=horizon)
    ahead = coming(scope, around, today=today, closed=hours.closed)
    behind, desk = past(scope, today=today), reports.desk_of(scope)
    tallies = actions.tallies(scope, today=today, board_ids=board_ids)
    waiting = _needs(scope, hours, ahead, behind, desk, tallies)
    return render_template(
        "home/index.html",
        today=today,
        needs=[_with_due_words(need, today) for need in waiting[:MOST_NEEDS]],
        more=max(len(waiting) - MOST_NEEDS, 0),
        coming=[one for one in ahead if meetings_policy.run(scope, one.meeting)][:MOST_MEETINGS]
        or ahead[:MOST_MEETINGS],
        months=[_month(first, after, around, shut.names, ahead) for first, after in months],
        unfilled=shut.unfilled([today, *(one.meeting.on_date for one in ahead)]),
        bars=actions.summed(tallies),
        has_boards=board_ids is not None,
        parts=_parts(desk.mine, behind, today)[:MOST_PARTS],
        published=[] if scope.clerked else published_lately(scope, most=MOST_PUBLISHED),
        is_ready=needs.is_ready,
        may_plan=meetings_policy.plan(scope),
        may_write=reports_policy.start(scope),
    )


@dataclass(frozen=True)
class Month:
    """A month as the small calendar shows it."""

    first: date
    weeks: list[list[date]]
    events: Linked


@dataclass(frozen=True)
class ShownNeed:
    """One line of what needs the reader."""

    need: Need
    when: str
    when_more: str
    late: bool


def _needs(
    scope: Scope,
    hours: WorkingCalendar,
    ahead: list[ComingMeeting],
    behind: list[PastMeeting],
    desk: Desk,
    tallies: list[Tally],
) -> list[Need]:
    boards = {board.id: board for board in db.session.scalars(select(Board))}
    names = {board_id: board.name for board_id, board in boards.items()}
    missing = to_follow(ahead, scope)
    found = [
        *needs.of_agendas(ahead, scope, hours),
        *needs.of_reports_to_follow(missing),
        *needs.of_minutes(behind),
        *needs.of_summaries(scope),
        *needs.of_exemptions(scope, hours),
        *action_needs.of_late_actions(tallies, scope, names),
        *action_needs.of_reviews(tallies, ahead, scope, hours),
        *action_needs.of_my_actions(scope, names, hours),
        *needs.of_my_reports(desk.mine, boards, hours),
        *needs.of_clearance(desk.waiting, scope, boards, hours, missing),
        *needs.of_papers(ahead, scope, hours),
        *needs.of_past_papers(scope),
        *needs.of_the_house(scope),
    ]
    return needs.in_order(found, hours.today)


def _with_due_words(need: Need, today: date) -> ShownNeed:
    """When it is due, in two short lines."""
    day = need.day
    if day is None:
        return ShownNeed(
            need, "Waiting", f"since {_in_short(need.since)}" if need.since else "", False
        )
    if day < today:
        return ShownNeed(need, "Overdue", f"since {_in_short(day)}", True)
    near = relative_day(day, today)
    if near in ("Today", "Tomorrow"):
        return ShownNeed(need, near, short_day(day), False)
    return ShownNeed(need, f"{day:%A}", _in_short(day), False)


def _in_short(day: date) -> str:
    return f"{day.day} {day:%b}"


def _months(today: date) -> list[tuple[date, date]]:
    """This month, and towards its end also the next, each as a range of days."""
    first = today.replace(day=1)
    after = meetings.next_month(first)
    later = [(after, meetings.next_month(after))] if today.day > LATE_IN_THE_MONTH else []
    return [(first, after), *later]


def _month(
    first: date,
    after: date,
    around: list[Meeting],
    shut: dict[date, str],
    ahead: list[ComingMeeting],
) -> Month:
    weeks = Calendar().monthdatescalendar(first.year, first.month)
    issued = [one.meeting.id for one in ahead if one.is_published]
    events = meetings.events_between(first, after, around, closed=shut, issued=issued)
    return Month(first, weeks, linked(events))


def _parts(
    mine: list[Report], behind: list[PastMeeting], today: date
) -> list[tuple[str, str, str]]:
    """The reader's drafts: words, link, how far they are."""
    drafts = [report for report in mine if report.state == ReportState.DRAFT]
    found = []
    for report in sorted(drafts, key=lambda one: one.changed_at, reverse=True)[:MOST_PARTS]:
        request_transaction.log_view(report)
        changed = report.changed_at.astimezone(clock.LONDON).date()
        said = "today" if changed == today else f"on {short_day(changed)}"
        url = url_for("reports.begin", report_id=report.id)
        found.append((report.title, url, f"Report, changed {said}"))
    for one in behind:
        if one.minutes is not None and one.written < one.entries:
            url = url_for("minutes.write", meeting_id=one.meeting.id)
            said = f"Minutes, {one.written} of {one.entries} written"
            found.append((needs.name_of(one.meeting), url, said))
    return found
