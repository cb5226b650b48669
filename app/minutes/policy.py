"""Who may read minutes, and who takes, publishes and corrects them."""

from app.boards.policy import clerks
from app.foundation.readable import Reach
from app.meetings.models import Meeting
from app.minutes.models import Minute, MinuteExempt, Minutes


def see(reach: Reach, _thing: object) -> bool:
    """Everyone signed in may open the page; what it shows depends on the reader."""
    return reach.person_id is not None


def take(reach: Reach, meeting: Meeting) -> bool:
    """The board's clerk takes the minutes of its meetings."""
    return clerks(reach, meeting.board_id)


def read(reach: Reach, minutes: Minutes) -> bool:
    """The clerk reads minutes from the first word, everybody else once they are published."""
    return clerks(reach, minutes.group_id) or (
        minutes.published_at is not None and reach.person_id is not None
    )


def write(reach: Reach, thing: Minutes | Minute | MinuteExempt) -> bool:
    """The board's clerk writes and publishes minutes, open and exempt."""
    return clerks(reach, thing.group_id)


def approve(reach: Reach, minutes: Minutes) -> bool:
    """The board's clerk records whether a later meeting agreed published minutes."""
    is_open = minutes.published_at is not None and minutes.signed_at is None
    return write(reach, minutes) and is_open and not minutes.is_past_paper


def bring_in(_reach: Reach, _minutes: Minutes) -> bool:
    """Past papers are brought in by the importer, never by a button."""
    return False
