"""The order of an agenda and the numbers that follow from it: 5, then 5(A), then 6."""

import re
from collections.abc import Callable, Sequence
from string import ascii_uppercase
from typing import Any

from app.agendas.models import AgendaItem, ItemKind
from app.foundation.errors import Refused

Items = Sequence[AgendaItem]

ISSUED = (
    "This has been published, so it stays as it was issued. Add to it and publish a supplement."
)


def under(items: Items, parent_id: int | None) -> list[AgendaItem]:
    """The items directly under one item, or those of the first level, in order."""
    found = [item for item in items if item.parent_id == parent_id]
    return sorted(found, key=_place)


def siblings(items: Items, item: AgendaItem) -> list[AgendaItem]:
    """The items among which this one can be moved, in order."""
    return [
        one
        for one in under(items, item.parent_id)
        if one.part == item.part and one.kind != ItemKind.EXCLUSION
    ]


def settle(items: Items) -> None:
    """Set every position and number again: Part I, the exclusion last of it, then Part II."""
    top = under(items, None)
    _count(top, _top_number)
    for item in top:
        _count(under(items, item.id), _numbered_under(item))


def move(items: Items, item: AgendaItem, *, to: str) -> None:
    """Move an item one step; what was issued keeps its place."""
    if item.kind == ItemKind.EXCLUSION:
        raise Refused("The exclusion of press and public always ends Part I.")
    stays(item)
    _MOVES[to](items, item)


def arrange(items: Items, *, ids: Sequence[int]) -> None:
    """Put the items in the order of these ids; each stays under its parent and in its Part."""
    rank = {item_id: place for place, item_id in enumerate(ids)}
    for parent_id in [None, *(item.id for item in items if item.parent_id is None)]:
        before = under(items, parent_id)
        after = sorted(before, key=lambda item: rank[item.id])
        if _issued(before) != _issued(after):
            raise Refused(ISSUED)
        _place_in(after)


def stays(item: AgendaItem) -> None:
    """Refuse to move an item that has been issued: its number may have been cited."""
    if item.published_at is not None:
        raise Refused(ISSUED)


def as_numbered(number: str) -> list[Any]:
    """The order in which numbers are read out: 5, 7A, 8, 10, wherever the items stand."""
    return [int(part) if part.isdecimal() else part for part in re.split(r"(\d+)", number)]


def letters(count: int) -> str:
    """A to Z, then AA."""
    over, rest = divmod(count - 1, 26)
    return chr(ord("A") + rest) * (over + 1)


def _up(items: Items, item: AgendaItem) -> None:
    _swap(siblings(items, item), item, by=-1, sentence="This item is the first already.")


def _down(items: Items, item: AgendaItem) -> None:
    _swap(siblings(items, item), item, by=1, sentence="This item is the last already.")


def _swap(among: Items, item: AgendaItem, *, by: int, sentence: str) -> None:
    place = among.index(item) + by
    if not 0 <= place < len(among):
        raise Refused(sentence)
    other = among[place]
    stays(other)
    item.position, other.position = other.position, item.position


def _nest(items: Items, item: AgendaItem) -> None:
    if item.parent_id is not None or under(items, item.id):
        raise Refused("Items are nested one level deep.")
    among = siblings(items, item)
    place = among.index(item)
    if place == 0:
        raise Refused("There is no item above under which this one could be put.")
    above = among[place - 1]
    item.position = len(under(items, above.id)) + 1
    item.parent_id = above.id


def _take_out(items: Items, item: AgendaItem) -> None:
    if item.parent_id is None:
        raise Refused("This item does not stand under another one.")
    top = under(items, None)
    place = next(n for n, one in enumerate(top, start=1) if one.id == item.parent_id)
    item.parent_id = None
    _place_in([*top[:place], item, *top[place:]])


_MOVES: dict[str, Callable[[Items, AgendaItem], None]] = {
    "up": _up,
    "down": _down,
    "in": _nest,
    "out": _take_out,
}


def _place(item: AgendaItem) -> tuple[int, bool, int, int]:
    return item.part, item.kind == ItemKind.EXCLUSION, item.position, item.id


def _place_in(ordered: Items) -> None:
    for place, item in enumerate(ordered, start=1):
        item.position = place


def _issued(items: Items) -> list[int]:
    return [item.id for item in items if item.published_at is not None]


def _count(among: Items, number: Callable[[int], str]) -> None:
    """Number the items that are not issued: the next free number at the end, 7A, 7B in between."""
    _place_in(among)
    count = sum(item.published_at is not None and not _is_between(item) for item in among)
    before, between = "", 0
    for place, item in enumerate(among, start=1):
        if item.published_at is not None:
            before = item.number.rstrip(ascii_uppercase)
            between = _letter_of(item) if _is_between(item) else 0
        elif before and _issued(among[place:]):
            between += 1
            item.number = before + letters(between)
        else:
            count += 1
            item.number = number(count)


def _is_between(item: AgendaItem) -> bool:
    """Whether an item stands between two that have been issued, so that it becomes 7A."""
    return item.number[-1:].isalpha()


def _letter_of(item: AgendaItem) -> int:
    return ord(item.number[-1]) - ord("A") + 1


def _top_number(count: int) -> str:
    return str(count)


def _numbered_under(parent: AgendaItem) -> Callable[[int], str]:
    return lambda count: f"{parent.number}({letters(count)})"
