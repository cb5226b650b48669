"""Who may read minutes, and who takes, publishes and corrects them."""

from app.boards.policy import clerks
from app.foundation.permissions import Scope
from app.meetings.models import Meeting
from app.minutes.models import Minute, MinuteExempt, Minutes


def see(scope: Scope, _thing: object) -> bool:
    """Everyone signed in may open the page; what it shows depends on the reader."""
    return scope.person_id is not None


def take(scope: Scope, meeting: Meeting) -> bool:
    """The board's clerk takes the minutes of its meetings."""
    return clerks(scope, meeting.board_id)


def read(scope: Scope, minutes: Minutes) -> bool:
    """The clerk reads minutes at any time, everybody else once they are published."""
    return clerks(scope, minutes.group_id) or (
        minutes.published_at is not None and scope.person_id is not None
    )


def write(scope: Scope, thing: Minutes | Minute | MinuteExempt) -> bool:
    """The board's clerk writes and publishes minutes, open and exempt."""
    return clerks(scope, thing.group_id)


def approve(scope: Scope, minutes: Minutes) -> bool:
    """The board's clerk records whether a later meeting agreed published minutes."""
    is_open = minutes.published_at is not None and minutes.signed_at is None
    return write(scope, minutes) and is_open and not minutes.is_past_paper


def bring_in(_scope: Scope, _minutes: Minutes) -> bool:
    """Only the importer publishes past papers; there is no button for it."""
    return False
