"""What clerks do with agendas: begin, order, place reports, make exempt, issue, record outcomes."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import delete, select

from app.agendas import queries, receiving
from app.agendas.drafting import exempted, exempting, placing, urging
from app.agendas.drafting.adding import ItemsBeingAdded, standing_at, take_standing
from app.agendas.drafting.exempted import Grounds
from app.agendas.drafting.exempting import settle
from app.agendas.events import ItemRemoved
from app.agendas.models import (
    Agenda,
    AgendaItem,
    AgendaItemExempt,
    Consideration,
    Exemption,
    ItemKind,
    LaterPapers,
    Outcome,
    Publication,
    ReceivedMinutes,
)
from app.agendas.publishing import issuing, recalling
from app.agendas.publishing.snapshot import Composed
from app.agendas.rules import checking, excluding, ordering
from app.boards.models import AccessLaw, Board
from app.foundation import audit, clock, events
from app.foundation.db import db
from app.foundation.errors import Conflict, Refused
from app.foundation.locking import as_seen, lock_rows
from app.foundation.permissions import Access
from app.foundation.richtext.dialect import clean
from app.meetings.models import Meeting
from app.meetings.workflow import called_off
from app.people.models import Person
from app.reports.models import Report

__all__ = ["ItemsBeingAdded"]


def begin_agenda(
    meeting: Meeting, *, by: Person | None, from_standing: bool = True, at: datetime | None = None
) -> Agenda:
    """Begin a meeting's agenda with the board's standing items; past papers bring their own."""
    lock_rows(meeting)
    if queries.agenda_of(meeting) is not None:
        raise Refused("The agenda of this meeting has been begun already.")
    if trouble := called_off(meeting):
        raise Refused(f"{trouble} Its agenda cannot be begun.")
    agenda = Agenda(meeting_id=meeting.id, version=1)
    db.session.add(agenda)
    audit.record(by, "begin", agenda, at=at)
    standing_items = standing_at(meeting) if from_standing else []
    for standing in standing_items:
        take_standing(agenda, standing, meeting)
    if standing_items:
        settle(agenda)
    return agenda


def add_item(
    agenda: Agenda,
    *,
    by: Person | None,
    title: str,
    html: str = "",
    kind: ItemKind = ItemKind.ORDINARY,
    parent: AgendaItem | None = None,
    standing_key: str = "",
    late_reason: str = "",
    pages: str = "",
    at: datetime | None = None,
) -> AgendaItem:
    """Add an item at the end of Part I, or under another item."""
    adding = ItemsBeingAdded(agenda, by=by, at=at)
    item = adding.add(
        title=title,
        html=html,
        kind=kind,
        parent=parent,
        standing_key=standing_key,
        late_reason=late_reason,
        pages=pages,
    )
    adding.settle()
    return item


def edit_item(item: AgendaItem, *, by: Person | None, title: str, html: str, version: int) -> None:
    """Change an item's title and text; of an exempt item the wording that only some may read."""
    lock_rows(item.agenda, item)
    ordering.stays(item)
    exempt = exempting.wording_of(item)
    stored: AgendaItem | AgendaItemExempt = exempt or item
    if item.version != version:
        raise Conflict(theirs=stored.text, yours=html, version=item.version)
    if not title.strip():
        raise Refused("Enter the title of the item.", field="title")
    if (stored.title, stored.text) == (title.strip(), clean(html)):
        return
    stored.title, stored.text = title.strip(), clean(html)
    item.save_by(by)
    item.agenda.version += 1
    audit.record(by, "edit-item", item.agenda, item=item.id, number=item.number)


def call_urgent_business(
    item: AgendaItem, *, by: Person | None, agenda_version: int | None = None
) -> None:
    """Call “Any other business” what the Act allows it to be: urgent business (s100B(4))."""
    lock_rows(item.agenda, item)
    as_seen(item.agenda.version, agenda_version)
    if not checking.is_any_other_business(item):
        raise Refused("This item has another title by now, so it keeps it.")
    title = checking.URGENT_BUSINESS
    edit_item(item, by=by, title=title, html=item.text, version=item.version)


def move_item(
    item: AgendaItem, *, by: Person | None, to: str, agenda_version: int | None = None
) -> None:
    """Move an item up, down, in under the item above, or out again."""
    lock_rows(item.agenda, item)
    as_seen(item.agenda.version, agenda_version)
    ordering.move(_items(item.agenda), item, to=to)
    settle(item.agenda)
    audit.record(by, "move-item", item.agenda, item=item.id, number=item.number, to=to)


