"""Recording attendance and times: what is required of it, and when it is a correction."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import time

from sqlalchemy import delete, select, update

from app.foundation import audit, events
from app.foundation.db import db
from app.foundation.errors import Refused
from app.foundation.locking import lock_rows
from app.foundation.questions import ask
from app.meetings.events import RecordAsked, RecordChanged, RecordChanging
from app.meetings.models import Attendance, How, Meeting
from app.meetings.workflow import called_off, not_yet_begun
from app.people import services as people
from app.people.events import PersonMerged
from app.people.models import Person


@contextmanager
def record_of(meeting: Meeting, *, by: Person | None, reason: str = "") -> Iterator[None]:
    """Lock a meeting's record (attendance, times, chair) and change it inside the block.

    If published minutes contain the record, a reason is required and they are published anew.
    """
    lock_rows(meeting)
    events.announce(RecordChanging(meeting, by, reason))
    yield
    db.session.flush()
    events.announce(RecordChanged(meeting, by, reason))


def is_kept(meeting_id: int) -> bool:
    """Whether published minutes contain the record of this meeting."""
    return any(kept.is_published for kept in ask(RecordAsked(meeting_id)))


def set_times(
    meeting: Meeting, *, started: time | None, ended: time | None, chair: Person | None
) -> None:
    """Set times and chair, and count their version, so that a form with former ones conflicts."""
    if started and ended and ended < started:
        raise Refused("The meeting cannot end before it began.", field="ended_at")
    wanted = (started, ended, chair.id if chair else None)
    if (meeting.started_at, meeting.ended_at, meeting.chair_id) != wanted:
        meeting.started_at, meeting.ended_at, meeting.chair_id = wanted
        meeting.times_version += 1
    db.session.flush()


def can_be_recorded(meeting: Meeting, *, how: How, is_substitute: bool) -> None:
    """Refuse to record before the day that somebody came; apologies can be recorded."""
    if trouble := called_off(meeting):
        raise Refused(f"{trouble} Nobody’s attendance is recorded.")
    if not_yet_begun(meeting) and how != How.APOLOGIES and not is_substitute:
        raise Refused(
            "Before the meeting only apologies and substitutes are recorded.",
            field="for_person_id",
        )


def check(meeting: Meeting, *, by: Person) -> None:
    """Record that the attendance is right as it stands; what changes in it is read again."""
    if trouble := called_off(meeting) or not_yet_begun(meeting):
        raise Refused(trouble)
    if not meeting.attendance_is_checked:
        meeting.attendance_checked_version = meeting.attendance_version
        audit.record(by, "check-attendance", meeting)


def follow_merge(merged: PersonMerged) -> None:
    """Give the attendance and the chair of a merged entry to the one that stays, once for each
    meeting.

    Where published minutes name both, both rows stay.
    """
    both = set(
        db.session.scalars(
            select(Attendance.meeting_id).where(
                Attendance.person_id == merged.gone_id,
                Attendance.meeting_id.in_(
                    select(Attendance.meeting_id).where(Attendance.person_id == merged.kept_id)
                ),
            )
        )
    )
    twice = [meeting_id for meeting_id in both if not is_kept(meeting_id)]
    gone = Attendance.person_id == merged.gone_id
    db.session.execute(delete(Attendance).where(gone, Attendance.meeting_id.in_(twice)))
    db.session.execute(
        update(Attendance)
        .where(gone, Attendance.meeting_id.not_in(both))
        .values(person_id=merged.kept_id)
    )
    db.session.expire_all()
    people.hand_over(merged, Attendance.for_person_id)
    people.hand_over(merged, Meeting.chair_id, counter=Meeting.times_version)
