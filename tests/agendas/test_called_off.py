"""What a meeting that was called off leaves behind: its papers wait again, its items go on."""

from datetime import timedelta

import pytest

from app.agendas import carrying, queries, services
from app.agendas.models import ItemKind
from app.foundation import audit
from app.foundation.db import db
from app.foundation.errors import Refused
from app.foundation.permissions import Access
from app.meetings import services as meetings
from tests.factories import agendas, reports


def put_off(cast, meeting, days=14):
    day = meeting.on_date + timedelta(days=days)
    return meetings.postpone(meeting, by=cast.person("Clare"), reason="Snow.", to_on=day)


@pytest.mark.parametrize("published", [False, True])
def test_a_report_waits_again_when_its_meeting_is_called_off(cast, transaction, published):
    with transaction():
        agenda = agendas.an_agenda(cast)
        report = agendas.placed(cast, agendas.an_item(agenda))
        if published:
            agendas.published(cast, agenda)
        assert queries.waiting_reports(cast.board) == []
        meetings.cancel(agenda.meeting, by=cast.person("Clare"), reason="Snow.")
        assert queries.waiting_reports(cast.board) == [report]
        meetings.reinstate(agenda.meeting, by=cast.person("Clare"))
        assert queries.waiting_reports(cast.board) == []


def test_the_items_of_a_postponed_meeting_begin_the_agenda_in_its_place(cast, transaction):
    with transaction():
        agenda = agendas.an_agenda(cast)
        group = agendas.an_item(agenda, "Policy issues", html="", kind=ItemKind.HEADING)
        lamps = agendas.an_item(agenda, "Lamplighting", parent=group)
        open_report = agendas.placed(cast, lamps)
        sale = agendas.an_exempt_item(agenda, "Sale to Mr Tansy")
        closed_report = agendas.placed(cast, sale, title="Terms with Mr Tansy")
        before = agendas.numbers(agenda)
        agendas.published(cast, agenda)
        later = put_off(cast, agenda.meeting)
        new = carrying.begin_with_postponed(later, by=cast.person("Clare"))
        assert agendas.numbers(new) == before
        carried = agendas.item_titled(new, "A property matter")
        wording = queries.exempt_wordings(new, cast.scope("Clare"))[carried.id]
        assert (wording.title, wording.text) == (
            "Sale to Mr Tansy",
            "<p>Sale to Mr Tansy, in detail.</p>",
        )
        assert (carried.paragraphs, carried.public_interest) == (
            [3],
            "The price is still being negotiated.",
        )
        assert wording.access == Access.EXEMPT
        assert queries.exempt_wordings(new, cast.scope("Mo")) == {}
        taken = [
            one.report
            for item in queries.walk(queries.items_of(new))
            for one in item.considerations
        ]
        assert taken == [open_report, closed_report]
        assert queries.waiting_reports(cast.board) == []
        agendas.published(cast, new)
    assert len(queries.items_of(agenda)) == len(queries.items_of(new))


def test_a_report_placed_elsewhere_meanwhile_is_not_carried_over(cast, transaction):
    with transaction():
        agenda = agendas.an_agenda(cast)
        report = agendas.placed(cast, agendas.an_item(agenda, "Lamplighting"))
        later = put_off(cast, agenda.meeting)
        third = services.begin_agenda(
            agendas.a_meeting(cast, days=agendas.FAR + 28), by=None, from_standing=False
        )
        services.place_report(agendas.an_item(third), report=report, by=None)
        new = carrying.begin_with_postponed(later, by=None)
    assert agendas.item_titled(new, "Lamplighting").considerations == []


def test_a_meeting_postponed_twice_still_finds_its_items(cast, transaction):
    with transaction():
        agenda = agendas.an_agenda(cast)
        agendas.an_item(agenda, "Lamplighting")
        later = put_off(cast, put_off(cast, agenda.meeting))
        new = carrying.begin_with_postponed(later, by=None)
    assert agendas.item_titled(new, "Lamplighting")


def test_there_is_nothing_to_carry_over_from_a_meeting_that_was_not_postponed(cast, transaction):
    with transaction(), pytest.raises(Refused, match="put off to this day"):
        carrying.begin_with_postponed(agendas.a_meeting(cast), by=None)


def test_the_clerk_begins_with_the_items_of_the_postponed_meeting(cast, transaction, visit):
    with transaction():
        agenda = agendas.an_agenda(cast)
        agendas.placed(cast, agendas.an_item(agenda, "Lamplighting"))
        later = put_off(cast, agenda.meeting)
    clare = visit("Clare")
    page = clare.open(f"/meetings/{later.id}")
    assert "takes the place of the one on" in page.words
    button = next(one for one in page.buttons() if one.startswith("Begin with the items of"))
    page = clare.send(button=button)
    assert page.heading == "Build the agenda"
    assert "Lamplighting" in page.words
    assert (
        "took over the items of the postponed meeting"
        in clare.open(f"/meetings/{later.id}/history").words
    )


def test_no_agenda_is_begun_for_a_meeting_that_was_called_off(cast, transaction, visit):
    with transaction():
        meeting = agendas.a_meeting(cast)
        meetings.cancel(meeting, by=cast.person("Clare"), reason="Snow.")
    page = visit("Clare").open(f"/meetings/{meeting.id}")
    assert "Begin the agenda" not in page.buttons()
    with transaction(), pytest.raises(Refused, match="is cancelled"):
        services.begin_agenda(meeting, by=cast.person("Clare"))


def test_the_agenda_of_a_cancelled_meeting_is_not_offered_for_editing(cast, transaction, visit):
    with transaction():
        agenda = agendas.an_agenda(cast)
        meetings.cancel(agenda.meeting, by=cast.person("Clare"), reason="Snow.")
    assert "Edit agenda" not in visit("Clare").open(f"/meetings/{agenda.meeting_id}").links()


def test_reports_written_for_a_meeting_go_with_it_to_its_new_day(cast, transaction):
    with transaction():
        agenda = agendas.an_agenda(cast)
        draft = reports.a_full_report(cast, wanted_on=agenda.meeting.on_date)
        issued = agendas.placed(cast, agendas.an_item(agenda))
        agendas.published(cast, agenda)
        before = agenda.meeting.on_date
        later = put_off(cast, agenda.meeting)
        assert (draft.wanted_on, issued.wanted_on) == (later.on_date, before)
        meetings.change_meeting(
            later,
            by=cast.person("Clare"),
            on=later.on_date + timedelta(days=1),
            at=later.starts_at,
            venue=later.venue,
            version=later.version,
        )
    assert draft.wanted_on == later.on_date
    tags = [line.tag for line in db.session.scalars(audit.history_of(draft))]
    assert tags.count("report:follow-meeting") == 2
