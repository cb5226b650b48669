"""Who came to a meeting: the groups of the record, and how each person is named in them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from app.boards.models import BoardKind, SeatRole
from app.meetings.models import Attendance, Capacity, How, Meeting

PRESENT = "Present"
IN_THE_CHAIR = "in the Chair"
_CAME = (How.PRESENT, How.REMOTE)
_MEMBERS = (Capacity.MEMBER, Capacity.SUBSTITUTE)
_OFFICES = {SeatRole.VICE_CHAIR: "Vice-Chair", SeatRole.CO_OPTEE: "co-optee"}


@dataclass(frozen=True)
class NamedAttendee:
    """One person of the record: the name, for whom they came, and what else is said of them."""

    name: str
    organisation: str = ""
    notes: tuple[str, ...] = ()
    row_id: int | None = None
    """The row that records them."""

    @property
    def described(self) -> str:
        """Councillor Grace Okafor (in the Chair)."""
        return f"{self.name} ({', '.join(self.notes)})" if self.notes else self.name

    def __str__(self) -> str:
        """Dr Amrit Sandhu (NHS, by remote link)."""
        said = ", ".join(filter(None, (self.organisation, *self.notes)))
        return f"{self.name} ({said})" if said else self.name


Groups = list[tuple[str, list[NamedAttendee]]]


def groups_of(
    meeting: Meeting, attendance: Sequence[Attendance], roles: Mapping[int, SeatRole]
) -> Groups:
    """Who was present, who was not and who else came; empty groups are left out.

    The names of the members present are recorded by law (1972 Act, Schedule 12, paragraph 40).
    """
    found = [
        (label, [_named(row, meeting, roles) for row in attendance if belongs(row)])
        for label, belongs in _GROUPS
    ]
    return [(label, people) for label, people in found if people]


def name_of(row: Attendance) -> str:
    """The name as the paper printed it, or else the person's own."""
    return row.name or (row.person.full_name if row.person else "")


_GROUPS: tuple[tuple[str, Callable[[Attendance], bool]], ...] = (
    (PRESENT, lambda row: row.how in _CAME and row.capacity in _MEMBERS),
    ("Apologies", lambda row: row.how == How.APOLOGIES),
    ("Absent", lambda row: row.how == How.ABSENT),
    ("Officers present", lambda row: row.how in _CAME and row.capacity == Capacity.OFFICER),
    ("In attendance", lambda row: row.how in _CAME and row.capacity == Capacity.OTHER),
)


def _named(row: Attendance, meeting: Meeting, roles: Mapping[int, SeatRole]) -> NamedAttendee:
    manner = "by remote link" if row.how == How.REMOTE else ""
    notes = (_office(row, meeting, roles), manner)
    return NamedAttendee(
        name_of(row), _organisation(row, meeting), tuple(filter(None, notes)), row.id
    )


def _office(row: Attendance, meeting: Meeting, roles: Mapping[int, SeatRole]) -> str:
    if row.person_id is not None and row.person_id == meeting.chair_id:
        return IN_THE_CHAIR
    if row.capacity == Capacity.SUBSTITUTE:
        return f"substitute for {row.for_person.full_name}" if row.for_person else "substitute"
    role = roles.get(row.person_id or 0, SeatRole.MEMBER)
    if role == SeatRole.CHAIR and meeting.chair_id is None:
        return "Chair"
    return _OFFICES.get(role, "")


def _organisation(row: Attendance, meeting: Meeting) -> str:
    """The recorded organisation; at a partnership everybody has one."""
    own = row.person.organisation if row.person else None
    comes_for_it = meeting.board.kind == BoardKind.PARTNERSHIP and own is not None
    return row.organisation or (own.name if own is not None and comes_for_it else "")
