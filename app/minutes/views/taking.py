"""Taking minutes: a page for each item with the attendance beside it, checks, publishing."""

from collections.abc import Sequence
from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.agendas.models import Outcome
from app.boards import queries as boards
from app.boards.models import Board
from app.foundation.db import db
from app.foundation.errors import Refused
from app.foundation.richtext.typed import from_typed, to_typed
from app.foundation.web import auth
from app.foundation.web.auth import current_person
from app.foundation.web.done import done
from app.foundation.web.filters import count_of
from app.foundation.web.refusals import is_fragment
from app.foundation.web.submission import NOT_SUBMITTED, LastSaved, Submission, press, submit
from app.meetings import queries as meetings
from app.meetings import services as meeting_services
from app.meetings.forms import SeatChange, meeting_choices, pressed
from app.meetings.models import Attendance, Meeting
from app.meetings.views.roll import AHEAD, IN_THE_ROOM, roll_of, unrecorded_at
from app.meetings.workflow import not_yet_begun
from app.minutes import (
    access,
    excluding,
    policy,
    queries,
    services,
    summarising,
    urgent,
)
from app.minutes.forms import AddForm, ExemptForm, MinuteForm
from app.minutes.models import Minute, MinuteExempt, Minutes, ResolutionKind
from app.minutes.views.reading import bp, form_of_action, to_be_done
from app.minutes.views.sheet import LATER, WritingSheet, address
from app.minutes.wording import PHRASES, RESOLUTIONS, StandardWording, limbs_typed
from app.people import queries as people

BOTH_SHOWN = ("text", "reason")
"""The fields that a conflict does not list, since the page shows both texts."""
CORRECTED = "The minute is corrected, and its readers see it so."
TOO_LATE = (
    "These minutes have been published since you opened this page, so they no longer save"
    " themselves. Press Save to see what a correction asks for."
)


@bp.post("/meetings/<int:meeting_id>/minutes")
def begin(meeting_id: int) -> ResponseReturnValue:
    """Begin the minutes of a meeting."""
    meeting = access.meeting(meeting_id, may=policy.take)
    services.begin_minutes(meeting, by=current_person())
    return redirect(url_for("minutes.write", meeting_id=meeting.id), code=303)


@bp.get("/meetings/<int:meeting_id>/minutes/write")
def write(meeting_id: int) -> ResponseReturnValue:
    """Redirect to the first minute that is not written."""
    minutes = access.minutes(meeting_id, may=policy.write)
    entries = queries.entries_of(minutes)
    if not entries:
        return render_template("minutes/empty.html", minutes=minutes, add=AddForm())
    waiting = (entry for entry in entries if not queries.is_written(entry))
    return redirect(address(next(waiting, entries[0])))


@bp.get("/meetings/<int:meeting_id>/minutes/write/<int:minute_id>")
def write_one(meeting_id: int, minute_id: int) -> ResponseReturnValue:
    """One minute being written."""
    return _page(access.minute(meeting_id, minute_id, may=policy.write))


@bp.post("/meetings/<int:meeting_id>/minutes/write/<int:minute_id>")
def save(meeting_id: int, minute_id: int) -> ResponseReturnValue:
    """Keep what was typed; a second writer's text is shown beside one's own."""
    minute = access.minute(meeting_id, minute_id, may=policy.write)
    form = _offer(MinuteForm(), minute)
    submission = submit(
        form,
        lambda: services.save_minute(minute, by=current_person(), **_values_of(form)),
        saved_form=lambda: _offer(_filled(minute), minute),
        last_saved=lambda: _last_saved(minute),
        not_compared=BOTH_SHOWN,
    )
    if not submission.is_done:
        return _not_taken(minute, submission, form=form)
    _tell(minute)
    following = _following(minute) if request.form.get("then") == "next" else minute
    return redirect(address(following), code=303)


@bp.post("/meetings/<int:meeting_id>/minutes/write/<int:minute_id>/exempt")
def save_exempt(meeting_id: int, minute_id: int) -> ResponseReturnValue:
    """Keep the exempt wording."""
    minute = access.minute(meeting_id, minute_id, may=policy.write)
    kept = access.exempt_wording(minute)
    form = _offer_exempt(ExemptForm(prefix="exempt-"), kept)
    submission = submit(
        form,
        lambda: services.write_exempt(
            minute,
            by=current_person(),
            heading=form.heading.data,
            html=from_typed(form.text.data),
            resolved="\n".join(limbs_typed(form.resolved.data)),
            version=form.version.data,
            reason=_reason(form),
        ),
        saved_form=lambda: _exempt_filled(queries.exempt_wording(minute)),
        last_saved=lambda: _last_saved(queries.exempt_wording(minute)),
        not_compared=BOTH_SHOWN,
    )
    if not submission.is_done:
        return _not_taken(minute, submission, exempt_form=form)
    _tell(minute)
    return redirect(address(minute), code=303)


