"""The view model of the page of attendance."""

from dataclasses import dataclass

from app.foundation.web.offers import EmptyState, Note
from app.meetings.events import RecordKept
from app.meetings.models import Attendance, How, Meeting
from app.meetings.queries import Quorum
from app.meetings.views.roll import (
    AttendanceChoice,
    SeatOnRoll,
    choices_at,
    quorum_needed,
    quorum_reached,
    words_for,
)
from app.meetings.workflow import called_off, not_yet_begun

STILL_TO_COME = (
    "The meeting is still to come: record who has sent apologies, and below who stands in."
)
NOBODY_YET = (
    "Nobody is recorded yet. Press who sent apologies or did not come, then put everybody else "
    "down as present."
)


@dataclass(frozen=True)
class Labels:
    """What the buttons of the page say."""

    save: str
    add: str
    times: str


RECORD = Labels("Save attendance", "Add", "Save")
CORRECT = Labels(
    "Correct the attendance", "Add to the published attendance", "Correct times and chair"
)
"""Labels where published minutes contain the record, so that a change is a correction."""


@dataclass(frozen=True)
class AttendancePage:
    """Who came to one meeting, for one reader."""

    meeting: Meeting
    rows: list[Attendance]
    """All that is recorded."""
    seats: list[SeatOnRoll]
    quorum: Quorum
    kept: RecordKept
    """Whether published or agreed minutes contain this."""
    may_record: bool

    @property
    def is_ahead(self) -> bool:
        """Whether the day of the meeting is still to come."""
        return not_yet_begun(self.meeting) is not None

    @property
    def may_run(self) -> bool:
        """Whether the reader keeps the record and it can still be changed."""
        return self.may_record and not self.kept.is_agreed

    @property
    def is_correction(self) -> bool:
        """Whether a change here is a correction of published minutes."""
        return self.kept.is_published and self.may_run

    @property
    def choices(self) -> tuple[AttendanceChoice, ...]:
        """The choices for each member."""
        return choices_at(self.meeting)

    @property
    def labels(self) -> Labels:
        """What the buttons say."""
        return CORRECT if self.kept.is_published else RECORD

    @property
    def lead(self) -> str:
        """What to do with the list of members."""
        if self.is_ahead:
            return STILL_TO_COME
        return "" if self.rows else NOBODY_YET

    @property
    def may_fill(self) -> bool:
        """Whether somebody has no record yet who can be put down as present."""
        waiting = any(one.row is None for one in self.seats)
        return waiting and not self.is_ahead and not self.kept.is_published

    @property
    def may_check(self) -> bool:
        """Whether the reader can say that the attendance is right."""
        return self.may_run and bool(self.rows) and not self.is_ahead and not self.kept.is_published

    @property
    def empty_state(self) -> EmptyState:
        """Why no list is shown to those who only read."""
        words = "The clerk records attendance at the meeting."
        if called_off(self.meeting):
            words = f"This meeting was {self.meeting.state.value}."
        return EmptyState("Nobody is recorded", words)

    @property
    def others(self) -> list[tuple[Attendance, str]]:
        """Substitutes, officers and others, with what is said of each."""
        seated = {one.seat.person_id for one in self.seats}
        return [(row, words_for(row)) for row in self.rows if row.person_id not in seated]

    @property
    def quorum_needed(self) -> str:
        """How many have to come; said until somebody is recorded at the meeting."""
        if not self.is_ahead:
            return "" if self.rows else quorum_needed(self.quorum)
        sent = sum(row.how == How.APOLOGIES for row in self.rows)
        return quorum_needed(self.quorum, apologies=sent)

    @property
    def quorum_reached(self) -> Note:
        """The note that says whether those who came can decide."""
        return quorum_reached(self.quorum, is_waiting=self.may_fill)
