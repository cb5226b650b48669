"""The page of a meeting, and the builder in which its clerk puts the agenda together."""

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.agendas import access, policy, queries, reading, services
from app.agendas.forms import AddForm
from app.agendas.models import Agenda, AgendaState, ItemKind, Publication
from app.agendas.reading import Line, every
from app.agendas.views import showing
from app.agendas.workflow import moves
from app.foundation import clock
from app.foundation.errors import Conflict
from app.foundation.readable import Reach
from app.foundation.web import gate, unit_of_work
from app.foundation.web.asked import number
from app.foundation.web.gate import me
from app.meetings.models import Meeting
from app.meetings.workflow import moves as meeting_moves
from app.reports.models import Report

bp = Blueprint("agendas", __name__, url_prefix="/meetings")


@bp.get("/<int:meeting_id>")
def show(meeting_id: int) -> ResponseReturnValue:
    """One meeting: its agenda and papers, as far as its reader may read them."""
    meeting, agenda, latest = access.meeting_with_agenda(meeting_id, may=policy.see)
    reach = gate.reach()
    runs = policy.begin(reach, meeting)
    lines: list[Line] = []
    if agenda is not None and runs:
        lines = reading.as_drafted(agenda, reach)
    elif latest is not None:
        lines = reading.as_issued(latest, reach)
    access.saw(reading.closed_rows(lines))
    dates = showing.dates_of(meeting, latest)
    waiting = showing.waiting_for(lines) if runs and agenda else []
    return render_template(
        "agendas/show.html",
        meeting=meeting,
        agenda=agenda,
        latest=latest,
        lines=lines,
        runs=runs,
        steps=showing.steps_of(meeting, latest, dates),
        facts=showing.facts_of(meeting),
        waiting=waiting,
        pressing=showing.pressing(meeting, dates, waiting) if runs else None,
        issued=showing.issued(latest),
        history=showing.history_of(meeting, agenda, runs=runs),
        moves={move.name for move in meeting_moves.open_to(reach, meeting)},
        may_publish=agenda is not None and bool(moves.open_to(reach, agenda)),
        unissued=_news(lines, latest) if runs and latest else [],
        has_begun=meeting.on_date <= clock.today(),
        word_url=_word_url(meeting),
    )


@bp.post("/<int:meeting_id>/agenda/begin")
def begin(meeting_id: int) -> ResponseReturnValue:
    """Begin the agenda from the board's standing items."""
    meeting = access.meeting(meeting_id, may=policy.begin)
    services.begin_agenda(meeting, by=me())
    flash("The agenda is begun with the standing items.", "success")
    return redirect(url_for("agendas.build", meeting_id=meeting.id))


@bp.get("/<int:meeting_id>/agenda")
def build(meeting_id: int) -> ResponseReturnValue:
    """The builder: every item in order, what waits for a place, and what is wrong."""
    agenda = access.agenda(meeting_id, may=policy.run)
    return builder(agenda, AddForm())


@bp.post("/<int:meeting_id>/agenda")
def add(meeting_id: int) -> ResponseReturnValue:
    """Add an item at the end of Part I."""
    agenda = access.agenda(meeting_id, may=policy.run)
    form = AddForm()
    if not form.sent():
        return builder(agenda, form), 422
    kind = ItemKind.HEADING if form.is_heading.data else ItemKind.ORDINARY
    item = services.add_item(agenda, by=me(), title=form.title.data, kind=kind)
    flash(f"Added as item {item.number}.", "success")
    return redirect(url_for("agendas.build", meeting_id=meeting_id, _anchor="title"))


@bp.post("/<int:meeting_id>/agenda/order")
def order(meeting_id: int) -> ResponseReturnValue:
    """Put all items in the order that was dragged together."""
    agenda = access.agenda(meeting_id, may=policy.run)
    ids = request.form.getlist("item_id", type=number)
    try:
        services.order_items(agenda, by=me(), ids=ids)
    except Conflict:
        unit_of_work.spoil()
        flash("Somebody else has changed this agenda meanwhile. This is how it stands.", "refusal")
        return builder(agenda, AddForm()), 409
    flash("The order is changed.", "success")
    return redirect(url_for("agendas.build", meeting_id=meeting_id))


def builder(agenda: Agenda, form: AddForm) -> str:
    """The page of the builder."""
    reach = gate.reach()
    lines = reading.as_drafted(agenda, reach)
    access.saw(reading.closed_rows(lines))
    waiting = waiting_for_place(agenda, reach)
    access.saw(waiting)
    return render_template(
        "agendas/build.html",
        meeting=agenda.meeting,
        agenda=agenda,
        lines=lines,
        form=form,
        checks=queries.checks(agenda),
        waiting=waiting,
        is_published=agenda.state == AgendaState.PUBLISHED,
    )


def waiting_for_place(agenda: Agenda, reach: Reach) -> list[Report]:
    """The reports this clerk may place here, those meant for this meeting first."""
    board, day = agenda.meeting.board, agenda.meeting.on_date
    found = queries.waiting_reports(board, reach=reach)
    return sorted(found, key=lambda report: report.wanted_on != day)


def _news(lines: list[Line], latest: Publication) -> list[Line]:
    """What a supplement would add: new items, papers that were to follow, items made open."""
    issued = latest.content["items"]
    opened = {item["id"] for item in issued if item["part"] == 2} & {
        line.id for line in lines if line.part == 1
    }
    return [line for line in every(lines) if line.has_news or line.id in opened]


def _word_url(meeting: Meeting) -> str:
    if "agendas.word" not in current_app.view_functions:
        return ""
    return url_for("agendas.word", meeting_id=meeting.id)
