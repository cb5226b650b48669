"""A meeting is moved: onto a free day, with notice or a reason, and its papers follow."""

from datetime import time, timedelta

import pytest

from app.foundation import clock
from app.foundation.audit import history_of
from app.foundation.db import db
from app.foundation.errors import Conflict, Refused
from app.foundation.jobs.models import Job
from app.meetings import queries, services
from app.meetings.models import Meeting, MeetingState
from app.minutes import services as minutes_services
from app.minutes.checking import checks
from tests.factories import agendas
from tests.factories import minutes as minutes_factory

SAVE = "Save the change"


def moved(meeting, cast, days, **given):
    """The meeting, so many days from today."""
    facts = {"at": meeting.starts_at, "venue": meeting.venue, "version": meeting.version}
    day = clock.today() + timedelta(days=days)
    services.change_meeting(meeting, by=cast.person("Clare"), on=day, **(facts | given))


def test_a_meeting_is_moved_onto_another_of_its_board_only_if_that_is_meant(cast, transaction):
    """R1.12: asked about, never refused."""
    with transaction():
        one, other = agendas.a_meeting(cast), agendas.a_meeting(cast, days=50)
        with pytest.raises(Refused, match="meets on this day already"):
            moved(other, cast, agendas.FAR, is_sure=False)
        moved(other, cast, agendas.FAR)
        moved(one, cast, agendas.FAR, at=time(9))
    assert one.starts_at == time(9)


def test_a_move_that_leaves_short_notice_needs_a_reason(cast, transaction):
    with transaction():
        meeting = agendas.a_meeting(cast)
        with pytest.raises(Refused, match="clear days of notice") as refusal:
            moved(meeting, cast, 1)
        assert refusal.value.field == "reason"
        moved(meeting, cast, 1, reason="The hall is flooded.")
    line = db.session.scalars(history_of(meeting)).first()
    assert line.tag == "meeting:move-at-short-notice"
    assert line.facts["reason"] == "The hall is flooded."


def test_a_board_without_a_notice_rule_moves_its_meeting_freely(cast, transaction):
    with transaction():
        meeting = agendas.a_meeting(cast)
        cast.board.notice_days = 0
        moved(meeting, cast, 1)
    assert meeting.on_date == clock.today() + timedelta(days=1)


def test_a_reason_that_nobody_asked_for_is_kept_too(cast, transaction):
    with transaction():
        meeting = agendas.a_meeting(cast)
        moved(meeting, cast, 50, reason="The hall is let.")
    line = db.session.scalars(history_of(meeting)).first()
    assert (line.tag, line.facts["reason"]) == ("meeting:change", "The hall is let.")


def test_a_refused_cancellation_stays_on_its_page_with_the_reason(cast, transaction, visit):
    """The minutes were begun while the page stood open."""
    with transaction():
        meeting = agendas.a_meeting(cast)
    clare = visit("Clare")
    clare.open(f"/meetings/{meeting.id}/cancel")
    with transaction():
        db.session.get_one(Meeting, meeting.id).state = MeetingState.HELD
    page = clare.send({"reason": "The hall is flooded."}, button="Cancel the meeting", status=422)
    assert page.tree.xpath("//textarea[@name='reason']")[0].text.strip() == "The hall is flooded."


def test_the_page_asks_for_the_reason_and_keeps_the_day(cast, transaction, visit):
    with transaction():
        meeting = agendas.a_meeting(cast)
    soon = (clock.today() + timedelta(days=ahead) for ahead in range(1, 9))
    clare, day = visit("Clare"), next(day for day in soon if not queries.doubts_about(day))
    clare.open(f"/meetings/{meeting.id}/change")
    typed = {"on_date": [str(day.day), str(day.month), str(day.year)]}
    page = clare.send(typed, button=SAVE, status=422)
    assert "Say why the meeting is moved all the same" in page.words
    clare.send({"reason": "The hall is flooded."}, button=SAVE)
    page = clare.open(f"/meetings/{meeting.id}")
    assert "moved the meeting at short notice: The hall is flooded." in page.words


