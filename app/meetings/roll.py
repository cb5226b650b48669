"""The attendance of the seats as one form: what was pressed, and what stood there before."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from app.boards.models import Seat
from app.meetings import queries, services
from app.meetings.models import Attendance, How, Meeting
from app.people.models import Person

HOW = {
    "present": How.PRESENT,
    "apologies": How.APOLOGIES,
    "absent": How.ABSENT,
    "remote": How.REMOTE,
}
NOT_RECORDED = "none"
SHORT = {how: short for short, how in HOW.items()} | {None: NOT_RECORDED}


class Press(NamedTuple):
    """One seat of the form."""

    seat: Seat
    pressed: How | None
    """Nothing, where what was recorded by mistake is taken back."""
    before: How | None
    """What stood there when the form was opened."""
    row: Attendance | None
    """What stands there now."""

    @property
    def now(self) -> How | None:
        """What is recorded now."""
        return self.row.how if self.row else None

    @property
    def clashes(self) -> bool:
        """Another has recorded something else since."""
        return self.now not in (self.before, self.pressed)


def pressed(meeting: Meeting, form: Mapping[str, str]) -> list[Press]:
    """The seats on which something else was pressed than stood there."""
    known = {row.person_id: row for row in queries.attendance_of(meeting)}
    found = []
    for seat in queries.voting_seats(meeting):
        chosen = form.get(f"seat-{seat.id}", "")
        how, before = HOW.get(chosen), HOW.get(form.get(f"was-{seat.id}", ""))
        if (how or chosen == NOT_RECORDED) and how != before:
            found.append(Press(seat, how, before, known.get(seat.person_id)))
    return found


def record(meeting: Meeting, presses: Sequence[Press], *, by: Person) -> None:
    """Record what was pressed; a seat that was left alone keeps what another recorded."""
    for one in presses:
        if one.pressed is not None:
            services.record_attendance(
                meeting, by=by, how=one.pressed, person=one.seat.person, seat=one.seat
            )
        elif one.row is not None:
            services.forget_attendance(one.row, by=by)
