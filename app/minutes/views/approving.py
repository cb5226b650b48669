"""Recording whether a later meeting agreed published minutes."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.foundation.web.auth import current_person
from app.foundation.web.done import done
from app.foundation.web.forms import version_pressed
from app.foundation.web.submission import NOT_SUBMITTED, Submission, press, submit
from app.meetings.forms import meeting_choices
from app.minutes import access, policy, queries, services
from app.minutes.forms import AGREED, ApprovalForm
from app.minutes.models import Minutes
from app.minutes.views.reading import bp


@bp.get("/meetings/<int:meeting_id>/minutes/approval")
def approval(meeting_id: int) -> ResponseReturnValue:
    """What is recorded of the approval of these minutes, and a form to record it."""
    minutes = access.minutes(meeting_id, may=policy.approve)
    return _page(minutes, ApprovalForm(data={"version": minutes.version}))


@bp.post("/meetings/<int:meeting_id>/minutes/approval")
def approve(meeting_id: int) -> ResponseReturnValue:
    """Record whether the later meeting agreed them."""
    minutes = access.minutes(meeting_id, may=policy.approve)
    form = _offer(ApprovalForm(), minutes)
    submission = submit(form, lambda: _record(minutes, form))
    if not submission.is_done:
        return _page(minutes, form, submission)
    done("It is recorded, and every reader of the minutes sees it.")
    return redirect(url_for("minutes.show", meeting_id=meeting_id), code=303)


@bp.post("/meetings/<int:meeting_id>/minutes/approval/take-back")
def take_back_approval(meeting_id: int) -> ResponseReturnValue:
    """Take back what was recorded of their approval by mistake."""
    minutes = access.minutes(meeting_id, may=policy.approve)
    submission = press(
        lambda: services.take_back_approval(minutes, by=current_person(), version=version_pressed())
    )
    if submission.conflict:
        newer = {"version": submission.conflict.version}
        return _page(minutes, ApprovalForm(formdata=None, data=newer), submission)
    done("It is taken back.")
    return redirect(url_for("minutes.show", meeting_id=meeting_id), code=303)


def _record(minutes: Minutes, form: ApprovalForm) -> None:
    later = queries.meetings_that_may_agree(minutes)
    at_meeting = next(one for one in later if one.id == form.meeting_id.data)
    version = form.version.data
    if form.decision.data == AGREED:
        services.agree(
            minutes,
            by=current_person(),
            at_meeting=at_meeting,
            minute=form.minute.data,
            version=version,
        )
    else:
        services.not_agree(
            minutes,
            by=current_person(),
            at_meeting=at_meeting,
            reason=form.reason.data,
            version=version,
        )


def _page(
    minutes: Minutes, form: ApprovalForm, submission: Submission = NOT_SUBMITTED
) -> ResponseReturnValue:
    standing = queries.standing_of(minutes)
    page = render_template(
        "minutes/approval.html",
        meeting=minutes.meeting,
        minutes=minutes,
        form=_offer(form, minutes),
        refusal="" if submission.conflict else submission.refusal,
        has_changed=submission.conflict is not None,
        standing=standing,
        agreed=queries.agreed_in_words(standing["agreed"]) if standing["agreed"] else "",
        is_agreed=minutes.state in queries.AGREED,
    )
    return page, submission.status


def _offer(form: ApprovalForm, minutes: Minutes) -> ApprovalForm:
    later = queries.meetings_that_may_agree(minutes)
    form.meeting_id.offer(meeting_choices(later))
    return form
