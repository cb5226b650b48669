"""Who may see agendas, and who builds and publishes them."""

from app.agendas.models import Agenda, AgendaItem
from app.boards.policy import clerks
from app.foundation.readable import Reach
from app.meetings.models import Meeting


def see(reach: Reach, _thing: object) -> bool:
    """Everyone signed in may open a meeting's page; what it shows depends on the reader."""
    return reach.person_id is not None


def read(reach: Reach, _item: AgendaItem) -> bool:
    """Whoever can see an item at all may read its open wording."""
    return reach.person_id is not None


def run(reach: Reach, agenda: Agenda | AgendaItem) -> bool:
    """The board's clerk builds, exempts and publishes."""
    return clerks(reach, agenda.group_id)


def begin(reach: Reach, meeting: Meeting) -> bool:
    """The board's clerk begins the agenda of a meeting, and sees it before it is published."""
    return clerks(reach, meeting.board_id)


def place(reach: Reach, _report: object) -> bool:
    """Whoever clerks a board may place a report that is open to them."""
    return bool(reach.clerked)


def read_paper(reach: Reach, _report: object) -> bool:
    """Whoever can see a report at all may read it as it was issued with an agenda."""
    return reach.person_id is not None
