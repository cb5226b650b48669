"""The resolution to exclude press and public, as the items of Part II ask for it now."""

from collections.abc import Collection
from typing import NamedTuple

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
    cited = sorted({number for item in closed for number in item.paragraphs})
    text = exclusion_text(
        numbers=[item.number for item in closed],
        paragraphs=cited,
        is_confidential=Access.CONFIDENTIAL in access,
        is_statutory=is_statutory,
    )
    return Exclusion(text, cited)
