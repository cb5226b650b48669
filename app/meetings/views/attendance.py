"""The attendance of a meeting: a choice for each seat, substitutes, others, times and chair."""

from typing import Any

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.foundation.db import db
from app.foundation.questions import ask
from app.foundation.web import auth
from app.foundation.web.auth import current_person
from app.foundation.web.done import done
from app.foundation.web.forms import version_pressed
from app.foundation.web.submission import submit
from app.meetings import access, policy, queries, services
from app.meetings.events import RecordAsked, RecordKept
from app.meetings.forms import (
    CorrectionForm,
    SeatChange,
    SomebodyForm,
    TimesForm,
    pressed,
)
from app.meetings.models import Attendance, How, Meeting
from app.meetings.views.attendance_page import AttendancePage
from app.meetings.views.roll import roll_of, unrecorded_at
from app.people import queries as people
from app.people.models import Person

NOTHING_PRESSED = "Nothing was corrected: press how somebody came, then save it with the reason."
RECORDED_MEANWHILE = (
    "Somebody else has recorded this person meanwhile, as it stands above. Add them again to put"
    " this in its place"
)

attendance_bp = Blueprint("attendance", __name__, url_prefix="/meetings")


@attendance_bp.get("/<int:meeting_id>/attendance")
def show(meeting_id: int) -> ResponseReturnValue:
    """The attendance of one meeting."""
    return _page(access.meeting(meeting_id, may=policy.see))


@attendance_bp.post("/<int:meeting_id>/attendance")
def record(meeting_id: int) -> ResponseReturnValue:
    """Record the changed seats; what somebody else has recorded in the meantime is shown
    instead."""
    meeting = access.meeting(meeting_id, may=policy.record)
    form = _reasoned(CorrectionForm(), meeting)
    presses = pressed(meeting, request.form)
    if not presses and _reason(form):
        return _page(meeting, correction=form, refusal=NOTHING_PRESSED), 422
    submission = submit(
        form,
        lambda: _record_seats(meeting, presses, reason=_reason(form)),
    )
    if not submission.is_done:
        presses = pressed(meeting, request.form)
        refusal = "" if submission.conflict else submission.refusal
        return _page(meeting, correction=form, presses=presses, refusal=refusal), submission.status
    done("Attendance is recorded.")
    return _back(meeting)


@attendance_bp.post("/<int:meeting_id>/attendance/somebody")
def add(meeting_id: int) -> ResponseReturnValue:
    """Record an officer, another person or a substitute."""
    meeting = access.meeting(meeting_id, may=policy.record)
    form = _offer(_reasoned(SomebodyForm(), meeting), meeting)
    submission = submit(form, lambda: _record_somebody(meeting, form))
    if submission.conflict:
        form.person_id.errors = [RECORDED_MEANWHILE]
        return _page(meeting, somebody=form), submission.status
    if not submission.is_done:
        return _page(meeting, somebody=form, refusal=submission.refusal), submission.status
    done("Added to the attendance.")
    return _back(meeting)


@attendance_bp.post("/<int:meeting_id>/attendance/<int:row_id>/forget")
def forget(meeting_id: int, row_id: int) -> ResponseReturnValue:
    """Take somebody off the attendance."""
    meeting = access.meeting(meeting_id, may=policy.record)
    row = db.first_or_404(
        db.select(Attendance).where(Attendance.id == row_id, Attendance.meeting_id == meeting.id)
    )
    reason = request.form.get("reason", "").strip()
    services.forget_attendance(
        row, by=current_person(), reason=reason, attendance_version=version_pressed()
    )
    done("Taken off the attendance.")
    return _back(meeting)


@attendance_bp.post("/<int:meeting_id>/times")
def times(meeting_id: int) -> ResponseReturnValue:
    """Record when the meeting began and ended, and who presided."""
    meeting = access.meeting(meeting_id, may=policy.record)
    form = _offer_chairs(_reasoned(TimesForm(), meeting), meeting)
    submission = submit(
        form,
        lambda: _set_times(meeting, form),
        saved_form=lambda: _offer_chairs(TimesForm(formdata=None, obj=meeting), meeting),
        not_compared=["reason"],
    )
    if not submission.is_done:
        differ = submission.meanwhile.differences if submission.meanwhile else None
        page = _page(meeting, times=form, times_differ=differ, refusal=submission.refusal)
        return page, submission.status
    done("Recorded.")
    return _back(meeting)


