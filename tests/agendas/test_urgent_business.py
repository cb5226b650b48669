"""A late agenda is urgent business, and any other business is called so."""

from datetime import date, time

import pytest

from app.agendas import queries, services
from app.foundation import clock
from app.foundation.errors import Conflict, Refused
from app.meetings import queries as meeting_queries
from app.meetings import services as meetings
from tests.factories import agendas

CALLED = date(2026, 7, 1)
ON = date(2026, 9, 22)
LATE = clock.moment(date(2026, 9, 17), 10)
"""The agenda of that meeting is to be out by Monday 14 September 2026."""
REASON = "The river rose on Wednesday."


def called_in_time(cast):
    with clock.stopped(clock.moment(CALLED)):
        return agendas.an_agenda(cast, on=ON)


def abouts(agenda, at=LATE):
    return [check.about for check in queries.checks(agenda, at=at)]


def test_a_reason_for_the_meeting_is_recorded_for_each_late_item(cast, transaction):
    """R4.1: one reason of the chair for all business of a late agenda (s100B(4)(b))."""
    with transaction():
        agenda = called_in_time(cast)
        flood = agendas.an_item(agenda, "Flood", late_reason="It is rising.")
        lamps, sale = agendas.an_item(agenda), agendas.an_exempt_item(agenda)
        assert "urgency" in abouts(agenda)
        issued = agendas.published(cast, agenda, reason="Late.", urgency=REASON, at=LATE)
    assert [one.late_reason for one in (flood, lamps, sale)] == ["It is rising.", REASON, REASON]
    kept = {one["id"]: one["late_reason"] for one in issued.content["items"]}
    assert [kept[one.id] for one in (flood, lamps, sale)] == ["It is rising.", REASON, REASON]
    assert [kept[one.id] for one in queries.items_of(agenda)[:3]] == ["", "", ""]


def test_the_publish_page_asks_for_it_where_it_is_needed_and_nowhere_else(cast, transaction, visit):
    """R4.1: the field stands there while the agenda is late for a meeting called in time."""
    with transaction():
        agenda = called_in_time(cast)
        agendas.an_item(agenda)
        in_time = agendas.an_agenda(cast)
    with clock.stopped(LATE):
        clare = visit("Clare")
        page = clare.open(f"/meetings/{agenda.meeting_id}/agenda/publish")
        assert "The chair’s reason for urgency" in page.words
        assert "called on Wednesday 1 July 2026, in time for its clear days" in page.words
        clare.send({"urgency": REASON, "reason": "Late."}, button="Publish now")
        told = visit("Nora").open(f"/meetings/{agenda.meeting_id}").words
        assert f"Taken as a matter of urgency (section 100B(4)(b)): {REASON}" in told
    other = visit("Clare").open(f"/meetings/{in_time.meeting_id}/agenda/publish")
    assert "reason for urgency" not in other.words


def test_a_meeting_called_or_moved_at_short_notice_needs_no_urgency(cast, transaction):
    """R4.1: s100B(4)(a) lets a meeting convened at short notice take what its agenda names."""
    with transaction():
        with clock.stopped(clock.moment(date(2026, 9, 16))):
            short = agendas.an_agenda(cast, on=ON)
            agendas.an_item(short)
        assert abouts(short) == ["clear-days"]
        with clock.stopped(clock.moment(CALLED)):
            moved = agendas.an_agenda(cast, on=date(2026, 10, 20))
            agendas.an_item(moved)
        meeting = moved.meeting
        facts = {"at": time(18), "venue": "", "version": meeting.version}
        with clock.stopped(clock.moment(date(2026, 9, 16))):
            meetings.change_meeting(
                meeting, by=cast.person("Clare"), on=date(2026, 9, 23), reason="Flood.", **facts
            )
        assert meeting_queries.convened_on(meeting) == date(2026, 9, 16)
        assert abouts(moved) == ["clear-days"]
        facts = {"at": time(19), "venue": "Hall", "version": meeting.version}
        with clock.stopped(clock.moment(date(2026, 9, 17))):
            meetings.change_meeting(meeting, by=cast.person("Clare"), on=date(2026, 9, 23), **facts)
        assert meeting_queries.convened_on(meeting) == date(2026, 9, 16)


def test_any_other_business_becomes_urgent_business_in_one_press(cast, transaction, visit):
    """R4.3, §16-17: the check offers the title that the Act allows."""
    with transaction():
        agenda = agendas.an_agenda(cast)
        agendas.an_item(agenda, "Any other business")
    clare = visit("Clare")
    page = clare.open(f"/meetings/{agenda.meeting_id}/agenda")
    assert "only as a matter of urgency (section 100B(4))" in page.words
    after = clare.send(button="Call it “Urgent business (if any)”")
    assert "Item 4 is called “Urgent business (if any)” now." in after.words
    assert "Any other business" not in after.words
    assert "To discuss it." in clare.open(f"/meetings/{agenda.meeting_id}").words


def test_only_any_other_business_is_retitled_and_only_as_it_was_seen(cast, transaction):
    with transaction():
        agenda = agendas.an_agenda(cast)
        item, lamps = agendas.an_item(agenda, "AOB"), agendas.an_item(agenda)
        with pytest.raises(Refused, match="another title by now"):
            services.call_urgent_business(lamps, by=None)
        with pytest.raises(Conflict):
            services.call_urgent_business(item, by=None, agenda_version=agenda.version - 1)


def test_a_confidential_item_with_a_paragraph_is_refused(cast, transaction):
    """R3.1: confidential business has a reason and no paragraph of Schedule 12A (s100A(3))."""
    with transaction():
        agenda = agendas.an_agenda(cast)
        with pytest.raises(Refused, match="no paragraphs of Schedule 12A") as refusal:
            agendas.an_exempt_item(agenda, access="confidential", paragraphs=[3])
    assert refusal.value.field == "paragraphs"
