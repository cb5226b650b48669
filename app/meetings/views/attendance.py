"""Who came: one press for each seat, substitutes, officers and others."""

from collections.abc import Sequence

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.boards.models import SeatRole
from app.foundation.db import db
from app.foundation.errors import Refused
from app.foundation.web import gate, unit_of_work
from app.foundation.web.differing import Difference
from app.foundation.web.filters import humanise
from app.foundation.web.gate import me
from app.meetings import access, policy, queries, services
from app.meetings.forms import SHORT, Press, SomebodyForm, TimesForm, pressed
from app.meetings.models import Attendance, How, Meeting
from app.meetings.workflow import not_yet_begun
from app.people import queries as people
from app.people.models import Person

attendance_bp = Blueprint("attendance", __name__, url_prefix="/meetings")


@attendance_bp.get("/<int:meeting_id>/attendance")
def show(meeting_id: int) -> ResponseReturnValue:
    """The attendance of one meeting."""
    meeting = access.meeting(meeting_id, may=policy.see)
    return _page(meeting, _times_of(meeting), SomebodyForm())


@attendance_bp.post("/<int:meeting_id>/attendance")
def record(meeting_id: int) -> ResponseReturnValue:
    """Record the seats that were changed; what another recorded since is shown, not overwritten."""
    meeting = access.meeting(meeting_id, may=policy.record)
    presses = pressed(meeting, request.form)
    if any(one.clashes for one in presses):
        unit_of_work.spoil()
        times, somebody = TimesForm(formdata=None, obj=meeting), SomebodyForm(formdata=None)
        return _page(meeting, times, somebody, presses=presses), 409
    services.record_seats(meeting, [(one.seat, one.pressed) for one in presses], by=me())
    flash("Attendance is recorded.", "success")
    return _back(meeting)


@attendance_bp.post("/<int:meeting_id>/attendance/somebody")
def add(meeting_id: int) -> ResponseReturnValue:
    """Record an officer, another person or a substitute."""
    meeting = access.meeting(meeting_id, may=policy.record)
    form = _offer(SomebodyForm(), meeting)
    if not form.sent():
        return _page(meeting, _times_of(meeting), form), 422
    person = db.session.get(Person, form.person_id.data) if form.person_id.data else None
    replaced = db.session.get(Person, form.for_person_id.data) if form.for_person_id.data else None
    try:
        services.record_attendance(
            meeting,
            by=me(),
            how=How.PRESENT,
            person=person,
            name=form.name.data,
            organisation=form.organisation.data,
            for_person=replaced,
        )
    except Refused as refusal:
        unit_of_work.spoil()
        form.for_person_id.errors = [refusal.sentence]
        return _page(meeting, _times_of(meeting), form), 422
    flash("Added to the attendance.", "success")
    return _back(meeting)


@attendance_bp.post("/<int:meeting_id>/attendance/<int:row_id>/forget")
def forget(meeting_id: int, row_id: int) -> ResponseReturnValue:
    """Take somebody off the attendance."""
    meeting = access.meeting(meeting_id, may=policy.record)
    row = db.first_or_404(
        db.select(Attendance).where(Attendance.id == row_id, Attendance.meeting_id == meeting.id)
    )
    services.forget_attendance(row, by=me())
    flash("Taken off the attendance.", "success")
    return _back(meeting)


@attendance_bp.post("/<int:meeting_id>/times")
def times(meeting_id: int) -> ResponseReturnValue:
    """Record when the meeting began and ended, and who presided."""
    meeting = access.meeting(meeting_id, may=policy.record)
    form = _offer_chairs(TimesForm(), meeting)
    if not form.sent():
        return _page(meeting, form, SomebodyForm()), 422
    chair = db.session.get(Person, form.chair_id.data) if form.chair_id.data else None
    services.set_times(
        meeting,
        by=me(),
        started=form.started_at.data,
        ended=form.ended_at.data,
        chair=chair,
    )
    flash("Recorded.", "success")
    return _back(meeting)


def _page(
    meeting: Meeting, times: TimesForm, somebody: SomebodyForm, *, presses: Sequence[Press] = ()
) -> str:
    rows = queries.attendance_of(meeting)
    seats = queries.voting_seats(meeting)
    known = {row.person_id: row for row in rows if row.person_id}
    shown = [seat for seat in seats if seat.role != SeatRole.SUBSTITUTE]
    seated = {seat.person_id for seat in shown}
    return render_template(
        "attendance/show.html",
        meeting=meeting,
        seats=[(seat, known.get(seat.person_id)) for seat in shown],
        short=SHORT,
        pressed={one.seat.id: SHORT[one.pressed] for one in presses},
        differences=[_said(one) for one in presses if one.clashes],
        others=[row for row in rows if row.person_id not in seated],
        quorum=queries.quorum_at(meeting, rows, seats),
        begun=bool(rows),
        apologies=sum(row.how == How.APOLOGIES for row in rows),
        is_ahead=not_yet_begun(meeting) is not None,
        may_run=policy.record(gate.reach(), meeting),
        times=_offer_chairs(times, meeting),
        somebody=_offer(somebody, meeting),
    )


def _said(press: Press) -> Difference:
    return press.seat.person.full_name, _in_words(press.now), _in_words(press.pressed)


def _in_words(how: How | None) -> str:
    return humanise(how) if how else "Not recorded"


def _offer(form: SomebodyForm, meeting: Meeting) -> SomebodyForm:
    seats = queries.voting_seats(meeting)
    form.person_id.offer(people.choices())
    form.for_person_id.offer([(seat.person_id, seat.person.full_name) for seat in seats])
    return form


def _times_of(meeting: Meeting) -> TimesForm:
    """The times as recorded; until it is recorded who presided, whoever is likely to have."""
    form = TimesForm(obj=meeting)
    likely = None if meeting.chair_id else queries.likely_chair(meeting)
    if likely is not None:
        form.chair_id.data = likely.id
        form.chair_id.description = "Not recorded yet. Save it if this is right."
    return form


def _offer_chairs(form: TimesForm, meeting: Meeting) -> TimesForm:
    seats = queries.voting_seats(meeting)
    form.chair_id.offer([(seat.person_id, seat.person.full_name) for seat in seats])
    return form


def _back(meeting: Meeting) -> ResponseReturnValue:
    return redirect(url_for("attendance.show", meeting_id=meeting.id))
