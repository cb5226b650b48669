"""The quorum: how many voting members make a meeting, and whether they are in the room."""

from dataclasses import dataclass

from app.boards.models import Board, QuorumRule, Seat, SeatRole
from app.meetings.models import Attendance, Capacity, How, Meeting


def quorum_of(board: Board, *, members: int) -> int:
    """How many voting members make a meeting: max(3, a quarter) unless set otherwise.

    Of the whole number of its voting members, vacant seats included (1972 Act, Schedule 12,
    paragraph 6); `members` are those who sit on it.
    """
    whole = board.voting_seats or members
    match board.quorum_rule:
        case QuorumRule.FIXED:
            return board.quorum_number
        case QuorumRule.FRACTION:
            return max(board.quorum_least, -(-whole // max(board.quorum_number, 1)))
        case _:
            return 0


@dataclass(frozen=True)
class Quorum:
    """Whether enough voting members are in the room."""

    present: int
    members: int
    needed: int
    vacant: int = 0
    """How many voting seats nobody holds."""

    @property
    def is_met(self) -> bool:
        """Whether the meeting can decide."""
        return self.present >= self.needed


def quorum_at(meeting: Meeting, attendance: list[Attendance], seats: list[Seat]) -> Quorum:
    """The quorum of one meeting, from its seats and its attendance; a seat counts once, whether
    its member or a substitute takes it."""
    voting = {seat.person_id for seat in seats if seat.has_vote and seat.role != "substitute"}
    here = [row for row in attendance if row.how == How.PRESENT]
    seats_taken = {
        row.for_person_id if row.capacity == Capacity.SUBSTITUTE else row.person_id for row in here
    }
    return Quorum(
        present=len(seats_taken & voting),
        members=len(voting),
        needed=quorum_of(meeting.board, members=len(voting)),
        vacant=max((meeting.board.voting_seats or 0) - len(voting), 0),
    )


def unrecorded_seats(attendance: list[Attendance], seats: list[Seat]) -> list[Seat]:
    """The seats of members of whom nothing is recorded: neither present, nor apologies, nor
    absent."""
    known = {row.person_id for row in attendance}
    outside = (SeatRole.SUBSTITUTE, SeatRole.OBSERVER)
    return [seat for seat in seats if seat.role not in outside and seat.person_id not in known]
