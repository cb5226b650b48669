"""The rows of the builder: what each says of its item, and where it can be moved."""

import pytest

from app.agendas.models import ItemKind
from app.agendas.showing.reading import AgendaLine, AgendaPaper
from app.agendas.views.builder import rows_of
from app.foundation.permissions import Readable


def a_line(line_id=1, title="Floods", kind=ItemKind.ORDINARY, **more):
    """A line of the draft; nothing is issued unless it is said."""
    facts = {"html": "", "part": 1, "open_title": title, "is_issued": False}
    return AgendaLine(line_id, str(line_id), title, kind=kind, **facts | more)


def row(**more):
    (found,) = rows_of([a_line(**more)])
    return found


def a_paper(label="Floods", **more):
    return AgendaPaper(label, 7, **more)


@pytest.mark.parametrize(
    ("more", "about"),
    [
        ({}, "Without a report"),
        ({"is_missing": True}, "Waits for a report"),
        ({"kind": ItemKind.HEADING}, "Group heading"),
        ({"kind": ItemKind.STANDING}, "Standing item"),
        ({"kind": ItemKind.MINUTES, "papers": (a_paper(),)}, "Standing item"),
        ({"kind": ItemKind.EXCLUSION}, "Stands here because Part II has items"),
        ({"papers": (a_paper(),)}, "Report"),
        ({"papers": (a_paper(),), "officers": ("Olu Eze",)}, "Olu Eze"),
        (
            {"papers": (a_paper("Dams"), a_paper("Map", appendix_id=3), a_paper("Weirs"))},
            "Dams; Weirs",
        ),
        ({"exempt": Readable(), "open_title": "Land"}, "Published as “Land”"),
        ({"exempt": Readable()}, "Without a report"),
    ],
)
def test_a_row_says_what_its_item_is(more, about):
    assert row(**more).about == about


@pytest.mark.parametrize(
    ("more", "state"),
    [
        ({}, ""),
        ({"is_missing": True}, "to follow"),
        ({"papers": (a_paper(),)}, "ready"),
        ({"papers": (a_paper(),), "is_issued": True}, ""),
        ({"papers": (a_paper(state="in clearance"),)}, "in clearance"),
    ],
)
def test_a_row_says_how_far_its_reports_are(more, state):
    assert row(**more).state == state


def test_rows_move_between_their_neighbours_and_never_past_what_was_issued():
    first, second, third = rows_of([a_line(1, is_issued=True), a_line(2), a_line(3)])
    assert (first.is_fixed, first.is_first, first.may_go_in) == (True, True, False)
    assert (second.is_fixed, second.is_first, second.is_last) == (False, True, False)
    assert (third.is_first, third.is_last, third.may_go_in) == (False, True, True)


def test_the_exclusion_stays_and_what_stands_above_it_is_the_last():
    movable, exclusion = rows_of([a_line(1), a_line(2, kind=ItemKind.EXCLUSION)])
    assert movable.is_last
    assert exclusion.is_fixed


def test_what_stands_under_an_item_moves_there_or_comes_out():
    group = a_line(1, kind=ItemKind.HEADING, children=(a_line(2), a_line(3)))
    above, head, one, two = rows_of([a_line(9), group])
    assert not above.is_nested
    assert (head.is_nested, head.may_go_in) == (False, False)
    assert (one.is_nested, one.is_first, one.is_last) == (True, True, False)
    assert (two.is_nested, two.is_first, two.is_last) == (True, False, True)
    assert list(rows_of([])) == []
