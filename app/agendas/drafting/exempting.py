"""Part II: closing an item with its wording and papers, opening it again, and the exclusion."""

from collections.abc import Mapping

from sqlalchemy import delete, select

from app.agendas import queries
from app.agendas.drafting import exempted
from app.agendas.drafting.exempted import Grounds
from app.agendas.events import ItemMadeExempt, ItemMadeOpen, ItemRemoved
from app.agendas.models import (
    Agenda,
    AgendaItem,
    AgendaItemExempt,
    Consideration,
    ItemKind,
)
from app.agendas.rules import excluding, ordering
from app.agendas.rules.schedule import EXCLUSION_TITLE, known_paragraphs
from app.foundation import audit, events
from app.foundation.db import db
from app.foundation.errors import Refused
from app.foundation.locking import lock_rows
from app.foundation.permissions import Access
from app.people.models import Person
from app.reports import services as reports
from app.reports.models import Report

LAST = 1_000_000
"""A position after all others, until the order is counted again."""
NO_PARAGRAPHS = (
    "A confidential item has no paragraphs of Schedule 12A (section 100A(3)): untick them, or "
    "choose exempt."
)


def wording_of(item: AgendaItem) -> AgendaItemExempt | None:
    """The exempt wording of an item; for services of its clerk, who may read it."""
    chosen = select(AgendaItemExempt).where(AgendaItemExempt.item_id == item.id)
    return db.session.scalar(chosen)


def make_exempt(item: AgendaItem, grounds: Grounds, *, by: Person | None) -> None:
    """Move an item and its wording into Part II, or change the grounds of one that is there."""
    ordering.stays(item)
    if grounds == _grounds_of(item):
        return
    put_in_part_two(item, grounds, by=by)
    audit.record(
        by,
        "exempt",
        item.agenda,
        item=item.id,
        number=item.number,
        paragraphs=list(grounds.paragraphs),
    )
    events.announce(ItemMadeExempt(item.id))


def _grounds_of(item: AgendaItem) -> Grounds | None:
    """The grounds on which an item is exempt; None if it is open."""
    exempt, kept = wording_of(item), exempted.current(item)
    if exempt is None:
        return None
    return Grounds(
        list(item.paragraphs),
        item.public_interest,
        item.title,
        exempt.access,
        post_id=kept.post_id if kept else None,
        review_on=kept.review_on if kept else None,
    )


def put_in_part_two(
    item: AgendaItem, grounds: Grounds, *, by: Person | None, recalled: bool = False
) -> None:
    """Close an item with its wording and reports on these grounds."""
    _can_be_exempt(item, grounds)
    placed = _reports_on(item)
    exempt = wording_of(item) or _move_wording(item)
    exempt.access = grounds.access
    item.title, item.public_interest = grounds.open_title, grounds.public_interest
    item.paragraphs = list(grounds.paragraphs)
    item.save_by(by)
    exempted.keep(item, grounds)
    for report in placed:
        close(report, item=item, access=grounds.access, by=by, recalled=recalled)
    settle(item.agenda)


def make_open(item: AgendaItem, *, by: Person | None) -> None:
    """Give an item its wording back in Part I, and release the reports on it."""
    exempt = wording_of(item)
    if exempt is None:
        raise Refused("This item is open already.")
    for report in _reports_on(item):
        _open_again(report, item, by=by)
    item.title, item.text = exempt.title, exempt.text
    item.part, item.position = 1, LAST
    item.paragraphs, item.public_interest = [], ""
    item.save_by(by)
    db.session.execute(delete(AgendaItemExempt).where(AgendaItemExempt.id == exempt.id))
    exempted.end(item)
    settle(item.agenda)
    audit.record(by, "open", item.agenda, item=item.id, number=item.number)
    events.announce(ItemMadeOpen(item.id))


def close(
    report: Report,
    *,
    item: AgendaItem,
    access: Access,
    by: Person | None,
    recalled: bool = False,
) -> None:
    """Hold a report back; one that has been issued openly can only be closed by a recall.

    A report of another board is closed by that board's clerk alone; if it is closed, it stays so.
    """
    lock_rows(report)
    is_own = report.group_id == item.group_id
    if report.access == access or (report.is_held_back and not is_own):
        return
    if report.published_at is not None and report.access == Access.OPEN and not recalled:
        raise Refused("This report has been published openly, so it cannot be taken as exempt.")
    if not is_own:
        raise Refused("This report belongs to another board; only its own clerk can close it.")
    reports.hold_back(report, by=by, access=access)


def settle(agenda: Agenda) -> None:
    """Order and number the agenda, and add, remove or reword its exclusion."""
    db.session.flush()
    items = _with_exclusion(agenda, list(queries.walk(queries.items_of(agenda))))
    ordering.settle(items)
    _word_exclusion(agenda, items)
    agenda.version += 1
    db.session.flush()


