"""Adding an action to a minute."""

from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from app.actions import queries, services
from app.actions.forms import ActionForm
from app.actions.views.blueprint import bp
from app.foundation.db import db
from app.foundation.web import auth
from app.foundation.web.auth import current_person
from app.foundation.web.done import done
from app.foundation.web.submission import submit
from app.meetings import access as meetings_access
from app.meetings import policy as meetings_policy
from app.meetings.models import Meeting
from app.minutes import access as minutes_access
from app.minutes import policy as minutes_policy
from app.minutes.events import AddingAsked
from app.minutes.views import reading, taking
from app.people import queries as people
from app.people.models import Organisation, Person, Post


@bp.route("/meetings/<int:meeting_id>/actions/new", methods=["GET", "POST"])
def new(meeting_id: int) -> ResponseReturnValue:
    """Make an action of one of a meeting's minutes."""
    meeting = meetings_access.meeting(meeting_id, may=meetings_policy.run)
    minutes = queries.minutes_of_meeting(meeting, auth.scope())
    back = url_for("actions.of_meeting", meeting_id=meeting.id)
    form = offer(ActionForm())
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


PAGES = {"write": taking.with_action, "read": reading.with_action}
"""The pages of a minute on which an action is added, by the name that its form carries."""


@bp.post("/meetings/<int:meeting_id>/minutes/<int:minute_id>/actions")
def add(meeting_id: int, minute_id: int) -> ResponseReturnValue:
    """Add an action on the page of its minute, which is shown again with the new action."""
    minute = minutes_access.minute(meeting_id, minute_id, may=minutes_policy.write)
    meeting, form = minute.minutes.meeting, _under_minute(minute.minutes.meeting)
    page = request.form.get("page", "write")
    submission = submit(
        form,
        lambda: services.add_action(
            by=current_person(),
            board=meeting.board,
            minute=minute,
            made_on=meeting.on_date,
            **values_of(form),
        ),
    )
    if not submission.is_done:
        drawn = _drawn(form, meeting.id, minute.id, page, refusal=submission.refusal)
        return PAGES.get(page, taking.with_action)(minute, drawn), submission.status
    done("The action is added.")
    place = f"action-{submission.result.id}"
    where: dict[str, Any] = {"meeting_id": meeting.id, "at": place, "_anchor": place}
    if page == "read":
        return redirect(url_for("minutes.show", **where), code=303)
    return redirect(url_for("minutes.write_one", minute_id=minute.id, **where), code=303)


def answer_minutes(question: AddingAsked) -> Markup:
    """Answers minutes: the form of a new action, for the page of its minute."""
    meeting = meetings_access.meeting(question.meeting_id, may=meetings_policy.run)
    form = _under_minute(meeting, formdata=None)
    return _drawn(form, question.meeting_id, question.minute_id, question.page)


def _under_minute(meeting: Meeting, **given: Any) -> ActionForm:
    """The form on a minute's own page; its names differ from those of the form of the minute."""
    form = offer(ActionForm(prefix="action-", **given))
    del form.correcting, form.version, form.minute_id
    form.made_at(meeting.on_date)
    return form


def _drawn(
    form: ActionForm, meeting_id: int, minute_id: int, page: str, *, refusal: str = ""
) -> Markup:
    return Markup(  # noqa: S704  # drawn by a template, which escapes
        render_template(
            "actions/_adding.html",
            form=form,
            meeting_id=meeting_id,
            minute_id=minute_id,
            page=page,
            refusal=refusal,
            is_open=page == "read" or bool(form.errors or refusal),
        )
    )


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