def order_items(
    agenda: Agenda, *, by: Person | None, ids: Sequence[int], version: int | None = None
) -> None:
    """Put the whole agenda in this order; `Conflict` if it has other items than these by now, or
    another version."""
    lock_rows(agenda)
    items = _items(agenda)
    is_changed = version is not None and agenda.version != version
    if is_changed or sorted(ids) != sorted(item.id for item in items):
        raise Conflict(
            theirs=" ".join(str(item.id) for item in items),
            yours=" ".join(str(item_id) for item_id in ids),
            version=agenda.version,
        )
    if list(ids) == [item.id for item in items]:
        return
    ordering.arrange(items, ids=ids)
    settle(agenda)
    audit.record(by, "order", agenda)


def remove_item(item: AgendaItem, *, by: Person | None, agenda_version: int | None = None) -> None:
    """Take an item off the agenda; its reports wait for a place again."""
    lock_rows(item.agenda, item)
    as_seen(item.agenda.version, agenda_version)
    ordering.stays(item)
    agenda = item.agenda
    if item.kind == ItemKind.EXCLUSION:
        raise Refused("The exclusion of press and public goes when nothing is exempt any more.")
    if ordering.under(_items(agenda), item.id):
        raise Refused("Other items stand under this one. Move them out first.")
    events.announce(ItemRemoved(item.id))
    audit.record(by, "remove-item", agenda, item=item.id, number=item.number)
    for model in (Consideration, AgendaItemExempt, ReceivedMinutes):
        db.session.execute(delete(model).where(model.item_id == item.id))
    exempted.forget(item)
    db.session.execute(delete(AgendaItem).where(AgendaItem.id == item.id))
    settle(agenda)


def place_report(
    item: AgendaItem, *, report: Report, by: Person | None, agenda_version: int | None = None
) -> Consideration:
    """Put a report to an item; on an exempt item it is held back with all that is attached.

    `agenda_version` is what was looked at: whoever places it has seen whether the item is open.
    """
    lock_rows(item.agenda, item, report)
    as_seen(item.agenda.version, agenda_version)
    return placing.place(item, report, by=by)


def add_report(agenda: Agenda, *, report: Report, by: Person | None) -> AgendaItem:
    """Take a report on the agenda as an item of its own; one that is not open goes to Part II."""
    lock_rows(agenda, report)
    item = add_item(agenda, by=by, title="")
    if report.is_held_back:
        make_exempt(
            item,
            by=by,
            paragraphs=[],
            public_interest="",
            open_title="Exempt item",
            access=report.access,
        )
    place_report(item, report=report, by=by)
    return item


def take_report_off(
    item: AgendaItem, *, report: Report, by: Person | None, agenda_version: int | None = None
) -> None:
    """Take a report off an item, unless it was issued with it; it waits for a place again."""
    lock_rows(item.agenda, item)
    as_seen(item.agenda.version, agenda_version)
    placing.take_off(item, report, by=by)


def attach_minutes(
    item: AgendaItem, *, of: Meeting, by: Person | None, agenda_version: int | None = None
) -> ReceivedMinutes:
    """Attach another board's published minutes to an item; they go out as they stand that day."""
    lock_rows(item.agenda, item)
    as_seen(item.agenda.version, agenda_version)
    return receiving.attach(item, of, by=by)


def take_minutes_off(
    item: AgendaItem, *, of: Meeting, by: Person | None, agenda_version: int | None = None
) -> None:
    """Take another board's minutes off an item, unless they went out with it."""
    lock_rows(item.agenda, item)
    as_seen(item.agenda.version, agenda_version)
    receiving.take_off(item, of, by=by)


def make_exempt(
    item: AgendaItem,
    *,
    by: Person | None,
    paragraphs: Sequence[int],
    public_interest: str,
    open_title: str,
    access: Access = Access.EXEMPT,
    post_id: int | None = None,
    review_on: date | None = None,
    version: int | None = None,
) -> None:
    """Take an item in Part II: its wording and papers are closed, an open title stands instead.

    `post_id` is the post of the proper officer who decided it, `review_on` the day until which it
    is exempt. `version` is the one its clerk has looked at; the grounds of another are not put
    over it.
    """
    lock_rows(item.agenda.meeting, item.agenda, item)
    as_seen(item.version, version)
    grounds = Grounds.typed(paragraphs, public_interest, open_title, access, post_id, review_on)
    exempting.make_exempt(item, grounds, by=by)


def review_exemption(
    exemption: Exemption,
    *,
    by: Person | None,
    until: date | None,
    reason: str,
    post_id: int | None = None,
    version: int | None = None,
) -> None:
    """Record that an item was looked at again and stays exempt until a day, with the reason."""
    item = exemption.item
    lock_rows(item.agenda.meeting, item.agenda, item, exemption)
    as_seen(exemption.version, version)
    exempted.review(exemption, by=by, until=until, reason=reason.strip(), post_id=post_id)


