"""The attendance of a meeting while it is recorded: read once, however many are named."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from app.boards.models import Seat, SeatRole
from app.foundation import audit
from app.foundation.db import db
from app.foundation.errors import Conflict
from app.meetings import attending, queries
from app.meetings.models import Attendance, Capacity, How, Meeting
from app.people.models import Person, PersonKind


@dataclass(frozen=True)
class AttendanceEntry:
    """The attendance to record of one person, known to the directory or by name alone."""

    how: How
    person: Person | None = None
    name: str = ""
    organisation: str = ""
    seat: Seat | None = None
    """None: the seat that the person has, unless it is a substitute's."""
    capacity: Capacity | None = None
    for_person: Person | None = None


@contextmanager
def writing(meeting: Meeting, *, by: Person | None, reason: str = "") -> Iterator["Listing"]:
    """Lock the attendance and change it in the block; `Conflict` if the form shows a former one."""
    with attending.record_of(meeting, by=by, reason=reason):
        listing = Listing(meeting, by=by)
        yield listing
        meeting.attendance_version += listing.changed


class Listing:
    """The rows of one meeting by person, and the seats of its board on that day."""

    def __init__(self, meeting: Meeting, *, by: Person | None) -> None:
        self._meeting, self._by, self.changed = meeting, by, 0
        rows = queries.attendance_of(meeting)
        self._rows = {row.person_id: row for row in reversed(rows)}
        self._last = max((row.position for row in rows), default=0)
        self._seats: dict[int, Seat] | None = None

    def row_of(self, person: Person | None) -> Attendance | None:
        """What is recorded of somebody."""
        return self._rows.get(person.id) if person else None

    def seat_of(self, person: Person | None) -> Seat | None:
        """The person's seat as a member; a substitute's seat does not count until it is needed."""
        if person is None:
            return None
        if self._seats is None:
            seats = reversed(queries.voting_seats(self._meeting))
            own = (seat for seat in seats if seat.role != SeatRole.SUBSTITUTE)
            self._seats = {seat.person_id: seat for seat in own}
        return self._seats.get(person.id)

    def not_recorded_since(self, person: Person | None, *, version: int) -> None:
        """`Conflict` if somebody else has recorded this person since the form was opened."""
        row, now = self.row_of(person), self._meeting.attendance_version
        if row is not None and now != version:
            raise Conflict(theirs=row.how.value, yours="", version=now)

    def row_for(self, person: Person | None, *, name: str = "") -> Attendance:
        """The row of one person, a new one at the end if there is none."""
        standing = self.row_of(person)
        if standing is not None:
            return standing
        self._last += 1
        row = Attendance(
            meeting_id=self._meeting.id,
            person_id=person.id if person else None,
            name=name.strip(),
            position=self._last,
        )
        db.session.add(row)
        if person is not None:
            self._rows[person.id] = row
        return row

    def record(self, came: AttendanceEntry) -> Attendance:
        """Record one person, in the place of what was recorded before."""
        seat = came.seat or self.seat_of(came.person)
        row = self.row_for(came.person, name=came.name)
        before = _compared_values(row)
        row.how, row.organisation = came.how, came.organisation.strip()
        row.seat_id = seat.id if seat else None
        row.for_person_id = came.for_person.id if came.for_person else None
        row.capacity = _capacity(came, seat)
        if _compared_values(row) != before:
            self.changed += 1
            who = came.person.id if came.person else None
            how = came.how.value
            audit.record(self._by, "record-attendance", self._meeting, attendee=who, how=how)
        return row

    def forget(self, row: Attendance) -> None:
        """Take back what was recorded by mistake."""
        self.changed += 1
        self._rows.pop(row.person_id, None)
        audit.record(self._by, "forget-attendance", self._meeting)
        db.session.delete(row)


def _compared_values(row: Attendance) -> tuple[object, ...]:
    """The values of a row that count as a change."""
    return row.how, row.capacity, row.seat_id, row.for_person_id, row.organisation


def _capacity(came: AttendanceEntry, seat: Seat | None) -> Capacity:
    """The capacity: as a substitute, as given, on the person's seat, or in attendance."""
    if came.for_person is not None:
        return Capacity.SUBSTITUTE
    if came.capacity is not None:
        return came.capacity
    if seat is not None:
        return Capacity.MEMBER
    is_officer = came.person is not None and came.person.kind == PersonKind.OFFICER
    return Capacity.OFFICER if is_officer else Capacity.OTHER
