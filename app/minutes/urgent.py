"""Business taken without notice: when the chair's reason for urgency is asked for and kept."""

from collections.abc import Iterable
from typing import NamedTuple

from app.agendas import queries as agendas
from app.agendas.models import AgendaState
from app.foundation.errors import Refused
from app.meetings.models import Meeting
from app.minutes.models import Minute

ON_AGENDA = "This minute has an item on the agenda: its urgency is recorded there."
BOTH = "Give the reason for the urgency, or tick that it is no item of business, not both."


class Urgency(NamedTuple):
    """What the clerk says of business that is on no agenda."""

    reason: str = ""
    """Why the chair took it as a matter of urgency (1972 Act, s100B(4)(b))."""
    is_procedural: bool = False
    """That it is no item of business: a welcome, an apology, how the meeting was run."""


def is_asked(meeting: Meeting) -> bool:
    """Whether business that was not on the published agenda needs a reason: on a board that is
    under the 1972 Act (s100B(4), s100E), once its agenda is out."""
    if not meeting.board.has_statutory_access:
        return False
    agenda = agendas.agenda_of(meeting)
    return agenda is not None and agenda.state == AgendaState.PUBLISHED


def is_asked_of(minute: Minute) -> bool:
    """Whether the page of this minute asks why it was taken without notice."""
    return minute.item_id is None and is_asked(minute.minutes.meeting)


def unexplained(entries: Iterable[Minute]) -> list[Minute]:
    """The minutes of business that is on no agenda, without the chair's reason."""
    return [
        entry
        for entry in entries
        if entry.item_id is None and _is_business(entry) and not entry.urgent_reason
    ]


def said_of(minute: Minute) -> Urgency:
    """What is recorded of it."""
    return Urgency(minute.urgent_reason, minute.is_procedural)


def record(minute: Minute, urgency: Urgency) -> None:
    """Record why the chair took a minute's business as urgent, or that it is none."""
    if minute.item_id is not None and any(urgency):
        raise Refused(ON_AGENDA)
    if all(urgency):
        raise Refused(BOTH, field="urgent_reason")
    minute.urgent_reason, minute.is_procedural = urgency


def _is_business(minute: Minute) -> bool:
    """Whether something was decided in it; a welcome, an apology or a note decides nothing."""
    return bool(minute.resolutions or minute.outcome) and not minute.is_procedural