def _tell(minute: Minute) -> None:
    """Flash what came of a correction."""
    if minute.published_at is not None:
        done(CORRECTED)


def _not_taken(minute: Minute, submission: Submission, **forms: Any) -> ResponseReturnValue:
    """The page again, with all that was typed.

    Automatic saving never turns into a correction: the answer is a sentence.
    """
    saves_itself = is_fragment() and "then" not in request.form
    if minute.published_at is not None and saves_itself and not submission.conflict:
        raise Refused(TOO_LATE)
    return _page(minute, submission=submission, **forms), submission.status


def _last_saved(row: Minute | MinuteExempt | None) -> LastSaved:
    if row is None:
        return people.writer(None, reader_id=None), None
    return people.last_saved(row, reader_id=auth.scope().person_id)


@bp.post("/meetings/<int:meeting_id>/minutes/write/<int:minute_id>/wording")
def take_wording(meeting_id: int, minute_id: int) -> ResponseReturnValue:
    """Use the standard wording for this item."""
    minute = access.minute(meeting_id, minute_id, may=policy.write)
    services.take_standard_wording(minute, by=current_person())
    return redirect(address(minute, at="text"), code=303)


@bp.post("/meetings/<int:meeting_id>/minutes/write/<int:minute_id>/attendance")
def attendance(meeting_id: int, minute_id: int) -> ResponseReturnValue:
    """Record who is in the room while the minutes are being taken."""
    minute = access.minute(meeting_id, minute_id, may=policy.write)
    meeting = minute.minutes.meeting
    presses = pressed(meeting, request.form)
    submission = press(lambda: _record_seats(meeting, presses))
    if submission.conflict:
        return _page(minute, presses=pressed(meeting, request.form)), submission.status
    if not is_fragment():
        done("Attendance is recorded.")
    at = "attendance-title" if "rest" in request.form else None
    return redirect(address(minute, at=at), code=303)


def _record_seats(meeting: Meeting, presses: Sequence[SeatChange]) -> None:
    meeting_services.record_seats(
        meeting,
        [(one.seat, one.pressed) for one in presses],
        by=current_person(),
        before={one.seat.id: one.before for one in presses},
    )
    if "rest" in request.form:
        meeting_services.put_rest_present(meeting, by=current_person())


@bp.post("/meetings/<int:meeting_id>/minutes/add")
def add(meeting_id: int) -> ResponseReturnValue:
    """Add a minute for business that is not on the agenda."""
    minutes = access.minutes(meeting_id, may=policy.write)
    form = AddForm()
    if not form.validate_on_submit():
        return render_template("minutes/empty.html", minutes=minutes, add=form), form.status
    minute = services.add_minute(minutes, by=current_person(), heading=form.heading.data)
    return redirect(address(minute), code=303)


@bp.post("/meetings/<int:meeting_id>/minutes/new-items")
def number_new(meeting_id: int) -> ResponseReturnValue:
    """Number what came onto the agenda after the minutes were begun."""
    minutes = access.minutes(meeting_id, may=policy.write)
    count = services.minute_new_items(minutes, by=current_person())
    said = "added" if not_yet_begun(minutes.meeting) else "numbered"
    done(f"{count_of(count, 'minute')} {'is' if count == 1 else 'are'} {said}.")
    return redirect(url_for("minutes.write", meeting_id=meeting_id), code=303)


def with_action(minute: Minute, drawn: str) -> str:
    """The page of a minute with the form of an action as it was sent, and what is wrong with it."""
    return _page(minute, adding=drawn)


def _page(
    minute: Minute,
    *,
    submission: Submission = NOT_SUBMITTED,
    form: MinuteForm | None = None,
    exempt_form: ExemptForm | None = None,
    presses: Sequence[SeatChange] = (),
    adding: str = "",
) -> str:
    minutes, meeting = minute.minutes, minute.minutes.meeting
    entries = queries.entries_of(minutes)
    exempt = access.exempt_wording(minute)
    rows = meetings.attendance_of(meeting)
    seats = meetings.voting_seats(meeting)
    sheet = WritingSheet(
        minute=minute,
        entries=entries,
        written={entry.id for entry in entries if queries.is_written(entry)},
        exempt=exempt,
        lacks_summary=summarising.lacks_summary(minute),
        seats=roll_of(seats, rows, presses, unrecorded=unrecorded_at(meeting)),
        quorum=meetings.quorum_at(meeting, rows, seats),
        unnumbered=_unnumbered(minutes, entries),
        waiting=len(queries.waiting_for_numbers(entries)),
    )
    return render_template(
        "minutes/write.html",
        meeting=meeting,
        minute=minute,
        sheet=sheet,
        submission=submission,
        theirs=to_typed(submission.conflict.theirs) if submission.conflict else "",
        form=form or _offer(_filled(minute), minute),
        conflict=submission.meanwhile if form else None,
        exempt_form=exempt_form or _exempt_filled(exempt),
        exempt_conflict=submission.meanwhile if exempt_form else None,
        later=LATER,
        exclusion=_exclusion(minute, entries),
        edition=queries.edition_of(minutes),
        standard=_standard(minute, rows),
        phrases=PHRASES,
        resolutions=RESOLUTIONS,
        choices=AHEAD if not_yet_begun(meeting) else IN_THE_ROOM,
        attendance_differs=[one.in_words for one in presses if one.clashes],
        to_do=to_be_done([minute]).get(minute.id, []),
        adding=adding or form_of_action(minute, page="write"),
    )


