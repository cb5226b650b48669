"""Who may plan and change meetings."""

from app.boards.policy import clerks
from app.foundation.readable import Reach
from app.meetings.models import TAKING_PLACE, Meeting


def see(reach: Reach, _meeting: object) -> bool:
    """Everyone signed in may know when and where a board meets."""
    return reach.person_id is not None


def run(reach: Reach, meeting: Meeting) -> bool:
    """The board's clerk plans, changes and cancels its meetings."""
    return clerks(reach, meeting.board_id)


def record(reach: Reach, meeting: Meeting) -> bool:
    """The board's clerk records attendance, unless the meeting was called off."""
    return run(reach, meeting) and meeting.state in TAKING_PLACE


def plan(reach: Reach) -> bool:
    """Whoever clerks a board may plan a meeting."""
    return bool(reach.clerked)


def keep_closed_days(reach: Reach, _closed_day: object) -> bool:
    """Administrators and clerks keep the list of closed days true."""
    return reach.is_administrator or bool(reach.clerked)
