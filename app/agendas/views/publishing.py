"""Publishing: what is still wrong, what the public will get, and doing it."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.agendas import access, policy, queries, services
from app.agendas.forms import PublishForm
from app.agendas.models import Agenda, AgendaState, LaterPapers, Publication, name_of_issue
from app.agendas.publishing.snapshot import Composed
from app.agendas.showing import reading
from app.agendas.showing.front import front_sheet
from app.agendas.showing.reading import AgendaLine, Closed
from app.foundation.web import auth
from app.foundation.web.auth import current_person
from app.foundation.web.done import done
from app.foundation.web.submission import submit

publications_bp = Blueprint(
    "publications", __name__, url_prefix="/meetings/<int:meeting_id>/agenda/publish"
)

CHANGED = (
    "This agenda has been changed since you looked at it. Nothing has been published; this is how "
    "it stands now."
)


@publications_bp.route("", methods=["GET", "POST"])
def publish(meeting_id: int) -> ResponseReturnValue:
    """Publish the agenda, or a supplement to it, after a look at what will go out."""
    agenda = access.agenda(meeting_id, may=policy.run)
    form = PublishForm()
    submission = submit(
        form,
        lambda: services.publish(
            agenda,
            by=current_person(),
            reason=form.reason.data or "",
            urgency=form.urgency.data or "",
            kind=LaterPapers(form.kind.data) if form.kind.data else None,
            version=form.version.data,
        ),
    )
    if not submission.is_done:
        refusal = CHANGED if submission.conflict else submission.refusal
        return _page(agenda, form, refusal=refusal), submission.status
    done(_told(submission.result))
    return redirect(url_for("agendas.show", meeting_id=meeting_id))


def _told(issued: Publication) -> str:
    last = issued.content["issued"][-1]
    if not issued.number:
        return "The agenda is published."
    return f"{name_of_issue(last)} {'are' if 'kind' in last else 'is'} published."


def _page(agenda: Agenda, form: PublishForm, *, refusal: str = "") -> str:
    """The preview of what would be issued now, as the public or as members would read it."""
    form.version.data = agenda.version
    composed = services.preview(agenda)
    for_members = request.args.get("as") == "members"
    lines = _lines(agenda, composed, for_members=for_members)
    earlier, checks = queries.publications_of(agenda), queries.checks(agenda)
    if not earlier:
        del form.kind
    elif not form.kind.data:
        form.kind.data = services.likely_kind(agenda).value
    if not any(check.about == "urgency" for check in checks):
        del form.urgency
    answered, reasons = queries.answered_in(earlier), {one.number: one.reason for one in earlier}
    return render_template(
        "agendas/publish.html",
        meeting=agenda.meeting,
        agenda=agenda,
        form=form,
        refusal=refusal,
        checks=[check for check in checks if check.key not in answered],
        answered=[
            (check, answered[check.key], reasons[answered[check.key]])
            for check in checks
            if check.key in answered
        ],
        errors=[check for check in checks if check.level == "error"],
        content=composed.content,
        front=front_sheet(composed.content),
        lines=lines,
        for_members=for_members,
        is_supplement=agenda.state == AgendaState.PUBLISHED,
        is_news=not earlier or services.has_news(composed, after=earlier[0]),
    )


def _lines(agenda: Agenda, composed: Composed, *, for_members: bool) -> list[AgendaLine]:
    """The lines of the preview; a clerk's view of closed wording is logged."""
    rows = queries.exempt_wordings(agenda, auth.scope())
    closed = {item_id: Closed(composed.closed[item_id], row) for item_id, row in rows.items()}
    lines = reading.lines_of(composed.content, closed, auth.scope())
    if not for_members:
        return reading.for_the_public(lines)
    access.log_views(reading.closed_rows(lines))
    return lines
