"""The checks before minutes are published, and publishing them."""

from collections.abc import Sequence

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.foundation.web.auth import current_person
from app.foundation.web.done import done
from app.foundation.web.forms import version_pressed
from app.meetings import queries as meetings
from app.meetings.workflow import not_yet_begun
from app.minutes import access, attending, checking, excluding, policy, queries, services
from app.minutes.forms import PublishForm
from app.minutes.models import Minutes
from app.minutes.views.reading import bp
from app.minutes.views.sheet import address


@bp.post("/meetings/<int:meeting_id>/minutes/exclusion")
def exclude(meeting_id: int) -> ResponseReturnValue:
    """Let the resolution to exclude press and public name every exempt item."""
    minutes = access.minutes(meeting_id, may=policy.write)
    minute = services.exclude_for_all(minutes, by=current_person(), edition=version_pressed())
    done("The resolution to exclude press and public names every exempt item.")
    return redirect(address(minute), code=303)


@bp.get("/meetings/<int:meeting_id>/minutes/publish")
def check(meeting_id: int) -> ResponseReturnValue:
    """What stands against publishing these minutes."""
    minutes = access.minutes(meeting_id, may=policy.write)
    form = PublishForm(data={"version": queries.edition_of(minutes)})
    return _publishing(minutes, _asked(form, minutes))


@bp.post("/meetings/<int:meeting_id>/minutes/publish")
def publish(meeting_id: int) -> ResponseReturnValue:
    """Publish the minutes as a draft."""
    minutes = access.minutes(meeting_id, may=policy.write)
    form = _asked(PublishForm(), minutes)
    if not form.validate_on_submit():
        return _publishing(minutes, form), 422
    services.publish(
        minutes,
        by=current_person(),
        edition=form.version.data,
        attendance_is_right="attendance_is_right" in form,
    )
    done("The draft minutes are published.")
    return redirect(url_for("minutes.show", meeting_id=meeting_id), code=303)


def _asked(form: PublishForm, minutes: Minutes) -> PublishForm:
    """Leave out what need not be ticked: no warnings, or an attendance that is checked."""
    codes = {one.code for one in checking.checks(minutes) if one.level == "warning"}
    if "unchecked" not in codes:
        del form.attendance_is_right
    if not codes - {"unchecked"}:
        del form.checked
    return form


def _publishing(minutes: Minutes, form: PublishForm) -> str:
    checks, meeting = checking.checks(minutes), minutes.meeting
    return render_template(
        "minutes/publish.html",
        meeting=meeting,
        minutes=minutes,
        form=form,
        errors=[one for one in checks if one.level == "error"],
        warnings=[one for one in checks if one.level == "warning" and one.code != "unchecked"],
        came=_came(minutes),
        waiting=any(one.code == "unnumbered" for one in checks) and not not_yet_begun(meeting),
        is_open=minutes.state in queries.BEING_WRITTEN,
        counts=checking.counts_of(minutes),
        exclusion=_wanting(minutes, checks),
    )


def _came(minutes: Minutes) -> list[tuple[str, str]]:
    """Who came, in the groups of the record, to be read once more before it is published."""
    rows, meeting = meetings.attendance_of(minutes.meeting), minutes.meeting
    groups = attending.groups_of(meeting, rows, queries.roles_at(meeting))
    return [(label, ", ".join(map(str, people))) for label, people in groups]


def _wanting(minutes: Minutes, checks: Sequence[checking.Check]) -> str:
    """The words that the resolution to exclude wants, if that is found."""
    if minutes.published_at is not None or all(one.code != "uncovered" for one in checks):
        return ""
    return excluding.words_wanting(minutes, queries.entries_of(minutes))
