"""Adding items to an agenda, one or many, with the order counted once."""

from datetime import datetime

from app.agendas.drafting.exempting import LAST, settle
from app.agendas.models import Agenda, AgendaItem, ItemKind
from app.boards.models import StandingItem
from app.foundation import audit
from app.foundation.db import db
from app.foundation.errors import Refused
from app.foundation.locking import lock_rows
from app.foundation.permissions import Access
from app.foundation.richtext.dialect import clean
from app.foundation.richtext.typed import from_typed
from app.meetings import queries as meetings
from app.meetings.models import Meeting
from app.people.models import Person

TO_AGREE = "To agree as a correct record the minutes named here."


class ItemsBeingAdded:
    """Adds items to one agenda; `settle` orders and numbers them when all are there."""

    def __init__(self, agenda: Agenda, *, by: Person | None, at: datetime | None = None) -> None:
        """Lock the agenda."""
        self.agenda, self.by, self.at = agenda, by, at
        self._added: list[AgendaItem] = []
        lock_rows(agenda)

    def add(
        self,
        *,
        title: str,
        html: str = "",
        kind: ItemKind = ItemKind.ORDINARY,
        parent: AgendaItem | None = None,
        standing_key: str = "",
        late_reason: str = "",
        pages: str = "",
    ) -> AgendaItem:
        """An item at the end of Part I, or under another item."""
        if kind == ItemKind.EXCLUSION:
            raise Refused("The exclusion of press and public appears by itself.")
        if parent is not None and (parent.parent is not None or parent.part != 1):
            raise Refused("Items are nested one level deep, in Part I.")
        item = new_item(
            self.agenda,
            title=title,
            html=html,
            kind=kind,
            standing_key=standing_key,
            parent=parent,
            late_reason=late_reason.strip(),
            pages=pages.strip(),
        )
        self._added.append(item)
        return item

    def settle(self) -> None:
        """Order and number the agenda, once for all items that were added."""
        if not self._added:
            return
        db.session.flush()
        settle(self.agenda)
        for item in self._added:
            facts = {"item": item.id, "number": item.number}
            audit.record(self.by, "add-item", self.agenda, at=self.at, **facts)
        self._added = []


def new_item(
    agenda: Agenda,
    *,
    title: str,
    html: str,
    kind: ItemKind,
    standing_key: str,
    parent: AgendaItem | None = None,
    late_reason: str = "",
    pages: str = "",
) -> AgendaItem:
    """A new item after all others, not yet numbered."""
    item = AgendaItem(
        agenda_id=agenda.id,
        group_id=agenda.group_id,
        parent=parent,
        position=LAST,
        kind=kind,
        standing_key=standing_key,
        title=title.strip(),
        text=clean(html),
        part=1,
        is_late=bool(late_reason),
        late_reason=late_reason,
        pages=pages,
        access=Access.OPEN,
        version=1,
    )
    db.session.add(item)
    return item


def standing_at(meeting: Meeting) -> list[StandingItem]:
    """The board's standing items for this meeting; without “Minutes” if it may agree none."""
    agrees = meetings.may_agree_minutes(meeting)
    return [one for one in meeting.board.standing_items if agrees or one.key != "minutes"]


def take_standing(agenda: Agenda, standing: StandingItem, meeting: Meeting) -> None:
    """Add one standing item; the text of “Minutes” says which minutes are to be agreed."""
    is_minutes = standing.key == "minutes"
    html = standing.text
    if is_minutes and not html and meetings.last_before(meeting):
        html = from_typed(TO_AGREE)
    new_item(
        agenda,
        title=standing.title,
        html=html,
        kind=ItemKind.MINUTES if is_minutes else ItemKind.STANDING,
        standing_key=standing.key,
    )