def _with_exclusion(agenda: Agenda, items: list[AgendaItem]) -> list[AgendaItem]:
    needed = any(item.part == 2 for item in items)
    there = [item for item in items if item.kind == ItemKind.EXCLUSION]
    if needed and not there:
        return [*items, _new_exclusion(agenda)]
    if there and not needed and _may_go(there[0]):
        db.session.execute(delete(AgendaItem).where(AgendaItem.id == there[0].id))
        return [item for item in items if item is not there[0]]
    return items


def _may_go(exclusion: AgendaItem) -> bool:
    """Whether an exclusion may be removed: not once it is issued, or stands in published
    minutes."""
    if exclusion.published_at is not None:
        return False
    try:
        events.announce(ItemRemoved(exclusion.id))
    except Refused:
        return False
    return True


def _new_exclusion(agenda: Agenda) -> AgendaItem:
    exclusion = AgendaItem(
        agenda_id=agenda.id,
        group_id=agenda.group_id,
        position=LAST,
        kind=ItemKind.EXCLUSION,
        title=EXCLUSION_TITLE,
        part=1,
        access=Access.OPEN,
        version=1,
    )
    db.session.add(exclusion)
    db.session.flush()
    return exclusion


def _word_exclusion(agenda: Agenda, items: list[AgendaItem]) -> None:
    """Word an exclusion anew unless it has been issued: then its words stay until the next
    supplement."""
    for exclusion in items:
        if exclusion.kind == ItemKind.EXCLUSION and exclusion.published_at is None:
            word_exclusion(agenda, exclusion, items)


def word_exclusion(
    agenda: Agenda,
    exclusion: AgendaItem,
    items: list[AgendaItem],
    *,
    access: Mapping[int, Access] | None = None,
) -> None:
    """Word the exclusion for the items that are in Part II now, with their grounds.

    `access` is that of each closed item, where it is known already.
    """
    said = exclusion_of(agenda, items, access=access)
    if said is not None and said != (exclusion.text, exclusion.paragraphs):
        exclusion.text, exclusion.paragraphs = said
        exclusion.version += 1


def exclusion_of(
    agenda: Agenda, items: list[AgendaItem], *, access: Mapping[int, Access] | None = None
) -> excluding.Exclusion | None:
    """The words that the exclusion must have for the present items."""
    return excluding.words_for(
        items,
        access=queries.exempt_access(agenda) if access is None else access,
        law=agenda.meeting.board.access_law,
    )


def _can_be_exempt(item: AgendaItem, grounds: Grounds) -> None:
    if item.kind in (ItemKind.EXCLUSION, ItemKind.HEADING) or item.children:
        raise Refused("Items that others stand under are not exempt themselves; the others are.")
    if grounds.access not in (Access.EXEMPT, Access.CONFIDENTIAL):
        raise Refused("An item of Part II is exempt or confidential.", field="access")
    if grounds.access == Access.CONFIDENTIAL and grounds.paragraphs:
        raise Refused(NO_PARAGRAPHS, field="paragraphs")
    if set(grounds.paragraphs) - set(known_paragraphs(item.agenda.meeting.on_date)):
        raise Refused("Choose paragraphs of Part 1 of Schedule 12A.", field="paragraphs")
    if not grounds.open_title:
        raise Refused("Give the title that everyone may read.", field="open_title")


def _move_wording(item: AgendaItem) -> AgendaItemExempt:
    exempt = AgendaItemExempt(
        item_id=item.id,
        group_id=item.group_id,
        title=item.title,
        text=item.text,
        access=Access.EXEMPT,
        version=1,
    )
    db.session.add(exempt)
    item.text, item.part, item.parent_id, item.position = "", 2, None, LAST
    db.session.flush()
    return exempt


def _reports_on(item: AgendaItem) -> list[Report]:
    chosen = select(Report).join(Consideration).where(Consideration.item_id == item.id)
    return list(db.session.scalars(chosen.order_by(Report.id)))


def _open_again(report: Report, item: AgendaItem, *, by: Person | None) -> None:
    """Open a report of this board; a report of another board only that board opens."""
    if report.group_id == item.group_id:
        _not_closed_elsewhere(report, item)
        reports.release(report, by=by)
    elif report.is_held_back:
        raise Refused(
            "A report of another board on this item is not open. Its own clerk opens it first, "
            "or take it off this item."
        )


def _not_closed_elsewhere(report: Report, item: AgendaItem) -> None:
    elsewhere = (
        select(AgendaItemExempt.id)
        .join(Consideration, Consideration.item_id == AgendaItemExempt.item_id)
        .where(Consideration.report_id == report.id, AgendaItemExempt.item_id != item.id)
    )
    if db.session.scalar(elsewhere.limit(1)) is not None:
        raise Refused("A report on this item is exempt on another agenda; open that one first.")
