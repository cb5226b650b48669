"""Adding an action to a minute."""

from typing import Any

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.actions import queries, services
from app.actions.forms import ActionForm
from app.actions.views.blueprint import bp
from app.foundation.db import db
from app.foundation.web import auth
from app.foundation.web.auth import current_person
from app.foundation.web.done import done
from app.foundation.web.params import id_param
from app.foundation.web.submission import submit
from app.meetings import access as meetings_access
from app.meetings import policy as meetings_policy
from app.meetings.models import Meeting
from app.people import queries as people
from app.people.models import Organisation, Person, Post


@bp.route("/meetings/<int:meeting_id>/actions/new", methods=["GET", "POST"])
def new(meeting_id: int) -> ResponseReturnValue:
    """Make an action of one of a meeting's minutes."""
    meeting = meetings_access.meeting(meeting_id, may=meetings_policy.run)
    minutes = queries.minutes_of_meeting(meeting, auth.scope())
    minute_id = request.args.get("minute", type=id_param)
    back = _back(meeting, minute_id if minute_id in {one.id for one in minutes} else None)
    form = offer(ActionForm(data={"minute_id": minute_id}))
    del form.correcting, form.version
    form.minute_id.offer([(one.id, f"{one.printed} {one.heading}".strip()) for one in minutes])
    form.made_at(meeting.on_date)
    submission = submit(
        form,
        lambda: services.add_action(
            by=current_person(),
            board=meeting.board,
            minute=next(one for one in minutes if one.id == form.minute_id.data),
            made_on=meeting.on_date,
            **values_of(form),
        ),
    )
    if not submission.is_done:
        return submission.render("actions/new.html", meeting=meeting, back=back)
    done("The action is added.")
    return redirect(back, code=303)


def _back(meeting: Meeting, minute_id: int | None) -> str:
    """Where to go back to: the minute being written, or the meeting's list of actions."""
    if minute_id is None:
        return url_for("actions.of_meeting", meeting_id=meeting.id)
    return url_for("minutes.write_one", meeting_id=meeting.id, minute_id=minute_id)


def offer(form: ActionForm) -> ActionForm:
    """Offer whoever can own an action."""
    form.person_id.offer(people.choices())
    form.post_id.offer(queries.posts_to_choose())
    form.organisation_id.offer(queries.organisations_to_choose())
    return form


def values_of(form: ActionForm) -> dict[str, Any]:
    """What the form says of an action, as the services take it."""
    return {
        "text": form.text.data,
        "person": _row(Person, form.person_id.data),
        "post": _row(Post, form.post_id.data),
        "organisation": _row(Organisation, form.organisation_id.data),
        "owner_words": form.owner_words.data or "",
        "due_on": form.due_on.data,
        "due_words": form.due_words.data or "",
    }


def _row(model: type[Any], row_id: int | None) -> Any:
    return db.session.get(model, row_id) if row_id else None
