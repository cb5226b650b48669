"""Beginning a report: the board first, then its meetings and the template it writes in."""

from collections.abc import Mapping, Sequence
from datetime import date

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.boards import queries as boards
from app.boards.models import Board
from app.foundation import clock
from app.foundation.db import db
from app.foundation.errors import Refused
from app.foundation.web.auth import current_person
from app.foundation.web.params import id_param
from app.foundation.web.submission import Submission, submit
from app.meetings import queries as meetings
from app.meetings.models import Meeting, MeetingState
from app.people import queries as people
from app.people.models import Person, PersonKind
from app.reports import access, policy, queries, services
from app.reports.forms import StartForm
from app.reports.models import Report, TemplateVersion
from app.reports.views.desk import bp

USUAL = "policy-board"
"""The template of a board that has named none."""


@bp.route("/new", methods=["GET", "POST"])
def new() -> ResponseReturnValue:
    """Begin a report for a board, perhaps for one of its meetings.

    A form sent without its last button only follows the board: nothing is begun.
    """
    access.anybody(may=policy.start)
    form = StartForm()
    form.board_id.offer(boards.choices())
    if request.method == "GET":
        _preset(form)
    _offer(form)
    if request.method == "GET" or "start" not in request.form:
        return _form_again(form)
    submission = submit(form, lambda: _start(form))
    if not submission.is_done:
        return submission.render("reports/new.html", told="")
    flash("The report is begun. Fill in its details, then write it section by section.")
    return redirect(url_for("reports.header", report_id=submission.result.id))


def _preset(form: StartForm) -> None:
    """The board and the meeting from whose page the reader comes."""
    form.board_id.data = request.args.get("board", type=id_param)
    wanted = request.args.get("meeting", type=id_param)
    meeting = next((one for one in coming_of(None) if one.id == wanted), None) if wanted else None
    if meeting is not None:
        form.board_id.data, form.meeting_id.data = meeting.board_id, meeting.id


def _offer(form: StartForm) -> None:
    """Offer what suits the board: its coming meetings, and its usual template by name."""
    board = _board(form)
    templates = [(one.key, one.name) for one in queries.templates()]
    if board is not None:
        usual = dict(templates).get(board.report_template or USUAL, "")
        form.template.blank = f"The usual one ({usual})" if usual else form.template.blank
    form.template.offer(templates)
    form.author_id.offer(people.choices(kinds=(PersonKind.OFFICER, PersonKind.PARTNER)))
    coming = coming_of(board.id) if board else []
    form.offer_meetings(coming, reports_in=reports_in(coming))


def _board(form: StartForm) -> Board | None:
    offered = {choice.value for choice in form.board_id.choices}
    chosen = form.board_id.data
    return boards.board_with_id(chosen) if chosen is not None and chosen in offered else None


def _form_again(form: StartForm) -> ResponseReturnValue:
    """The form with what suits the board; says so once, if the board is another than before."""
    if form.chosen() is None:
        form.meeting_id.data = None
    is_other = request.method == "POST" and request.form.get("shown") != str(form.board_id.data)
    return Submission(form).render("reports/new.html", told=_told(form) if is_other else "")


def _told(form: StartForm) -> str:
    count = len(form.coming)
    if not count:
        return "No meeting of this board is planned."
    return f"{count} coming {'meeting is' if count == 1 else 'meetings are'} offered."


def coming_of(board_id: int | None) -> Sequence[Meeting]:
    """The meetings still ahead for which a report can be written, of one board or of all."""
    ahead = meetings.listed(
        board_ids=None if board_id is None else [board_id], from_on=clock.today()
    )
    return db.session.scalars(ahead.where(Meeting.state == MeetingState.PLANNED)).all()


def reports_in(coming: Sequence[Meeting]) -> Mapping[int, date]:
    """By which day the reports of these meetings are to be in, of boards that give notice."""
    closed = meetings.closed_days()
    return {
        one.id: meetings.deadlines_of(one, closed=closed).reports_in
        for one in coming
        if one.board.notice_days
    }


def _start(form: StartForm) -> Report:
    board = boards.board_with_id(form.board_id.data)
    author = db.session.get(Person, form.author_id.data) if form.author_id.data else None
    return services.start_report(
        by=current_person(),
        template=_template(form, board.report_template),
        board=board,
        title=form.title.data,
        author=author,
        wanted_on=form.wanted(),
    )


def _template(form: StartForm, usual: str) -> TemplateVersion:
    on = form.wanted() or clock.today()
    found = queries.template_version(form.template.data or usual or USUAL, on=on)
    if found is None:
        raise Refused("Choose a template.", field="template")
    return found
