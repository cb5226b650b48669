"""Agenda items in the search index: open wording for all, exempt wording for its readers."""

from collections.abc import Iterable, Sequence

from flask import url_for
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.agendas.models import Agenda, AgendaItem, AgendaItemExempt, ItemKind
from app.boards.models import Board
from app.foundation.db import db
from app.foundation.indexing import HitContent, Related, Searchable
from app.foundation.permissions import Access, Reader, Scope, keys_to
from app.foundation.richtext.plain import to_plain
from app.foundation.search.port import LESSER, ROUTINE, IndexEntry
from app.meetings.models import Meeting

KIND = "agenda-item"
_ROUTINE = frozenset({"apologies", "declarations", "minutes", "welcome"})


def entries(items: Sequence[AgendaItem], readers: dict[int, list[Reader]]) -> list[IndexEntry]:
    """The open wording of items."""
    meetings = _meetings(item.agenda_id for item in items)
    return [
        IndexEntry(
            key=f"item:{item.id}",
            owner=(AgendaItem.KIND, item.id),
            kind=KIND,
            title=item.title,
            text=to_plain(item.text),
            board=meetings[item.agenda_id].board.name,
            date=meetings[item.agenda_id].on_date,
            readers=keys_to(item, readers=readers.get(item.id, ())),
            version=item.version,
            weight=ROUTINE if is_routine(item.kind, item.standing_key) else LESSER,
        )
        for item in items
    ]


def exempt_entries(
    exempts: Sequence[AgendaItemExempt], readers: dict[int, list[Reader]]
) -> list[IndexEntry]:
    """The exempt wording of items, for whoever may read it."""
    agendas = _agendas_of(exempt.item_id for exempt in exempts)
    meetings = _meetings(agendas.values())
    return [
        IndexEntry(
            key=f"item-exempt:{exempt.id}",
            owner=(AgendaItemExempt.KIND, exempt.id),
            kind=KIND,
            title=exempt.title,
            text=to_plain(exempt.text),
            board=meetings[agendas[exempt.item_id]].board.name,
            date=meetings[agendas[exempt.item_id]].on_date,
            readers=keys_to(exempt, readers=readers.get(exempt.id, ())),
            version=exempt.version,
            weight=LESSER,
        )
        for exempt in exempts
    ]


def is_routine(kind: ItemKind, standing_key: str) -> bool:
    """Whether an item stands on every agenda with the same words, and so is hardly looked for."""
    return standing_key in _ROUTINE or kind not in (ItemKind.ORDINARY, ItemKind.STANDING)


def routine_items(item_ids: Iterable[int]) -> set[int]:
    """Those of these items that are routine."""
    statement = select(AgendaItem.id, AgendaItem.kind, AgendaItem.standing_key)
    rows = db.session.execute(statement.where(AgendaItem.id.in_(list(item_ids))))
    return {item_id for item_id, kind, standing_key in rows if is_routine(kind, standing_key)}


def found(keys: Sequence[str], scope: Scope) -> dict[str, HitContent]:
    """The items behind these keys that this reader may see."""
    rows = db.session.execute(
        select(AgendaItem, Meeting, Board.name)
        .join(Agenda, Agenda.id == AgendaItem.agenda_id)
        .join(Meeting, Meeting.id == Agenda.meeting_id)
        .join(Board, Board.id == Meeting.board_id)
        .where(AgendaItem.id.in_(_ids(keys)), AgendaItem.visible_to(scope))
    )
    return {
        f"item:{item.id}": _hit(item, item.title, item.text, meeting, board)
        for item, meeting, board in rows
    }


def found_exempt(keys: Sequence[str], scope: Scope) -> dict[str, HitContent]:
    """The exempt wordings behind these keys that this reader may see."""
    rows = db.session.execute(
        select(AgendaItemExempt, AgendaItem, Meeting, Board.name)
        .join(AgendaItem, AgendaItem.id == AgendaItemExempt.item_id)
        .join(Agenda, Agenda.id == AgendaItem.agenda_id)
        .join(Meeting, Meeting.id == Agenda.meeting_id)
        .join(Board, Board.id == Meeting.board_id)
        .where(AgendaItemExempt.id.in_(_ids(keys)), AgendaItemExempt.visible_to(scope))
    )
    return {
        f"item-exempt:{exempt.id}": _hit(
            item, exempt.title, exempt.text, meeting, board, access=exempt.access
        )
        for exempt, item, meeting, board in rows
    }


_DAY_AND_BOARD = (Meeting.on_date, Meeting.board_id)
searchables = (
    Searchable(
        model=AgendaItem,
        entries=entries,
        found=found,
        shows=(AgendaItem.title, AgendaItem.text, AgendaItem.kind, AgendaItem.standing_key),
        labels={"agenda-item": "Agenda item"},
        rank=30,
        depends_on=(Related((AgendaItem.agenda, Agenda.meeting), shows=_DAY_AND_BOARD),),
    ),
    Searchable(
        model=AgendaItemExempt,
        entries=exempt_entries,
        found=found_exempt,
        shows=(AgendaItemExempt.title, AgendaItemExempt.text),
        depends_on=(
            Related(
                (AgendaItemExempt.item, AgendaItem.agenda, Agenda.meeting), shows=_DAY_AND_BOARD
            ),
        ),
    ),
)


def _hit(
    item: AgendaItem,
    title: str,
    text: str,
    meeting: Meeting,
    board: str,
    *,
    access: Access = Access.OPEN,
) -> HitContent:
    url = url_for("agendas.show", meeting_id=meeting.id, _anchor=f"item-{item.id}")
    return HitContent(
        title=title,
        url=url,
        board=board,
        on=meeting.on_date,
        reference="",
        text=to_plain(text),
        label=f"Item {item.number}",
        state="" if item.published_at else "draft",
        access=access,
        paragraphs=() if access == Access.OPEN else tuple(item.paragraphs),
    )


def _ids(keys: Iterable[str]) -> list[int]:
    return [int(key.rpartition(":")[2]) for key in keys]


def _agendas_of(item_ids: Iterable[int]) -> dict[int, int]:
    rows = db.session.execute(
        select(AgendaItem.id, AgendaItem.agenda_id).where(AgendaItem.id.in_(list(item_ids)))
    )
    return {item_id: agenda_id for item_id, agenda_id in rows}


def _meetings(agenda_ids: Iterable[int]) -> dict[int, Meeting]:
    rows = db.session.execute(
        select(Agenda.id, Meeting)
        .join(Meeting, Meeting.id == Agenda.meeting_id)
        .options(joinedload(Meeting.board))
        .where(Agenda.id.in_(set(agenda_ids)))
    )
    return {agenda_id: meeting for agenda_id, meeting in rows}
