"""Taking back what should not have been published: the item is closed wherever it stands."""

from collections.abc import Collection, Iterable
from typing import Any

from app.agendas import exempting, issuing, queries
from app.agendas.events import ItemMadeExempt
from app.agendas.exempting import Grounds
from app.agendas.models import AgendaItem, Publication
from app.foundation import audit, events
from app.foundation.errors import Refused
from app.foundation.readable import Access
from app.people.models import Person

URGENCY = "Give the chair’s reason for its urgency in words that everyone may read."


def recall(
    item: AgendaItem,
    grounds: Grounds,
    *,
    by: Person | None,
    reason: str,
    late_reason: str,
    reasons: Collection[int] | None,
) -> Publication:
    """Close a published item, and issue the agenda anew without what it said.

    What was issued with its wording is kept for the record and opens to clerks alone. `reasons`
    are those of published minutes that tell of it too; whoever names none has all withdrawn.
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
    told = None if reasons is None else frozenset(reasons)
    events.announce(ItemMadeExempt(item.id, recalled=True, reasons=told))
    said = f"Item {item.number} is taken in private; what was published of it is withdrawn."
    return issuing.reissue(agenda, by=by, reason=said)


def _can_be_recalled(item: AgendaItem, *, reason: str) -> None:
    if item.published_at is None:
        raise Refused("This item has not been published. Make it exempt instead.")
    if exempting.wording_of(item) is not None:
        raise Refused("This item is exempt already.")
    if not reason:
        raise Refused("Say why the item is withdrawn; it is kept in the history.", field="reason")


def _says_why(item: AgendaItem, grounds: Grounds) -> None:
    """What is issued at once says at once why it is exempt (R3.2, R3.3)."""
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
