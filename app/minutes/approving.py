"""Recording whether a later meeting agreed minutes as a correct record, and taking that back."""

from app.foundation.errors import Refused
from app.meetings.models import Meeting
from app.minutes import publishing, queries
from app.minutes.models import Minutes, PublicationKind
from app.minutes.publishing import Change
from app.minutes.references import key_of
from app.minutes.workflow import moves
from app.people.models import Person

TAKEN_BACK = "What was recorded of their approval was a mistake and is taken back."


def agree(minutes: Minutes, *, by: Person | None, at_meeting: Meeting, printed: str) -> None:
    """Record that a meeting agreed them as a correct record, in which minute if that is known."""
    _is_later(minutes, at_meeting)
    minutes.approved_at_meeting_id = at_meeting.id
    minutes.approved_by_minute_id = _minute_of(at_meeting, printed)
    moves.make("agree", minutes, by=by, meeting=at_meeting.id)
    _publish(minutes, by=by)


def refuse(minutes: Minutes, *, by: Person | None, at_meeting: Meeting, reason: str) -> None:
    """Record that a meeting did not agree them, and why."""
    _is_later(minutes, at_meeting)
    if not reason:
        raise Refused("Say why they were not agreed; every reader sees it.", field="reason")
    minutes.not_agreed_at_meeting_id, minutes.not_agreed_reason = at_meeting.id, reason
    moves.make("not-agree", minutes, by=by, meeting=at_meeting.id)
    _publish(minutes, by=by)


def take_back(minutes: Minutes, *, by: Person | None) -> None:
    """What was recorded of their approval was a mistake."""
    if minutes.approved_at_meeting_id is None and minutes.not_agreed_at_meeting_id is None:
        raise Refused("Nothing is recorded of their approval.")
    moves.make("take-back", minutes, by=by)
    if minutes.approved_at_meeting_id is not None:
        minutes.approved_at_meeting_id = minutes.approved_by_minute_id = None
    else:
        minutes.not_agreed_at_meeting_id, minutes.not_agreed_reason = None, ""
    _publish(minutes, by=by, reason=TAKEN_BACK)


def _publish(minutes: Minutes, *, by: Person | None, reason: str = "") -> None:
    minutes.version += 1
    change = Change(PublicationKind.APPROVAL, reason or _standing_in_words(minutes))
    publishing.publish_again(minutes, change, by=by)


def _standing_in_words(minutes: Minutes) -> str:
    standing = queries.standing_of(minutes)
    if standing["agreed"]:
        return queries.agreed_in_words(standing["agreed"])
    return queries.not_agreed_in_words(standing["not_agreed"])


def _is_later(minutes: Minutes, meeting: Meeting) -> None:
    if meeting.id not in {one.id for one in queries.meetings_that_may_agree(minutes)}:
        raise Refused("Choose a later meeting of this board.", field="meeting_id")


def _minute_of(meeting: Meeting, printed: str) -> int | None:
    if not printed:
        return None
    later = queries.minutes_of(meeting)
    for entry in queries.entries_of(later) if later else []:
        if entry.printed_key == key_of(printed):
            return entry.id
    raise Refused("The minutes of that meeting have no minute of this number.", field="minute")
