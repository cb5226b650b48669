"""Each supplement marks what it brings and what it changes; every mark stays where it was set."""

import copy

import pytest

from app.agendas.publishing import marking
from app.agendas.publishing.marking import FRONT, Replaced

HEAD = dict.fromkeys(FRONT, "as before")
NOT_WORDS = ("kind", "pages", "to_follow")


def an_item(item_id, *children, **given):
    facts = {"id": item_id, "number": str(item_id), "title": "Lamps", "text": "", "part": 1}
    facts |= {"paragraphs": [], "late_reason": "", "reports": [], "minutes": []}
    facts |= dict.fromkeys(NOT_WORDS, "as before")
    return facts | {"children": list(children)} | given


def a_report(report_id=9, **given):
    facts = {"report_id": report_id, "title": "Lamps", "officer": "Head of Highways"}
    return facts | {"appendices": []} | given


def agenda(*items, **head):
    """What is first issued, with its marks."""
    content = HEAD | {"issued": [{"number": 0}], "items": list(items)} | head
    marking.mark(content, {}, before={}, closed_before={}, replaced={})
    return content


def supplement(before, *items, closed=None, closed_before=None, replaced=None, **head):
    """What is issued after this, with its marks."""
    number = len(before["issued"])
    content = HEAD | {"issued": [*before["issued"], {"number": number}]} | head
    content["items"] = copy.deepcopy(list(items))
    marking.mark(
        content,
        closed or {},
        before=before,
        closed_before=closed_before or {},
        replaced=replaced or {},
    )
    return content


def marks(content):
    """Of each item with which supplement it came, and which one changed it."""
    return {one["id"]: (one["added_in"], one["changed_in"]) for one in _every(content)}


def _every(content):
    return list(marking.every(content["items"]))


def only_row(content, name="reports"):
    (row,) = content["items"][0][name]
    return row


def test_items_are_gone_through_with_what_stands_under_each():
    found = marking.every([an_item(1, an_item(2, an_item(3)), an_item(4)), an_item(5)])
    assert [one["id"] for one in found] == [1, 2, 3, 4, 5]


def test_a_new_item_is_marked_under_another_one_too_and_keeps_its_mark():
    first = agenda(an_item(1))
    second = supplement(first, an_item(1, an_item(2)))
    third = supplement(second, an_item(1, an_item(2)), an_item(3))
    assert marks(first) == {1: (0, 0)}
    assert marks(second) == {1: (0, 0), 2: (1, 0)}
    assert marks(third) == {1: (0, 0), 2: (1, 0), 3: (2, 0)}


@pytest.mark.parametrize("key", [key for key in marking.WORDS if key != "public_interest"])
def test_changed_words_are_marked_and_keep_their_mark(key):
    first = agenda(an_item(1))
    second = supplement(first, an_item(1, **{key: "changed"}))
    third = supplement(second, an_item(1, **{key: "changed"}))
    assert [marks(one)[1] for one in (first, second, third)] == [(0, 0), (0, 1), (0, 1)]


@pytest.mark.parametrize("key", NOT_WORDS)
def test_what_is_no_wording_makes_no_mark(key):
    assert marks(supplement(agenda(an_item(1)), an_item(1, **{key: "changed"})))[1] == (0, 0)


def test_what_was_not_kept_formerly_is_not_marked_as_changed():
    first = agenda(an_item(1))
    del first["items"][0]["late_reason"], first["items"][0]["changed_in"]
    assert marks(supplement(first, an_item(1, late_reason="Floods.")))[1] == (0, 0)


@pytest.mark.parametrize(
    ("name", "row", "changed"),
    [
        ("reports", a_report(), {"title": "Posts"}),
        ("minutes", {"meeting_id": 3, "label": "Minutes", "url": ""}, {"url": "/meetings/3"}),
    ],
)
def test_a_new_row_and_a_changed_one_are_marked(name, row, changed):
    first = agenda(an_item(1))
    second = supplement(first, an_item(1, **{name: [row]}))
    third = supplement(second, an_item(1, **{name: [row]}))
    fourth = supplement(third, an_item(1, **{name: [row | changed]}))
    assert [only_row(one, name)["added_in"] for one in (second, third, fourth)] == [1, 1, 3]


def test_another_officer_is_no_news_of_a_report():
    second = supplement(agenda(an_item(1)), an_item(1, reports=[a_report()]))
    third = supplement(second, an_item(1, reports=[a_report(officer="Head of Parks")]))
    assert only_row(third)["added_in"] == 1


