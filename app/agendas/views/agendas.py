"""The page of a meeting, and the builder in which its clerk puts the agenda together."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.agendas import access, carrying, policy, queries, services
from app.agendas.events import MinutesAsked, MinutesTold
from app.agendas.forms import AddForm
from app.agendas.models import Agenda, AgendaState, ItemKind
from app.agendas.showing import draft, reading
from app.agendas.showing.reading import CLOSED_PART, AgendaLine, every
from app.agendas.views import showing
from app.agendas.views.builder import rows_of, waiting_rows
from app.agendas.views.meeting_page import MeetingPage, issues_of
from app.agendas.workflow import moves
from app.foundation import clock
from app.foundation.permissions import Scope
from app.foundation.questions import ask
from app.foundation.web import auth
from app.foundation.web.auth import current_person
from app.foundation.web.done import done
from app.foundation.web.forms import version_pressed
from app.foundation.web.params import id_param
from app.foundation.web.submission import press
from app.meetings import queries as meetings
from app.meetings.models import Meeting, MeetingState
from app.meetings.workflow import moves as meeting_moves
from app.people import queries as people
from app.reports import queries as reports
from app.reports.models import Report
from app.reports.policy import start as may_start

bp = Blueprint("agendas", __name__, url_prefix="/meetings")


@bp.get("/<int:meeting_id>")
def show(meeting_id: int) -> ResponseReturnValue:
    """One meeting: its agenda and papers, as far as its reader may read them."""
    meeting, agenda, latest = access.meeting_with_agenda(meeting_id, may=policy.see)
    scope = auth.scope()
    runs = policy.begin(scope, meeting)
    drafted = draft.as_drafted(agenda, scope) if agenda is not None and runs else []
    lines = reading.as_issued(latest, scope) if latest is not None else drafted
    unissued = showing.unissued(drafted, latest, meeting) if latest is not None else []
    access.log_views(reading.closed_rows([*lines, *unissued]))
    dates = showing.dates_of(meeting, latest)
    is_over = meetings.is_over(meeting)
    waiting = showing.waiting_for(drafted, meeting) if runs and not is_over else []
    page = MeetingPage(
        meeting=meeting,
        agenda=agenda,
        latest=latest,
        lines=lines,
        unissued=unissued,
        minutes=minutes_of(meeting, lines),
        runs=runs,
        is_over=is_over,
        may_publish=agenda is not None and bool(moves.open_to(scope, agenda)),
        moves=frozenset(move.name for move in meeting_moves.open_to(scope, meeting)),
        put_off=queries.agenda_put_off_to(meeting) if runs and agenda is None else None,
    )
    return render_template(
        "agendas/show.html",
        meeting=meeting,
        page=page,
        steps=showing.steps_of(
            meeting, latest, dates, showing.papers_on(drafted) if runs else showing.NOT_SAID
        ),
        facts=showing.facts_of(meeting),
        waiting=waiting,
        may_write=meeting.state == MeetingState.PLANNED and not is_over and may_start(scope),
        pressing=showing.pressing(meeting, dates, waiting) if runs else None,
        unfilled=dates.unfilled if dates and meeting.board.notice_days else (),
        issues=issues_of(agenda, latest, runs=runs),
        history=people.history_of(
            *((meeting, agenda) if agenda else (meeting,)),
            tags=() if runs else policy.TOLD_TO_EVERYBODY,
            limit=5,
        ),
    )


@bp.get("/<int:meeting_id>/agenda/reports/<int:report_id>")
def report(meeting_id: int, report_id: int) -> ResponseReturnValue:
    """A report as it was issued with this agenda, whatever has become of it since.

    A revised one is addressed by its version, which a preview names before it exists.
    """
    meeting = access.meeting(meeting_id, may=policy.see)
    report = access.report(report_id, may=policy.read_paper)
    number = request.args.get("version", type=id_param)
    if number is None:
        issued = queries.version_issued(meeting, report)
    else:
        issued = reports.version_numbered(report, number, auth.scope())
    if issued is None or reports.issued_for(report, auth.scope()) is issued:
        return redirect(url_for("reports.show", report_id=report_id))
    return redirect(url_for("reports.version", report_id=report_id, number=issued.number))


@bp.post("/<int:meeting_id>/agenda/begin")
def begin(meeting_id: int) -> ResponseReturnValue:
    """Begin the agenda from the board's standing items, or from those of the postponed meeting."""
    meeting = access.meeting(meeting_id, may=policy.begin)
    if request.form.get("items") == "postponed":
        carrying.begin_with_postponed(meeting, by=current_person())
        done("The agenda is begun with the items of the postponed meeting.")
    else:
        services.begin_agenda(meeting, by=current_person())
        done("The agenda is begun with the standing items.")
    return redirect(url_for("agendas.build", meeting_id=meeting.id))


