"""Recalling a published item: it becomes exempt wherever it has been published."""

from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import and_, select
from sqlalchemy.orm import aliased, joinedload

from app.agendas import queries
from app.agendas.drafting import exempting
from app.agendas.drafting.exempted import Grounds
from app.agendas.events import ItemMadeExempt
from app.agendas.models import Agenda, AgendaItem, Consideration, Publication
from app.agendas.publishing import issuing
from app.foundation import audit, events
from app.foundation.db import db
from app.foundation.errors import Refused
from app.foundation.permissions import Access
from app.meetings.models import Meeting
from app.people.models import Person
from app.reports.models import Report

URGENCY = "Give the chair’s reason for its urgency in words that everyone may read."


def recall(
    item: AgendaItem,
    grounds: Grounds,
    *,
    by: Person | None,
    reason: str,
    late_reason: str,
    spared: Collection[int],
) -> Publication:
    """Close a published item, and issue the agenda anew without what it said.

    What was issued with its wording is kept for the record and opens to clerks alone. The reasons
    in published minutes that may tell of it are withdrawn too, also one that was given while its
    clerk still looked at the others; `spared` are those that the clerk has found to say nothing.
    """
    _can_be_recalled(item, reason=reason)
    _says_why(item, grounds)
    if item.is_late and not late_reason:
        raise Refused(URGENCY, field="late_reason")
    item.late_reason = late_reason if item.is_late else ""
    agenda = item.agenda
    for publication in queries.publications_of(agenda):
        if item.id in _ids(publication.content["items"]):
            publication.access = Access.RESTRICTED
    exempting.put_in_part_two(item, grounds, by=by, recalled=True)
    exempt = exempting.wording_of(item)
    if exempt is not None:
        exempt.published_at = item.published_at
    audit.record(by, "recall", agenda, item=item.id, number=item.number, reason=reason)
    events.announce(ItemMadeExempt(item.id, recalled=True, spared=frozenset(spared)))
    said = f"Item {item.number} is taken in private; what was published of it is withdrawn."
    return issuing.reissue(agenda, by=by, reason=said)


def elsewhere(item: AgendaItem) -> list[tuple[Report, AgendaItem, Meeting]]:
    """Where else the reports of this item have been published: on each agenda the item that names
    them openly, with its title."""
    here, there = aliased(Consideration), aliased(Consideration)
    rows = db.session.execute(
        select(Report, AgendaItem, Meeting)
        .join(here, here.report_id == Report.id)
        .join(there, and_(there.report_id == Report.id, there.item_id != here.item_id))
        .join(AgendaItem, AgendaItem.id == there.item_id)
        .join(Agenda, Agenda.id == AgendaItem.agenda_id)
        .join(Meeting, Meeting.id == Agenda.meeting_id)
        .where(here.item_id == item.id, AgendaItem.part == 1, there.report_version_id.is_not(None))
        .options(joinedload(Meeting.board))
        .order_by(Meeting.on_date, Meeting.id, Report.id)
    )
    return [(report, other, meeting) for report, other, meeting in rows]


def _can_be_recalled(item: AgendaItem, *, reason: str) -> None:
    if item.published_at is None:
        raise Refused("This item has not been published. Make it exempt instead.")
    if exempting.wording_of(item) is not None:
        raise Refused("This item is exempt already.")
    if not reason:
        raise Refused("Say why the item is withdrawn; it is kept in the history.", field="reason")


def _says_why(item: AgendaItem, grounds: Grounds) -> None:
    """Refuse without grounds, since the agenda is issued at once and states them."""
    statutory = item.agenda.meeting.board.has_statutory_access
    if statutory and grounds.access == Access.EXEMPT and not grounds.paragraphs:
        raise Refused("Choose the paragraph of Schedule 12A.", field="paragraphs")
    if not grounds.public_interest:
        raise Refused("Record why the item is taken in private.", field="public_interest")
    if grounds.open_title.casefold() == item.title.casefold():
        raise Refused("This title is what is withdrawn; give another one.", field="open_title")


def _ids(items: Iterable[dict[str, Any]]) -> set[int]:
    found: set[int] = set()
    for item in items:
        found |= {item["id"], *_ids(item["children"])}
    return found
