"""What meetings announce to the modules above them, which may refuse it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class MeetingMoved:
    """A meeting is held on another day from now on; its papers are found under that day."""

    meeting_id: int


@dataclass(frozen=True)
class MeetingCalledOff:
    """A meeting will not take place; whoever has recorded it already refuses."""

    meeting_id: int
