"""Who may see agendas, and who builds and publishes them."""

from app.agendas.models import Agenda, AgendaItem, Exemption
from app.boards.policy import clerks
from app.foundation.permissions import Scope
from app.meetings.models import Meeting

TOLD_TO_EVERYBODY = (
    "meeting:plan",
    "meeting:change",
    "meeting:move-at-short-notice",
    "meeting:cancel",
    "meeting:postpone",
    "meeting:reinstate",
    "meeting:hold",
    "agenda:publish",
    "agenda:supplement",
)
"""Audit tags that everyone may read of a meeting; drafting is not among them."""


def see(scope: Scope, _thing: object) -> bool:
    """Everyone signed in may open a meeting's page; what it shows depends on the reader."""
    return scope.person_id is not None


def read(scope: Scope, _item: AgendaItem) -> bool:
    """Whoever can see an item at all may read its open wording."""
    return scope.person_id is not None


def run(scope: Scope, agenda: Agenda | AgendaItem) -> bool:
    """The board's clerk builds, exempts and publishes."""
    return clerks(scope, agenda.group_id)


def begin(scope: Scope, meeting: Meeting) -> bool:
    """The board's clerk begins the agenda of a meeting, and sees it before it is published."""
    return clerks(scope, meeting.board_id)


def see_register(scope: Scope, _thing: object = None) -> bool:
    """The register of exemptions is for administrators, and for clerks of their own boards."""
    return scope.is_administrator or bool(scope.clerked)


def see_exemption(scope: Scope, exemption: Exemption) -> bool:
    """An administrator, or the clerk of the board."""
    return scope.is_administrator or clerks(scope, exemption.item.group_id)


def review(scope: Scope, exemption: Exemption) -> bool:
    """The board's clerk records that an item was looked at again."""
    return clerks(scope, exemption.item.group_id)


def place(scope: Scope, _report: object) -> bool:
    """Whoever clerks a board may place a report that is open to them."""
    return bool(scope.clerked)


def read_paper(scope: Scope, _report: object) -> bool:
    """Whoever can see a report at all may read it as it was issued with an agenda."""
    return scope.person_id is not None
