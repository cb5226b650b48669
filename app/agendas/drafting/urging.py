"""Recording why the chair takes business as a matter of urgency (s100B(4)(b))."""

from collections.abc import Iterable

from app.agendas.models import AgendaItem
from app.agendas.rules import ordering
from app.agendas.rules.timing import has_urgency, is_business
from app.foundation import audit
from app.foundation.errors import Refused
from app.people.models import Person


def mark(item: AgendaItem, *, by: Person | None, reason: str) -> None:
    """Record the chair's reason for one item."""
    ordering.stays(item)
    if not reason:
        raise Refused("Give the chair’s reason; it is printed in the minutes.", field="reason")
    if item.is_late and item.late_reason == reason:
        return
    item.is_late, item.late_reason = True, reason
    item.save_by(by)
    item.agenda.version += 1
    audit.record(by, "mark-late", item.agenda, item=item.id, number=item.number)


def mark_all(items: Iterable[AgendaItem], *, by: Person | None, reason: str) -> None:
    """Record one reason for all business that is not out and has none of its own."""
    for item in items:
        if item.published_at is None and is_business(item) and not has_urgency(item):
            mark(item, by=by, reason=reason)
