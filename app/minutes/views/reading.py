"""Reading minutes, and following a citation to the minute it means."""

from dataclasses import dataclass, field

from flask import Blueprint, abort, current_app, redirect, render_template, request
from flask.typing import ResponseReturnValue

from app.foundation import events
from app.foundation.web import gate, unit_of_work
from app.foundation.web.asked import day_named
from app.foundation.web.gate import any_signed_in
from app.meetings import queries as meetings
from app.meetings.workflow import not_yet_begun
from app.minutes import access, citations, policy, queries
from app.minutes.attending import groups_of
from app.minutes.citations import CitedBy
from app.minutes.events import ActionsAsked, ToDo
from app.minutes.models import Minute, MinuteExempt, Minutes, ResolutionKind
from app.minutes.wording import Resolved, printed, resolved_of

bp = Blueprint("minutes", __name__)
WORD = "minutes.word"


@dataclass(frozen=True)
class Shown:
    """One minute as the page shows it to this reader."""

    minute: Minute
    resolved: list[Resolved]
    exempt: MinuteExempt | None = None
    cited_by: list[CitedBy] = field(default_factory=list)
    actions: list[ToDo] = field(default_factory=list)
    """What is to be done, as the module of actions says it."""
    group: str = ""
    """The heading it stands under, where a new one begins (R11.1)."""

    @property
    def is_closed(self) -> bool:
        """It has wording that is still exempt; what was opened again stands with the minute."""
        return self.exempt is not None and self.exempt.is_held_back

    @property
    def heading(self) -> str:
        """Its heading; of an item that was opened again the one that used to be exempt."""
        opened = self.exempt.heading if self.exempt and not self.is_closed else ""
        return opened or self.minute.heading

    @property
    def is_decided(self) -> bool:
        """Something came of it: a resolution, a recommendation, or an outcome alone."""
        return bool(self.resolved or self.exempt_resolved or self.minute.outcome)

    @property
    def exempt_resolved(self) -> list[Resolved]:
        """What was resolved in private, as printed."""
        limbs = self.exempt.resolved.splitlines() if self.exempt else []
        return [printed(ResolutionKind.RESOLVED, limbs)] if limbs else []


@bp.get("/meetings/<int:meeting_id>/minutes")
def show(meeting_id: int) -> ResponseReturnValue:
    """The minutes of a meeting, as far as this reader may read them."""
    meeting = access.meeting(meeting_id, may=policy.see)
    minutes = queries.minutes_of(meeting)
    reach = gate.reach()
    if minutes is None or not policy.read(reach, minutes):
        return render_template(
            "minutes/none.html",
            meeting=meeting,
            may_take=policy.take(reach, meeting),
            is_ahead=not_yet_begun(meeting) is not None,
            begun=minutes is not None,
        )
    return render_template(
        "minutes/show.html",
        meeting=meeting,
        minutes=minutes,
        shown=_shown(minutes),
        attendance=groups_of(meeting, meetings.attendance_of(meeting), queries.roles_at(meeting)),
        next_meeting=meetings.next_after(meeting),
        may_write=policy.write(reach, minutes),
        is_draft=queries.is_draft(minutes),
        has_word=WORD in current_app.view_functions,
    )


@bp.get("/meetings/<int:meeting_id>/decisions")
def decisions(meeting_id: int) -> ResponseReturnValue:
    """What came of each item, without the discussion, as far as this reader may read it."""
    meeting = access.meeting(meeting_id, may=policy.see)
    minutes = queries.minutes_of(meeting)
    if minutes is not None and not policy.read(gate.reach(), minutes):
        minutes = None
    decided = [one for one in _shown(minutes) if one.is_decided] if minutes else []
    return render_template(
        "minutes/decisions.html", meeting=meeting, minutes=minutes, decided=decided
    )


@bp.get("/minutes/<path:reference>")
@any_signed_in
def cited(reference: str) -> ResponseReturnValue:
    """Where "SHP54" leads: to the minute, to a choice, or nowhere."""
    on = day_named(request.args.get("on", ""))
    found = citations.resolve(reference, on=on, reach=gate.reach())
    if not found:
        abort(404)
    if len(found) == 1 and not citations.is_later(found[0], on=on):
        return redirect(citations.address_of(found[0]))
    return render_template("minutes/cited.html", found=found, reference=reference, on=on)


def _shown(minutes: Minutes) -> list[Shown]:
    reach = gate.reach()
    entries = queries.entries_of(minutes, reach=reach)
    exempt = queries.exempt_of(minutes, reach=reach)
    for row in exempt.values():
        unit_of_work.saw(row)
    citing = citations.cited_by(entries, reach=reach)
    citations.look_up(_texts(entries, exempt))
    groups, actions = _groups(entries), to_be_done(entries)
    return [
        Shown(
            minute=entry,
            resolved=resolved_of(entry.resolutions),
            exempt=exempt.get(entry.id),
            cited_by=citing.get(entry.id, []),
            actions=actions.get(entry.id, []),
            group=groups.get(entry.id, ""),
        )
        for entry in entries
    ]


def to_be_done(entries: list[Minute]) -> dict[int, list[ToDo]]:
    """The actions of these minutes, as far as this reader may see them."""
    asked = ActionsAsked(tuple(entry.id for entry in entries), gate.reach())
    events.announce(asked)
    return asked.answers


def _texts(entries: list[Minute], exempt: dict[int, MinuteExempt]) -> list[str]:
    """Every text of the page, so that all its citations are looked up at once."""
    resolved = [limb.text for entry in entries for limb in entry.resolutions]
    hidden = [text for row in exempt.values() for text in (row.text, row.resolved)]
    return [*(entry.text for entry in entries), *resolved, *hidden]


def _groups(entries: list[Minute]) -> dict[int, str]:
    """The first minute under each group heading of the agenda, with that heading."""
    found: dict[int, str] = {}
    last = None
    for entry in entries:
        parent = entry.item.parent if entry.item else None
        if parent is not None and parent.id != last:
            found[entry.id] = parent.title
        last = parent.id if parent else None
    return found
