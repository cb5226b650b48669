"""Planning the meetings of a year at once: the days are shown first, then all are planned."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.boards import queries as boards
from app.boards.services import usual_time
from app.foundation.web import auth
from app.foundation.web.auth import current_person
from app.foundation.web.done import done
from app.foundation.web.filters import count_of
from app.foundation.web.params import id_param
from app.foundation.web.submission import submit
from app.meetings import access, policy, queries, services
from app.meetings.forms import SeveralForm
from app.meetings.views.planning import bp


@bp.route("/several", methods=["GET", "POST"])
def several() -> ResponseReturnValue:
    """Plan several meetings of a board one clerks, every so many weeks."""
    access.meetings(may=policy.plan)
    form = _form()
    if not form.validate_on_submit():
        return _page(form), form.status
    board = boards.board_with_id(form.board_id.data)
    proposed = queries.proposed_days(
        board,
        first=form.first_on.data,
        weeks=form.weeks.data or 1,
        count=form.count.data or 1,
        at=form.starts_at.data or usual_time(board),
        venue=form.venue.data or board.usual_venue,
    )
    if "plan" not in request.form:
        return _page(form, proposed=proposed)
    ticked = request.form.getlist("day")
    submission = submit(
        form,
        lambda: services.plan_several(
            board,
            by=current_person(),
            days=[one.day for one in proposed if one.day.isoformat() in ticked],
            at=form.starts_at.data,
            venue=form.venue.data or None,
        ),
    )
    if not submission.is_done:
        return _page(form, proposed=proposed, refusal=submission.refusal), submission.status
    done(f"{board.name}: {count_of(len(submission.result), 'meeting')} planned.")
    return redirect(url_for("meetings.listing", board=board.id))


def _form() -> SeveralForm:
    scope = auth.scope()
    form = SeveralForm()
    form.board_id.offer([row for row in boards.choices() if row[0] in scope.clerked])
    if request.method == "GET" and request.args.get("board", type=id_param) in scope.clerked:
        form.board_id.data = request.args.get("board", type=id_param)
    return form


def _page(
    form: SeveralForm, *, proposed: list[queries.ProposedDay] | None = None, refusal: str = ""
) -> str:
    days = [one.day for one in proposed or []]
    return render_template(
        "meetings/several.html",
        form=form,
        proposed=proposed or [],
        refusal=refusal,
        unfilled=queries.closed_calendar().unfilled(days) if days else [],
    )
