"""Clerks build agendas: standing items first, then in any order, with reports."""

import pytest

from app.agendas import queries, services
from app.agendas.models import ItemKind, Outcome
from app.foundation.errors import Conflict, Refused
from app.reports import services as report_services
from tests.factories import agendas, reports

STANDING = ["1 Apologies for absence", "2 Minutes", "3 Declarations of interest"]


def test_an_agenda_begins_with_the_boards_standing_items(cast, transaction):
    with transaction():
        agenda = agendas.an_agenda(cast)
    assert agendas.numbers(agenda) == STANDING
    items = queries.items_of(agenda)
    assert [item.kind for item in items] == [
        ItemKind.STANDING,
        ItemKind.MINUTES,
        ItemKind.STANDING,
    ]
    assert items[2].text == "<p>Declare them.</p>"


def test_the_minutes_item_names_no_meeting_before_it_is_published(cast, transaction):
    with transaction():
        agendas.a_meeting(cast, days=12)
        agenda = agendas.an_agenda(cast)
    said = "<p>To agree as a correct record the minutes named here.</p>"
    assert agendas.item_titled(agenda, "Minutes").text == said


def test_an_agenda_is_begun_once(cast, transaction):
    with transaction():
        agenda = agendas.an_agenda(cast)
        with pytest.raises(Refused, match="already"):
            services.begin_agenda(agenda.meeting, by=cast.person("Clare"))


def test_a_past_paper_begins_without_standing_items(cast, transaction):
    with transaction():
        meeting = agendas.a_meeting(cast)
        agenda = services.begin_agenda(meeting, by=None, from_standing=False)
        agendas.an_item(agenda, "Public question time", pages="1 - 3")
    assert agendas.numbers(agenda) == ["1 Public question time"]
    assert queries.items_of(agenda)[0].pages == "1 - 3"


def test_items_move_up_and_down_and_are_numbered_anew(cast, transaction):
    with transaction():
        agenda = agendas.an_agenda(cast)
        item = agendas.an_item(agenda)
        services.move_item(item, by=None, to="up")
        assert agendas.numbers(agenda)[2:] == ["3 Street lighting", "4 Declarations of interest"]
        services.move_item(item, by=None, to="down")
    assert agendas.numbers(agenda) == [*STANDING, "4 Street lighting"]


def test_items_nest_as_letters_and_come_out_again(cast, transaction):
    with transaction():
        agenda = agendas.an_agenda(cast)
        services.add_item(agenda, by=None, title="Policy", kind=ItemKind.HEADING)
        for title in ("Safeguarding", "Abuse", "Safety"):
            item = agendas.an_item(agenda, title)
            services.move_item(item, by=None, to="in")
        assert agendas.numbers(agenda)[3:] == [
            "4 Policy",
            "4(A) Safeguarding",
            "4(B) Abuse",
            "4(C) Safety",
        ]
        services.move_item(agendas.item_titled(agenda, "Abuse"), by=None, to="out")
    assert agendas.numbers(agenda)[3:] == [
        "4 Policy",
        "4(A) Safeguarding",
        "4(B) Safety",
        "5 Abuse",
    ]


@pytest.mark.parametrize(
    ("title", "to", "why"),
    [
        ("Apologies for absence", "up", "first already"),
        ("Apologies for absence", "in", "no item above"),
        ("Apologies for absence", "out", "does not stand under"),
        ("Declarations of interest", "down", "last already"),
    ],
)
def test_a_move_that_leads_nowhere_is_refused(cast, transaction, title, to, why):
    with transaction():
        agenda = agendas.an_agenda(cast)
        with pytest.raises(Refused, match=why):
            services.move_item(agendas.item_titled(agenda, title), by=None, to=to)


def test_nesting_goes_one_level_deep(cast, transaction):
    with transaction():
        agenda = agendas.an_agenda(cast)
        parent = agendas.an_item(agenda, "Parent")
        child = agendas.an_item(agenda, "Child", parent=parent)
        with pytest.raises(Refused, match="one level"):
            services.move_item(child, by=None, to="in")
        with pytest.raises(Refused, match="one level"):
            services.move_item(parent, by=None, to="in")
        with pytest.raises(Refused, match="one level"):
            agendas.an_item(agenda, "Grandchild", parent=child)


