"""How minutes are found: the open wording by everyone, the exempt wording by its own readers."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from app.agendas.models import AgendaItem
from app.agendas.search import routine_items
from app.foundation.db import db
from app.foundation.indexing import HitContent, Related, Searchable
from app.foundation.permissions import Reader, Scope, keys_to
from app.foundation.richtext.plain import to_plain
from app.foundation.search.port import NOTABLE, ROUTINE, IndexEntry
from app.meetings.models import Meeting
from app.minutes.citations import address_of
from app.minutes.models import Minute, MinuteExempt, Minutes, Resolution, ResolutionKind
from app.minutes.wording import limbs_typed, plain_of, printed

KIND = "minute"
OPEN, EXEMPT = "minute:", "minute-exempt:"


def minute_entries(minutes: Sequence[Minute], readers: dict[int, list[Reader]]) -> list[IndexEntry]:
    """One entry for the open wording of each minute."""
    routine = routine_items(minute.item_id for minute in minutes if minute.item_id)
    return [
        IndexEntry(
            key=f"{OPEN}{minute.id}",
            owner=(Minute.KIND, minute.id),
            kind=KIND,
            title=minute.heading,
            text=plain_of(minute),
            reference=minute.printed,
            board=minute.minutes.meeting.board.name,
            date=minute.minutes.meeting.on_date,
            readers=keys_to(minute, readers=readers.get(minute.id, ())),
            version=minute.version,
            weight=ROUTINE if minute.item_id in routine else NOTABLE,
        )
        for minute in _minutes([minute.id for minute in minutes])
    ]


def exempt_entries(
    rows: Sequence[MinuteExempt], readers: dict[int, list[Reader]]
) -> list[IndexEntry]:
    """One entry for each exempt wording, opened by its own keys only."""
    return [
        IndexEntry(
            key=f"{EXEMPT}{row.id}",
            owner=(MinuteExempt.KIND, row.id),
            kind=KIND,
            title=row.heading or row.minute.heading,
            text=_exempt_plain(row),
            reference=row.minute.printed,
            board=row.minute.minutes.meeting.board.name,
            date=row.minute.minutes.meeting.on_date,
            readers=keys_to(row, readers=readers.get(row.id, ())),
            version=row.version,
            weight=NOTABLE,
        )
        for row in _exempt([row.id for row in rows])
    ]


def minutes_found(keys: Sequence[str], scope: Scope) -> dict[str, HitContent]:
    """What this reader is shown of hits in open wording."""
    return {
        f"{OPEN}{minute.id}": _found(minute, minute.heading, plain_of(minute))
        for minute in _minutes(_ids(keys, OPEN), scope)
    }


def exempt_found(keys: Sequence[str], scope: Scope) -> dict[str, HitContent]:
    """What this reader is shown of hits in exempt wording."""
    return {
        f"{EXEMPT}{row.id}": _found(
            row.minute, row.heading or row.minute.heading, _exempt_plain(row), closed=row
        )
        for row in _exempt(_ids(keys, EXEMPT), scope)
    }


_DAY_AND_BOARD = (Meeting.on_date, Meeting.board_id)
searchables = (
    Searchable(
        model=Minute,
        entries=minute_entries,
        found=minutes_found,
        shows=(Minute.heading, Minute.text, Minute.printed),
        labels={"minute": "Minute"},
        rank=20,
        depends_on=(
            Related((Minute.minutes, Minutes.meeting), shows=_DAY_AND_BOARD),
            Related((Minute.item,), shows=(AgendaItem.kind, AgendaItem.standing_key)),
            Related(
                (Minute.resolutions,), shows=(Resolution.position, Resolution.kind, Resolution.text)
            ),
        ),
    ),
    Searchable(
        model=MinuteExempt,
        entries=exempt_entries,
        found=exempt_found,
        shows=(MinuteExempt.heading, MinuteExempt.text, MinuteExempt.resolved),
        depends_on=(
            Related((MinuteExempt.minute,), shows=(Minute.heading, Minute.printed)),
            Related((MinuteExempt.minute, Minute.minutes, Minutes.meeting), shows=_DAY_AND_BOARD),
        ),
    ),
)


def _found(
    minute: Minute, title: str, text: str, *, closed: MinuteExempt | None = None
) -> HitContent:
    meeting = minute.minutes.meeting
    cited = minute.item.paragraphs if closed and minute.item else ()
    return HitContent(
        title=title,
        url=address_of(minute),
        board=meeting.board.name,
        on=meeting.on_date,
        reference=minute.printed,
        text=text,
        state="" if (closed or minute).published_at else minute.minutes.state.value,
        access=(closed or minute).access,
        paragraphs=tuple(cited),
    )


def _ids(keys: Sequence[str], before: str) -> list[int]:
    return [int(key.removeprefix(before)) for key in keys]


def _minutes(ids: list[int], scope: Scope | None = None) -> list[Minute]:
    chosen = select(Minute).where(Minute.id.in_(ids))
    if scope is not None:
        chosen = chosen.where(Minute.visible_to(scope))
    place = joinedload(Minute.minutes).joinedload(Minutes.meeting).joinedload(Meeting.board)
    return list(db.session.scalars(chosen.options(place, selectinload(Minute.resolutions))))


def _exempt(ids: list[int], scope: Scope | None = None) -> list[MinuteExempt]:
    chosen = select(MinuteExempt).where(MinuteExempt.id.in_(ids))
    if scope is not None:
        chosen = chosen.where(MinuteExempt.visible_to(scope))
    return list(db.session.scalars(chosen.options(_place_of_exempt())))


def _place_of_exempt() -> ORMOption:
    place = joinedload(Minute.minutes).joinedload(Minutes.meeting).joinedload(Meeting.board)
    return joinedload(MinuteExempt.minute).options(joinedload(Minute.item), place)


def _exempt_plain(row: MinuteExempt) -> str:
    limbs = limbs_typed(row.resolved)
    resolved = str(printed(ResolutionKind.RESOLVED, limbs)) if limbs else ""
    return "\n".join(part for part in (to_plain(row.text), resolved) if part)
