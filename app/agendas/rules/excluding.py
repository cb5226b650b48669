"""The resolution to exclude press and public, as the items of Part II ask for it now."""

from collections.abc import Collection, Mapping
from typing import NamedTuple

from app.agendas.models import AgendaItem
from app.agendas.rules import ordering
from app.agendas.rules.schedule import exclusion_text
from app.boards.models import AccessLaw
from app.foundation.permissions import Access


class Exclusion(NamedTuple):
    """What the resolution says, and the Schedule 12A paragraphs it cites."""

    text: str
    paragraphs: list[int]


def words_for(
    items: ordering.Items, *, access: Mapping[int, Access], law: AccessLaw
) -> Exclusion | None:
    """The words of the exclusion for these items, by their access; None where none is closed."""
    closed = [item for item in ordering.under(items, None) if item.part == 2]
    closed.sort(key=lambda item: ordering.as_numbered(item.number))
    if not closed:
        return None
    text = words_naming(closed, access=access, law=law)
    return Exclusion(text, _cited(closed, access))


def words_naming(
    items: Collection[AgendaItem], *, access: Mapping[int, Access], law: AccessLaw
) -> str:
    """The resolution that names these items, whatever their place on the agenda."""
    return exclusion_text(
        exempt=[item.number for item in items if not _is_confidential(item, access)],
        confidential=[item.number for item in items if _is_confidential(item, access)],
        paragraphs=_cited(items, access),
        law=law,
    )


def _is_confidential(item: AgendaItem, access: Mapping[int, Access]) -> bool:
    return access.get(item.id) == Access.CONFIDENTIAL


def _cited(items: Collection[AgendaItem], access: Mapping[int, Access]) -> list[int]:
    """The paragraphs of exempt items: confidential ones have none (s100A(2) and (3))."""
    exempt = (item for item in items if not _is_confidential(item, access))
    return sorted({number for item in exempt for number in item.paragraphs})
