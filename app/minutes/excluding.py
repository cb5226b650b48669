"""Whether the resolution to exclude press and public names what was taken in private."""

from collections.abc import Sequence

from app.agendas import services as agendas
from app.agendas.models import ItemKind
from app.foundation.richtext.plain import to_plain
from app.minutes.models import Minute, Minutes
from app.minutes.queries import exempt_titles, is_exempt
from app.minutes.wording import exclusion_limb


def resolved_in(entries: Sequence[Minute]) -> str:
    """All that was resolved to exclude press and public."""
    return " ".join(
        one.text for entry in entries if is_exclusion(entry) for one in entry.resolutions
    )


def is_exclusion(entry: Minute) -> bool:
    """Whether it records the exclusion of press and public."""
    return entry.item is not None and entry.item.kind == ItemKind.EXCLUSION


def not_named(entries: Sequence[Minute], words: str) -> list[Minute]:
    """The closed minutes that these words name by neither item, minute nor heading."""
    return [
        entry
        for entry in entries
        if entry.item is not None
        and is_exempt(entry.item)
        and not entry.item.is_named_in(words)
        and not (entry.printed and entry.printed in words)
        and entry.heading.casefold() not in words.casefold()
    ]


def words_wanting(minutes: Minutes, entries: Sequence[Minute]) -> str:
    """A limb that excludes press and public for whatever the resolution does not name yet."""
    items = [one.item for one in not_named(entries, resolved_in(entries)) if one.item is not None]
    if not items:
        return ""
    closed = exempt_titles(items)
    words = agendas.exclusion_words(
        items,
        access={item_id: row.access for item_id, row in closed.items()},
        law=minutes.meeting.board.access_law,
    )
    return exclusion_limb(to_plain(words))
