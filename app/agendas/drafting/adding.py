"""Items that come onto an agenda, one or many: each in its place, the order counted once."""

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
    """Items added to one agenda together: ordered, numbered and written down when all are there."""

    def __init__(self, agenda: Agenda, *, by: Person | None, at: datetime | None = None) -> None:
        """Nobody else changes the agenda from now on."""
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
        """Count the order again, once for all that was added since it was counted last."""
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
    """An item after every other; the order is still to be counted."""
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
    """What begins the agenda of a meeting; one that may agree no minutes is put none."""
    agrees = meetings.may_agree_minutes(meeting)
    return [one for one in meeting.board.standing_items if agrees or one.key != "minutes"]


def take_standing(agenda: Agenda, standing: StandingItem, meeting: Meeting) -> None:
    """Add one standing item; what stands under “Minutes” says what is to be agreed."""
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
