"""Reading minutes, and following a citation to the minute it means."""

from flask import Blueprint, abort, redirect, render_template, request
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from app.foundation.permissions import Scope
from app.foundation.questions import ask
from app.foundation.web import auth
from app.foundation.web.auth import any_signed_in
from app.foundation.web.params import id_param, parse_day
from app.meetings.workflow import not_yet_begun
from app.minutes import access, citations, policy, queries, summarising
from app.minutes.events import AddingAsked, ToDo
from app.minutes.exports import said_of, superseded_in_words
from app.minutes.models import Minute, Minutes
from app.minutes.reading import MinutesRecord

bp = Blueprint("minutes", __name__)


@bp.get("/meetings/<int:meeting_id>/minutes")
def show(meeting_id: int) -> ResponseReturnValue:
    """The minutes of a meeting as they are published, as far as this reader may read them."""
    meeting = access.meeting(meeting_id, may=policy.see)
    minutes = queries.minutes_of(meeting)
    scope = auth.scope()
    if minutes is None or not policy.read(scope, minutes):
        return render_template(
            "minutes/none.html",
            meeting=meeting,
            may_take=policy.take(scope, meeting),
            is_ahead=not_yet_begun(meeting) is not None,
            begun=minutes is not None,
        )
    return _page(minutes, access.viewed_minutes(meeting_id, may=policy.read))


@bp.get("/meetings/<int:meeting_id>/minutes/published/<int:number>")
def former(meeting_id: int, number: int) -> ResponseReturnValue:
    """The minutes as they were published before they were corrected."""
    minutes = access.minutes(meeting_id, may=policy.read)
    return _page(minutes, access.viewed_minutes(meeting_id, may=policy.read, number=number))


@bp.get("/meetings/<int:meeting_id>/decisions")
def decisions(meeting_id: int) -> ResponseReturnValue:
    """What came of each item, without the discussion, as far as this reader may read it."""
    meeting = access.meeting(meeting_id, may=policy.see)
    minutes = queries.minutes_of(meeting)
    if minutes is None or not policy.read(auth.scope(), minutes):
        return render_template(
            "minutes/decisions.html", meeting=meeting, minutes=None, record=None, decided=[]
        )
    record = access.viewed_minutes(meeting_id, may=policy.read)
    _look_up(record)
    return render_template(
        "minutes/decisions.html",
        meeting=meeting,
        minutes=minutes,
        record=record,
        said_of=said_of,
        decided=[one for one in record.entries if one.is_decided],
    )


@bp.get("/minutes/<path:reference>")
@any_signed_in
def cited(reference: str) -> ResponseReturnValue:
    """Where "SHP54" leads: to the minute, to a choice, or nowhere."""
    on = parse_day(request.args.get("on", ""))
    found = citations.resolve(reference, on=on, scope=auth.scope())
    if not found:
        abort(404)
    if len(found) == 1 and not citations.is_later(found[0], on=on):
        return redirect(citations.address_of(found[0]))
    return render_template("minutes/cited.html", found=found, reference=reference, on=on)


def with_action(minute: Minute, drawn: Markup) -> str:
    """The minutes with the form of an action as it was sent, under its minute."""
    record = access.viewed_minutes(minute.minutes.meeting_id, may=policy.read)
    return _page(minute.minutes, record, adding={minute.id: drawn})


def form_of_action(minute: Minute, *, page: str) -> Markup:
    """The form with which an action is added under this minute."""
    asked = AddingAsked(minute.minutes.meeting_id, minute.id, page)
    return next(iter(ask(asked)), Markup())


def _forms_of_actions(minutes: Minutes, record: MinutesRecord) -> dict[int, Markup]:
    """The form under the minute that the address names, for the clerk."""
    minute_id = request.args.get("add", type=id_param)
    if not record.is_newest or minute_id not in {one.id for one in record.entries}:
        return {}
    minute = access.minute(minutes.meeting_id, minute_id or 0, may=policy.write)
    return {minute.id: form_of_action(minute, page="read")}


def _page(
    minutes: Minutes, record: MinutesRecord, *, adding: dict[int, Markup] | None = None
) -> str:
    scope = auth.scope()
    _look_up(record)
    return render_template(
        "minutes/show.html",
        meeting=minutes.meeting,
        minutes=minutes,
        record=record,
        cited_by=citations.cited_by(record.entries, scope=scope),
        said_of=said_of,
        superseded=superseded_in_words(record),
        may_write=policy.write(scope, minutes),
        unsummarised=_unsummarised(minutes, record, scope),
        may_approve=policy.approve(scope, minutes),
        adding=_forms_of_actions(minutes, record) if adding is None else adding,
    )


def _unsummarised(minutes: Minutes, record: MinutesRecord, scope: Scope) -> list[Minute]:
    """The minutes that still need a summary, for the clerk."""
    is_asked = policy.write(scope, minutes) and record.is_newest and minutes.published_at
    return summarising.without_summary(minutes) if is_asked else []


def _look_up(record: MinutesRecord) -> None:
    """Look up the citations of all texts together, where they are not kept."""
    if record.content["cites"] is None:
        limbs = [limb for one in record.entries for said in one.resolved for limb in said.limbs]
        private = [one.private for one in record.entries if one.private]
        hidden = [text for one in private for text in (one.text, one.content["resolved"])]
        citations.look_up([*(one.text for one in record.entries), *limbs, *hidden])


def to_be_done(entries: list[Minute]) -> dict[int, list[ToDo]]:
    """The actions of these minutes, as far as this reader may see them."""
    return queries.to_do_under([entry.id for entry in entries], auth.scope())
