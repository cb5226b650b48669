"""Minutes of other boards are laid before a board as they stood when its agenda went out."""

from datetime import timedelta

import pytest

from app.agendas import services
from app.foundation import clock
from app.foundation.errors import Refused
from app.meetings import services as meetings
from app.minutes import services as minutes
from tests.factories import agendas
from tests.factories.minutes import agenda_with, minute_about, past_meeting, write
from tests.publications import word_of


def minutes_of_harbour(cast, *, days=20):
    """Published minutes of the other board."""
    meeting = past_meeting(cast.other_board, on=clock.today() - timedelta(days=days))
    agenda_with(meeting, "Dredging")
    record = minutes.begin_minutes(meeting, by=None)
    meetings.put_rest_present(meeting, by=None)
    write(minute_about(record, "Dredging"), "The silt was measured.")
    minutes.publish(record, by=None)
    return record


def correct(record):
    about = minute_about(record, "Dredging")
    write(about, "The silt was weighed.", reason="A slip.")


def label_of(record, *, stood=", draft"):
    day = record.meeting.on_date
    board = record.meeting.board.name
    return f"{board}: minutes of {day.day} {day:%B %Y}{stood}"


def test_minutes_that_a_board_receives_go_out_as_they_stood_at_issue(cast, transaction, visit):
    """R6.10: a sub-body’s minutes go up as an item and stay as they stood, draft or agreed, when
    the agenda was issued. Looked at: the item’s page, the agenda’s page and Word, the minutes."""
    with transaction():
        record = minutes_of_harbour(cast)
        agenda = agendas.an_agenda(cast)
        item = agendas.an_item(agenda, "Harbour minutes", html="")
    item_path = f"/meetings/{agenda.meeting_id}/agenda/items/{item.id}"
    clare = visit("Clare")
    clare.open(f"{item_path}/minutes")
    answer = clare.send({"meeting_id": str(record.meeting_id)}, button="Attach the minutes")
    assert "The minutes are attached" in answer.words
    assert label_of(record) in answer.links()
    with transaction():
        correct(record)
        services.publish(agenda, by=cast.person("Clare"), reason="In time.")
    with transaction():
        correct_again = minute_about(record, "Dredging")
        write(correct_again, "The silt was guessed.", reason="Another slip.")
    page = visit("Nora").open(f"/meetings/{agenda.meeting_id}")
    address = page.links()[label_of(record)]
    assert address == f"/meetings/{record.meeting_id}/minutes/published/1"
    frozen = visit("Nora").open(address)
    assert "The silt was weighed." in frozen.words
    assert "guessed" not in frozen.words
    _, file = word_of(visit("Nora"), f"/meetings/{agenda.meeting_id}/agenda/word")
    assert label_of(record) in file


def test_what_went_out_stays_and_what_did_not_can_be_taken_off(cast, transaction):
    with transaction():
        record = minutes_of_harbour(cast)
        agenda = agendas.an_agenda(cast)
        item = agendas.an_item(agenda, "Harbour minutes", html="")
        services.attach_minutes(item, of=record.meeting, by=None)
        services.take_minutes_off(item, of=record.meeting, by=None)
        services.attach_minutes(item, of=record.meeting, by=None)
        agendas.published(cast, agenda, reason="In time.")
        with pytest.raises(Refused, match="published"):
            services.take_minutes_off(item, of=record.meeting, by=None)


def test_only_published_minutes_of_other_boards_are_attached_and_once(cast, transaction):
    with transaction():
        record = minutes_of_harbour(cast)
        agenda = agendas.an_agenda(cast)
        item, other = (agendas.an_item(agenda, title) for title in ("Minutes", "More minutes"))
        services.attach_minutes(item, of=record.meeting, by=None)
        with pytest.raises(Refused, match="on this agenda already"):
            services.attach_minutes(other, of=record.meeting, by=None)
        with pytest.raises(Refused, match="own minutes"):
            services.attach_minutes(other, of=past_meeting(cast.board), by=None)
        with pytest.raises(Refused, match="not published"):
            services.attach_minutes(other, of=past_meeting(cast.other_board), by=None)
        standing = agendas.item_titled(agenda, agendas.numbers(agenda)[0].split(" ", 1)[1])
        with pytest.raises(Refused, match="an item of their own"):
            services.attach_minutes(standing, of=record.meeting, by=None)


def test_a_supplement_brings_minutes_that_came_later_and_a_recall_does_not(cast, transaction):
    with transaction():
        record = minutes_of_harbour(cast)
        agenda = agendas.an_agenda(cast)
        item = agendas.an_item(agenda, "Harbour minutes")
        lamps = agendas.an_item(agenda, "Lamps")
        agendas.published(cast, agenda, reason="In time.")
        services.attach_minutes(item, of=record.meeting, by=None)
        services.recall(
            lamps,
            by=None,
            paragraphs=[3],
            public_interest="The price is still being negotiated.",
            open_title="A property matter",
            reason="It slipped.",
            **agendas.decided(),
        )
        issued = agendas.published(cast, agenda, reason="They came.")
    found = next(one for one in issued.content["items"] if one["id"] == item.id)
    assert [one["added_in"] for one in found["minutes"]] == [2]
