"""The pages of meetings: calendar, list, plan, change, call off, and attendance."""

from calendar import Calendar
from datetime import date, timedelta

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.boards import queries as boards
from app.foundation import clock
from app.foundation.db import db
from app.foundation.web import auth
from app.foundation.web.auth import any_signed_in, current_person
from app.foundation.web.done import done
from app.foundation.web.filters import day as day_of
from app.foundation.web.forms import version_pressed
from app.foundation.web.params import id_param, page_number, parse_day
from app.foundation.web.submission import submit
from app.meetings import access, policy, queries, services
from app.meetings.forms import CancelForm, ChangeForm, PlanForm, PostponeForm, ReinstateForm
from app.meetings.models import Meeting
from app.meetings.views.calendar import linked
from app.people import queries as people

bp = Blueprint("meetings", __name__, url_prefix="/meetings")
PER_PAGE = 25
CHANGES = ("change", "move-at-short-notice", "reinstate", "cancel", "postpone", "plan")
"""The audit verbs after which a meeting's form shows something else."""


@bp.get("")
@any_signed_in
def index() -> ResponseReturnValue:
    """The month's calendar of meetings and publication days."""
    first = _month(request.args.get("month", ""))
    board_id = request.args.get("board", type=id_param)
    shut, board_ids = queries.closed_calendar(), [board_id] if board_id else None
    return render_template(
        "meetings/index.html",
        first=first,
        before=first - timedelta(days=1),
        after=(first + timedelta(days=31)).replace(day=1),
        weeks=Calendar().monthdatescalendar(first.year, first.month),
        events=linked(queries.month_of(first, scope=auth.scope(), shut=shut, board_ids=board_ids)),
        unfilled=shut.unfilled([first]),
        boards=boards.choices(),
        board_id=board_id,
        today=clock.today(),
        may_plan=policy.plan(auth.scope()),
    )


@bp.get("/list")
@any_signed_in
def listing() -> ResponseReturnValue:
    """Meetings to come, or past ones, as a list."""
    past = request.args.get("past", "") == "1"
    board_id = request.args.get("board", type=id_param)
    today = clock.today()
    chosen = queries.listed(
        board_ids=[board_id] if board_id else None,
        from_on=None if past else today,
        to_on=today - timedelta(days=1) if past else None,
        newest_first=past,
    )
    page = db.paginate(chosen, per_page=PER_PAGE, page=page_number(), error_out=False)
    shut = queries.closed_calendar()
    deadlines = {m.id: queries.deadlines_of(m, closed=shut.days) for m in page.items}
    return render_template(
        "meetings/listing.html",
        page=page,
        deadlines=deadlines,
        unfilled=shut.unfilled(day for one in deadlines.values() for day in one.days),
        papers=queries.papers_of(page.items, auth.scope()),
        past=past,
        boards=boards.choices(),
        board_id=board_id,
        today=today,
        may_plan=policy.plan(auth.scope()),
    )


@bp.route("/new", methods=["GET", "POST"])
def new() -> ResponseReturnValue:
    """Plan a meeting of a board one clerks."""
    access.meetings(may=policy.plan)
    scope = auth.scope()
    form = PlanForm()
    form.board_id.offer([row for row in boards.choices() if row[0] in scope.clerked])
    if request.method == "GET" and request.args.get("board", type=id_param) in scope.clerked:
        form.board_id.data = request.args.get("board", type=id_param)
    submission = submit(form, lambda: _plan(form))
    if not submission.is_done:
        return submission.render("meetings/new.html")
    planned = submission.result
    done(f"The meeting of {planned.board.name} on {day_of(planned.on_date)} is planned.")
    return _to(planned)


def _plan(form: PlanForm) -> Meeting:
    return services.plan_meeting(
        boards.board_with_id(form.board_id.data),
        by=current_person(),
        on=form.on_date.data,
        at=form.starts_at.data,
        venue=form.venue.data or None,
        is_extraordinary=form.is_extraordinary.data,
        is_annual=form.is_annual.data,
        is_sure=form.is_sure.data,
    )