@bp.get("/<int:meeting_id>/agenda")
def build(meeting_id: int) -> ResponseReturnValue:
    """The builder: every item in order, what waits for a place, and what is wrong."""
    agenda = access.agenda(meeting_id, may=policy.run)
    return builder(agenda, AddForm(data={"under_id": request.args.get("under", type=id_param)}))


@bp.post("/<int:meeting_id>/agenda")
def add(meeting_id: int) -> ResponseReturnValue:
    """Add an item at the end of Part I."""
    agenda = access.agenda(meeting_id, may=policy.run)
    form = AddForm()
    form.under_id.offer(_groups(agenda))
    if not form.validate_on_submit():
        return builder(agenda, form), form.status
    group = queries.item_with_id(agenda, form.under_id.data) if form.under_id.data else None
    kind = ItemKind.HEADING if form.is_heading.data else ItemKind.ORDINARY
    item = services.add_item(
        agenda, by=current_person(), title=form.title.data, kind=kind, parent=group
    )
    done(f"Added as item {item.number}.")
    next_under = item.id if kind == ItemKind.HEADING else item.parent_id
    return redirect(
        url_for("agendas.build", meeting_id=meeting_id, under=next_under, _anchor="title")
    )


@bp.post("/<int:meeting_id>/agenda/order")
def order(meeting_id: int) -> ResponseReturnValue:
    """Store the order after dragging."""
    agenda = access.agenda(meeting_id, may=policy.run)
    ids = request.form.getlist("item_id", type=id_param)
    submission = press(
        lambda: services.order_items(
            agenda, by=current_person(), ids=ids, version=version_pressed()
        )
    )
    if submission.conflict:
        flash("Somebody else has changed this agenda meanwhile. This is how it stands.", "refusal")
        return builder(agenda, AddForm()), submission.status
    done("The order is changed.")
    return redirect(url_for("agendas.build", meeting_id=meeting_id))


def builder(agenda: Agenda, form: AddForm) -> str:
    """The page of the builder."""
    scope = auth.scope()
    form.under_id.offer(_groups(agenda))
    lines = draft.as_drafted(agenda, scope)
    access.log_views(reading.closed_rows(lines))
    waiting = waiting_for_place(agenda, scope)
    access.log_views(waiting)
    return render_template(
        "agendas/build.html",
        meeting=agenda.meeting,
        agenda=agenda,
        open=list(rows_of([line for line in lines if line.part != CLOSED_PART])),
        closed=list(rows_of([line for line in lines if line.part == CLOSED_PART])),
        form=form,
        checks=queries.checks(agenda),
        waiting=waiting_rows(agenda, waiting, reports.titles_for(waiting, scope), lines),
        is_published=agenda.state == AgendaState.PUBLISHED,
    )


def _groups(agenda: Agenda) -> list[tuple[int, str]]:
    """The group headings under which an item can be added."""
    return [
        (item.id, f"{item.number} {item.title}")
        for item in queries.items_of(agenda)
        if item.kind == ItemKind.HEADING
    ]


def minutes_of(meeting: Meeting, lines: list[AgendaLine]) -> MinutesTold:
    """What published minutes say of these items and, for older publications, which minutes the
    agenda puts to the board; no query where there cannot be any."""
    agrees = any(one.kind == ItemKind.MINUTES and one.minutes is None for one in every(lines))
    if lines and (agrees or meeting.on_date <= clock.today()):
        return next(iter(ask(MinutesAsked(meeting, auth.scope()))), MinutesTold())
    return MinutesTold()


def waiting_for_place(agenda: Agenda, scope: Scope) -> list[Report]:
    """The reports this clerk may place here, those meant for this meeting first."""
    board, day = agenda.meeting.board, agenda.meeting.on_date
    found = queries.waiting_reports(board, scope=scope)
    return sorted(found, key=lambda report: report.wanted_on != day)
