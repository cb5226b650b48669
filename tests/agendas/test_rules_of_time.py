"""Urgent business and late papers: what its clerk is warned of before the agenda is issued."""

from datetime import date

import pytest

from app.agendas.models import AgendaState, ItemKind
from app.reports.models import ReportState, Section
from tests.agendas.test_rules import (
    DAY,
    LAST_DAY,
    LATE,
    OUT,
    a_report,
    an_item,
    found,
    warning,
    with_report,
)

CALLED = date(2026, 8, 3)
URGENT = (
    "The meeting was called on Monday 3 August 2026, in time for its clear days; its agenda is "
    "late. {} can then only be taken as a matter of urgency, for special circumstances that the "
    "minutes specify (section 100B(4)(b)): record the chair’s reason for the meeting here, or for "
    "each item on its own page."
)


def urgencies(*items, **given):
    return [one for one in found(*items, **given) if one[2] == "urgency:"]


def test_a_late_agenda_of_a_meeting_called_in_time_asks_for_urgency():
    """R4.1: s100B(4)(a) forgives short notice only to a meeting that was convened at it."""
    items = [
        an_item(1, "Apologies", kind=ItemKind.STANDING),
        an_item(4),
        an_item(5, "Kerbs"),
        an_item(6, "Flood", is_late=True, late_reason="The river rose."),
    ]
    late = {"issued_on": LAST_DAY + DAY, "convened_on": CALLED}
    assert urgencies(*items, **late) == [warning(URGENT.format("Items 4 and 5"), "urgency:")]
    assert urgencies(*items[:2], **late) == [warning(URGENT.format("Item 4"), "urgency:")]
    assert urgencies(items[0], items[3], **late) == []


@pytest.mark.parametrize(
    "given",
    [
        {"issued_on": LAST_DAY},
        {"convened_on": LAST_DAY + DAY},
        {"convened_on": None},
        {"state": AgendaState.PUBLISHED},
        {"board": {"has_statutory_access": False}},
        {"board": {"notice_days": 0}},
    ],
)
def test_no_urgency_is_asked_in_time_or_at_short_notice_or_outside_the_act(given):
    """R4.1: a meeting convened at short notice takes what its agenda names."""
    facts = {"issued_on": LAST_DAY + DAY, "convened_on": CALLED}
    assert urgencies(an_item(), **facts) != []
    assert urgencies(an_item(), **facts | given) == []


def test_a_report_that_comes_late_to_an_item_that_is_out_is_flagged():
    """R1.7: s100B(3) and (4)."""
    told = (
        "Item 4, Lamps: its report comes after Monday 14 September 2026, to an item that has been "
        "open since. Reports are open five clear days before the meeting, or as soon as members "
        "have them, and an item is taken on such notice or as a matter of urgency (section 100B(3) "
        "and (4)). Say why it is late."
    )
    item = with_report(a_report(), published_at=OUT)
    assert found(item, **LATE) == [warning(told, "late-report-9:4")]
    assert found(item, **LATE | {"issued_on": LAST_DAY}) == []
    assert found(with_report(a_report(), version=3, published_at=OUT), **LATE) == []
    draft = found(with_report(a_report(state=ReportState.DRAFT), published_at=OUT), **LATE)
    assert [one[2] for one in draft] == ["to-follow:4"]
    ((_, elsewhere, _),) = found(item, **LATE, board={"has_statutory_access": False})
    assert "100B" not in elsewhere


def test_a_report_without_the_list_of_background_papers_is_warned_of_under_the_act():
    """R2.2, §16-5: a report that lacks the section is warned of as an empty one is."""
    told = "Item 4, Lamps: the report has no list of background papers (section 100D)."
    bare = a_report(sections=[Section(key="costs", text="<p>£5</p>")])
    assert found(with_report(bare)) == [warning(told, "background-9:4")]
    assert found(with_report(bare), board={"has_statutory_access": False}) == []
