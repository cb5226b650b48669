"""The order of an agenda and the numbers that follow from it, before and after it is issued."""

import pytest

from app.agendas.models import AgendaItem, ItemKind
from app.agendas.rules import ordering
from app.foundation import clock
from app.foundation.errors import Refused


def an_item(number, position, *, is_issued=False, **given):
    """An item that has this id and, when it is issued, this number."""
    digits = "".join(one for one in str(number) if one.isdigit())
    facts = {
        "id": int(digits) if str(number).isdigit() else 100 + position,
        "number": str(number),
        "position": position,
        "part": 1,
        "kind": ItemKind.ORDINARY,
        "published_at": clock.now() if is_issued else None,
    }
    return AgendaItem(**facts | given)


def issued(number, position, **given):
    return an_item(number, position, is_issued=True, **given)


def new(position, **given):
    """An item that waits for the next supplement."""
    return an_item("", position, **given)


def ids(items):
    return [item.id for item in items]


def numbers(items):
    """The number of each, in their order."""
    ordering.settle(items)
    top = ordering.under(items, None)
    return [one.number for item in top for one in (item, *ordering.under(items, item.id))]


def test_part_two_follows_part_one_which_the_exclusion_ends():
    items = [
        an_item(1, 1, part=2),
        an_item(2, 1, kind=ItemKind.EXCLUSION),
        an_item(3, 3),
        an_item(4, 2),
        an_item(5, 2),
        an_item(6, 1, parent_id=3),
    ]
    assert ids(ordering.under(items, None)) == [4, 5, 3, 2, 1]
    assert ids(ordering.under(items, 3)) == [6]
    assert ids(ordering.siblings(items, items[2])) == [4, 5, 3]
    assert ids(ordering.siblings(items, items[0])) == [1]
    assert ids(ordering.siblings(items, items[5])) == [6]


def test_items_are_numbered_as_they_stand_and_those_under_them_by_letter():
    items = [
        an_item("", 3, id=1),
        an_item("", 9, id=2),
        an_item("", 2, id=3, parent_id=2),
        an_item("", 1, id=4, parent_id=2),
        an_item("", 1, id=5, kind=ItemKind.EXCLUSION),
        an_item("", 1, id=6, part=2),
    ]
    assert numbers(items) == ["1", "2", "2(A)", "2(B)", "3", "4"]
    assert [(item.id, item.position) for item in items] == [
        (1, 1),
        (2, 2),
        (3, 2),
        (4, 1),
        (5, 3),
        (6, 4),
    ]


@pytest.mark.parametrize(
    ("items", "expected"),
    [
        ([issued(1, 1), issued(2, 2), new(3)], ["1", "2", "3"]),
        ([issued(1, 1), new(2), new(3), issued(2, 4)], ["1", "1A", "1B", "2"]),
        ([issued(1, 1), issued("1A", 2), new(3), issued(2, 4)], ["1", "1A", "1B", "2"]),
        ([issued(1, 1), issued("1A", 2), issued(2, 3), new(4)], ["1", "1A", "2", "3"]),
        ([issued(12, 1), issued("12A", 2), new(3), issued(13, 4)], ["12", "12A", "12B", "13"]),
        ([issued(1, 1), new(2), issued(2, 3), new(4), issued(3, 5)], ["1", "1A", "2", "2A", "3"]),
        ([new(1), issued(1, 2), issued(2, 3)], ["3", "1", "2"]),
    ],
)
def test_what_was_issued_keeps_its_number_and_what_comes_between_takes_a_letter(items, expected):
    assert numbers(items) == expected


@pytest.mark.parametrize(
    ("count", "said"), [(1, "A"), (2, "B"), (26, "Z"), (27, "AA"), (28, "BB"), (53, "AAA")]
)
def test_letters_go_from_a_to_z_and_then_double(count, said):
    assert ordering.letters(count) == said


@pytest.mark.parametrize(
    ("which", "to", "expected"),
    [(2, "up", [2, 1, 3]), (2, "down", [1, 3, 2]), (1, "down", [2, 1, 3]), (3, "up", [1, 3, 2])],
)
def test_an_item_moves_by_one_step(which, to, expected):
    items = [an_item(number, number) for number in (1, 2, 3)]
    ordering.move(items, items[which - 1], to=to)
    assert ids(ordering.under(items, None)) == expected


@pytest.mark.parametrize(
    ("which", "to", "why"),
    [
        (1, "up", "This item is the first already."),
        (3, "down", "This item is the last already."),
        (1, "in", "There is no item above under which this one could be put."),
        (1, "out", "This item does not stand under another one."),
        (4, "up", "The exclusion of press and public always ends Part I."),
    ],
)
def test_a_step_that_leads_nowhere_is_refused_in_a_sentence(which, to, why):
    items = [an_item(number, number) for number in (1, 2, 3)]
    items.append(an_item(4, 4, kind=ItemKind.EXCLUSION))
    with pytest.raises(Refused) as refused:
        ordering.move(items, items[which - 1], to=to)
    assert refused.value.sentence == why


@pytest.mark.parametrize("which", [0, 1])
def test_nothing_changes_places_with_what_was_issued(which):
    items = [issued(1, 1), new(2)]
    with pytest.raises(Refused) as refused:
        ordering.move(items, items[which], to="up" if which else "down")
    assert refused.value.sentence == ordering.ISSUED


def test_an_item_goes_in_as_the_last_under_the_one_above_it_and_comes_out_behind_it():
    items = [an_item(1, 1), an_item(2, 2), an_item(3, 1, parent_id=1), an_item(4, 3)]
    ordering.move(items, items[1], to="in")
    assert (items[1].parent_id, items[1].position) == (1, 2)
    ordering.move(items, items[2], to="out")
    assert ids(ordering.under(items, None)) == [1, 3, 4]
    assert [item.position for item in ordering.under(items, None)] == [1, 2, 3]
    assert items[2].parent_id is None


@pytest.mark.parametrize("which", [0, 1])
def test_items_stand_one_level_deep(which):
    items = [an_item(9, 1), an_item(1, 2), an_item(2, 1, parent_id=1), an_item(3, 2, parent_id=1)]
    with pytest.raises(Refused, match="Items are nested one level deep"):
        ordering.move(items, items[1 if which else 3], to="in")


def test_items_are_put_in_an_order_each_under_its_parent():
    items = [an_item(1, 1), an_item(2, 2), an_item(3, 1, parent_id=1), an_item(4, 2, parent_id=1)]
    ordering.arrange(items, ids=[4, 2, 3, 1])
    assert ids(ordering.under(items, None)) == [2, 1]
    assert ids(ordering.under(items, 1)) == [4, 3]


def test_an_order_may_move_what_waits_and_nothing_that_was_issued():
    items = [issued(1, 1), issued(2, 2), new(3, id=3)]
    ordering.arrange(items, ids=[1, 3, 2])
    assert ids(ordering.under(items, None)) == [1, 3, 2]
    with pytest.raises(Refused) as refused:
        ordering.arrange(items, ids=[2, 1, 3])
    assert refused.value.sentence == ordering.ISSUED
