"""The resolution to exclude press and public, as the items of Part II ask for it now."""

from collections.abc import Collection
from typing import NamedTuple

from app.agendas.models import AgendaItem
from app.agendas.rules import ordering
from app.agendas.rules.schedule import exclusion_text
from app.foundation.permissions import Access


class Exclusion(NamedTuple):
    """What the resolution says, and the Schedule 12A paragraphs it cites."""

    text: str
    paragraphs: list[int]


def words_for(
    items: ordering.Items, *, access: Collection[Access], is_statutory: bool
) -> Exclusion | None:
    """The words of the exclusion for these items; None where none is closed."""
    closed = [item for item in ordering.under(items, None) if item.part == 2]
    closed.sort(key=lambda item: ordering.as_numbered(item.number))
    if not closed:
        return None
    text = words_naming(closed, access=access, is_statutory=is_statutory)
    return Exclusion(text, _cited(closed))


def words_naming(
    items: Collection[AgendaItem], *, access: Collection[Access], is_statutory: bool
) -> str:
    """The resolution that names these items, whatever their place on the agenda."""
    return exclusion_text(
        numbers=[item.number for item in items],
        paragraphs=_cited(items),
        is_confidential=Access.CONFIDENTIAL in access,
        is_statutory=is_statutory,
    )


def _cited(items: Collection[AgendaItem]) -> list[int]:
    return sorted({number for item in items for number in item.paragraphs})