@bp.route("/<int:meeting_id>/change", methods=["GET", "POST"])
def change(meeting_id: int) -> ResponseReturnValue:
    """Change a planned meeting's day, time or place."""
    meeting = access.meeting(meeting_id, may=policy.run)
    form = ChangeForm(obj=meeting)
    submission = submit(
        form,
        lambda: services.change_meeting(
            meeting,
            by=current_person(),
            on=form.on_date.data,
            at=form.starts_at.data,
            venue=form.venue.data,
            version=form.version.data,
            is_sure=form.is_sure.data,
            reason=form.reason.data or "",
            is_annual=form.is_annual.data,
        ),
        saved_form=lambda: ChangeForm(formdata=None, obj=meeting),
        last_saved=lambda: people.last_done(meeting, *CHANGES, reader_id=auth.scope().person_id),
        not_compared=["reason"],
    )
    if not submission.is_done:
        return submission.render("meetings/change.html", meeting=meeting)
    done("The meeting is changed.")
    return _to(meeting)


@bp.route("/<int:meeting_id>/cancel", methods=["GET", "POST"])
def cancel(meeting_id: int) -> ResponseReturnValue:
    """Call a meeting off, with a reason."""
    meeting = access.meeting(meeting_id, may=policy.run)
    form = CancelForm(data={"version": meeting.version})
    submission = submit(
        form,
        lambda: services.cancel(
            meeting, by=current_person(), reason=form.reason.data, version=form.version.data
        ),
    )
    if not submission.is_done:
        return submission.render("meetings/cancel.html", meeting=meeting)
    done("The meeting is cancelled. You can reinstate it from its page.")
    return _to(meeting)


@bp.route("/<int:meeting_id>/postpone", methods=["GET", "POST"])
def postpone(meeting_id: int) -> ResponseReturnValue:
    """Put a meeting off to another day."""
    meeting = access.meeting(meeting_id, may=policy.run)
    form = PostponeForm(data={"version": meeting.version})
    submission = submit(
        form,
        lambda: services.postpone(
            meeting,
            by=current_person(),
            reason=form.reason.data,
            to_on=form.on_date.data,
            at=form.starts_at.data,
            is_sure=form.is_sure.data,
            notice_reason=form.notice_reason.data or "",
            version=form.version.data,
        ),
    )
    if not submission.is_done:
        return submission.render("meetings/postpone.html", meeting=meeting)
    done("The meeting is postponed; this is the new one.")
    return _to(submission.result)


@bp.post("/<int:meeting_id>/hold")
def hold(meeting_id: int) -> ResponseReturnValue:
    """Record that a meeting took place."""
    meeting = access.meeting(meeting_id, may=policy.run)
    services.hold(meeting, by=current_person(), version=version_pressed())
    done("The meeting is recorded as held. Record who came.")
    return redirect(url_for("attendance.show", meeting_id=meeting.id))


@bp.route("/<int:meeting_id>/reinstate", methods=["GET", "POST"])
def reinstate(meeting_id: int) -> ResponseReturnValue:
    """Take a cancellation back; the page is shown where something else is on meanwhile."""
    meeting = access.meeting(meeting_id, may=policy.run)
    form = ReinstateForm(data={"version": meeting.version})
    submission = submit(
        form,
        lambda: services.reinstate(
            meeting, by=current_person(), version=form.version.data, is_sure=form.is_sure.data
        ),
    )
    if not submission.is_done:
        return submission.render("meetings/reinstate.html", meeting=meeting)
    done("The meeting is planned again.")
    return _to(meeting)


def _to(meeting: Meeting) -> ResponseReturnValue:
    return redirect(url_for("agendas.show", meeting_id=meeting.id))


def _month(words: str) -> date:
    """The first of the month that the address names, or of this month."""
    return parse_day(f"{words}-01") or clock.today().replace(day=1)