def recall(
    item: AgendaItem,
    *,
    by: Person | None,
    paragraphs: Sequence[int],
    public_interest: str,
    open_title: str,
    reason: str,
    access: Access = Access.EXEMPT,
    post_id: int | None = None,
    review_on: date | None = None,
    late_reason: str = "",
    spared: Collection[int] = (),
    agenda_version: int | None = None,
) -> Publication:
    """Withdraw a published item and make it exempt, with its papers, its minute and its actions.

    The reason of its urgency goes on being printed (s100B(4)(b)), in words that all may read.
    `agenda_version` is what was looked at: whoever recalls it knows what stands on it.
    `spared` are the reasons in its minutes that its clerk has found to tell nothing of it.
    """
    lock_rows(item.agenda.meeting, item.agenda, item)
    as_seen(item.agenda.version, agenda_version)
    grounds = Grounds.typed(paragraphs, public_interest, open_title, access, post_id, review_on)
    said = {"reason": reason.strip(), "late_reason": late_reason.strip()}
    return recalling.recall(item, grounds, by=by, spared=spared, **said)


def make_open(item: AgendaItem, *, by: Person | None, agenda_version: int | None = None) -> None:
    """Bring an item back into Part I, with its wording and its papers (Schedule 12A para 10).

    `agenda_version` is what was looked at: nobody opens words or papers put there since.
    """
    lock_rows(item.agenda.meeting, item.agenda, item)
    as_seen(item.agenda.version, agenda_version)
    exempting.make_open(item, by=by)


def mark_late(
    item: AgendaItem, *, by: Person | None, reason: str, version: int | None = None
) -> None:
    """Record why the chair takes an item as a matter of urgency (s100B(4)(b))."""
    lock_rows(item.agenda, item)
    as_seen(item.version, version)
    urging.mark(item, by=by, reason=reason.strip())


def keep_printed(agenda: Agenda, *, by: Person | None, numbers: Mapping[int, str]) -> None:
    """Number a past agenda's items as they were printed, by item, before it is published."""
    lock_rows(agenda)
    for item in queries.rows_of(agenda):
        if item.id in numbers and item.published_at is None:
            item.number = numbers[item.id]
    audit.record(by, "keep-printed", agenda)


def publish(
    agenda: Agenda,
    *,
    by: Person | None,
    reason: str = "",
    urgency: str = "",
    kind: LaterPapers | None = None,
    version: int | None = None,
    at: datetime | None = None,
    is_past_paper: bool = False,
) -> Publication:
    """Issue the agenda, or later papers to it, with all that is ready; nothing edits it.

    `urgency` is the chair's reason for all business that is late with its agenda (s100B(4)(b)).

    `version` is the one its clerk has looked at; another one is not published unseen. Past papers
    are published as they were printed, whatever today's checks say of them.
    """
    lock_rows(agenda.meeting, agenda)
    as_seen(agenda.version, version)
    if urgency.strip():
        urging.mark_all(_items(agenda), by=by, reason=urgency.strip())
    return issuing.issue(
        agenda, by=by, reason=reason.strip(), at=at, kind=kind, is_past_paper=is_past_paper
    )


def preview(agenda: Agenda) -> Composed:
    """What would be frozen if this agenda were published now; nothing is issued or changed."""
    return issuing.preview(agenda)


def likely_kind(agenda: Agenda) -> LaterPapers:
    """What later papers would be by the day on which they go out."""
    return issuing.likely_kind(agenda, at=clock.now())


def has_news(composed: Composed, *, after: Publication) -> bool:
    """Whether a supplement made of this would say anything that was not issued before."""
    return issuing.has_news(composed, after=after)


def exclusion_words(
    items: Collection[AgendaItem], *, access: Mapping[int, Access], law: AccessLaw
) -> str:
    """The resolution that excludes press and public while these items are taken (s100A(5))."""
    return excluding.words_naming(items, access=access, law=law)


def record_outcome(
    item: AgendaItem,
    *,
    by: Person | None,
    outcome: Outcome | None,
    refer_to: Board | None = None,
    defer_to: Meeting | None = None,
) -> None:
    """Record what the board did with the reports of an item."""
    chosen = select(Consideration).where(Consideration.item_id == item.id)
    held = chosen.order_by(Consideration.id).with_for_update(key_share=True)
    for taken in db.session.scalars(held):
        taken.outcome = outcome
        taken.referred_to_id = refer_to.id if refer_to else None
        taken.deferred_to_id = defer_to.id if defer_to else None
    said = outcome.value if outcome else ""
    audit.record(by, "record-outcome", item.agenda, item=item.id, number=item.number, outcome=said)


def _items(agenda: Agenda) -> list[AgendaItem]:
    db.session.flush()
    return list(queries.walk(queries.items_of(agenda)))
