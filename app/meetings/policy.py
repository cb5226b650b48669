"""Who may plan and change meetings."""

from app.boards.policy import clerks
from app.foundation.permissions import Scope
from app.meetings.models import TAKING_PLACE, Meeting


def see(scope: Scope, _meeting: object) -> bool:
    """Everyone signed in may know when and where a board meets."""
    return scope.person_id is not None


def run(scope: Scope, meeting: Meeting) -> bool:
    """The board's clerk plans, changes and cancels its meetings."""
    return clerks(scope, meeting.board_id)


def record(scope: Scope, meeting: Meeting) -> bool:
    """The board's clerk records attendance, unless the meeting was called off."""
    return run(scope, meeting) and meeting.state in TAKING_PLACE


def plan(scope: Scope, _meeting: object = None) -> bool:
    """Whoever clerks a board may plan a meeting."""
    return bool(scope.clerked)


def keep_closed_days(scope: Scope, _closed_day: object) -> bool:
    """Administrators and clerks keep the list of closed days true."""
    return scope.is_administrator or bool(scope.clerked)
