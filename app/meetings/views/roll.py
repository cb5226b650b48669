"""The roll of a meeting: each seat with its choices, the others who came, the quorum."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.boards.models import Seat, SeatRole
from app.foundation.web.filters import count_of, humanise
from app.foundation.web.offers import Note
from app.meetings.forms import NOT_RECORDED, SHORT, SeatChange
from app.meetings.models import Attendance, How, Meeting
from app.meetings.queries import Quorum
from app.meetings.workflow import not_yet_begun


@dataclass(frozen=True)
class AttendanceChoice:
    """One choice for a member's attendance."""

    value: str
    short: str
    """The label of its button."""
    whole: str
    """What a screen reader says."""
    tone: str = ""


IN_THE_ROOM = (
    AttendanceChoice("present", "In", "Present"),
    AttendanceChoice("apologies", "Apol", "Apologies", "wait"),
    AttendanceChoice("absent", "Out", "Absent", "quiet"),
)
"""The choices while the minutes are taken."""
AT_THE_MEETING = (
    AttendanceChoice("present", "Present", "Present"),
    AttendanceChoice("remote", "By link", "Present by remote link, not counted", "quiet"),
    AttendanceChoice("apologies", "Apologies", "Apologies", "wait"),
    AttendanceChoice("absent", "Absent", "Absent", "quiet"),
)
AHEAD = (
    AttendanceChoice(NOT_RECORDED, "Not recorded", "Not recorded", "quiet"),
    AttendanceChoice("apologies", "Apologies", "Apologies", "wait"),
)
"""The choices before the day: nobody has come yet, but apologies can be recorded."""


def choices_at(meeting: Meeting) -> tuple[AttendanceChoice, ...]:
    """The choices for a member."""
    return AHEAD if not_yet_begun(meeting) else AT_THE_MEETING


def unrecorded_at(meeting: Meeting) -> str:
    """What is pressed where nothing is recorded: from the day on nothing, until somebody says."""
    return NOT_RECORDED if not_yet_begun(meeting) else ""


@dataclass(frozen=True)
class SeatOnRoll:
    """One seat of the roll."""

    seat: Seat
    row: Attendance | None
    """What is recorded of it."""
    chosen: str = ""
    """What is pressed when the form opens."""

    @property
    def before(self) -> str:
        """What was recorded when the form was opened."""
        return SHORT[self.row.how] if self.row else NOT_RECORDED

    @property
    def role(self) -> str:
        """The role in words; empty for a plain member."""
        return "" if self.seat.role == SeatRole.MEMBER else humanise(self.seat.role)

    @property
    def how(self) -> str:
        """How the person stood to the meeting, in words."""
        return humanise(self.row.how) if self.row else "Not recorded"


def roll_of(
    seats: Iterable[Seat],
    rows: Iterable[Attendance],
    presses: Sequence[SeatChange],
    *,
    unrecorded: str = "",
) -> list[SeatOnRoll]:
    """Every seat but those of substitutes, with the choice that is pressed for it.

    A choice that was pressed but not saved stays pressed; where nothing is recorded yet it is
    `unrecorded`.
    """
    known = {row.person_id: row for row in rows if row.person_id}
    pressed = {one.seat.id: SHORT[one.pressed] for one in presses}
    return [
        SeatOnRoll(seat, row, pressed.get(seat.id) or (SHORT[row.how] if row else unrecorded))
        for seat in seats
        if seat.role != SeatRole.SUBSTITUTE
        for row in [known.get(seat.person_id)]
    ]


def words_for(row: Attendance) -> str:
    """A substitute, an officer or somebody else: who it is, from where, for whom, and how."""
    words = [name_of(row)]
    if row.organisation:
        words.append(f", {row.organisation}")
    if row.for_person:
        words.append(f" (substitute for {row.for_person.full_name})")
    if row.how != How.PRESENT:
        words.append(f": {row.how.value}")
    return "".join(words)


def name_of(row: Attendance) -> str:
    """The name under which somebody is listed."""
    return row.person.full_name if row.person else row.name


def quorum_needed(quorum: Quorum, *, apologies: int = 0) -> str:
    """How many have to come; before the day also how many have said that they will not."""
    needed = f"Quorum is {quorum.needed} of {quorum.members} voting members."
    if quorum.vacant:
        whole = quorum.members + quorum.vacant
        needed = f"Quorum is {quorum.needed} of {whole} voting seats, {quorum.vacant} vacant."
    so_far = count_of(apologies, "apology", "apologies") if apologies else ""
    return f"{needed} {so_far} so far." if so_far else needed


def quorum_reached(quorum: Quorum, *, is_waiting: bool = False) -> Note:
    """The note that says whether those who have come can decide; while something is still to be
    recorded of somebody, too few are not called inquorate."""
    here = f"{quorum.present} of {quorum.members} voting members present"
    if quorum.is_met:
        return Note(f"{here}. Quorum is {quorum.needed}: met.")
    if is_waiting:
        return Note(f"{here} so far. Quorum is {quorum.needed}.")
    return Note(
        f"{here}. Quorum is {quorum.needed}: not met. The meeting is inquorate.", kind="warning"
    )