def test_the_whole_order_can_be_posted_at_once(cast, transaction):
    with transaction():
        agenda = agendas.an_agenda(cast)
        ids = [item.id for item in queries.items_of(agenda)]
        services.order_items(agenda, by=None, ids=[ids[2], ids[0], ids[1]])
    assert agendas.numbers(agenda) == [
        "1 Declarations of interest",
        "2 Apologies for absence",
        "3 Minutes",
    ]


def test_an_order_of_other_items_is_a_conflict(cast, transaction):
    with transaction():
        agenda = agendas.an_agenda(cast)
        ids = [item.id for item in queries.items_of(agenda)]
        agendas.an_item(agenda)
        with pytest.raises(Conflict):
            services.order_items(agenda, by=None, ids=ids)


def test_two_clerks_editing_one_item_is_a_conflict_and_both_texts_are_kept(cast, transaction):
    with transaction():
        agenda = agendas.an_agenda(cast)
        item = agendas.an_item(agenda)
        services.edit_item(item, by=None, title="Lamps", html="<p>First.</p>", version=1)
        with pytest.raises(Conflict) as conflict:
            services.edit_item(item, by=None, title="Light", html="<p>Second.</p>", version=1)
    assert (conflict.value.theirs, conflict.value.yours) == ("<p>First.</p>", "<p>Second.</p>")
    assert conflict.value.version == 2
    assert item.title == "Lamps"


def test_a_removed_item_leaves_its_report_waiting(cast, transaction):
    with transaction():
        agenda = agendas.an_agenda(cast)
        item = agendas.an_item(agenda)
        report = agendas.placed(cast, item)
        assert queries.waiting_reports(cast.board) == []
        services.remove_item(item, by=None)
    assert agendas.numbers(agenda) == STANDING
    assert queries.waiting_reports(cast.board) == [report]


def test_an_item_with_others_under_it_is_not_removed(cast, transaction):
    with transaction():
        agenda = agendas.an_agenda(cast)
        parent = agendas.an_item(agenda, "Parent")
        agendas.an_item(agenda, "Child", parent=parent)
        with pytest.raises(Refused, match="stand under"):
            services.remove_item(parent, by=None)


def test_a_report_gives_its_title_to_an_item_that_has_none(cast, transaction):
    with transaction():
        agenda = agendas.an_agenda(cast)
        item = agendas.an_item(agenda, "")
        other = agendas.an_item(agenda, "Short title")
        agendas.placed(cast, item, title="Lamps on Quay Street")
        agendas.placed(cast, other, title="A very long title")
    assert (item.title, other.title) == ("Lamps on Quay Street", "Short title")


def test_a_report_is_placed_once_on_an_agenda_and_can_be_taken_off(cast, transaction):
    with transaction():
        agenda = agendas.an_agenda(cast)
        item = agendas.an_item(agenda)
        report = agendas.placed(cast, item)
        with pytest.raises(Refused, match="already"):
            services.place_report(item, report=report, by=None)
        services.take_report_off(item, report=report, by=None)
        assert queries.waiting_reports(cast.board) == [report]
        with pytest.raises(Refused, match="any more"):
            services.take_report_off(item, report=report, by=None)


def test_a_withdrawn_report_waits_for_nothing_and_is_not_placed(cast, transaction):
    with transaction():
        agenda = agendas.an_agenda(cast)
        report = reports.a_report(cast)
        report_services.withdraw(report, by=report.author, reason="Overtaken.")
        assert queries.waiting_reports(cast.board) == []
        with pytest.raises(Refused, match="withdrawn"):
            services.place_report(agendas.an_item(agenda), report=report, by=None)


def test_a_deferred_report_waits_again_and_a_referred_one_waits_elsewhere(cast, transaction):
    with transaction():
        agenda = agendas.an_agenda(cast)
        item, other = agendas.an_item(agenda), agendas.an_item(agenda, "Other")
        deferred, referred = agendas.placed(cast, item), agendas.placed(cast, other)
        agendas.published(cast, agenda)
        services.record_outcome(item, by=None, outcome=Outcome.DEFERRED)
        services.record_outcome(other, by=None, outcome=Outcome.REFERRED, refer_to=cast.other_board)
    assert queries.waiting_reports(cast.board) == [deferred]
    assert queries.waiting_reports(cast.other_board) == [referred]