@attendance_bp.post("/<int:meeting_id>/attendance/check")
def check(meeting_id: int) -> ResponseReturnValue:
    """Record that the attendance is right as it stands."""
    meeting = access.meeting(meeting_id, may=policy.record)
    services.check_attendance(meeting, by=current_person(), attendance_version=version_pressed())
    done("The attendance is checked.")
    return _back(meeting)


def _record_seats(meeting: Meeting, presses: list[SeatChange], *, reason: str) -> None:
    services.record_seats(
        meeting,
        [(one.seat, one.pressed) for one in presses],
        by=current_person(),
        before={one.seat.id: one.before for one in presses},
        reason=reason,
    )
    if "rest" in request.form:
        services.put_rest_present(meeting, by=current_person())


def _record_somebody(meeting: Meeting, form: SomebodyForm) -> None:
    services.record_attendance(
        meeting,
        by=current_person(),
        how=How.PRESENT,
        person=_person(form.person_id.data),
        name=form.name.data,
        organisation=form.organisation.data,
        for_person=_person(form.for_person_id.data),
        version=form.version.data,
        reason=_reason(form),
    )


def _set_times(meeting: Meeting, form: TimesForm) -> None:
    services.set_times(
        meeting,
        by=current_person(),
        started=form.started_at.data,
        ended=form.ended_at.data,
        chair=_person(form.chair_id.data),
        version=form.version.data,
        reason=_reason(form),
    )


def _person(person_id: int | None) -> Person | None:
    return db.session.get(Person, person_id) if person_id else None


def _page(meeting: Meeting, *, refusal: str = "", **told: Any) -> str:
    rows = queries.attendance_of(meeting)
    seats = queries.voting_seats(meeting)
    presses: list[SeatChange] = told.get("presses") or []
    page = AttendancePage(
        meeting=meeting,
        rows=rows,
        seats=roll_of(seats, rows, presses, unrecorded=unrecorded_at(meeting)),
        quorum=queries.quorum_at(meeting, rows, seats),
        kept=_kept(meeting),
        may_record=policy.record(auth.scope(), meeting),
    )
    return render_template(
        "attendance/show.html",
        meeting=meeting,
        page=page,
        refusal=refusal,
        differences=[one.in_words for one in presses if one.clashes],
        correction=_reasoned(told.get("correction") or CorrectionForm(formdata=None), meeting),
        times=_offer_chairs(told.get("times") or _times_of(meeting), meeting),
        times_differ=told.get("times_differ"),
        somebody=_offer(told.get("somebody") or _somebody_at(meeting), meeting),
    )


def _kept(meeting: Meeting) -> RecordKept:
    """What published minutes say of this record; asked once in each request."""
    if "record_kept" not in g:
        g.record_kept = next(iter(ask(RecordAsked(meeting.id))), RecordKept())
    kept: RecordKept = g.record_kept
    return kept


def _reasoned(form: Any, meeting: Meeting) -> Any:
    """Remove the field for a reason unless published minutes are corrected."""
    if "reason" not in form:
        return form
    if not _kept(meeting).is_published:
        del form.reason
    else:
        form.reason.id = f"{_ABOUT[type(form)]}-reason"
    return form


_ABOUT = {CorrectionForm: "members", SomebodyForm: "somebody", TimesForm: "times"}


def _reason(form: Any) -> str:
    return form.reason.data if "reason" in form else ""


def _somebody_at(meeting: Meeting) -> SomebodyForm:
    form = SomebodyForm(formdata=None, data={"version": meeting.attendance_version})
    return _reasoned(form, meeting)  # type: ignore[no-any-return]


def _offer(form: SomebodyForm, meeting: Meeting) -> SomebodyForm:
    seats = queries.voting_seats(meeting)
    form.person_id.offer(people.choices())
    form.for_person_id.offer([(seat.person_id, seat.person.full_name) for seat in seats])
    return form


def _times_of(meeting: Meeting) -> TimesForm:
    """The recorded times and chair; until a chair is recorded, the likely one."""
    form = _reasoned(TimesForm(formdata=None, obj=meeting), meeting)
    form.version.data = meeting.times_version
    likely = None if meeting.chair_id else queries.likely_chair(meeting)
    if likely is not None:
        form.chair_id.data = likely.id
        form.chair_id.description = "Not recorded yet. Save it if this is right."
    return form  # type: ignore[no-any-return]


def _offer_chairs(form: TimesForm, meeting: Meeting) -> TimesForm:
    seats = queries.voting_seats(meeting)
    form.chair_id.offer([(seat.person_id, seat.person.full_name) for seat in seats])
    return form


def _back(meeting: Meeting) -> ResponseReturnValue:
    return redirect(url_for("attendance.show", meeting_id=meeting.id))
