"""Minutes of other boards that an agenda lays before its own, as they stood when it went out."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from itertools import chain

from sqlalchemy import delete, select

from app.agendas.events import PublishedMinutes, PublishedMinutesAsked
from app.agendas.models import Agenda, AgendaItem, ItemKind, ReceivedMinutes
from app.agendas.rules import ordering
from app.foundation import audit
from app.foundation.db import db
from app.foundation.errors import Refused
from app.foundation.questions import ask
from app.meetings.models import TAKING_PLACE, Meeting
from app.people.models import Person

OFFERED_FOR = timedelta(days=366)
"""How long after its meeting a set of minutes is offered to other boards."""

Standing = Mapping[int, PublishedMinutes]
"""How the minutes of meetings stand, by meeting."""


def standing(rows: Iterable[ReceivedMinutes]) -> Standing:
    """How received minutes stand: those that went out as they were, others as they are now."""
    return _told({one.meeting_id: one.number for one in rows})


def on_item(item: AgendaItem, told: Standing) -> list[PublishedMinutes]:
    """The minutes that an item receives, in the order in which they were attached."""
    return [told[one.meeting_id] for one in item.received if one.meeting_id in told]


def of_agenda(agenda: Agenda) -> dict[int, list[PublishedMinutes]]:
    """The minutes that the items of an agenda receive, by item."""
    rows = _rows_of(agenda)
    told, found = standing(rows), dict[int, list[PublishedMinutes]]()
    for one in rows:
        if one.meeting_id in told:
            found.setdefault(one.item_id, []).append(told[one.meeting_id])
    return found


def offered(item: AgendaItem) -> list[PublishedMinutes]:
    """The published minutes of other boards that could be attached, the newest first."""
    meeting = item.agenda.meeting
    chosen = (
        select(Meeting.id)
        .where(
            Meeting.board_id != meeting.board_id,
            Meeting.on_date.between(meeting.on_date - OFFERED_FOR, meeting.on_date),
            Meeting.state.in_(TAKING_PLACE),
        )
        .order_by(Meeting.on_date.desc(), Meeting.id.desc())
    )
    taken = {one.meeting_id for one in _rows_of(item.agenda)}
    ids = [one for one in db.session.scalars(chosen) if one not in taken]
    told = _told(dict.fromkeys(ids))
    return [told[one] for one in ids if one in told]


def attach(item: AgendaItem, meeting: Meeting, *, by: Person | None) -> ReceivedMinutes:
    """Attach the published minutes of another board's meeting to an item."""
    agenda = item.agenda
    if item.kind != ItemKind.ORDINARY:
        raise Refused("Minutes of other boards are attached to an item of their own.")
    if meeting.board_id == agenda.group_id:
        raise Refused("The board’s own minutes stand under the item that agrees them.")
    if meeting.id not in _told({meeting.id: None}):
        raise Refused("These minutes are not published.", field="meeting_id")
    if any(one.meeting_id == meeting.id for one in _rows_of(agenda)):
        raise Refused("These minutes are on this agenda already.", field="meeting_id")
    row = ReceivedMinutes(item_id=item.id, meeting_id=meeting.id)
    db.session.add(row)
    db.session.expire(item, ["received"])
    agenda.version += 1
    audit.record(by, "attach-minutes", agenda, item=item.id, number=item.number, of=meeting.id)
    return row


def take_off(item: AgendaItem, meeting: Meeting, *, by: Person | None) -> None:
    """Take minutes off an item, unless they went out with it."""
    chosen = (ReceivedMinutes.item_id == item.id, ReceivedMinutes.meeting_id == meeting.id)
    row = db.session.scalar(select(ReceivedMinutes).where(*chosen))
    if row is None:
        raise Refused("These minutes do not stand on the item any more.")
    if row.number is not None:
        raise Refused(ordering.ISSUED)
    db.session.execute(delete(ReceivedMinutes).where(ReceivedMinutes.id == row.id))
    db.session.expire(item, ["received"])
    item.agenda.version += 1
    audit.record(
        by, "take-minutes-off", item.agenda, item=item.id, number=item.number, of=meeting.id
    )


def carry(item: AgendaItem, to: AgendaItem) -> None:
    """Attach what an item received to the one that takes its place; as it stands by then."""
    rows = [ReceivedMinutes(item_id=to.id, meeting_id=one.meeting_id) for one in item.received]
    db.session.add_all(rows)
    db.session.expire(to, ["received"])


def fix(items: Sequence[AgendaItem]) -> None:
    """Keep which publication of each set of minutes goes out now."""
    waiting = [one for item in items for one in item.received if one.number is None]
    told = standing(waiting)
    for one in waiting:
        if one.meeting_id in told:
            one.number = told[one.meeting_id].number


def _rows_of(agenda: Agenda) -> list[ReceivedMinutes]:
    chosen = select(ReceivedMinutes).join(ReceivedMinutes.item)
    chosen = chosen.where(AgendaItem.agenda_id == agenda.id).order_by(ReceivedMinutes.id)
    return list(db.session.scalars(chosen))


def _told(numbers: Mapping[int, int | None]) -> dict[int, PublishedMinutes]:
    """What minutes say of these meetings; not asked where there are none."""
    if not numbers:
        return {}
    answers = ask(PublishedMinutesAsked(numbers))
    return dict(chain.from_iterable(one.items() for one in answers))