def test_an_appendix_is_marked_by_itself():
    map_, plan = ({"id": one, "title": "Map", "document_id": None} for one in (1, 2))
    first = agenda(an_item(1, reports=[a_report(appendices=[map_])]))
    second = supplement(first, an_item(1, reports=[a_report(appendices=[map_, plan])]))
    row = only_row(second)
    assert row["added_in"] == 0
    assert [one["added_in"] for one in row["appendices"]] == [0, 1]


def test_a_revised_report_keeps_where_it_came_and_names_each_version_before_it():
    item = an_item(1, reports=[a_report()])
    first = supplement(agenda(an_item(1)), item)
    second = supplement(first, item, replaced={9: Replaced(1, 3)})
    third = supplement(second, item, replaced={9: Replaced(3, 4)})
    fourth = supplement(third, item)
    row = only_row(second)
    assert (row["added_in"], row["revised_in"], row["version"], row["earlier"]) == (1, 2, 3, [1])
    row = only_row(third)
    assert (row["added_in"], row["revised_in"], row["version"], row["earlier"]) == (1, 3, 4, [1, 3])
    assert only_row(fourth) == row


def test_a_closed_report_names_each_version_before_it_too():
    before = {"reports": [a_report(added_in=0, revised_in=1, version=2, earlier=[1])]}
    closed = {"reports": [a_report()]}
    supplement(
        agenda(an_item(1)),
        an_item(1),
        closed={1: closed},
        closed_before={1: before},
        replaced={9: Replaced(2, 3)},
    )
    assert closed["reports"][0]["earlier"] == [1, 2]


def test_a_revised_report_issued_before_marks_were_kept_came_with_the_agenda():
    item = an_item(1, reports=[a_report()])
    first = agenda(copy.deepcopy(item))
    del first["items"][0]["reports"][0]["added_in"]
    assert only_row(supplement(first, item, replaced={9: Replaced(1, 2)}))["added_in"] == 0


def test_a_report_that_was_never_revised_names_no_version():
    row = only_row(
        supplement(agenda(an_item(1, reports=[a_report()])), an_item(1, reports=[a_report()]))
    )
    assert row.keys().isdisjoint(marking.REVISION)


def test_closed_words_are_compared_with_closed_ones():
    said = {"title": "Sale", "text": "<p>£5</p>", "public_interest": "The price.", "reports": []}
    first = agenda(an_item(1))
    unchanged, changed = dict(said), said | {"public_interest": "The bidder."}
    supplement(first, an_item(1), closed={1: unchanged}, closed_before={1: dict(said)})
    supplement(first, an_item(1), closed={1: changed}, closed_before={1: dict(said)})
    assert (unchanged["changed_in"], changed["changed_in"]) == (0, 1)


def test_what_is_closed_for_the_first_time_is_marked_and_its_reports_compared_with_the_open_ones():
    first = agenda(an_item(1, reports=[a_report()]))
    closed = {
        "title": "Lamps",
        "text": "",
        "public_interest": "It is new.",
        "reports": [a_report()],
    }
    new = supplement(first, an_item(1), closed={1: closed}, replaced={9: Replaced(1, 2)})
    assert closed["changed_in"] == 1
    (row,) = closed["reports"]
    assert (row["added_in"], row["revised_in"], row["earlier"]) == (0, 1, [1])
    assert new["items"][0]["reports"] == []


@pytest.mark.parametrize("key", FRONT)
def test_what_changes_at_the_head_of_the_agenda_is_marked_and_keeps_its_mark(key):
    first = agenda()
    second = supplement(first, **{key: "changed"})
    third = supplement(second, **{key: "changed"})
    fourth = supplement(third, **{key: "changed again"})
    found = [one["changed_in"] for one in (first, second, third, fourth)]
    assert found == [{}, {key: 1}, {key: 1}, {key: 3}]


def test_what_the_head_did_not_keep_formerly_is_not_marked_as_changed():
    first = agenda()
    del first["quorum"], first["changed_in"]
    assert supplement(first)["changed_in"] == {}


def test_supplements_are_named_by_number_and_the_day_in_london():
    moments = ("2026-06-01T09:00:00+00:00", "2026-06-30T23:30:00+00:00")
    issued = [{"number": number, "at": at} for number, at in enumerate(moments)]
    assert marking.supplements({"issued": issued}) == {1: "Supplement 1, 1 July 2026"}