def _exclusion(minute: Minute, entries: list[Minute]) -> str:
    """The words that the resolution to exclude still wants, on the page where it is recorded."""
    if minute.published_at is not None or not excluding.is_exclusion(minute):
        return ""
    return excluding.words_wanting(minute.minutes, entries) if minute.resolutions else ""


def _standard(minute: Minute, rows: Sequence[Attendance]) -> StandardWording | None:
    """The standard wording, offered while the minute is empty."""
    if minute.text or minute.published_at is not None:
        return None
    return queries.standard_wording(minute, attendance=rows)


def _filled(minute: Minute) -> MinuteForm:
    sent = sorted(queries.sent_to(minute), key=str)[:1]
    limbs = queries.limbs_of(minute)
    return MinuteForm(
        formdata=None,
        data={
            "version": minute.version,
            "heading": minute.heading,
            "text": to_typed(minute.text),
            "resolved": "\n".join(limbs[ResolutionKind.RESOLVED]),
            "recommended": "\n".join(limbs[ResolutionKind.RECOMMENDED]),
            "outcome": minute.outcome.value if minute.outcome else None,
            "refer_to_id": sent[0][0] if sent else None,
            "defer_to_id": sent[0][1] if sent else None,
            "urgent_reason": minute.urgent_reason,
            "is_procedural": minute.is_procedural,
            "reason": summarising.SUMMARY if summarising.lacks_summary(minute) else "",
        },
    )


def _exempt_filled(row: MinuteExempt | None) -> ExemptForm:
    form = ExemptForm(
        prefix="exempt-",
        formdata=None,
        data={
            "version": row.version if row else 0,
            "heading": row.heading if row else "",
            "text": to_typed(row.text) if row else "",
            "resolved": row.resolved if row else "",
        },
    )
    return _offer_exempt(form, row)


def _offer_exempt(form: ExemptForm, row: MinuteExempt | None) -> ExemptForm:
    if row is None or row.published_at is None:
        del form.reason
    return form


def _reason(form: MinuteForm | ExemptForm) -> str:
    """The reason of a correction; empty while the minutes are being written."""
    return form.reason.data if "reason" in form else ""


def _offer(form: MinuteForm, minute: Minute) -> MinuteForm:
    if minute.published_at is None:
        del form.reason
    if not urgent.is_asked_of(minute):
        del form.urgent_reason, form.is_procedural
    meeting = minute.minutes.meeting
    later = meetings.listed(board_ids=[meeting.board_id], from_on=meeting.on_date)
    form.refer_to_id.offer(boards.choices())
    form.defer_to_id.offer(
        meeting_choices([one for one in db.session.scalars(later) if one.id != meeting.id])
    )
    return form


def _values_of(form: MinuteForm) -> dict[str, Any]:
    board_id, meeting_id = form.refer_to_id.data, form.defer_to_id.data
    return {
        "version": form.version.data,
        "reason": _reason(form),
        "urgency": _urgency(form),
        "heading": form.heading.data,
        "html": from_typed(form.text.data),
        "resolved": limbs_typed(form.resolved.data),
        "recommended": limbs_typed(form.recommended.data),
        "outcome": Outcome(form.outcome.data) if form.outcome.data else None,
        "refer_to": db.session.get(Board, board_id) if board_id else None,
        "defer_to": db.session.get(Meeting, meeting_id) if meeting_id else None,
    }


def _urgency(form: MinuteForm) -> services.Urgency | None:
    """What is said of business without notice, where the page asks."""
    if "urgent_reason" not in form:
        return None
    return services.Urgency(form.urgent_reason.data, form.is_procedural.data)


def _following(minute: Minute) -> Minute:
    entries = queries.entries_of(minute.minutes)
    place = [entry.id for entry in entries].index(minute.id)
    return entries[min(place + 1, len(entries) - 1)]


def _unnumbered(minutes: Minutes, entries: list[Minute]) -> int:
    """How many items came onto the agenda after the minutes were begun."""
    taken = {entry.item_id for entry in entries}
    return sum(item.id not in taken for item in queries.items_to_minute(minutes.meeting))