def test_two_changes_of_one_meeting_are_both_shown_and_the_second_can_be_saved(
    cast, transaction, visit
):
    with transaction():
        meeting = agendas.a_meeting(cast)
    first, second = visit("Clare"), visit("Clare")
    first.open(f"/meetings/{meeting.id}/change")
    second.open(f"/meetings/{meeting.id}/change")
    first.send({"venue": "Library"}, button=SAVE)
    page = second.send({"venue": "Museum"}, button=SAVE, status=409)
    assert ["Venue", "Library", "Museum"] in page.rows()
    second.send({}, button=SAVE)
    db.session.refresh(meeting)
    assert meeting.venue == "Museum"


def test_the_papers_of_a_moved_meeting_are_found_under_its_new_day(cast, transaction, drain):
    with transaction():
        agenda = agendas.an_agenda(cast)
        agendas.an_exempt_item(agenda)
        meeting_id = agenda.meeting_id
    drain()
    with transaction():
        moved(db.session.get_one(Meeting, meeting_id), cast, 60)
    waiting = {job.arguments["thing"] for job in db.session.scalars(db.select(Job))}
    assert {"agenda-item", "agenda-item-exempt"} <= waiting


def test_the_minutes_of_a_moved_meeting_are_found_under_its_new_day(cast, transaction, drain):
    with transaction():
        minutes = minutes_factory.begun(cast, "Lamps", exempt="Sale of Quay Yard")
        entry = minutes_factory.minute_about(minutes, "A property matter")
        facts = {"heading": "Sale", "html": "<p>Sold.</p>", "resolved": "That it be sold."}
        minutes_services.write_exempt(entry, by=None, **facts)
        meeting_id = minutes.meeting_id
    drain()
    with transaction():
        moved(db.session.get_one(Meeting, meeting_id), cast, -5, reason="The date was wrong.")
    waiting = {job.arguments["thing"] for job in db.session.scalars(db.select(Job))}
    assert {"minute", "minute-exempt"} <= waiting


def test_the_day_a_meeting_was_moved_to_is_issued_with_a_supplement(cast, transaction, visit):
    with transaction():
        agenda = agendas.an_agenda(cast)
        agendas.an_item(agenda)
        agendas.published(cast, agenda)
    page = visit("Clare").open(f"/meetings/{agenda.meeting_id}")
    assert "changed after its agenda was published" not in page.words
    with transaction():
        moved(agenda.meeting, cast, 60)
    page = visit("Clare").open(f"/meetings/{agenda.meeting_id}")
    assert "changed after its agenda was published" in page.words
    assert "Publish a supplement" in page.links()
    with transaction():
        supplement = agendas.published(cast, agenda, reason="The day was changed.")
    assert supplement.content["date"] == agenda.meeting.on_date.isoformat()
    with transaction(), pytest.raises(Refused, match="Nothing has changed"):
        agendas.published(cast, agenda, reason="Once more.")


@pytest.mark.parametrize("way", ["cancel", "postpone"])
def test_a_meeting_with_minutes_is_not_called_off(cast, transaction, way):
    with transaction():
        minutes = minutes_factory.begun(cast, "Lamps")
    more = {"to_on": clock.today() + timedelta(days=30)} if way == "postpone" else {}
    with transaction(), pytest.raises(Refused, match="minutes of this meeting have been begun"):
        getattr(services, way)(minutes.meeting, by=None, reason="Snow.", **more)


def test_minutes_of_a_meeting_that_was_called_off_are_not_published(cast, transaction):
    with transaction():
        minutes = minutes_factory.begun(cast, "Lamps")
        minutes.meeting.state_reason = "Snow."
        minutes.meeting.state = MeetingState.CANCELLED
        assert "called-off" in [one.code for one in checks(minutes) if one.level == "error"]
        with pytest.raises(Refused, match="was cancelled"):
            minutes_services.publish(minutes, by=None)


def test_a_change_from_an_old_page_names_the_newer_version(cast, transaction):
    with transaction():
        meeting = agendas.a_meeting(cast)
        moved(meeting, cast, 60)
        with pytest.raises(Conflict) as conflict:
            moved(meeting, cast, 70, version=1)
    assert conflict.value.version == meeting.version
