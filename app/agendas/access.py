"""From an id in a URL to a meeting, its agenda, an item, or a report that waits for a place."""

from collections.abc import Iterable

from flask import abort
from sqlalchemy.orm import joinedload

from app.agendas import policy, queries, register
from app.agendas.models import Agenda, AgendaItem, AgendaItemExempt, Exemption, Publication
from app.boards.models import Board
from app.foundation.permissions import Readable
from app.foundation.web import auth, request_transaction
from app.foundation.web.access import May, fetch, fetch_plain, require
from app.meetings.models import Meeting
from app.reports.models import Report

_TOGETHER = (joinedload(Meeting.board).joinedload(Board.contact),)


def meeting(meeting_id: int, *, may: May) -> Meeting:
    """A meeting with its board and whom to ask."""
    return fetch_plain(Meeting, meeting_id, may=may, options=_TOGETHER)


def meeting_with_agenda(
    meeting_id: int, *, may: May
) -> tuple[Meeting, Agenda | None, Publication | None]:
    """A meeting with its agenda and, as far as the reader may read it, what was issued last."""
    scope = auth.scope()
    found = queries.meeting_with_agenda(meeting_id, scope)
    if found is None:
        abort(404)
    if not may(scope, found[0]):
        abort(403)
    return found


def agenda(meeting_id: int, *, may: May) -> Agenda:
    """The working agenda of a meeting."""
    of = meeting(meeting_id, may=policy.see)
    found = queries.agenda_of(of)
    if not may(auth.scope(), found or Agenda(meeting=of)):
        abort(403)
    if found is None:
        abort(404)
    return found


def item(meeting_id: int, item_id: int, *, may: May) -> AgendaItem:
    """An item of a meeting's working agenda."""
    found = queries.item_with_id(agenda(meeting_id, may=may), item_id)
    if found is None:
        abort(404)
    return found


def exemptions(*, may: May) -> None:
    """The register of exemptions: 403 for whoever has no part in it."""
    require(may)


def exemption(exemption_id: int, *, may: May) -> Exemption:
    """One entry of the register."""
    scope = auth.scope()
    found = register.with_id(exemption_id, scope)
    if found is None:
        abort(404)
    if not may(scope, found):
        abort(403)
    return found


def report(report_id: int, *, may: May) -> Report:
    """A report that its clerk places on an item or takes off."""
    return fetch(Report, report_id, may=may)


def log_views(rows: Iterable[Readable]) -> None:
    """Log that this reader is shown these things, as far as they are not open."""
    for row in rows:
        request_transaction.log_view(row)


def exempt_wording(of: AgendaItem) -> AgendaItemExempt | None:
    """The closed wording of an item, if the reader may read it; the view is recorded."""
    found = queries.exempt_wordings(of.agenda, auth.scope()).get(of.id)
    if found is not None:
        request_transaction.log_view(found)
    return found
